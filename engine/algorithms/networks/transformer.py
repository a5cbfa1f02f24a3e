"""What a transformer is built from, in numbers; `transformer_torch` builds it."""

from dataclasses import dataclass

from engine.errors import InputError

MLP_TIMES_WIDER = 4
"""Units between the two dense layers of a block, over the width."""


@dataclass(frozen=True)
class TransformerSizes:
    """How a transformer is built.

    n_tokens: different tokens. n_positions: the longest sentence. width: numbers a token, divisible by n_heads.
    causal: whether a token sees only itself and what stands before it. tied: the output weights are the embeddings of
    the tokens (Press and Wolf, 2017). dropout: share set to 0 after the embeddings and in each block, in training.
    """

    n_tokens: int
    n_positions: int
    width: int = 128
    n_layers: int = 4
    n_heads: int = 4
    causal: bool = False
    tied: bool = True
    dropout: float = 0.0

    def __post_init__(self) -> None:
        if self.width % self.n_heads:
            raise InputError(
                f"A width of {self.width} cannot be shared by {self.n_heads} heads. Choose a multiple of them.",
                "E-TRN-26",
            )

    @property
    def n_products(self) -> int:
        """Multiplications for one token of the longest sentence, once forward."""
        block = (4 + 2 * MLP_TIMES_WIDER) * self.width**2 + 2 * self.n_positions * self.width
        return self.n_layers * block + self.n_tokens * self.width
