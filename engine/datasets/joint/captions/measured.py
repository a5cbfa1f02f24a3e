"""Captions made of what is measured: the class of a picture, and thirds of its measures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.datasets.joint.captions.captioned_images import Attribute, CaptionedImages
from engine.datasets.joint.captions.measures import measured
from engine.datasets.joint.captions.wording import OF_SHAPES, OF_STROKES, are_digits, class_words
from engine.datasets.joint.contract import JointSource
from engine.errors import InputError
from engine.fields import flag, integer, nested
from engine.report import Report, stop_if_cancelled

DIMMEST = 0.35
"""Where light is varied, the smallest part of its own that a picture is left with."""


def image_sources() -> Mapping[str, type[Source]]:
    """The sources of images by name; asked for late, because this module is part of the list."""
    from engine.datasets import SOURCES

    return {name: source for name, source in SOURCES.items() if source.kind == ImageSet.kind}


@dataclass(frozen=True)
class MeasuredCaptions(JointSource):
    """Each picture with one caption, such as "thick, slanted right, narrow, bright seven".

    A measure (see `measures`) is told by one of three words, each for a third of the training pictures. Classes that
    are digits are told by stroke, slant, width and light, others by light, pattern and width.
    """

    name = "measured_captions"
    kind: ClassVar[str] = CaptionedImages.kind
    images: Source = nested(Digits(), image_sources, label="Images", help="The pictures that get captions.")
    vary_light: bool = flag(
        True, label="Vary the light",
        help="Each picture is dimmed by chance, down to a third of its light, so that dark and bright can be told.",
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed of the light", help="Where chance begins.", advanced=True)

    def title(self) -> str:
        """What the user calls it."""
        return f"{self.images.title()}, captions made of measures"

    def join(self, parts: Mapping[str, ImageSet], report: Report) -> CaptionedImages:
        """Measure, and write the captions; raises InputError if nothing can be told apart."""
        stop_if_cancelled(report)
        images = self._lit(parts["images"])
        report.progress(1, 3, "steps")
        told = OF_STROKES if are_digits(images.class_names) else OF_SHAPES
        found = measured(images.raw, images.maximum)
        stop_if_cancelled(report)
        attributes = {
            name: attribute
            for name, words in told.items()
            if (attribute := _thirds(found[name], words, images.n_train)) is not None
        }
        captions = _captions(images, attributes)
        report.progress(3, 3, "steps")
        notes = ("Each word that tells a measure is of a third of the pictures for training.", *images.notes)
        return CaptionedImages(images, captions, np.arange(images.n_images), attributes, notes)

    def _lit(self, images: ImageSet) -> ImageSet:
        """The pictures, each dimmed by chance if asked for; brighter scales have finer steps."""
        if not self.vary_light:
            return images
        factors = np.random.default_rng(self.seed).uniform(DIMMEST, 1, images.n_images) * (255.0 / images.maximum)
        raw = np.rint(images.raw * factors[:, None, None, None].astype(np.float32)).astype(np.uint8)
        return replace(images, raw=raw, maximum=255)


def _thirds(values: np.ndarray, words: tuple[str, ...], n_train: int) -> Attribute | None:
    """By thirds of the training part; None for values that do not fall into three."""
    cuts = np.quantile(values[:n_train], [1 / 3, 2 / 3])
    places = np.searchsorted(cuts, values, side="right")
    return Attribute(words, places) if len(np.unique(places[:n_train])) == 3 else None


def _captions(images: ImageSet, attributes: Mapping[str, Attribute]) -> tuple[str, ...]:
    """A caption for each picture: its words, a comma between them, and the class at the end."""
    if not attributes and not images.class_names:
        raise InputError(
            "Nothing of these pictures can be told in words: they have no classes, and are all alike. Upload captions, "
            "or choose other pictures.",
            "E-CAP-01",
        )
    nouns = np.array([*(class_words(name) for name in images.class_names), "picture"])[images.targets]
    columns = [np.array(attribute.values)[attribute.of] for attribute in attributes.values()]
    return tuple(f"{', '.join(row)} {noun}".strip() for *row, noun in zip(*columns, nouns, strict=True))
