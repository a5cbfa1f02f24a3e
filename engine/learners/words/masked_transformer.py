"""A masked transformer: words are hidden in their sentences, and told from what is left (Devlin et al., 2019)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.algorithms.contextual.readers import TransformerReader
from engine.algorithms.contextual.training import MaskedSettings, Neighbors, Outcome, Reading
from engine.algorithms.networks.transformer import TransformerSizes
from engine.datasets.text.corpus import Corpus
from engine.fields import integer, real
from engine.fit import Fit
from engine.insight.words.occurrences import Attended, attended
from engine.learners.base import Advice
from engine.learners.words.contextual_contract import ContextualLearner
from engine.papers import Paper
from engine.report import Report


@dataclass(frozen=True)
class MaskedTransformer(ContextualLearner):
    """BERT's idea, small: a transformer reads a whole sentence in which some words are masked, and tells which they
    are. In every layer each word takes up something of all others, so that an occurrence gets a vector of its own.

    One of 20 sentences is held out, and up to 2,000 words of these, masked one by one, are told after each epoch.
    """

    name = "masked_transformer"
    title = "Masked transformer"
    papers = (
        Paper("Devlin et al.", 2019, "BERT: pre-training of deep bidirectional transformers for language understanding",
              "arXiv:1810.04805"),
        Paper("Vaswani et al.", 2017, "Attention is all you need", "arXiv:1706.03762"),
    )  # fmt: skip
    attends: ClassVar[bool] = True
    told: ClassVar[Mapping[str, str]] = {"accuracy": "between"}

    n_heads: int = integer(4, 1, 16, label="Heads", help="Ways to look at the other words, in each layer.")
    share: float = real(
        0.25, 0.01, 0.9, label="Masked share", help="Of the words of a sentence, hidden at once in training.", step=0.05
    )

    def sizes(self, n_words: int) -> TransformerSizes:
        """Raises InputError if the heads cannot share the dimensions."""
        return TransformerSizes(
            n_words + 2, self.longest + 2, self.n_components, self.n_layers, self.n_heads, dropout=self.dropout
        )

    def trained(self, reading: Reading, items: np.ndarray, live: Neighbors, report: Report) -> Outcome:
        """See `ContextualLearner.trained`."""
        from engine.algorithms.contextual.training_torch import train_masked

        settings = MaskedSettings(self.schedule(), self.sizes(reading.pieces.n_words), self.share, self.muon_rate)
        return train_masked(reading, settings, items, live, report)

    def reader(self, fit: Fit) -> TransformerReader:
        """The trained network."""
        words = np.concatenate([fit.main.vectors, fit.arrays["special"]])
        return TransformerReader(words, fit.arrays, self.n_heads)

    def attended(self, fit: Fit, dataset: Corpus, piece: int) -> Attended:
        """See `ContextualLearner.attended`."""
        return attended(self.reader(fit), self.pieces(dataset), self.trained_on(dataset).words, piece)

    def n_products(self, n_words: int, length: float) -> float:
        """All places go through the blocks, those to be told to the words."""
        blocks = self.n_layers * (12 * self.n_components**2 + 2 * length * self.n_components)
        return blocks + self.share * n_words * self.n_components

    def advice(self, dataset: Corpus) -> list[Advice]:
        """As for all methods of words, and whether the heads can share the dimensions."""
        found = super().advice(dataset)
        if not self.n_components % self.n_heads:
            return found
        sentence = (
            f"{self.n_components} dimensions cannot be shared by {self.n_heads} heads: choose a multiple of them."
        )
        return [Advice("error", sentence), *found]
