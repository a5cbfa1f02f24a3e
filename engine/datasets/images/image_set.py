"""Pictures of one size, with classes and a training part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from engine.datasets.images import builder, pixel_arrays
from engine.datasets.images.builder import UNLABELED, Found, Sampling
from engine.embedding import read_only


@dataclass(frozen=True, eq=False)
class ImageSet:
    """Images to learn from.

    raw: uint8 (n_images, height, width, channels), channels 1 (gray) or 3 (red, green, blue).
    targets: int32 (n_images,) rows of `class_names`, or -1 where the class is not known.
    n_train: the first so many images are for training, the rest for testing.
    names: n_images strings, all different.
    maximum: what white is in `raw`; a pixel's brightness is raw / maximum, in [0, 1].
    notes: what the reader changed or dropped, as sentences for the user. details: what was understood, JSON-able.
    """

    kind: ClassVar[str] = "images"

    raw: np.ndarray
    targets: np.ndarray
    class_names: tuple[str, ...]
    n_train: int
    names: tuple[str, ...]
    maximum: int = 255
    notes: tuple[str, ...] = ()
    details: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        if self.raw.dtype != np.uint8 or self.raw.ndim != 4 or self.raw.shape[3] not in (1, 3):
            raise ValueError(f"{self.raw.dtype} of shape {self.raw.shape} are no images")
        if not len(self.raw) == len(self.targets) == len(self.names):
            raise ValueError(f"{len(self.raw)} images, {len(self.targets)} targets, {len(self.names)} names")
        if len(self.targets) and not UNLABELED <= self.targets.min() <= self.targets.max() < len(self.class_names):
            raise ValueError(f"targets lie outside [-1, {len(self.class_names)})")
        if not 0 < self.n_train <= len(self.raw):
            raise ValueError(f"{self.n_train} of {len(self.raw)} images for training")
        object.__setattr__(self, "raw", read_only(np.ascontiguousarray(self.raw)))
        object.__setattr__(self, "targets", read_only(np.ascontiguousarray(self.targets, dtype=np.int32)))

    @classmethod
    def from_found(cls, found: Found, sampling: Sampling = Sampling(), test_share: float = 0.2) -> "ImageSet":
        """Check, split and sample what a reader found; raises what `builder.parts` raises."""
        return cls(**builder.parts(found, sampling, test_share))

    @classmethod
    def from_arrays(
        cls,
        images: np.ndarray,
        labels: Sequence[Any] | np.ndarray | None = None,
        class_names: Sequence[str] = (),
        test_share: float = 0.2,
    ) -> "ImageSet":
        """Images in [0, 1], [-1, 1], [0, 255] ...: (n, height, width), with 3 channels as well, or (n, pixels).

        labels: one for each image. They are the names of the classes, or with `class_names` rows of it (-1: unknown).
        test_share: the part in [0, 1) that no learner sees, drawn at random within each class.
        Raises InputError if these are no images or labels, ValueError if a label is no row of `class_names`.

        >>> images = np.random.default_rng(0).random((20, 8, 8))
        >>> found = ImageSet.from_arrays(images, labels=[0, 1] * 10, class_names=["cat", "dog"])
        >>> found.shape, found.n_train, found.n_test, found.class_names
        ((8, 8, 1), 16, 4, ('cat', 'dog'))
        """
        given = None if labels is None else np.asarray(labels)
        found = pixel_arrays.from_arrays(np.asarray(images), given, class_names=class_names)
        return cls.from_found(found, test_share=test_share)

    @property
    def n_images(self) -> int:
        """Images of both parts."""
        return len(self.raw)

    @property
    def n_test(self) -> int:
        """Images for testing; may be 0."""
        return self.n_images - self.n_train

    @property
    def shape(self) -> tuple[int, int, int]:
        """Height, width, channels."""
        height, width, channels = self.raw.shape[1:]
        return height, width, channels

    @property
    def n_pixels(self) -> int:
        """Numbers per image: height * width * channels."""
        return int(np.prod(self.shape))

    @property
    def has_classes(self) -> bool:
        """Whether the class of every image is known, and there are at least two."""
        return len(self.class_names) > 1 and bool(self.targets.min() >= 0)

    @property
    def test_rows(self) -> slice:
        """The rows that scores are measured on: the test part, or all where there is none."""
        return slice(self.n_train if self.n_test else 0, self.n_images)

    def tested(self, most: int) -> np.ndarray:
        """At most so many of the rows that scores are measured on, evenly chosen."""
        rows = np.arange(self.n_images)[self.test_rows]
        return rows[np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(int)]

    def pixels(self, rows: slice | np.ndarray | list[int] = slice(None)) -> np.ndarray:
        """Brightness in [0, 1] of some images, a row each: float32 (n, n_pixels)."""
        chosen = self.raw[rows]
        return np.divide(chosen.reshape(len(chosen), -1), np.float32(self.maximum), dtype=np.float32)

    def class_of(self, row: int) -> str:
        """Name of the image's class; "" if it is not known."""
        target = int(self.targets[row])
        return self.class_names[target] if target >= 0 else ""

    def metadata(self) -> dict[str, np.ndarray]:
        """Columns for an Embedding of all images: part ("train", "test") and, where known, class."""
        parts = np.where(np.arange(self.n_images) < self.n_train, "train", "test")
        if not self.class_names:
            return {"part": parts}
        return {"part": parts, "class": np.array([*self.class_names, "unknown"])[self.targets]}

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Arrays and a JSON document that `unpack` reads."""
        document = {
            "class_names": list(self.class_names),
            "n_train": self.n_train,
            "names": list(self.names),
            "maximum": self.maximum,
            "notes": list(self.notes),
            "details": self.details,
        }
        return {"raw": self.raw, "targets": self.targets}, document

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "ImageSet":
        """The ImageSet that `pack` took apart."""
        return cls(
            arrays["raw"],
            arrays["targets"],
            tuple(document["class_names"]),
            document["n_train"],
            tuple(document["names"]),
            document["maximum"],
            tuple(document["notes"]),
            document["details"],
        )
