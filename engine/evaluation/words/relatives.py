"""How near related words are: the place of each word's partner among its neighbors."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine import costs
from engine.arithmetic.lookup import find
from engine.datasets.text import toy_facts
from engine.datasets.text.questions import AnalogyQuestions, parse_analogies
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.words.analogies import KNOWN, TOY_WORLD
from engine.evaluation.words.question_files import UPLOADED, coverage_note, read
from engine.fields import text
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

NEAR = 10
"""A partner up to this place is among the neighbors that a page lists."""
TILE_WORDS = 256


@dataclass(frozen=True, eq=False)
class RelativesScores:
    """The places of partners, both ways: that of b among the neighbors of a, and that of a among those of b.

    sections: names of the relations. section: int64 (n_places,) index into them. place: int64 (n_places,), 1 for the
    nearest of all by cosine. total: pairs of words in the questions. n_items: items of the embedding.
    """

    sections: tuple[str, ...]
    section: np.ndarray
    place: np.ndarray
    total: int
    n_items: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "RelativesScores":
        """The scores that a RelativesTest found."""
        summary = fit.summary
        arrays = fit.arrays["section"], fit.arrays["place"]
        return cls(tuple(summary["sections"]), *arrays, total=summary["pairs"], n_items=summary["n_items"])

    @property
    def mean(self) -> float:
        """Mean place over all partners, from 1."""
        return float(self.place.mean())

    @property
    def near(self) -> float:
        """Share of the partners that are among the ten nearest, in [0, 1]."""
        return float((self.place <= NEAR).mean())

    @property
    def chance(self) -> float:
        """The mean place of a word that has nothing to do with the other."""
        return self.n_items / 2

    @property
    def coverage(self) -> float:
        """Share of the pairs whose words are both known."""
        return len(self.place) / 2 / self.total

    @property
    def mean_by_section(self) -> np.ndarray:
        """float64 (n_sections,), NaN where no pair is known."""
        return self._by_section(self.place)

    @property
    def near_by_section(self) -> np.ndarray:
        """float64 (n_sections,), NaN where no pair is known."""
        return self._by_section(self.place <= NEAR)

    @property
    def count_by_section(self) -> np.ndarray:
        """int64 (n_sections,): pairs that are known."""
        return np.bincount(self.section, minlength=len(self.sections)) // 2

    def _by_section(self, values: np.ndarray) -> np.ndarray:
        n = len(self.sections)
        counts = np.bincount(self.section, minlength=n)
        sums = np.bincount(self.section, values.astype(float), n)
        return np.divide(sums, counts, out=np.full(n, np.nan), where=counts > 0)


def relatives(
    embedding: Embedding, questions: AnalogyQuestions, on_tile: Callable[[int, int], None] | None = None
) -> RelativesScores:
    """Places of the partners a and b, c and d of all questions, each pair of a section once, both ways.

    Upper case is tried as lower case too. `on_tile(done, total)` is called as the words are gone through.
    Raises InputError if no pair has both its words in the embedding.
    """
    pairs = _pairs(questions)
    known = {word: find(embedding, word) for _, *two in pairs for word in two}
    norms = embedding.norms
    found = [(section, known[a], known[b]) for section, a, b in pairs]
    rows = np.array(
        [(s, a, b) for s, a, b in found if a is not None and b is not None and a != b and norms[a] * norms[b] > 0],
        dtype=np.int64,
    ).reshape(-1, 3)
    if not len(rows):
        raise InputError(
            f"None of the {len(pairs):,} pairs has both its words among the {embedding.n_items:,} items; "
            "choose a larger corpus, or a question file about its words.",
            "E-EVL-06",
        )
    both_ways = np.concatenate([rows, rows[:, [0, 2, 1]]])
    place = _places(embedding, both_ways[:, 1], both_ways[:, 2], on_tile)
    return RelativesScores(questions.sections, both_ways[:, 0], place, len(pairs), embedding.n_items)


def _pairs(questions: AnalogyQuestions) -> list[tuple[int, str, str]]:
    """(section, a, b), each once, in order of first mention."""
    rows = zip(questions.section_of.tolist(), questions.words, strict=True)
    return list(dict.fromkeys((section, *two) for section, (a, b, c, d) in rows for two in ((a, b), (c, d))))


def _places(
    embedding: Embedding, of: np.ndarray, partner: np.ndarray, on_tile: Callable[[int, int], None] | None
) -> np.ndarray:
    """Place of `partner` (m,) among the neighbors of `of` (m,) by cosine, from 1; words of length 0 come last."""
    place = np.empty(len(of), dtype=np.int64)
    nowhere = np.flatnonzero(embedding.norms == 0)
    for start in range(0, len(of), TILE_WORDS):
        tile = slice(start, start + TILE_WORDS)
        cosines = embedding.unit[of[tile]] @ embedding.unit.T
        each = np.arange(len(cosines))
        cosines[:, nowhere] = cosines[each, of[tile]] = -np.inf
        place[tile] = 1 + (cosines > cosines[each, partner[tile]][:, None]).sum(axis=1)
        if on_tile:
            on_tile(min(start + TILE_WORDS, len(of)), len(of))
    return place


@dataclass(frozen=True)
class RelativesTest(Learner):
    """The mean place of related words among each other's neighbors: king and queen, dog and puppy.

    Analogies ask how the words of two pairs differ; this asks whether the words of a pair are near at all, as tests of
    synonyms do. Fit: no embedding; `RelativesScores.from_fit` reads the result back.
    """

    name = "relatives_test"
    title = "Places of relatives"
    papers = (
        Paper(
            "Landauer and Dumais",
            1997,
            "A solution to Plato's problem: the latent semantic analysis theory of acquisition, induction, and "
            "representation of knowledge",
            "doi:10.1037/0033-295X.104.2.211",
        ),
    )
    takes = "embedding"

    questions: str = text(
        TOY_WORLD,
        64,
        label="Pairs",
        help="The toy world's own relations, a question file of the catalogue, or the sha256 of an uploaded one.",
        pattern="|".join([TOY_WORLD, *KNOWN, UPLOADED]),
        hidden=True,
    )

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Look up the places of all pairs whose words are known; raises InputError if there are none."""
        stop_if_cancelled(report)
        own = self.questions == TOY_WORLD
        questions = toy_facts.questions() if own else read(self.questions, parse_analogies, report)

        def on_tile(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "words")

        scores = relatives(dataset, questions, on_tile)
        summary = {
            "mean": scores.mean,
            "near": scores.near,
            "chance": scores.chance,
            "pairs": scores.total,
            "n_items": scores.n_items,
            "sections": list(scores.sections),
        }
        arrays = {"section": scores.section, "place": scores.place}
        return Fit({}, arrays, summary=summary, notes=questions.notes + coverage_note(scores.coverage, "pairs"))

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the items among which the places are."""
        start, libraries = costs.QUESTIONS
        tile = TILE_WORDS * dataset.n_items
        return Estimate(start + costs.ANSWERED_ITEM * dataset.n_items, libraries + 4e-6 * (dataset.vectors.size + tile))
