"""A transformer (Vaswani et al., 2017) with the norms before the layers, for tokens given as whole numbers."""

import torch
from torch import nn
from torch.nn import functional

from engine.algorithms.networks.transformer import MLP_TIMES_WIDER, TransformerSizes

INITIAL_SPREAD = 0.02
"""Standard deviation of the first weights (Radford et al., 2019)."""


class Attention(nn.Module):
    """Every token takes up a mean of what the tokens that it may see offer, once a head.

    qkv: weights (3, width, width) of queries, keys and values, so that an optimizer sees three matrices. The cost of a
    sentence is 4 length width^2 products for the weights and 2 length^2 width for the means.
    """

    def __init__(self, sizes: TransformerSizes) -> None:
        super().__init__()
        self.n_heads = sizes.n_heads
        self.qkv = nn.Parameter(torch.empty(3, sizes.width, sizes.width))
        self.out = nn.Linear(sizes.width, sizes.width, bias=False)

    def forward(self, values: torch.Tensor, allowed: torch.Tensor | None, causal: bool) -> torch.Tensor:
        """(n, length, width) of the same; see `Transformer._allowed`."""
        queries, keys, offers = self._heads(values)
        means = functional.scaled_dot_product_attention(queries, keys, offers, attn_mask=allowed, is_causal=causal)
        return self.out(means.transpose(1, 2).flatten(2))

    def weights(self, values: torch.Tensor, allowed: torch.Tensor | None) -> torch.Tensor:
        """How much of each key goes into each query: (n, n_heads, length, length), rows of sum 1."""
        queries, keys, _ = self._heads(values)
        scores = queries @ keys.transpose(2, 3) / queries.shape[-1] ** 0.5
        if allowed is not None:
            scores = scores.masked_fill(~allowed, -torch.inf)
        return torch.softmax(scores, dim=-1)

    def _heads(self, values: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Queries, keys and values, each (n, n_heads, length, width / n_heads)."""
        three = functional.linear(values, self.qkv.flatten(0, 1))
        return three.unflatten(-1, (3, self.n_heads, -1)).permute(2, 0, 3, 1, 4).unbind(0)


class Block(nn.Module):
    """Attention, then two dense layers with GELU between (Hendrycks and Gimpel, 2016), each added to what came in."""

    def __init__(self, sizes: TransformerSizes) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(sizes.width)
        self.attention = Attention(sizes)
        self.mlp_norm = nn.LayerNorm(sizes.width)
        self.wider = nn.Linear(sizes.width, MLP_TIMES_WIDER * sizes.width, bias=False)
        self.back = nn.Linear(MLP_TIMES_WIDER * sizes.width, sizes.width, bias=False)
        self.dropout = nn.Dropout(sizes.dropout)

    def forward(self, values: torch.Tensor, allowed: torch.Tensor | None, causal: bool) -> torch.Tensor:
        values = values + self.dropout(self.attention(self.attention_norm(values), allowed, causal))
        return values + self.dropout(self.back(functional.gelu(self.wider(self.mlp_norm(values)))))

    def weights(self, values: torch.Tensor, allowed: torch.Tensor | None) -> torch.Tensor:
        """See `Attention.weights`."""
        return self.attention.weights(self.attention_norm(values), allowed)


class Transformer(nn.Module):
    """Tokens to logits.

    tokens: int64 (n, length) in all methods. real: bool (n, length), False where a shorter sentence is filled up behind
    its end, which no token looks at; None if nothing is. What stands at these places in the results means nothing.
    """

    def __init__(self, sizes: TransformerSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.tokens = nn.Embedding(sizes.n_tokens, sizes.width)
        self.positions = nn.Embedding(sizes.n_positions, sizes.width)
        self.dropout = nn.Dropout(sizes.dropout)
        self.blocks = nn.ModuleList(Block(sizes) for _ in range(sizes.n_layers))
        self.norm = nn.LayerNorm(sizes.width)
        self.head = nn.Linear(sizes.width, sizes.n_tokens)
        if sizes.tied:
            self.head.weight = self.tokens.weight
        self._draw()

    def forward(self, tokens: torch.Tensor, real: torch.Tensor | None = None) -> torch.Tensor:
        """Logits (n, length, n_tokens)."""
        return self.head(self.last(tokens, real))

    def last(self, tokens: torch.Tensor, real: torch.Tensor | None = None) -> torch.Tensor:
        """What `head` reads: (n, length, width). Where few places are predicted, it need not read the others."""
        return self.norm(self._through(tokens, real)[-1])

    def states(self, tokens: torch.Tensor, real: torch.Tensor | None = None) -> torch.Tensor:
        """After each layer, (n_layers + 1, n, length, width); layer 0 is the token's own vector, wherever it stands."""
        return torch.stack([self.tokens(tokens), *self._through(tokens, real)[1:]])

    def attention(self, tokens: torch.Tensor, real: torch.Tensor | None = None) -> torch.Tensor:
        """The weights of all heads, (n_layers, n, n_heads, length of queries, length of keys)."""
        allowed = self._allowed(tokens, real, always=True)
        blocks = zip(self.blocks, self._through(tokens, real)[:-1], strict=True)
        return torch.stack([block.weights(values, allowed) for block, values in blocks])  # type: ignore[operator]

    def hidden_matrices(self) -> list[nn.Parameter]:
        """The weights between hidden layers: all of more than one axis but the embeddings and the head."""
        return [weights for weights in self.blocks.parameters() if weights.ndim > 1]

    def other_parameters(self) -> list[nn.Parameter]:
        """All but `hidden_matrices`."""
        hidden = set(map(id, self.hidden_matrices()))
        return [weights for weights in self.parameters() if id(weights) not in hidden]

    def _through(self, tokens: torch.Tensor, real: torch.Tensor | None) -> list[torch.Tensor]:
        """What goes into each block, and what comes out of the last."""
        allowed = self._allowed(tokens, real)
        causal = self.sizes.causal and allowed is None
        values = [self.dropout(self.tokens(tokens) + self.positions.weight[: tokens.shape[1]])]
        for block in self.blocks:
            values.append(block(values[-1], allowed, causal))
        return values

    def _allowed(self, tokens: torch.Tensor, real: torch.Tensor | None, always: bool = False) -> torch.Tensor | None:
        """Which key (last axis) a query may see, bool (n or 1, 1, length or 1, length); None if a flag says it all."""
        keys = None if real is None else real[:, None, None, :]
        if not self.sizes.causal or (real is None and not always):
            return keys
        length = tokens.shape[1]
        before = torch.ones(1, 1, length, length, dtype=torch.bool, device=tokens.device).tril()
        return before if keys is None else before & keys

    def _draw(self) -> None:
        """First weights: those that write into the sum of all blocks begin smaller, so that the sum does not grow."""
        for name, weights in self.named_parameters():
            if weights.ndim > 1:
                writes = name.endswith(("out.weight", "back.weight"))
                shrunk = (2 * self.sizes.n_layers) ** -0.5 if writes else 1.0
                nn.init.normal_(weights, std=INITIAL_SPREAD * shrunk)
        nn.init.zeros_(self.head.bias)
