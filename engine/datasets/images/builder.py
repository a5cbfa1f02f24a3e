"""From what a file holds to the fields of an ImageSet: checks, the split, a sample that keeps their make-up."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from engine import limits
from engine.errors import InputError
from engine.fields import Validated, integer

UNLABELED = -1
"""The target of an image whose class is not known."""
SMALLEST_SIDE = 4
FEWEST = 10


@dataclass(eq=False)
class Found:
    """What a reader found: raw uint8 (n, height, width, channels), targets (n,) or None, and how to call it all.

    n_train: images of the training part, which come first; None if the file makes no difference.
    names: empty where the images have none of their own.
    """

    raw: np.ndarray
    targets: np.ndarray | None = None
    class_names: tuple[str, ...] = ()
    n_train: int | None = None
    names: tuple[str, ...] = ()
    maximum: int = 255
    notes: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sampling(Validated):
    """How many images are taken; a source derives from it. fewest: fewer images are refused."""

    fewest: ClassVar[int] = FEWEST

    n_images: int = integer(
        0, 0, limits.IMAGES, label="Sample", step=1_000, unit="images", zero="all",
        help="Only so many images, every class and both parts in proportion.",
    )  # fmt: skip
    sample_seed: int = integer(
        0, 0, 2**32 - 1, label="Seed of the sample", help="Where chance begins when images are drawn.", advanced=True
    )


def parts(found: Found, sampling: Sampling, test_share: float) -> dict[str, Any]:
    """Check what was found, split it if the file did not, and take the sample: the fields of an ImageSet.

    Raises InputError: fewer images than the source takes, smaller than 4 x 4, or all the same.
    """
    raw = found.raw
    require_images(raw, sampling.fewest)
    targets = np.full(len(raw), UNLABELED) if found.targets is None else np.asarray(found.targets)
    generator = np.random.default_rng(sampling.sample_seed)
    train = _training_part(found, targets, test_share, generator)
    kept = _sampled(2 * targets + train, sampling.n_images, generator)
    order = kept[np.argsort(~train[kept], kind="stable")]
    names = found.names or _numbered(targets, train, found.class_names)
    return {
        "raw": raw[order],
        "targets": targets[order],
        "class_names": found.class_names,
        "n_train": int(train[order].sum()),
        "names": _unlike(tuple(names[row] for row in order)),
        "maximum": found.maximum,
        "notes": tuple(found.notes),
        "details": found.details,
    }


def require_images(raw: np.ndarray, fewest: int = FEWEST) -> None:
    """Raise InputError unless these (n, height, width, channels) can be used; ten are needed to learn from them."""
    n, height, width = raw.shape[:3]
    if 0 in raw.shape:
        raise InputError(f"The images have no pixels: {n:,} of {height} x {width}; please check the file.", "E-IMG-95")
    if min(height, width) < SMALLEST_SIDE:
        raise InputError(
            f"The images have {height} x {width} pixels; at least {SMALLEST_SIDE} x {SMALLEST_SIDE} are needed.",
            "E-IMG-96",
        )
    if n < fewest:
        there = "There is only 1 image" if n == 1 else f"There are only {n} images"
        raise InputError(f"{there}; at least {fewest} are needed. Please add more.", "E-IMG-101")
    if n >= FEWEST and (raw == raw[0]).all():
        raise InputError(f"All {n:,} images are the same: there is nothing to tell apart.", "E-IMG-88")


def _training_part(found: Found, targets: np.ndarray, test_share: float, generator: np.random.Generator) -> np.ndarray:
    """Which images are for training, bool (n,)."""
    train = np.ones(len(targets), dtype=bool)
    if found.n_train is not None:
        train[found.n_train :] = False
    elif test_share > 0 and len(targets) > 1:
        train[_sampled(targets, max(1, round(test_share * len(targets))), generator)] = False
    return train


def _sampled(strata: np.ndarray, size: int, generator: np.random.Generator) -> np.ndarray:
    """Rows of a random sample that has of every stratum its share, rising; all rows if `size` is 0 or too many."""
    n = len(strata)
    if not 0 < size < n:
        return np.arange(n)
    shuffled = generator.permutation(n)
    shuffled = shuffled[np.argsort(strata[shuffled], kind="stable")]
    # Every (n / size)-th of the rows in order of stratum: each stratum gives its share, to within one.
    places = ((np.arange(size) + 0.5) * n / size).astype(np.int64)
    return np.sort(shuffled[places])


def _numbered(targets: np.ndarray, train: np.ndarray, class_names: tuple[str, ...]) -> list[str]:
    """Names such as "7 (test 12)": the class, the part, and the place in it."""
    place = np.where(train, np.cumsum(train), np.cumsum(~train)) - 1
    parts = np.where(train, "train", "test")
    if not class_names:
        return [f"{part} {at}" for part, at in zip(parts, place, strict=True)]
    named = [*class_names, "?"]
    return [f"{named[target]} ({part} {at})" for target, part, at in zip(targets, parts, place, strict=True)]


def _unlike(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, those that came before already with a number behind."""
    result: dict[str, None] = {}
    times: dict[str, int] = {}
    for name in names:
        unlike = name
        while unlike in result:
            times[name] = times.get(name, 1) + 1
            unlike = f"{name} #{times[name]}"
        result[unlike] = None
    return tuple(result)
