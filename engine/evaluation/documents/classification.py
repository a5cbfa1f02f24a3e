"""Classification of documents: how many labels it takes, by their words, by a run's vectors and by other vectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from engine import costs
from engine.algorithms.probability import softmax
from engine.algorithms.softmax_regression import STRENGTHS, logits, predicted, trained
from engine.algorithms.term_weights import count_matrix, global_weights, weighted
from engine.datasets.text.corpus import MOST_LABELS, Corpus
from engine.datasets.text.document_terms import DocumentTerms
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.insight.documents.deciding import Decision, decision
from engine.learners.base import Estimate, Learner
from engine.learners.documents.contract import DocumentLearner
from engine.learners.documents.lsa import LSA
from engine.learners.documents.word_mean import WordMean
from engine.learners.documents.words_in_a_row import WordsInARow
from engine.learners.given_vectors import GivenVectors
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BAG, RUN = "Bag of words", "This run"
SIZES = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
FEWEST = 10
"""Documents of a class."""


@dataclass(frozen=True, eq=False)
class ClassScores:
    """What a DocumentClassification found.

    names: of the representations; the first is the bag of words, the second the run. sizes: labels known. accuracies:
    (r, sizes, folds). majority: (sizes, folds), of always the most frequent class. classes: their names.
    bag: (n_terms + 1, n_classes) and run: (d + 1, n_classes), weights trained on all labels.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    accuracies: np.ndarray
    majority: np.ndarray
    classes: tuple[str, ...]
    bag: np.ndarray
    run: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What the test stored."""
        found, told = fit.arrays, fit.summary
        return cls(
            tuple(told["names"]), tuple(told["sizes"]), found["accuracies"], found["majority"], tuple(told["classes"]),
            found["bag"], found["run"],
        )  # fmt: skip


@dataclass(frozen=True)
class DocumentClassification(Learner):
    """Softmax regression in cross-validation, trained on ever more of the labels of each training part.

    All vectors were learned from all texts, without a label. Fit: see `ClassScores.from_fit`.
    """

    name = "document_classification"
    title = "Classification of documents"
    papers = (
        Paper(
            "Pang, Lee and Vaithyanathan",
            2002,
            "Thumbs up? Sentiment classification using machine learning techniques",
            "doi:10.3115/1118693.1118704",
        ),
    )
    takes: ClassVar[str] = "run"

    n_folds: int = integer(5, 2, 10, label="Folds", help="Parts; each is asked about once, after training on the rest.")
    most: int = integer(
        4_000, 50, 20_000, label="Documents", help="Of more labeled documents, so many are drawn by chance.", step=500
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Measure; raises InputError E-EVL-43 without two classes of FEWEST documents."""
        stop_if_cancelled(report)
        learner, corpus = dataset.learner, dataset.dataset
        assert isinstance(learner, DocumentLearner)
        found = learner.counted(corpus)
        rows, targets, classes = labeled(found, corpus, self.most, self.seed)
        features = self._represented(dataset, found, report)
        features = {name: each[rows] for name, each in features.items()}
        accuracies, majority, sizes = self._curves(list(features.values()), targets, len(classes), report)
        arrays = {
            "accuracies": accuracies, "majority": majority,
            "bag": trained(features[BAG], targets, len(classes), self.seed),
            "run": trained(features[RUN], targets, len(classes), self.seed),
        }  # fmt: skip
        report.progress(100, 100, "percent")
        names = [told if told != RUN else f"{RUN}: {learner.title}" for told in features]
        summary = {"names": names, "sizes": sizes, "classes": classes, "documents": len(rows)}
        return Fit({}, arrays, summary=summary)

    def _represented(
        self, run: TrainedRun, found: DocumentTerms, report: Report
    ) -> dict[str, "np.ndarray | csr_array"]:
        """The bag of words, the run's vectors, and those of methods that the run is not."""
        features = {BAG: bag_of_words(found, found.counts), RUN: run.fit.main.vectors}
        others = other_methods(run.learner)  # type: ignore[arg-type]  # asked above
        for place, (name, learner) in enumerate(others.items()):
            stop_if_cancelled(report)
            report.progress(30 * place / len(others), 100, "percent")
            given = "term_columns" in run.fit.arrays and learner.name != LSA.name
            data = GivenVectors(run.dataset, run.fit.embeddings["term"]) if given else run.dataset
            features[name] = learner.fit(data).main.vectors
        return features

    def _curves(
        self, features: Sequence["np.ndarray | csr_array"], targets: np.ndarray, n_classes: int, report: Report
    ) -> tuple[np.ndarray, np.ndarray, list[int]]:
        """Accuracies of all, and of the majority; every representation is asked the same."""
        folds = folds_of(targets, self.n_folds, self.seed)
        most = min(int((folds != fold).sum()) for fold in range(self.n_folds))
        sizes = [size for size in SIZES if 2 * n_classes <= size < 0.8 * most] + [most]
        found = np.zeros((len(features), len(sizes), self.n_folds))
        majority = np.zeros(found.shape[1:])
        done = 0
        for fold in range(self.n_folds):
            order = np.random.default_rng([self.seed, fold]).permutation(np.flatnonzero(folds != fold))
            asked = np.flatnonzero(folds == fold)
            for place, size in enumerate(sizes):
                train = order[:size]
                frequent = np.bincount(targets[train], minlength=n_classes).argmax()
                majority[place, fold] = (targets[asked] == frequent).mean()
                for which, each in enumerate(features):
                    stop_if_cancelled(report)
                    weights = trained(each[train], targets[train], n_classes, self.seed)
                    found[which, place, fold] = (predicted(each[asked], weights) == targets[asked]).mean()
                    done += 1
                    report.progress(30 + 65 * done / (found.size), 100, "percent")
        return found, majority, sizes

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the numbers of the vectors, the sizes and the folds."""
        corpus: Corpus = dataset.dataset
        learner = dataset.learner
        assert isinstance(learner, DocumentLearner)
        n = min(len(corpus.documents) - 1, self.most)
        others = [each.estimate(corpus) for each in other_methods(learner).values()]
        numbers = 3.0 * n * (dataset.fit.main.n_components + 4 * 150) * self.n_folds * (1 + len(STRENGTHS))
        start, libraries = costs.LABELS
        seconds = start + sum(each.seconds for each in others) + numbers * costs.SOFTMAX_NUMBER
        return Estimate(seconds, libraries + max((each.megabytes for each in others), default=0.0) + 100)


def other_methods(learner: DocumentLearner) -> Mapping[str, DocumentLearner]:
    """The mean, words side by side, principal components and LSA of the same counted words, but for the run's own."""
    same: dict[str, Any] = {
        "min_count": learner.min_count, "max_terms": learner.max_terms, "stop_words": learner.stop_words,
        "piece": learner.piece, "length": learner.length,
    }  # fmt: skip
    found: dict[str, DocumentLearner] = {
        "Mean of word vectors": WordMean(**same),
        "First words side by side": WordsInARow(**same),
        "Principal components of the words": WordsInARow(blocks="principal", n_blocks=3, **same),
        "LSA": LSA(**same),
    }
    own = learner.name, getattr(learner, "blocks", "")
    return {name: each for name, each in found.items() if (each.name, getattr(each, "blocks", "")) != own}


def labeled(found: DocumentTerms, corpus: Corpus, most: int, seed: int) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Rows of documents, rising, their classes int (n,), and names; classes of less than FEWEST documents left out."""
    names, codes, counts = np.unique(np.array(found.classes, dtype=str), return_inverse=True, return_counts=True)
    kept = np.flatnonzero((counts >= FEWEST) & (names != ""))
    if not corpus.document_labels or not 2 <= len(kept) <= MOST_LABELS:
        n_kept = len(kept) if corpus.document_labels else 0
        raise InputError(
            f"{n_kept} labels are on {FEWEST} documents or more; 2 to {MOST_LABELS} are needed. Choose a text with "
            "labels, such as reviews with their verdicts.",
            "E-EVL-43",
        )
    place = np.full(len(names), -1)
    place[kept] = np.arange(len(kept))
    rows = np.flatnonzero(place[codes] >= 0)
    if len(rows) > most:
        rows = np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))
    return rows, place[codes[rows]], names[kept].tolist()


def folds_of(targets: np.ndarray, n_folds: int, seed: int) -> np.ndarray:
    """The fold of each, int (n,): every class is spread evenly over all."""
    order = np.random.default_rng(seed).permutation(len(targets))
    order = order[np.argsort(targets[order], kind="stable")]
    folds = np.empty(len(targets), dtype=np.int64)
    folds[order] = np.arange(len(targets)) % n_folds
    return folds


def bag_of_words(found: DocumentTerms, counts: "csr_array") -> "csr_array":
    """Rows of weighted counts of length 1, by tf-idf over all the documents."""
    return weighted(counts, "tfidf", global_weights(found.counts, "tfidf"), True)


def by_bag(found: DocumentTerms, scores: ClassScores, words: Sequence[str]) -> Decision:
    """A text classified by its words, and what each of them adds."""
    row = bag_of_words(found, _row(found, words))
    return decision(row.indices, row.data, scores.bag[:-1], scores.bag[-1], found.words)


def by_run(learner: DocumentLearner, fit: Fit, corpus: Corpus, scores: ClassScores, words: Sequence[str]) -> np.ndarray:
    """The chances (n_classes,) of a text that is folded in by the run."""
    return softmax(logits(learner.folded(fit, corpus, words)[None].astype(float), scores.run)[0])


def _row(found: DocumentTerms, words: Sequence[str]) -> "csr_array":
    columns, _ = found.columns(list(words))
    return count_matrix(columns, np.array([0, len(columns)]), len(found.terms))
