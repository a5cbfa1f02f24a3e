"""What learners of one space for pictures and words share: texts to vectors, what is kept, what is measured."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.networks.architectures import Pooling, classifier
from engine.algorithms.networks.layers import Layer, Shape, n_products
from engine.algorithms.networks.training import Examples, Film, Schedule
from engine.algorithms.towers.captions import encode_images
from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.joint.captions.wording import class_words, words_of
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import integer, real, specs
from engine.fit import Fit, Snapshots
from engine.insight.captions.queries import Query, precision, queries
from engine.insight.captions.retrieval import asked_pictures, recall, shots
from engine.learners.base import Advice, Estimate, Inputs, Learner, cost
from engine.learners.steps import FEW_STEPS, few_steps

SHOWN_PICTURES, SHOWN_TEXTS = 1_400, 600
"""Of each kind on the map of both; what the map shows at first are 2,000 items."""
FEWEST_PAIRS = 20
SMALLEST, COARSE = 4, 16
"""Sides of pictures, in pixels: below the first there is no network, below the second they are small."""
LABEL_LENGTH = 120
"""Characters of a text as the name of a point."""


@dataclass(frozen=True)
class SharedSpaceLearner(Learner):
    """Base of the learners that put pictures and texts into one space, where what belongs together points one way.

    Every Fit holds embeddings "together" (pictures first, then texts; column kind), "picture" (all pictures) and
    "word"; arrays image.* of the network for pictures, and the scores (see `scores`).
    """

    takes: ClassVar[str] = CaptionedImages.kind
    embeds: ClassVar[str] = "picture"
    made_from: ClassVar[str] = ""
    step_unit: ClassVar[str] = "pairs"
    explained: ClassVar[Mapping[str, str]] = {"picture": "picture"}

    n_epochs: int = integer(30, 1, 500, label="Epochs", help="How often the captions for training are gone through.")
    filters: int = integer(
        16, 2, 128, label="Filters", advanced=True,
        help="Of the first convolution of the network for pictures; the second has twice as many.",
    )  # fmt: skip
    batch_size: int = integer(
        128, 8, 4_096, label="Batch", step=32, advanced=True,
        help="Pairs of a step, doubled after each third of the training.",
    )  # fmt: skip
    learning_rate: float = real(
        0.003, 0.00001, 0.1, label="Learning rate", help="The highest; it rises in the first quarter, then falls.",
        step=0.0005, advanced=True,
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    @property
    def schedule(self) -> Schedule:
        """The fields as the trainings take them."""
        return Schedule(
            self.n_epochs, self.batch_size, self.learning_rate, weight_decay=1e-3, growing=True, seed=self.seed
        )

    def image_layers(self, shape: Shape, n_components: int) -> tuple[Layer, ...]:
        """From pictures as rows to the space. Large ones are halved by the convolutions themselves, a third of the
        work; of small ones too much would be lost.
        """
        pooling: Pooling = "max" if min(shape[:2]) < COARSE else "stride"
        return classifier(shape, (self.filters, 2 * self.filters), n_components, 0.2, pooling=pooling)

    def encode_texts(self, fit: Fit, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """Vectors of length 1, float32 (n, k), of texts as words; 0 for a text none of whose words is known."""
        raise NotImplementedError

    def encode_pictures(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """Vectors of length 1, float32 (n, k), of pictures (n, n_pixels) with values in [0, 1]."""
        n_components = fit.embeddings["picture"].n_components
        return encode_images(self.image_layers(shape, n_components), fit.arrays, pixels)

    def n_pairs(self, dataset: CaptionedImages) -> int:
        """Pairs to learn from."""
        return int((dataset.pictures < dataset.images.n_train).sum())

    def n_products(self, shape: Shape) -> float:
        """Multiplications for one pair."""
        return n_products(self.image_layers(shape, 64))

    @classmethod
    def suited(cls, dataset: CaptionedImages) -> Mapping[str, Any]:
        """As many epochs as a network needs on so many pairs; fewer where there are very many."""
        learner, most = cls(), int(specs(cls)["n_epochs"].high)
        n_pairs = learner.n_pairs(dataset)
        needed = learner.schedule.epochs_for(FEW_STEPS, max(n_pairs, 4), most)
        return {"n_epochs": max(needed, min(cls.n_epochs, 300_000 // max(n_pairs, 1)))}

    def estimate(self, dataset: CaptionedImages) -> Estimate:
        """From the multiplications of a pass over the pairs."""
        start, libraries = costs.NETWORKS
        products = self.n_products(dataset.images.shape)
        passed = self.n_pairs(dataset) * self.n_epochs + dataset.images.n_images
        weights, pixels = 16 * products, 8.0 * dataset.images.n_images * dataset.images.n_pixels
        return Estimate(start + products * passed * costs.NETWORK_PRODUCT, libraries + (weights + pixels) / limits.MB)

    def advice(self, dataset: CaptionedImages) -> list[Advice]:
        """Whether there is enough to learn from, and the cost."""
        try:
            self.require(dataset)
        except InputError as error:
            return [Advice("error", str(error))]
        few = few_steps(self.schedule, self.n_pairs(dataset), int(specs(type(self))["n_epochs"].high))
        return [*few, cost(self.estimate(dataset))]

    def require(self, dataset: CaptionedImages) -> None:
        """Raise InputError if the data cannot serve."""
        if min(dataset.images.shape[:2]) < SMALLEST:
            raise InputError(f"The network needs pictures of {SMALLEST} x {SMALLEST} pixels or more.", "E-CAP-02")
        if (n_pairs := self.n_pairs(dataset)) < FEWEST_PAIRS:
            raise InputError(
                f"{n_pairs:,} pictures with words to learn from are too few; at least {FEWEST_PAIRS} are needed.",
                "E-CAP-03",
            )

    def inputs(self, dataset: CaptionedImages) -> Inputs:
        """The pixels of the pictures."""
        return Inputs(dataset.images.n_pixels, dataset.images.pixels)


def examples(dataset: CaptionedImages) -> Examples:
    """The pictures as the trainings take them; classes are not told."""
    images = dataset.images
    return Examples(images.pixels(), np.zeros(images.n_images, dtype=np.int64), images.shape, images.n_train)


def embeddings(
    dataset: CaptionedImages,
    codes: np.ndarray,
    words: Embedding,
    texts: Sequence[str],
    vectors: np.ndarray,
    more: Mapping[str, np.ndarray] | None = None,
) -> dict[str, Embedding]:
    """What a Fit keeps: "together", "picture" and "word". texts: the captions and words on the map of both, with
    vectors (n_texts, k). more: further columns of the pictures.
    """
    images = dataset.images
    columns = dataset.metadata() | dict(more or {})
    rows = np.linspace(0, images.n_images - 1, min(SHOWN_PICTURES, images.n_images)).astype(int)
    taken = set(images.names)
    labels = [text if len(text) <= LABEL_LENGTH else f"{text[: LABEL_LENGTH - 1]}…" for text in texts]
    labels = [label if label not in taken else f"“{label}”" for label in labels]
    classes = {class_words(name): name for name in images.class_names}
    both: dict[str, np.ndarray] = {"kind": np.repeat(["picture", "text"], [len(rows), len(texts)])}
    for name, column in columns.items():
        if column.dtype.kind != "U":
            continue
        known = {class_words(str(value)): str(value) for value in np.unique(column)}
        said = [_value_in(text, classes if name == "class" else known) for text in texts]
        both[name] = np.array([*column[rows].astype(str), *said])
    together = Embedding(np.vstack([codes[rows], vectors]), [*(images.names[row] for row in rows), *labels], both)
    return {"together": together, "picture": Embedding(codes, images.names, columns), "word": words}


def _value_in(text: str, values: Mapping[str, str]) -> str:
    """The one of some values that a text names; "not said" for none or several."""
    padded = f" {' '.join(words_of(text))} "
    found = [value for said, value in values.items() if f" {' '.join(words_of(said))} " in padded]
    return found[0] if len(found) == 1 else "not said"


def texts_for_map(dataset: CaptionedImages, words: Sequence[str], counts: np.ndarray) -> list[str]:
    """The class names, the most frequent words and the most frequent captions, at most SHOWN_TEXTS."""
    most = [words[place] for place in np.argsort(-counts, kind="stable")[: SHOWN_TEXTS // 2]]
    captions, n_times = np.unique(np.array(dataset.captions), return_counts=True)
    often = captions[np.argsort(-n_times, kind="stable")].tolist()
    names = [class_words(name) for name in dataset.images.class_names]
    return list(dict.fromkeys([*names, *most, *often]))[:SHOWN_TEXTS]


def filmed(film: Film | None, together: Embedding, dataset: CaptionedImages) -> Snapshots | None:
    """The film of those pictures that are on the map of both."""
    if film is None:
        return None
    names = [dataset.images.names[row] for row in film.items]
    kept = [place for place, name in enumerate(names) if name in together.index]
    rows = np.array([together.index[names[place]] for place in kept], dtype=np.int64)
    return Snapshots(rows, film.steps, film.frames[:, kept]) if len(kept) > 2 else None


def scores(
    learner: SharedSpaceLearner,
    fit: Fit,
    dataset: CaptionedImages,
    codes: np.ndarray,
    unseen: Sequence[Query] = (),
    attributes: bool = True,
) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """What test pictures earn, as arrays and as a few summary numbers.

    Arrays: "recall" (4, 3) and "recall_of" (2,), the fields of `Recall` in order; "precision" (4, 3), the fields of
    `Precision` for texts of a class, of a class with one and with two attributes, and for combinations never trained
    on, NaN where none can be asked; "shots" (2, n), by code and by pixels, and "by_name" (1,), where there are classes.
    unseen: the combinations. attributes: whether more than classes was told; else neither recall nor attributes count.
    """
    arrays: dict[str, np.ndarray] = {}
    summary: dict[str, float] = {}
    rows = asked_pictures(dataset)
    if len(rows) and attributes:
        places = dataset.first_captions[rows]
        found = recall(dataset, rows, codes[rows], learner.encode_texts(fit, [dataset.tokens[at] for at in places]))
        arrays["recall"] = np.array([found.to_text, found.to_picture, found.text_chance, found.picture_chance])
        arrays["recall_of"] = np.array([found.n_pictures, found.n_captions])
        summary |= {"image_to_text_recall_1": found.to_text[0], "text_to_image_recall_1": found.to_picture[0]}
    if dataset.images.has_classes:
        tested = np.arange(dataset.images.n_images)[dataset.images.test_rows]
        told = [queries(dataset, n) for n in range(3)] if dataset.attributes and attributes else [queries(dataset, 0)]
        table = np.full((4, 3), np.nan)
        for place, asked in enumerate([*told, *[[]] * (3 - len(told)), list(unseen)]):
            vectors = learner.encode_texts(fit, [query.words for query in asked])
            counted = precision(asked, dataset, tested, codes[tested], vectors) if asked else None
            if counted is not None:
                table[place] = list(asdict(counted).values())
        arrays["precision"] = table
        if np.isfinite(table[0, 0]):
            summary["class_precision_10"] = float(table[0, 0])
    names = learner.encode_texts(fit, [words_of(class_words(name)) for name in dataset.images.class_names])
    few = shots(dataset, codes, names, learner.seed)
    if few is not None:
        arrays["by_name"] = np.array([few.by_name])
        arrays["shots"] = np.array([few.by_code, few.by_pixels])
    return arrays, summary
