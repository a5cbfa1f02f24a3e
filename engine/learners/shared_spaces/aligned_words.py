"""Two word spaces, one turned onto the other by a small dictionary (Mikolov, Le and Sutskever, 2013)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import limits
from engine.algorithms.alignment import hubs
from engine.algorithms.alignment.maps import unit
from engine.algorithms.alignment.retrieval import NEAR, nearest, neighborhood
from engine.algorithms.alignment.scoring import Split, alike, by_chance, split
from engine.algorithms.alignment.trials import MAPS, answered, maps
from engine.algorithms.procrustes import rotation
from engine.algorithms.skipgram.negative_sampling import Settings
from engine.datasets.joint.languages.languages import Languages
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.fields import choice, flag, integer
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.shared_spaces.two_languages import TwoLanguages
from engine.insight.shared_spaces.why_csls import own_rotation, why_csls
from engine.learners.base import Advice, cost, gravest_first
from engine.learners.shared_spaces.languages_contract import LanguageLearner, Side, in_one_space
from engine.papers import Paper
from engine.report import Repetition, Report, Silent, stop_if_cancelled

DICTIONARIES = {
    "list": "The list of pairs that comes with the data",
    "sentences": "Words of the same sentences (parallel texts)",
    "spelling": "Words of the same spelling",
}
TITLES = {"refined": "Turn, refined", "orthogonal": "Turn (Procrustes)", "least_squares": "Any matrix (least squares)"}

EASY = {"n_components": 50, "window": 5, "n_epochs": 5, "n_seeds": 100}
"""What is enough for a text of FEW_WORDS words, each of which occurs OFTEN times on the average."""
FEW_WORDS, OFTEN = 2_000, 100
WITHOUT_LIST = (
    "No list of pairs came with the data: the words held out are tested by the dictionary that was found in the data."
)


@dataclass(frozen=True)
class AlignedWords(LanguageLearner):
    """Skip-gram for each language by itself, then one matrix that carries the first onto the second.

    Fit: embedding "words", the words of both languages in one space, those of each in their order, by turns; columns
    language, count of texts, in the dictionary, and the kind of word where that is known. What else is kept, and what
    is measured on words that no map was learned from, is read by `TwoLanguages`. All measures are means over several
    splits of the dictionary; the map that is kept is that of the first split, so that the words held out there are
    asked honestly.
    """

    name = "aligned_words"
    title = "Two spaces, one turned onto the other"
    papers = (
        Paper(
            "Conneau et al.", 2018, "Word translation without parallel data", "arXiv:1710.04087"
        ),
        Paper(
            "Mikolov, Le and Sutskever", 2013, "Exploiting similarities among languages for machine translation",
            "arXiv:1309.4168",
        ),
        Paper(
            "Xing et al.", 2015, "Normalized word embedding and orthogonal transform for bilingual word translation",
            "doi:10.3115/v1/N15-1104",
        ),
        Paper(
            "Smith et al.", 2017, "Offline bilingual word vectors, orthogonal transformations and the inverted softmax",
            "arXiv:1702.03859",
        ),
        Paper(
            "Artetxe, Labaka and Agirre", 2017, "Learning bilingual word embeddings with (almost) no bilingual data",
            "doi:10.18653/v1/P17-1042",
        ),
        Paper(
            "Radovanović, Nanopoulos and Ivanović", 2010, "Hubs in space: Popular nearest neighbors in "
            "high-dimensional data", "jmlr:v11/radovanovic10a",
        ),
    )  # fmt: skip
    explained: ClassVar[Mapping[str, str]] = {"word": "bilingual word"}

    dictionary: Literal["list", "sentences", "spelling"] = choice(
        "list", DICTIONARIES, label="Dictionary to learn from", help="Which pairs of words the map is made to bring "
        "together. The list is always what is tested by, where there is one.",
    )  # fmt: skip
    n_seeds: int = integer(
        2_000, 0, 1_000_000, label="Pairs to learn from", help="Drawn out of the dictionary by chance.", zero="all"
    )
    matrix: Literal["refined", "orthogonal", "least_squares"] = choice(
        "refined", TITLES, label="Matrix", help="What carries the first language into the space of the second; "
        "all three are tested.",
    )  # fmt: skip
    n_rounds: int = integer(
        3, 0, 20, label="Rounds of refinement", help="In each, words that are each other's best are learned from, too."
    )
    center: bool = flag(True, label="Take off the mean", help="What all words of a language share is taken off first.")
    n_components: int = integer(200, 2, 500, label="Dimensions", help="Numbers per word vector.", step=10)
    window: int = integer(10, 1, 50, label="Window", help="Words to the left and right that count as context.")
    n_epochs: int = integer(30, 1, 500, label="Epochs", help="How often each text is read.")
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")
    max_words: int = integer(
        20_000, 0, limits.VOCABULARY, label="Vocabulary limit", help="Only the most frequent words of each language.",
        step=1_000, zero="all", advanced=True,
    )  # fmt: skip
    n_held_out: int = integer(
        400,
        0,
        100_000,
        label="Words held out",
        help="Words with a known translation that are tested, not learned from.",
    )
    n_splits: int = integer(
        5, 1, 50, label="Splits", help="How often the dictionary is parted anew for the test.", advanced=True
    )
    mode: Literal["reproducible", "fast"] = choice(
        "reproducible", {"reproducible": "Reproducible, 1 thread", "fast": "Fast, 2 threads"}, label="Mode",
        help="Fast, without locks, differs a little from run to run.", advanced=True,
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    @classmethod
    def suited(cls, dataset: Languages) -> Mapping[str, Any]:
        """The dictionary that the data allow; and less work where a text says few words again and again."""
        found = "list" if dataset.pairs else "sentences" if dataset.aligned else "spelling"
        easy = all(isinstance(side, Corpus) and _is_easy(side) for side in dataset.sides)
        usual = {name: getattr(cls, name) for name in EASY}
        return {"dictionary": found} | (EASY if easy else usual)

    def settings(self) -> Settings:
        """As skip-gram's own defaults beyond what is asked here."""
        threads = 2 if self.mode == "fast" else 1
        return Settings(
            self.n_components, self.window, 5, self.n_epochs, 0.03, 0.001, 0.75, self.seed, threads
        )  # fmt: skip

    def searches(self) -> int:
        """Each split searches for both directions of each round, and for six kinds of answers."""
        return self.n_splits * (4 * self.n_rounds + 8)

    def fit(self, dataset: Languages, report: Report = Silent()) -> Fit:
        """Train both, learn the map of each split, and test it; see `Learner.fit`."""
        stop_if_cancelled(report)
        read = self.read(dataset)
        known = self.known(dataset, read)
        candidates = self.candidates(dataset, read, known)
        truth = known if len(known) else candidates
        sides = self.sides(read, report)
        splits = [split(candidates, truth, self.n_seeds, self.n_held_out, self.seed + place)
                  for place in range(self.n_splits)]  # fmt: skip
        told = Repetition(report, 2, 3)
        matrix, measured = np.zeros(0), []
        for place, part in enumerate(splits):
            stop_if_cancelled(report)
            found = maps(sides[0].vectors, sides[1].vectors, part.seeds, self.n_rounds)
            matrix = matrix if place else found[self.matrix]
            measured.append(answered(sides[0].vectors, sides[1].vectors, part, found, truth))
            told.progress(place + 1, self.n_splits, "splits")
        return self._fit(dataset, sides, splits[0], matrix, truth, np.array(measured))

    def _fit(
        self, dataset: Languages, sides: tuple[Side, Side], part: Split, matrix: np.ndarray, known: np.ndarray,
        measured: np.ndarray,
    ) -> Fit:  # fmt: skip
        first, second = sides
        carried = unit(first.vectors @ matrix)
        near = neighborhood(carried, second.vectors), neighborhood(second.vectors, carried)
        answers = nearest(carried, second.vectors, NEAR)[0], nearest(carried, second.vectors, NEAR, *near)[0]
        a, b = (side.vectors[rows].astype(np.float64) for side, rows in zip(sides, part.seeds.T, strict=True))
        arrays = {
            "before": first.vectors,
            "map": matrix,
            "singular_values": rotation(a, b).singular_values,
            "near_first": near[0],
            "near_second": near[1],
            "occurrences": np.stack([hubs.occurrences(rows, len(second.words)) for rows in answers]),
            "pairs": known,
            "seeds": part.seeds,
            "held_out": part.held_out,
            "precision": measured,
            "chance": by_chance(part.held_out, known, len(second.words)),
            "same_spelling": np.array(alike(first.words, second.words, part.held_out, known)),
        }
        rows, embedding = in_one_space(dataset, sides, carried, part, known)
        notes = () if len(dataset.pairs) else (WITHOUT_LIST,)
        return Fit(
            {"words": embedding}, arrays | {"rows": rows}, _history(sides), None,
            _summary(dataset, sides, part, measured), notes,
        )  # fmt: skip

    def advice(self, dataset: Languages) -> list[Advice]:
        """What stands in the way, and what it takes; quick to compute."""
        found = [cost(self.estimate(dataset))]
        try:
            read = self.read(dataset)
            known = self.known(dataset, read)
            if self.dictionary != "sentences":
                known = self.candidates(dataset, read, known)
            elif not dataset.aligned:
                self.candidates(dataset, read, known)
        except InputError as error:
            return gravest_first([Advice("error", str(error)), *found])
        if self.dictionary != "sentences" and len(known) < self.n_components:
            found.append(Advice("info", f"{len(known):,} pairs for {self.n_components} dimensions: few for a matrix "
                                        "without conditions, and enough for a turn."))  # fmt: skip
        if not all(isinstance(side, Corpus) for side in dataset.sides):
            found.append(Advice("info", "The vectors are taken as they are: dimensions, window, epochs and minimum "
                                        "count are for texts."))  # fmt: skip
        return gravest_first(found)

    def explain(self, fit: Fit, dataset: Languages, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The rotation by the pairs that it was learned from, and why CSLS demotes the hubs."""
        spaces = TwoLanguages.of(fit)
        return own_rotation(spaces, fit), *why_csls(spaces, chosen.get("word"))


def _is_easy(text: Corpus) -> bool:
    return text.n_words < FEW_WORDS and text.n_tokens >= OFTEN * text.n_words


def _history(sides: tuple[Side, Side]) -> dict[str, list[float]]:
    """Steps of both trainings, and the mean of their losses; empty where vectors were given."""
    columns = [side.history for side in sides]
    n = min(len(column.get("loss", ())) for column in columns)
    if not n:
        return {}
    loss = [(a + b) / 2 for a, b in zip(*(column["loss"][:n] for column in columns), strict=True)]
    return {"step": columns[0]["step"][:n], "loss": loss}


def _summary(dataset: Languages, sides: tuple[Side, Side], part: Split, measured: np.ndarray) -> dict[str, Any]:
    found = {
        "first_language": dataset.names[0],
        "second_language": dataset.names[1],
        "words": len(sides[0].words) + len(sides[1].words),
        "pairs_learned_from": len(part.seeds),
        "words_held_out": len(part.held_out),
    }
    if len(part.held_out):
        found["right_at_once"] = round(float(measured.mean(axis=0)[MAPS.index("refined"), 1, 0]), 4)
    return found
