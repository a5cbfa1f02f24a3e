"""Does pre-training pay? Classifiers of documents by how many labels they see: from scratch, on vectors that a large
text taught, and on both losses together.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from engine import costs, limits
from engine.algorithms.mean_network import MeanNetwork, Steps, jointly
from engine.algorithms.skipgram import cost
from engine.algorithms.skipgram.negative_sampling import Settings
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.evaluation.documents.classification import folds_of, labeled
from engine.evaluation.documents.labeled_parts import Prepared, prepared, unasked_text
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer, text
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.documents.contract import DocumentLearner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WAYS = ("From scratch", "Frozen", "Fine-tuned", "Both losses")
SIZES = (10, 30, 100, 300, 1_000, 3_000, 10_000)
N_PARTS = 3
"""One of so many is asked about."""
READ, EPOCHS = 3e6, (5, 30)
"""Running words that skip-gram reads in all, as far as so many epochs go: a short text needs more of them."""
RATES = (0.0005, 0.01)
"""Learning rates of vectors that are trained on: what a text taught them is kept by the first, left by the last."""
JOINT = 0.003
"""That of vectors which learn from both losses."""
HELD_OUT, FEWEST_HELD = 0.2, 30
"""Share of the labels by which the rate is chosen; with fewer labels the first is taken."""
WORD_SETTINGS = {"window": 5, "negative": 5, "learning_rate": 0.05, "sample": 1e-3, "ns_exponent": 0.75}
"""Of skip-gram, as its learner has them."""


@dataclass(frozen=True, eq=False)
class PretrainingScores:
    """What a PretrainingTest found.

    sizes: labels known. accuracies: (ways, sizes, seeds), in the order of WAYS. majority: accuracy of always the most
    frequent class. seconds: (ways, sizes), of one training each. pretraining: seconds of the word vectors, 0 if a run
    gave them. classes: their names. n_asked: documents asked about. n_words: running words that the language loss
    read. covered: share of the counted words of all documents that have a given vector.
    """

    sizes: tuple[int, ...]
    accuracies: np.ndarray
    majority: float
    seconds: np.ndarray
    pretraining: float
    classes: tuple[str, ...]
    n_asked: int
    n_words: int
    covered: float

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What the test stored."""
        told = fit.summary
        return cls(
            tuple(told["sizes"]), fit.arrays["accuracies"], float(told["majority"]), np.array(told["seconds"]),
            float(told["pretraining"]), tuple(told["classes"]), int(told["asked"]), int(told["words_read"]),
            float(told["covered"]),
        )  # fmt: skip


@dataclass(frozen=True)
class PretrainingTest(Learner):
    """One network, a softmax over the mean of a document's word vectors, trained in the four WAYS on the same labels.

    A third of the documents is asked about and never read; who is labeled is drawn anew for each seed. From scratch
    the vectors are random, and words of no labeled document are passed over. Fit: see `PretrainingScores.from_fit`.
    """

    name = "pretraining"
    title = "Pre-training pays?"
    papers = (
        Paper(
            "Collobert and Weston",
            2008,
            "A unified architecture for natural language processing: deep neural networks with multitask learning",
            "doi:10.1145/1390156.1390177",
        ),
        Paper(
            "Iyyer et al.",
            2015,
            "Deep unordered composition rivals syntactic methods for text classification",
            "doi:10.3115/v1/P15-1162",
        ),
    )
    takes: ClassVar[str] = "run"

    n_seeds: int = integer(5, 2, 20, label="Seeds", help="How often the labeled documents are drawn anew.")
    most: int = integer(
        4_000, 50, 20_000, label="Documents", help="Of more labeled documents, so many are drawn by chance.", step=500
    )
    n_components: int = integer(
        50, 2, 300, label="Numbers per word", help="Where the vectors are made of these documents.", step=10
    )
    n_epochs: int = integer(
        0, 0, 50, label="Epochs", help="How often the text is read, for vectors of these documents and with labels.",
        zero="by the length of the text",
    )  # fmt: skip
    n_words: int = integer(
        1_000_000, 10_000, 20_000_000, label="Words read with labels", help="The training on both losses reads the "
        "documents, and of the large text as much as makes so many running words.", step=100_000,
    )  # fmt: skip
    n_steps: int = integer(100, 10, 2_000, label="Steps", help="Of every classifier, on all its labels.", advanced=True)
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)
    vectors: str = text(
        "", 32, label="Word vectors", help="Of these documents, or those of a run of Words or Vectors.",
        pattern="([0-9a-f]{32})?", hidden=True,
    )  # fmt: skip

    @property
    def begins_from(self) -> str:
        """The run of the words."""
        return self.vectors

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Train all; raises InputError E-EVL-43 without two classes, E-EVL-65 and E-TRN-27 without
        a word's vector, E-EVL-66 without a text."""
        stop_if_cancelled(report)
        data = self._prepared(dataset, report)
        sizes = self._sizes(len(data.pool), len(data.classes))
        accuracies = np.zeros((len(WAYS), len(sizes), self.n_seeds))
        seconds = np.zeros_like(accuracies)
        for seed in range(self.n_seeds):
            order = np.random.default_rng([self.seed, seed]).permutation(data.pool)
            for place, size in enumerate(sizes):
                for way in range(len(WAYS)):
                    stop_if_cancelled(report)
                    begun = time.monotonic()
                    told = self._told(data, way, order[:size], seed, report)
                    seconds[way, place, seed] = time.monotonic() - begun
                    accuracies[way, place, seed] = (told == data.targets[data.asked]).mean()
                done = (seed * len(sizes) + place + 1) / (self.n_seeds * len(sizes))
                report.progress(10 + 90 * done, 100, "percent")
        asked = data.targets[data.asked]
        summary = {
            "sizes": sizes, "classes": data.classes, "asked": len(asked), "words_read": data.text.n_tokens,
            "majority": float(np.bincount(asked).max() / len(asked)), "covered": data.covered,
            "seconds": seconds.mean(axis=2).tolist(), "pretraining": data.seconds,
        }  # fmt: skip
        return Fit({}, {"accuracies": accuracies}, summary=summary)

    def _prepared(self, run: TrainedRun, report: Report) -> Prepared:
        """What is asked, what may be learned from, and the text without labels."""
        learner, corpus = run.learner, run.dataset
        assert isinstance(learner, DocumentLearner) and isinstance(corpus, Corpus)
        if run.beside is not None and not run.beside.fit.embeddings:
            raise InputError("The chosen run holds no vectors of words; choose one of Words or Vectors.", "E-EVL-65")
        found = learner.counted(corpus)
        rows, targets, classes = labeled(found, corpus, self.most, self.seed)
        folds = folds_of(targets, N_PARTS, self.seed)
        asked, pool = np.flatnonzero(folds == 0), np.flatnonzero(folds != 0)
        own = unasked_text(corpus, found.offsets[rows[asked]])
        return prepared(
            found, run.beside, own, (rows, targets, classes), (pool, asked), learner.min_count, self.n_words,
            lambda n_tokens: self._settings(self.n_components, n_tokens, 0), report,
        )  # fmt: skip

    def _sizes(self, most: int, n_classes: int) -> list[int]:
        return [size for size in SIZES if 2 * n_classes <= size < 0.8 * most] + [most]

    def _settings(self, n_components: int, n_words: float, seed: int) -> Settings:
        """Of skip-gram on so many running words."""
        fewest, most = EPOCHS
        n_epochs = self.n_epochs or int(np.clip(round(READ / max(n_words, 1)), fewest, most))
        return Settings(n_components, n_epochs=n_epochs, seed=self.seed + seed, **WORD_SETTINGS)  # type: ignore[arg-type]

    def _told(self, data: Prepared, way: int, rows: np.ndarray, seed: int, report: Report) -> np.ndarray:
        """The classes that one of WAYS gives to the documents that are asked about, trained on the labels of rows."""
        steps, targets, n_classes = Steps(self.n_steps), data.targets[rows], len(data.classes)
        if WAYS[way] == "Both losses":
            shares = data.in_text
            settings = self._settings(data.given.shape[1], data.text.n_tokens, seed)
            examples = shares[rows], targets, n_classes
            steps = Steps(self.n_steps, vectors=JOINT)
            network = jointly(data.as_text, settings, examples, steps, lambda: stop_if_cancelled(report))
        else:
            shares = data.shares
            examples = shares[rows], targets, n_classes
            if WAYS[way] == "Fine-tuned":
                steps = Steps(self.n_steps, vectors=gentlest(data.given, examples, self.n_steps, [self.seed, seed]))
            vectors = data.random(shares[rows], [self.seed, seed]) if way == 0 else data.given.copy()
            network = MeanNetwork(vectors, *examples, steps, WAYS[way] != "Frozen").trained()
        return network.predicted(shares[data.asked])

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the text that is read with every number of labels, and the steps of the classifiers."""
        corpus: Corpus = dataset.dataset
        beside = dataset.beside
        large = beside.dataset.n_tokens if beside is not None and isinstance(beside.dataset, Corpus) else 0
        n_words = min(self.n_words, corpus.n_tokens + large)
        width = beside.fit.main.n_components if beside and beside.fit.embeddings else self.n_components
        sizes: Sequence[int] = self._sizes(min(len(corpus.documents) - 1, self.most) * 2 // N_PARTS, 2)
        reading = cost.seconds(self._settings(width, n_words, 0), n_words) * (1 + self.n_seeds * len(sizes))
        per_document = 2.0 * corpus.n_tokens / max(1, len(corpus.documents) - 1) * width
        learning = 5 * self.n_seeds * self.n_steps * sum(sizes) * per_document * costs.SPARSE_PRODUCT
        start, libraries = costs.KERNELS
        megabytes = 30 * n_words + 40.0 * width * min(corpus.n_words + 30_000, 200_000)
        return Estimate(start + reading + learning, libraries + megabytes / limits.MB)


def gentlest(
    vectors: np.ndarray, examples: tuple["csr_array", np.ndarray, int], n_steps: int, seed: list[int]
) -> float:
    """The rate of RATES that tells most of a fifth of the examples when trained on the rest; of equals the first."""
    shares, targets, n_classes = examples
    if len(targets) < FEWEST_HELD:
        return RATES[0]
    held, rest = np.split(np.random.default_rng(seed).permutation(len(targets)), [round(HELD_OUT * len(targets))])
    right = []
    for rate in RATES:
        steps = Steps(n_steps, vectors=rate)
        network = MeanNetwork(vectors.copy(), shares[rest], targets[rest], n_classes, steps, True).trained()
        right.append((network.predicted(shares[held]) == targets[held]).sum())
    return RATES[int(np.argmax(right))]
