"""How near trained vectors come to the matrix that their inner products tend to (Levy and Goldberg, 2014)."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from engine import costs, limits
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.insight.words.pmi import Target, held, pmi_row
from engine.learners.base import Estimate, Learner
from engine.learners.words.contract import WordLearner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

SHOWN = 3_000
"""Points of the scatter."""
OFTEN = 10
"""Times that two words stand in one window, from which on their cell is more than chance."""
PER_REPORT = 20


@dataclass(frozen=True, eq=False)
class Agreement:
    """Inner products beside the cells of the matrix, of pairs that meet in the text.

    correlation: Pearson's, over all `n_pairs` compared; of_frequent: the same over the n_frequent of them that meet
    OFTEN times or more, NaN where these do not vary. difference: mean of inner product less cell. n_words: words
    whose pairs were compared, of `of_words`. pairs: int32 (m, 2), rows of word and context, at most SHOWN of them drawn
    at random; predicted, learned: float32 (m,), cell and inner product of each.
    """

    correlation: float
    of_frequent: float
    difference: float
    n_pairs: int
    n_frequent: int
    n_words: int
    of_words: int
    pairs: np.ndarray
    predicted: np.ndarray
    learned: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> "Agreement":
        """What a MatrixAgreement found."""
        names = ("correlation", "of_frequent", "difference", "pairs", "frequent", "words", "of_words")
        numbers: list[Any] = [float("nan") if fit.summary[name] is None else fit.summary[name] for name in names]
        return cls(*numbers, *(fit.arrays[name] for name in ("pairs", "predicted", "learned")))


@dataclass(frozen=True)
class MatrixAgreement(Learner):
    """Compares the inner products of words and contexts with the cells that they tend to.

    Pairs that never meet are left out: their cell is minus infinity, or 0 if the matrix is clipped. Fit: no embedding;
    `Agreement.from_fit` reads the result back.
    """

    name = "matrix_agreement"
    version = 2
    title = "Inner products beside their matrix"
    papers = (
        Paper(
            "Levy, Goldberg and Dagan",
            2015,
            "Improving distributional similarity with lessons learned from word embeddings",
            "doi:10.1162/tacl_a_00134",
        ),
    )
    takes: ClassVar[str] = "run"

    n_words: int = integer(
        2_000, 10, 50_000, label="Words", help="So many are compared with all their contexts; of more, some are drawn.",
        step=100,
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Which words and points are drawn.", advanced=True)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Go through the words; raises InputError if the method has no such matrix, or no two words meet."""
        target, corpus = _target(dataset), _corpus(dataset)
        words, contexts = dataset.fit.main.vectors, dataset.fit.context.vectors
        rng = np.random.default_rng(self.seed)
        drawn = np.sort(rng.permutation(corpus.n_words)[: self.n_words])
        pairs, cells, products, often = [], [], [], []
        for done, word in enumerate(drawn.tolist(), 1):
            row = pmi_row(corpus, word, target)
            met = np.flatnonzero(np.isfinite(row.pmi))
            pairs.append(np.column_stack([np.full(len(met), word), met]).astype(np.int32))
            cells.append(held(row.pmi[met], target))
            products.append(contexts[met] @ words[word])
            often.append(row.times[met] >= OFTEN)
            if done % PER_REPORT == 0 or done == len(drawn):
                stop_if_cancelled(report)
                report.progress(done, len(drawn), "words")
        columns = [np.concatenate(column) for column in (pairs, cells, products, often)]
        return _compared(columns, corpus, drawn, rng)

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the occurrences of the words, and a row of the matrix for each."""
        corpus = dataset.dataset
        n_words = min(self.n_words, corpus.n_words)
        pairs = 2 * _learner(dataset).window * corpus.n_tokens * n_words / corpus.n_words
        cells = costs.CELLS_PER_PAIR * pairs
        seconds = costs.COUNTING.seconds + pairs * costs.COUNTED_PAIR + n_words * corpus.n_words * costs.PMI_ROW_CELL
        return Estimate(seconds, costs.COUNTING.megabytes + (40 * cells + 8 * corpus.n_tokens) / limits.MB)


def _compared(columns: list[np.ndarray], corpus: Corpus, drawn: np.ndarray, rng: np.random.Generator) -> Fit:
    pairs, cells, products, often = columns
    if len(cells) < 3 or not np.ptp(cells) or not np.ptp(products):
        raise InputError(f"{len(cells)} pairs of words meet with cells that differ; 3 are needed.", "E-EVL-08")
    summary = {
        "correlation": _correlation(cells, products),
        "of_frequent": _correlation(cells[often], products[often]),
        "frequent": int(often.sum()),
        "difference": float((products - cells).mean()),
        "pairs": len(cells),
        "words": len(drawn),
        "of_words": corpus.n_words,
    }
    shown = np.sort(rng.permutation(len(cells))[:SHOWN])
    arrays = {
        "pairs": pairs[shown],
        "predicted": cells[shown].astype(np.float32),
        "learned": products[shown].astype(np.float32),
    }
    return Fit({}, arrays, summary=summary)


def _correlation(cells: np.ndarray, products: np.ndarray) -> float | None:
    """Pearson's; None of fewer than 3 pairs, or of those that do not vary."""
    if len(cells) < 3 or not np.ptp(cells) or not np.ptp(products):
        return None
    return float(np.corrcoef(cells, products)[0, 1])


def _learner(run: TrainedRun) -> WordLearner:
    if not isinstance(run.learner, WordLearner):
        raise InputError("This run embeds no words, so no words can be compared with a matrix.", "E-EVL-09")
    return run.learner


def _target(run: TrainedRun) -> Target:
    target = _learner(run).products_tend_to()
    if target is None:
        raise InputError("The inner products of this run tend to no matrix that is known.", "E-EVL-07")
    return target


def _corpus(run: TrainedRun) -> Corpus:
    return _learner(run).trained_on(run.dataset)
