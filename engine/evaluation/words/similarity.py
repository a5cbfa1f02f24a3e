"""Word similarities of an embedding beside those that people gave."""

from dataclasses import dataclass

import numpy as np

from engine import costs
from engine.arithmetic.lookup import find
from engine.datasets.text.questions import WordPairs, parse_pairs
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.words.question_files import UPLOADED, coverage_note, read
from engine.fields import text
from engine.files.downloads.entries import CATALOGUE
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

KNOWN = [key for key, entry in CATALOGUE.items() if entry.kind == "word_pairs"]
FEWEST_PAIRS = 3


@dataclass(frozen=True, eq=False)
class SimilarityScores:
    """Agreement with people.

    spearman: rank correlation in [-1, 1], ties by average ranks.
    spread_by_chance: standard deviation that the rank correlation of unrelated numbers would have.
    n_pairs: pairs in the file. pair: int64 (n_covered,) which of them are known; cosine: float32, theirs.
    """

    spearman: float
    spread_by_chance: float
    n_pairs: int
    pair: np.ndarray
    cosine: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> "SimilarityScores":
        """The scores that a SimilarityTest found."""
        spearman, spread, n_pairs = (fit.summary[name] for name in ("spearman", "spread_by_chance", "pairs"))
        return cls(spearman, spread, n_pairs, fit.arrays["pair"], fit.arrays["cosine"])

    @property
    def coverage(self) -> float:
        """Share of the pairs whose words are both known."""
        return len(self.pair) / self.n_pairs


def similarity(embedding: Embedding, pairs: WordPairs) -> SimilarityScores:
    """Spearman's correlation of the pairs' cosines with people's scores; unknown pairs are left out.

    Raises InputError if fewer than 3 pairs are known, or if their scores do not differ.
    """
    found = [(find(embedding, a), find(embedding, b)) for a, b in pairs.pairs]
    norms = embedding.norms
    known = [
        (place, a, b)
        for place, (a, b) in enumerate(found)
        if a is not None and b is not None and norms[a] > 0 and norms[b] > 0
    ]
    if len(known) < FEWEST_PAIRS:
        raise InputError(
            f"Only {len(known)} of {len(found):,} word pairs are among the {embedding.n_items:,} items; "
            f"{FEWEST_PAIRS} are needed. Choose a larger corpus.",
            "E-EVL-02",
        )
    place, a, b = np.array(known).T
    cosine = np.sum(embedding.unit[a] * embedding.unit[b], axis=1)
    correlation = spearman(cosine, pairs.scores[place])
    if np.isnan(correlation):
        raise InputError(
            "All word pairs have the same score, so they cannot be ranked; choose another file.", "E-EVL-04"
        )
    return SimilarityScores(correlation, 1 / float(np.sqrt(len(place) - 1)), len(found), place, cosine)


def spearman(x: np.ndarray, y: np.ndarray) -> float:
    """Rank correlation of two (n,) arrays: Pearson's correlation of their average ranks (Spearman, 1904).

    NaN if either does not vary.
    """
    ranks = [average_ranks(values) for values in (x, y)]
    centered = [r - r.mean() for r in ranks]
    lengths = [float(np.linalg.norm(r)) for r in centered]
    if not all(lengths):
        return float("nan")
    return float(centered[0] @ centered[1]) / (lengths[0] * lengths[1])


def average_ranks(values: np.ndarray) -> np.ndarray:
    """Rank of each value, from 1; equal values share the mean of their ranks. float64 (n,)."""
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(sizes)
    return (last - (sizes - 1) / 2)[group]


@dataclass(frozen=True)
class SimilarityTest(Learner):
    """Rank correlation of cosines with people's scores (Finkelstein et al., 2002, and many since).

    Fit: no embedding; `SimilarityScores.from_fit` reads the result back.
    """

    name = "similarity_test"
    title = "Word similarities"
    papers = (
        Paper(
            "Finkelstein et al.", 2002, "Placing search in context: the concept revisited", "doi:10.1145/503104.503110"
        ),
    )
    takes = "embedding"

    pairs: str = text(
        "", 64, label="Word pairs", help="A file of the catalogue, or the sha256 of an uploaded file.",
        pattern="|".join(["", *KNOWN, UPLOADED]), hidden=True,
    )  # fmt: skip

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Compare all pairs whose words are known; raises InputError if fewer than 3 are."""
        stop_if_cancelled(report)
        if not self.pairs:
            raise InputError("No word pairs were chosen; please choose or upload a file of them.", "E-EVL-03")
        pairs: WordPairs = read(self.pairs, parse_pairs, report)
        scores = similarity(dataset, pairs)
        summary = {
            "spearman": scores.spearman,
            "spread_by_chance": scores.spread_by_chance,
            "covered": len(scores.pair),
            "pairs": scores.n_pairs,
        }
        report.progress(scores.n_pairs, scores.n_pairs, "pairs")
        arrays = {"pair": scores.pair, "cosine": scores.cosine, "human": pairs.scores[scores.pair]}
        return Fit({}, arrays, summary=summary, notes=pairs.notes + coverage_note(scores.coverage, "pairs"))

    def estimate(self, dataset: Embedding) -> Estimate:
        """A moment: only the pairs' own vectors are looked at."""
        start, libraries = costs.QUESTIONS
        return Estimate(start, libraries + 4e-6 * dataset.vectors.size)
