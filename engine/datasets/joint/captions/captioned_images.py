"""Pictures, and captions of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from engine.datasets.images.image_set import ImageSet
from engine.datasets.joint.captions.wording import words_of
from engine.embedding import read_only


@dataclass(frozen=True, eq=False)
class Attribute:
    """What was measured of pictures and told in words. values: the words, from little to much. of: int8 (n_images,)
    rows of `values`, -1 where it was not told.
    """

    values: tuple[str, ...]
    of: np.ndarray

    def __post_init__(self) -> None:
        if len(self.of) and not -1 <= int(self.of.min()) <= int(self.of.max()) < len(self.values):
            raise ValueError(f"an attribute lies outside [-1, {len(self.values)})")
        object.__setattr__(self, "of", read_only(np.ascontiguousarray(self.of, dtype=np.int8)))


@dataclass(frozen=True, eq=False)
class CaptionedImages:
    """Images of which some or all have captions.

    captions: m texts, none empty. pictures: int32 (m,), rising, the row of the image that each belongs to.
    attributes: name -> Attribute, where captions were made of what is measured; a caption says all of its image then.
    notes: what was changed or left out, as sentences for the user.
    """

    kind: ClassVar[str] = "captions"

    images: ImageSet
    captions: tuple[str, ...]
    pictures: np.ndarray
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rows = np.asarray(self.pictures)
        if len(rows) != len(self.captions) or not len(rows):
            raise ValueError(f"{len(self.captions)} captions of {len(rows)} pictures")
        if (np.diff(rows) < 0).any() or rows[0] < 0 or rows[-1] >= self.images.n_images:
            raise ValueError(f"captions belong to no picture in [0, {self.images.n_images}), or are not in order")
        if any(len(attribute.of) != self.images.n_images for attribute in self.attributes.values()):
            raise ValueError("an attribute is not told of every picture")
        if not all(self.captions):
            raise ValueError("a caption is empty")
        object.__setattr__(self, "pictures", read_only(np.ascontiguousarray(rows, dtype=np.int32)))

    @property
    def raw(self) -> np.ndarray:
        """Of the images: see `ImageSet`."""
        return self.images.raw

    @property
    def maximum(self) -> int:
        """Of the images: see `ImageSet`."""
        return self.images.maximum

    @cached_property
    def tokens(self) -> tuple[tuple[str, ...], ...]:
        """The words of each caption."""
        return tuple(words_of(caption) for caption in self.captions)

    @cached_property
    def first_captions(self) -> np.ndarray:
        """int64 (n_images,): the place of each image's first caption, -1 for those without one."""
        found = np.full(self.images.n_images, -1)
        rows, places = np.unique(self.pictures, return_index=True)
        found[rows] = places
        return found

    def captions_of(self, row: int) -> Sequence[str]:
        """All captions of an image."""
        first, last = np.searchsorted(self.pictures, [row, row + 1])
        return self.captions[first:last]

    def with_values(self, told: Mapping[str, str]) -> np.ndarray:
        """Images that have all of these values of attributes (and of "class"), bool (n_images,)."""
        found = np.ones(self.images.n_images, dtype=bool)
        for name, value in told.items():
            if name == "class":
                found &= self.images.targets == self.images.class_names.index(value)
            else:
                found &= self.attributes[name].of == self.attributes[name].values.index(value)
        return found

    def metadata(self) -> dict[str, np.ndarray]:
        """Columns for an Embedding of all images: part, the attributes, and where known the class."""
        columns = self.images.metadata()
        told = {
            name: np.array([*attribute.values, "not told"])[attribute.of]
            for name, attribute in self.attributes.items()
        }  # fmt: skip
        return {"part": columns.pop("part"), **told, **columns}

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Arrays and a JSON document that `unpack` reads."""
        arrays, document = self.images.pack()
        arrays = {f"images/{name}": array for name, array in arrays.items()} | {"pictures": self.pictures}
        arrays |= {f"attribute/{name}": attribute.of for name, attribute in self.attributes.items()}
        values = {name: list(attribute.values) for name, attribute in self.attributes.items()}
        return arrays, {
            "images": document, "captions": list(self.captions), "values": values, "notes": list(self.notes),
        }  # fmt: skip

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "CaptionedImages":
        """The CaptionedImages that `pack` took apart."""
        of_images = {name.removeprefix("images/"): array for name, array in arrays.items()}
        attributes = {
            name: Attribute(tuple(values), arrays[f"attribute/{name}"]) for name, values in document["values"].items()
        }
        return cls(
            ImageSet.unpack(of_images, document["images"]), tuple(document["captions"]), arrays["pictures"],
            attributes, tuple(document["notes"]),
        )  # fmt: skip
