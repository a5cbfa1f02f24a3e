"""The contract of methods by which each occurrence of a word has a vector of its own, made of its sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.contextual.counts import accuracies
from engine.algorithms.contextual.pieces import Neighborhoods, Pieces
from engine.algorithms.contextual.readers import Reader
from engine.algorithms.contextual.training import Neighbors, Outcome, Reading
from engine.algorithms.networks.training import WARM_UP, Schedule
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.words.occurrences import Attended, explained
from engine.insight.words.watched import in_the_film, watched
from engine.learners.base import Estimate
from engine.learners.words.contract import WatchedLearner, watched_words, word_metadata
from engine.neighbors import nearest
from engine.report import Report, Silent, stop_if_cancelled

SEARCHED, SHOWN = 20_000, 5
"""Words among which neighbors are sought while it trains, and how many are shown."""
PADDED = 1.25
"""No time: places of a batch for each word in it, edges and what fills short sentences up included."""


@dataclass(frozen=True)
class ContextualLearner(WatchedLearner):
    """Base of both. Fit: embedding "word", the vectors of words before they meet their sentence (layer 0), which are
    the weights of the answer, too; arrays special (the vectors of the edge and, where there is one, the mask) and the
    network's weights; history step (sentences), loss and the shares of held-out words that are told right; snapshots
    of the most frequent and the watched words.
    """

    in_context: ClassVar[bool] = True
    attends: ClassVar[bool] = False
    """Whether words take from each other by weights that can be shown: see `attended`."""
    step_unit: ClassVar[str] = "sentences"
    warm_up: ClassVar[float] = WARM_UP
    """Share of the steps in which the learning rates rise."""
    told: ClassVar[Mapping[str, str]]
    """Columns of the history that are shares of words told right -> what `counts.accuracies` compares each with."""

    n_components: int = integer(64, 2, 512, label="Dimensions", help="Numbers per word vector.", step=16)
    n_layers: int = integer(2, 1, 8, label="Layers", help="Each mixes what the one below made of the sentence.")
    longest: int = integer(
        40, 4, 256, label="Longest sentence", help="Words of a sentence that are read at once; longer ones are cut.",
        step=8,
    )  # fmt: skip
    window: int = integer(
        5, 1, 50, label="Window of the evidence", advanced=True,
        help="Words on each side that count as context under “Why close?”; the network reads whole sentences.",
    )  # fmt: skip
    min_count: int = integer(2, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")
    max_words: int = integer(
        20_000, 0, limits.VOCABULARY, label="Vocabulary limit", help="Only the most frequent words; empty for all.",
        step=1_000, zero="all", advanced=True,
    )  # fmt: skip
    n_epochs: int = integer(14, 1, 500, label="Epochs", help="How often the whole text is read.")
    batch_size: int = integer(32, 1, 1_024, label="Batch", help="Sentences per step.", step=16, advanced=True)
    dropout: float = real(
        0.0, 0.0, 0.8, label="Dropout", help="Share of the numbers between layers set to 0 in training, against "
        "learning small texts by heart.", step=0.05, advanced=True,
    )  # fmt: skip
    learning_rate: float = real(
        0.004, 0.00001, 1.0, label="Learning rate", help="The highest of Adam; it rises first, then falls.",
        step=0.0005, advanced=True,
    )  # fmt: skip
    muon_rate: float = real(
        0.02, 0.0001, 1.0, label="Learning rate of matrices", step=0.005, advanced=True,
        help="The highest of Muon, for the matrices between layers; it rises and falls with the other.",
    )  # fmt: skip
    device: Literal["cpu", "cuda"] = choice(
        "cpu", {"cpu": "Processor", "cuda": "GPU (CUDA)"}, label="Device", help="Where to train.", advanced=True
    )
    watch: str = watched_words()
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def reader(self, fit: Fit) -> Reader:
        """The trained network."""
        raise NotImplementedError

    def trained(self, reading: Reading, items: np.ndarray, live: Neighbors, report: Report) -> Outcome:
        """Train on a text; items: rows of the words that frames are kept of."""
        raise NotImplementedError

    def n_products(self, n_words: int, length: float) -> float:
        """Multiplications for one place of a sentence, forward."""
        raise NotImplementedError

    def attended(self, fit: Fit, dataset: Corpus, piece: int) -> Attended:
        """What each word of a sentence (row of `pieces`) takes from which; asked where it `attends`."""
        raise NotImplementedError

    def pieces(self, dataset: Corpus) -> Pieces:
        """The sentences of `trained_on`, as the network reads them."""
        corpus = self.trained_on(dataset)
        return Pieces.of(corpus.tokens, corpus.sentences, corpus.n_words, self.longest)

    def schedule(self) -> Schedule:
        """The fields as the torch loop takes them."""
        return Schedule(
            self.n_epochs, self.batch_size, self.learning_rate, device=self.device, seed=self.seed, warm_up=self.warm_up
        )

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Train on the sentences of a corpus; see `Learner.fit`."""
        stop_if_cancelled(report)
        corpus, pieces = self.trained_on(dataset), self.pieces(dataset)
        reading = Reading(pieces, *pieces.split(np.random.default_rng(self.seed)))
        rows, notes = watched(corpus, self.watch)
        items = in_the_film(corpus, rows)
        outcome = self.trained(reading, items, _neighbors_of(corpus, rows), report)
        embedding = Embedding(outcome.words[: corpus.n_words], corpus.words, word_metadata(corpus))
        arrays = {"special": outcome.words[corpus.n_words :], **outcome.weights}
        summary = {
            "words": corpus.n_words, "tokens": corpus.n_tokens, "loss": round(outcome.history["loss"][-1], 4),
            "seconds": round(outcome.seconds, 2), **self._measured(reading, outcome.history),
        }  # fmt: skip
        if not len(reading.held_out):
            notes = (*notes, "The text has too few sentences to hold some out, so no accuracy is measured.")
        snapshots = Snapshots(items, np.array(outcome.steps), np.array(outcome.frames, dtype=np.float32))
        return Fit({"word": embedding}, arrays, outcome.history, snapshots, summary, notes)

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the multiplications of all epochs, and what is paid for each number of a layer."""
        counts = dataset.counts[dataset.counts >= self.min_count][: self.max_words or None]
        n_words, n_places = len(counts), float(counts.sum()) * PADDED
        length = min(float(self.longest), dataset.n_tokens / max(1, dataset.n_sentences)) + 2
        of_place = self.n_products(n_words, length) * costs.NETWORK_PRODUCT
        of_place += self.n_layers * self.n_components * costs.CONTEXT_NUMBER
        of_batch = 4 * self.batch_size * length * (20 * self.n_layers * self.n_components + n_words)
        weights = 16 * self.n_components * (n_words + 16 * self.n_layers * self.n_components)
        megabytes = (3 * of_batch + weights + 24.0 * dataset.n_tokens) / limits.MB
        start, libraries = costs.NETWORKS
        return Estimate(start + n_places * self.n_epochs * of_place, libraries + megabytes)

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """What is told of the word, unseen, in a sentence with the context; and how the network reads it."""
        corpus = self.trained_on(dataset)
        return explained(self.reader(fit), self.pieces(dataset), corpus.words, chosen["word"], chosen["context"])

    def _measured(self, reading: Reading, history: Mapping[str, list[float]]) -> dict[str, Any]:
        """The last shares of words told right beside those of counts; nothing where nothing was held out."""
        if not len(reading.held_out):
            return {}
        asked = reading.pieces.asked(reading.held_out)
        counts = accuracies(
            Neighborhoods.all_of(reading.pieces, reading.learned), Neighborhoods.of(reading.pieces, *asked),
            reading.pieces.n_words,
        )  # fmt: skip
        found: dict[str, Any] = {"held_out_words": len(asked[0]), "of_unigram": round(counts["unigram"], 4)}
        for name, by_counts in self.told.items():
            found |= {name: round(history[name][-1], 4), f"{name}_of_counts": round(counts[by_counts], 4)}
        return found


def _neighbors_of(corpus: Corpus, rows: list[int]) -> Callable[[np.ndarray], Mapping[str, Any]]:
    """What a Recorder shows live, of the watched words."""

    def found(vectors: np.ndarray) -> Mapping[str, Any]:
        words = Embedding(vectors, corpus.words)
        among = words.first(SEARCHED)
        near = {
            corpus.words[row]: nearest(among, words.vectors[row], SHOWN, exclude=[row] if row < SEARCHED else []).rows
            for row in rows
        }
        return {"watch": {word: [corpus.words[other] for other in others] for word, others in near.items()}}

    return found
