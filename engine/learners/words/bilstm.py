"""A bidirectional language model: one LSTM tells the next word, another the previous one (Peters et al., 2018)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.algorithms.contextual.readers import BiLSTMReader
from engine.algorithms.contextual.training import Neighbors, Outcome, Reading, TwoWaySettings
from engine.fields import again
from engine.fit import Fit
from engine.learners.words.contextual_contract import ContextualLearner
from engine.papers import Paper
from engine.report import Report


@dataclass(frozen=True)
class BiLSTMLanguageModel(ContextualLearner):
    """ELMo's idea, small: an LSTM reads a sentence forwards and tells each next word, another reads it backwards and
    tells each previous one; neither sees the word that it tells. The vector of an occurrence holds what both tell it
    from: what stands before and behind it, not the word itself, which is the same wherever it stands.

    One of 20 sentences is held out, and up to 2,000 words of these are told from either side after each epoch.
    "accuracy" is the mean of both; "ends" is the share of the ends of those words' sentences that are told, which count
    as words that come next or came before.
    """

    name = "bilstm"
    version = 2
    title = "Bidirectional LSTM"
    papers = (
        Paper("Peters et al.", 2018, "Deep contextualized word representations", "arXiv:1802.05365"),
        Paper("Melamud et al.", 2016, "context2vec: learning generic context embedding with bidirectional LSTM",
              "doi:10.18653/v1/K16-1006"),
        Paper("Hochreiter and Schmidhuber", 1997, "Long short-term memory", "doi:10.1162/neco.1997.9.8.1735"),
    )  # fmt: skip
    told: ClassVar[Mapping[str, str]] = {"next": "next", "previous": "previous"}

    warm_up: ClassVar[float] = 0.1

    n_epochs: int = again(ContextualLearner, "n_epochs", 6)
    learning_rate: float = again(ContextualLearner, "learning_rate", 0.01)

    def trained(self, reading: Reading, items: np.ndarray, live: Neighbors, report: Report) -> Outcome:
        """See `ContextualLearner.trained`."""
        from engine.algorithms.contextual.training_torch import train_two_way

        settings = TwoWaySettings(self.schedule(), self.n_components, self.n_layers, self.dropout, self.muon_rate)
        return train_two_way(reading, settings, items, live, report)

    def reader(self, fit: Fit) -> BiLSTMReader:
        """The trained network."""
        return BiLSTMReader(np.concatenate([fit.main.vectors, fit.arrays["special"]]), fit.arrays)

    def n_products(self, n_words: int, length: float) -> float:
        """Both directions tell every word."""
        return 2 * (8 * self.n_layers * self.n_components**2 + n_words * self.n_components)
