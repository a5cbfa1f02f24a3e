"""Are occurrences of one meaning near to each other? Ambiguous words whose meanings are known, layer by layer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.contextual.pieces import Pieces
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.insight.words.occurrences import Occurrences, senses_of
from engine.learners.base import Estimate, Learner
from engine.learners.words.contextual_contract import ContextualLearner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

BASELINES = ("Position in the sentence", "Mean of the other words' static vectors")
DRAWS = 20
"""Choices of the labelled examples, over which the accuracy is averaged."""
TIE = 1e-5
"""Cosines that differ by less are equally near."""


@dataclass(frozen=True, eq=False)
class SenseScores:
    """What a SenseTest found.

    words: of the test. counts: (w,) occurrences of each that were compared. nearest and few: (r, w) accuracies of each
    word by rows: the layers, static vectors (0) first, then BASELINES. n_labelled: examples a sense behind `few`.
    """

    words: tuple[str, ...]
    counts: np.ndarray
    nearest: np.ndarray
    few: np.ndarray
    n_labelled: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "SenseScores":
        """What a SenseTest stored."""
        found = fit.arrays
        return cls(
            tuple(fit.summary["words"].split()), found["counts"], found["nearest"], found["few"],
            int(fit.summary["labelled"]),
        )  # fmt: skip

    @property
    def rows(self) -> tuple[str, ...]:
        """Names of the rows."""
        layers = [f"Layer {layer}" for layer in range(1, len(self.nearest) - len(BASELINES))]
        return ("Static vector (layer 0)", *layers, *BASELINES)

    def mean(self, table: np.ndarray) -> np.ndarray:
        """(r,) of an (r, w) table: the mean over all occurrences."""
        return table @ self.counts / self.counts.sum()


@dataclass(frozen=True)
class SenseTest(Learner):
    """Asks of each occurrence of an ambiguous word which meaning it has, by its nearest occurrence and by few examples.

    Fit: no embedding; `SenseScores.from_fit` reads it back.
    """

    name = "sense_test"
    title = "Meanings told apart"
    papers = (
        Paper("Schütze", 1998, "Automatic word sense discrimination", "doi:10.5555/972719.972724"),
        Paper("Wiedemann et al.", 2019, "Does BERT make any sense?", "arXiv:1909.10430"),
    )
    takes: ClassVar[str] = "run"

    n_each: int = integer(150, 10, 2_000, label="Occurrences", help="Of each word at most, evenly chosen.", step=50)
    n_labelled: int = integer(3, 1, 20, label="Labelled examples", help="Of each meaning, whose mean stands for it.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Which examples are labelled.", advanced=True)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Ask; raises InputError if the run has no vectors of occurrences, or no meanings are known."""
        stop_if_cancelled(report)
        learner, corpus = _require(dataset)
        pieces, reader = learner.pieces(dataset.dataset), learner.reader(dataset.fit)
        words = [word for word in _ambiguous(corpus) if self._serves(pieces, corpus, word)]
        if not words:
            raise InputError("No word of this text has two meanings that occur often enough.", "E-EVL-47")
        nearest, few, counts = [], [], []
        rng = np.random.default_rng(self.seed)
        for done, word in enumerate(words, 1):
            stop_if_cancelled(report)
            found = Occurrences.of(pieces, word, self.n_each)
            senses = senses_of(corpus, found)
            rows = [*found.states(pieces, reader), *_baselines(found, pieces, dataset.fit.main.vectors)]
            nearest.append([by_nearest(vectors, senses) for vectors in rows])
            few.append(by_few(rows, senses, self.n_labelled, rng))
            counts.append(len(senses))
            report.progress(done, len(words), "words")
        arrays = {"nearest": np.array(nearest).T, "few": np.array(few).T, "counts": np.array(counts)}
        names = " ".join(corpus.words[word] for word in words)
        return Fit({}, arrays, summary={"words": names, "labelled": self.n_labelled})

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the multiplications of all sentences."""
        start, libraries = costs.CODES
        if not isinstance(dataset.learner, ContextualLearner):
            return Estimate(start, libraries)
        learner, corpus = dataset.learner, dataset.dataset
        length = min(float(learner.longest), corpus.n_tokens / max(1, corpus.n_sentences)) + 2
        products = learner.n_products(0, length) * length * self.n_each * len(corpus.sense_names) / 2
        megabytes = 8.0 * self.n_each**2 / limits.MB
        return Estimate(start + products * costs.PEAK_PRODUCT, libraries + megabytes)

    def _serves(self, pieces: Pieces, corpus: Corpus, word: int) -> bool:
        """Whether both meanings occur more often than examples are labelled."""
        counts = np.unique(senses_of(corpus, Occurrences.of(pieces, word, self.n_each)), return_counts=True)[1]
        return len(counts) > 1 and int(counts.min()) > self.n_labelled


def _require(run: TrainedRun) -> tuple[ContextualLearner, Corpus]:
    """The learner, and the text as it reads it."""
    if not isinstance(run.learner, ContextualLearner):
        raise InputError("This run has one vector a word; choose one whose occurrences have vectors.", "E-EVL-48")
    corpus = run.learner.trained_on(run.dataset)
    if not corpus.sense_names:
        raise InputError("The meanings of this text's words are not known; the ambiguous toy world's are.", "E-EVL-49")
    return run.learner, corpus


def _ambiguous(corpus: Corpus) -> list[int]:
    """The words whose occurrences have known meanings."""
    return np.unique(corpus.tokens[corpus.senses >= 0]).tolist()


def by_nearest(vectors: np.ndarray, senses: np.ndarray) -> float:
    """Share of rows (m, d) whose nearest other row by cosine has the same sense; equally near ones share the vote."""
    cosines = _unit(vectors) @ _unit(vectors).T
    np.fill_diagonal(cosines, -np.inf)
    nearest = cosines >= cosines.max(axis=1, keepdims=True) - TIE
    right = nearest & (senses[:, None] == senses)
    return float((right.sum(axis=1) / nearest.sum(axis=1)).mean())


def by_few(tables: Sequence[np.ndarray], senses: np.ndarray, k: int, rng: np.random.Generator) -> list[float]:
    """For each table of vectors (m, d): share of the rows whose sense is that of the nearest mean of k labelled rows.

    By cosine, over the rows that are not labelled and DRAWS choices of the labelled ones, the same for all tables;
    means equally near share the vote.
    """
    units, names = [_unit(table) for table in tables], np.unique(senses)
    found = np.zeros((DRAWS, len(units)))
    for draw, chosen in enumerate(_drawn(senses, names, k, rng)):
        asked = np.setdiff1d(np.arange(len(senses)), chosen.ravel())
        for place, unit in enumerate(units):
            cosines = unit[asked] @ _unit(unit[chosen].mean(axis=1)).T
            nearest = cosines >= cosines.max(axis=1, keepdims=True) - TIE
            right = nearest & (senses[asked][:, None] == names)
            found[draw, place] = (right.sum(axis=1) / nearest.sum(axis=1)).mean()
    return found.mean(axis=0).tolist()


def _drawn(senses: np.ndarray, names: np.ndarray, k: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Rows of k examples of each sense, (senses, k)."""
    for _ in range(DRAWS):
        yield np.stack([rng.choice(np.flatnonzero(senses == name), k, replace=False) for name in names])


def _baselines(found: Occurrences, pieces: Pieces, static: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vectors (m, d) that know no context in its order: places from both ends; the other words of the sentence."""
    longest = int(pieces.lengths[found.pieces].max())
    ends = found.columns - 1, pieces.lengths[found.pieces] - found.columns
    places = np.hstack([np.eye(longest)[end] for end in ends])
    rows, _ = pieces.rows(found.pieces)
    others = rows < pieces.n_words
    others[np.arange(len(rows)), found.columns] = False
    vectors = static[np.where(others, rows, 0)] * others[:, :, None]
    return places, vectors.sum(axis=1) / np.maximum(1, others.sum(axis=1, keepdims=True))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
