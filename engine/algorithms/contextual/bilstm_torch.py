"""A language model of two LSTMs, one that reads forwards and one that reads backwards (Peters et al., 2018)."""

import torch
from torch import nn

INITIAL_SPREAD = 0.05
"""Standard deviation of the first token vectors."""


class OneWay(nn.Module):
    """LSTM layers (Hochreiter and Schmidhuber, 1997) of one width; each but the first adds to what came in."""

    def __init__(self, width: int, n_layers: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.LSTM(width, width, batch_first=True) for _ in range(n_layers))
        self.dropout = nn.Dropout(dropout)

    def forward(self, values: torch.Tensor) -> list[torch.Tensor]:
        """After every layer, each (n, length, width): at a place, what was read up to it, itself included."""
        found: list[torch.Tensor] = []
        for layer in self.layers:
            given = found[-1] if found else values
            came, _ = layer(self.dropout(given))
            found.append(came + given if len(found) else came)
        return found


class BiLSTM(nn.Module):
    """Tokens to what is predicted of each from either side; both sides share the tokens' vectors and the last weights,
    which are the tokens' vectors, too.

    tokens: int64 (n, length); lengths: int64 (n,), beyond which a row is filled up.
    """

    def __init__(self, n_tokens: int, width: int, n_layers: int, dropout: float) -> None:
        super().__init__()
        self.tokens = nn.Embedding(n_tokens, width)
        self.reads_forward = OneWay(width, n_layers, dropout)
        self.reads_backward = OneWay(width, n_layers, dropout)
        self.dropout = nn.Dropout(dropout)
        self.bias = nn.Parameter(torch.zeros(n_tokens))
        nn.init.normal_(self.tokens.weight, std=INITIAL_SPREAD)

    def sides(self, tokens: torch.Tensor, lengths: torch.Tensor) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
        """Of both directions what they hold after every layer, (n, length, width) each, at the places of the tokens.

        At a place the first has read what stands up to it, the second what stands from it on.
        """
        turned = _turned(lengths, tokens.shape[1])
        forward = self.reads_forward(self.tokens(tokens))
        backward = self.reads_backward(self.tokens(tokens.gather(1, turned)))
        return forward, [values.gather(1, turned[..., None].expand_as(values)) for values in backward]

    def before_and_behind(self, tokens: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """What either direction has read when it is to tell the tokens of places 1 to length - 1, and of places 0 to
        length - 2, of which it has seen none: (n, length - 1, width) each."""
        forward, backward = self.sides(tokens, lengths)
        return forward[-1][:, :-1], backward[-1][:, 1:]

    def hidden_matrices(self) -> list[nn.Parameter]:
        """The weights between hidden layers: of each LSTM those of what comes in and those of what it held, (4 width,
        width) each."""
        both = (*self.reads_forward.parameters(), *self.reads_backward.parameters())
        return [weights for weights in both if weights.ndim > 1]

    def other_parameters(self) -> list[nn.Parameter]:
        """All but `hidden_matrices`."""
        hidden = set(map(id, self.hidden_matrices()))
        return [weights for weights in self.parameters() if id(weights) not in hidden]

    def logits(self, values: torch.Tensor) -> torch.Tensor:
        """(..., n_tokens) of (..., width)."""
        return nn.functional.linear(self.dropout(values), self.tokens.weight, self.bias)


def _turned(lengths: torch.Tensor, longest: int) -> torch.Tensor:
    """Columns (n, longest) of rows read backwards within their lengths; what fills them up stays where it is."""
    columns = torch.arange(longest, device=lengths.device)
    back = lengths[:, None] - 1 - columns
    return torch.where(back >= 0, back, columns)
