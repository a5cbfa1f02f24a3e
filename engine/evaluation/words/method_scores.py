"""Every score of an embedding of words in one test, so that methods can stand in one table."""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import partial
from typing import Literal, get_args

import numpy as np

from engine import costs
from engine.datasets.text import relations, toy_facts
from engine.datasets.text.questions import AnalogyQuestions, parse_analogies, parse_pairs
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.words import analogies, similarity
from engine.evaluation.words.analogies import TOY_WORLD, analogy_accuracy
from engine.evaluation.words.odd_one_out import CHANCE, groups, odd_ones
from engine.evaluation.words.question_files import UPLOADED, read
from engine.fields import integer, text
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

LIBRARIES = "libraries"
OWN = (TOY_WORLD, LIBRARIES)
"""Questions that are part of the app."""
Test = Literal["analogies", "similarity", "odd one out"]
TESTS: tuple[Test, ...] = get_args(Test)
ONE_ANALOGY = "|".join([*OWN, *analogies.KNOWN, UPLOADED])
ONE_LIST = "|".join([*similarity.KNOWN, UPLOADED])
LONGEST = 1_000
"""Characters of the names of files."""


@dataclass(frozen=True)
class Score:
    """One score. source: the name of the questions; section: a part of them, "" for all.

    value: accuracy, or Spearman's correlation of similarities; NaN if nothing could be asked. baseline: what needs
    no such vectors reaches: for analogies the share that the word nearest to c answers, for the odd one out that of a
    guess, for similarities 0. asked, total: questions whose words are known, and all.
    """

    test: Test
    source: str
    section: str
    value: float
    baseline: float
    asked: int
    total: int


def scores_of(fit: Fit) -> tuple[Score, ...]:
    """The scores that a MethodScores found."""
    numbers = (fit.arrays[name].tolist() for name in ("test", "value", "baseline", "asked", "total"))
    rows = zip(*numbers, fit.summary["sources"], fit.summary["sections"], strict=True)
    return tuple(
        Score(TESTS[test], source, section, value, baseline, asked, total)
        for test, value, baseline, asked, total, source, section in rows
    )


def library_questions() -> AnalogyQuestions:
    """Every ordered couple of pairs of each relation of the documentation of Python libraries."""
    named = [relation for relation in relations.built_in() if relation.name in relations.OF_LIBRARIES]
    return AnalogyQuestions.of(
        (relation.title, (*one, *other)) for relation in named for one in relation.pairs for other in relation.pairs
        if one != other
    )  # fmt: skip


@dataclass(frozen=True)
class MethodScores(Learner):
    """Analogies by section, similarities and the odd one out, for one embedding.

    What cannot be asked for want of words is a score of NaN with 0 asked. Fit: no embedding; `scores_of` reads the
    result back.
    """

    name = "method_scores"
    title = "All scores of words"
    papers = (
        Paper(
            "Baroni, Dinu and Kruszewski",
            2014,
            "Don't count, predict! A systematic comparison of context-counting vs. context-predicting semantic vectors",
            "doi:10.3115/v1/P14-1023",
        ),
    )
    takes = "embedding"

    analogies: str = text(
        ",".join(OWN), LONGEST, label="Analogies", help="Names of questions, or the sha256 of uploaded files, with "
        "commas between.", pattern=f"(({ONE_ANALOGY})(,({ONE_ANALOGY}))*)?", hidden=True,
    )  # fmt: skip
    pairs: str = text(
        "", LONGEST, label="Word pairs", help="Names of lists of word pairs, or the sha256 of uploaded ones, with "
        "commas between.", pattern=f"(({ONE_LIST})(,({ONE_LIST}))*)?", hidden=True,
    )  # fmt: skip
    n_odd: int = integer(500, 10, 5_000, label="Odd ones", help="Questions for the odd one out, of each kind.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Which words are asked for the odd one.", advanced=True)

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Ask all questions; files that are not at hand are downloaded."""
        tasks = self._tasks(dataset, report)
        found: list[Score] = []
        for done, task in enumerate(tasks, 1):
            stop_if_cancelled(report)
            found += task()
            report.progress(done, len(tasks), "tests")
        tests, sources, sections, *numbers = map(list, zip(*map(astuple, found), strict=True))
        names = ("value", "baseline", "asked", "total")
        arrays = {name: np.array(column) for name, column in zip(names, numbers, strict=True)}
        arrays["test"] = np.array([TESTS.index(test) for test in tests], dtype=np.int8)
        return Fit({}, arrays, summary={"sources": sources, "sections": sections})

    def _tasks(self, embedding: Embedding, report: Report) -> list[Callable[[], list[Score]]]:
        tasks: list[Callable[[], list[Score]]] = []
        tasks += [partial(_analogies, embedding, name, report) for name in _names(self.analogies)]
        tasks += [partial(_similarity, embedding, name, report) for name in _names(self.pairs)]
        return tasks + [partial(self._odd, embedding, name) for name in OWN]

    def _odd(self, embedding: Embedding, name: str) -> list[Score]:
        found = odd_ones(embedding, groups(name), self.n_odd, self.seed)
        return [Score("odd one out", name, "", found.accuracy, CHANCE, found.asked, found.drawn)]

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the items among which answers are sought, and the cosines of the odd ones."""
        start, libraries = costs.QUESTIONS
        seconds = start + costs.ANSWERED_ITEM * dataset.n_items * max(1, len(_names(self.analogies)))
        return Estimate(seconds, libraries + 4e-6 * 2 * dataset.vectors.size)


def _names(line: str) -> list[str]:
    return line.split(",") if line else []


def _analogies(embedding: Embedding, name: str, report: Report) -> list[Score]:
    """All questions, then each section of them."""
    own: dict[str, Callable[[], AnalogyQuestions]] = {TOY_WORLD: toy_facts.questions, LIBRARIES: library_questions}
    questions = own[name]() if name in own else read(name, parse_analogies, report)
    try:
        found = analogy_accuracy(embedding, questions)
    except InputError:  # no question has all its words here
        return [Score("analogies", name, "", float("nan"), float("nan"), 0, len(questions.words))]
    asked, total = int(found.covered.sum()), int(found.total.sum())
    numbers = (found.accuracy_by_section, found.baseline_by_section, found.covered, found.total)
    sections = zip(found.sections, *(column.tolist() for column in numbers), strict=True)
    whole = Score("analogies", name, "", found.accuracy, found.baseline, asked, total)
    return [whole, *(Score("analogies", name, *section) for section in sections)]


def _similarity(embedding: Embedding, name: str, report: Report) -> list[Score]:
    pairs = read(name, parse_pairs, report)
    try:
        found = similarity.similarity(embedding, pairs)
    except InputError:  # too few pairs are known
        return [Score("similarity", name, "", float("nan"), 0.0, 0, len(pairs.pairs))]
    return [Score("similarity", name, "", found.spearman, 0.0, len(found.pair), found.n_pairs)]
