"""How near trained vectors come to the matrix that their inner products tend to (Levy and Goldberg, 2014)."""

from dataclasses import dataclass
from typing import ClassVar

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
PER_REPORT = 20


@dataclass(frozen=True, eq=False)
class Agreement:
    """Inner products beside the cells of the matrix, of pairs that meet in the text.

    correlation: Pearson's, over all `n_pairs` compared. difference: mean of inner product less cell. n_words: words
    whose pairs were compared, of `of_words`. pairs: int32 (m, 2), rows of word and context, at most SHOWN of them drawn
    at random; predicted, learned: float32 (m,), cell and inner product of each.
    """

    correlation: float
    difference: float
    n_pairs: int
    n_words: int
    of_words: int
    pairs: np.ndarray
    predicted: np.ndarray
    learned: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> "Agreement":
        """What a MatrixAgreement found."""
        numbers = (fit.summary[name] for name in ("correlation", "difference", "pairs", "words", "of_words"))
        return cls(*numbers, *(fit.arrays[name] for name in ("pairs", "predicted", "learned")))


@dataclass(frozen=True)
class MatrixAgreement(Learner):
    """Compares the inner products of words and contexts with the cells that they tend to.

    Pairs that never meet are left out: their cell is minus infinity, or 0 if the matrix is clipped. Fit: no embedding;
    `Agreement.from_fit` reads the result back.
    """

    name = "matrix_agreement"
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
        pairs, cells, products = [], [], []
        for done, word in enumerate(drawn.tolist(), 1):
            pmi = pmi_row(corpus, word, target).pmi
            met = np.flatnonzero(np.isfinite(pmi))
            pairs.append(np.column_stack([np.full(len(met), word), met]).astype(np.int32))
            cells.append(held(pmi[met], target))
            products.append(contexts[met] @ words[word])
            if done % PER_REPORT == 0 or done == len(drawn):
                stop_if_cancelled(report)
                report.progress(done, len(drawn), "words")
        return _compared(np.concatenate(pairs), np.concatenate(cells), np.concatenate(products), corpus, drawn, rng)

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the occurrences of the words, and a row of the matrix for each."""
        corpus = dataset.dataset
        n_words = min(self.n_words, corpus.n_words)
        pairs = 2 * _learner(dataset).window * corpus.n_tokens * n_words / corpus.n_words
        cells = costs.CELLS_PER_PAIR * pairs
        seconds = costs.COUNTING.seconds + pairs * costs.COUNTED_PAIR + n_words * corpus.n_words * costs.PMI_ROW_CELL
        return Estimate(seconds, costs.COUNTING.megabytes + (40 * cells + 8 * corpus.n_tokens) / limits.MB)


def _compared(
    pairs: np.ndarray,
    cells: np.ndarray,
    products: np.ndarray,
    corpus: Corpus,
    drawn: np.ndarray,
    rng: np.random.Generator,
) -> Fit:
    if len(cells) < 3 or not np.ptp(cells) or not np.ptp(products):
        raise InputError(f"{len(cells)} pairs of words meet with cells that differ; 3 are needed.", "E-EVL-08")
    summary = {
        "correlation": float(np.corrcoef(cells, products)[0, 1]),
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
