"""How well pictures find their captions and captions their pictures, and what a few examples tell beside that."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.contrastive import chance_of_recall, recall_at
from engine.datasets.joint.captions.captioned_images import CaptionedImages

PLACES = (1, 5, 10)
MOST = 1_000
"""Pictures among which recall is counted."""
SHOTS = (1, 2, 5, 10)
DRAWS = 20
MOST_CLASSIFIED = 2_000


@dataclass(frozen=True)
class Recall:
    """Shares by PLACES. n_pictures: pictures that were asked; n_captions: different captions they were to find."""

    to_text: tuple[float, ...]
    to_picture: tuple[float, ...]
    text_chance: tuple[float, ...]
    picture_chance: tuple[float, ...]
    n_pictures: int
    n_captions: int


def asked_pictures(dataset: CaptionedImages) -> np.ndarray:
    """At most MOST pictures that scores are measured on and that have a caption, int64, evenly chosen."""
    rows = np.arange(dataset.images.n_images)[dataset.images.test_rows]
    rows = rows[dataset.first_captions[rows] >= 0]
    return rows[np.linspace(0, len(rows) - 1, min(MOST, len(rows))).astype(int)] if len(rows) else rows


def recall(dataset: CaptionedImages, rows: np.ndarray, codes: np.ndarray, texts: np.ndarray) -> Recall:
    """Of pictures `rows` (m,) with codes (m, k), each with its first caption, whose vectors are texts (m, k).

    A caption is right for a picture whose own caption says the same; captions that several share are counted once.
    """
    own = np.array(dataset.captions, dtype=object)[dataset.first_captions[rows]]
    captions, places, which = np.unique(own.astype(str), return_index=True, return_inverse=True)
    right = which[:, None] == np.arange(len(captions))[None, :]
    similarities = codes @ texts[places].T
    return Recall(
        tuple(recall_at(similarities, right, PLACES)), tuple(recall_at(similarities.T, right.T, PLACES)),
        tuple(chance_of_recall(right, PLACES)), tuple(chance_of_recall(right.T, PLACES)), len(rows), len(captions),
    )  # fmt: skip


@dataclass(frozen=True)
class Shots:
    """Share of test pictures whose class is told right. by_name: by the nearest class name, no example at all.

    by_code, by_pixels: by the nearest mean of so many examples a class (SHOTS), mean over DRAWS draws.
    """

    by_name: float
    by_code: tuple[float, ...]
    by_pixels: tuple[float, ...]


def shots(dataset: CaptionedImages, codes: np.ndarray, names: np.ndarray, seed: int) -> Shots | None:
    """codes: (n_images, k). names: (n_classes, k), the vectors of the class names. None without classes."""
    images = dataset.images
    if not images.has_classes:
        return None
    rows = images.tested(MOST_CLASSIFIED)
    targets = images.targets[rows]
    by_name = float((np.argmax(codes[rows] @ names.T, axis=1) == targets).mean())
    generator = np.random.default_rng(seed)
    of_train = [np.flatnonzero(images.targets[: images.n_train] == place) for place in range(len(names))]
    if min(map(len, of_train)) < 1:
        return Shots(by_name, (), ())
    found: dict[str, list[float]] = {"code": [], "pixels": []}
    asked = {"code": codes[rows], "pixels": images.pixels(rows)}
    for n_shots in SHOTS:
        right: dict[str, list[float]] = {"code": [], "pixels": []}
        for _ in range(DRAWS):
            drawn = [generator.choice(of, min(n_shots, len(of)), replace=False) for of in of_train]
            for kind in found:
                means = np.stack([_of(kind, codes, dataset, examples).mean(axis=0) for examples in drawn])
                right[kind].append(float((_nearest(asked[kind], means) == targets).mean()))
        for kind in found:
            found[kind].append(float(np.mean(right[kind])))
    return Shots(by_name, tuple(found["code"]), tuple(found["pixels"]))


def shots_among(dataset: CaptionedImages, codes: np.ndarray, classes: np.ndarray, seed: int) -> tuple[float, ...]:
    """Share of the test pictures of some classes (rows of class names) whose class is told right among these alone, by
    the nearest mean of so many training pictures of each (SHOTS), mean over DRAWS draws. codes: (n_images, k). () where
    a class has no picture for training, or none has one for testing.
    """
    images = dataset.images
    rows = images.tested(MOST_CLASSIFIED)
    rows = rows[np.isin(images.targets[rows], classes)]
    of_train = [np.flatnonzero(images.targets[: images.n_train] == place) for place in classes]
    if not len(rows) or min(map(len, of_train)) < 1:
        return ()
    generator, found = np.random.default_rng(seed), []
    for n_shots in SHOTS:
        right = []
        for _ in range(DRAWS):
            drawn = [generator.choice(of, min(n_shots, len(of)), replace=False) for of in of_train]
            means = np.stack([codes[examples].mean(axis=0) for examples in drawn])
            right.append(float((classes[_nearest(codes[rows], means)] == images.targets[rows]).mean()))
        found.append(float(np.mean(right)))
    return tuple(found)


def _of(kind: str, codes: np.ndarray, dataset: CaptionedImages, rows: np.ndarray) -> np.ndarray:
    return codes[rows] if kind == "code" else dataset.images.pixels(rows)


def _nearest(vectors: np.ndarray, means: np.ndarray) -> np.ndarray:
    """The row of the nearest mean by Euclidean distance, for each vector."""
    return np.asarray(np.argmin((means**2).sum(axis=1) - 2 * vectors @ means.T, axis=1))
