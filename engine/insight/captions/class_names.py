"""What classes are called in a text: their own names and others, and the vectors of these."""

from collections.abc import Mapping, Sequence

import numpy as np

from engine.algorithms.towers.captions import unit
from engine.datasets.joint.captions.wording import class_words, words_of
from engine.errors import InputError

OTHER_NAMES = {
    "t-shirt": ("t-shirt", "tshirt", "tee"),
    "trouser": ("trousers", "pants", "jeans"),
    "pullover": ("pullover", "sweater", "sweatshirt"),
    "dress": ("dress", "gown"),
    "coat": ("coat", "jacket"),
    "sandal": ("sandal", "sandals", "flip-flops"),
    "shirt": ("shirt", "blouse"),
    "sneaker": ("sneaker", "sneakers", "shoe", "shoes"),
    "bag": ("bag", "handbag", "purse"),
    "ankle boot": ("boot", "boots"),
}
"""Of the garments of Fashion-MNIST, as texts call them."""


def given_names(line: str, class_names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Names that the user gives, as "Trouser: pants, jeans; Coat: jacket". Raises InputError for another form.

    >>> given_names("Coat: jacket, parka", ["Coat"])
    {'Coat': ('jacket', 'parka')}
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(None, map(str.strip, line.split(";"))):
        name, colon, others = part.partition(":")
        listed = tuple(filter(None, map(str.strip, others.split(","))))
        if not colon or not listed or name.strip() not in class_names:
            raise InputError(
                f"Further names: {part!r:.80} is not a class, a colon and names, as in {class_names[0]}: word, word; "
                f"the classes are {', '.join(class_names):.300}.",
                "E-CAP-08",
            )
        found[name.strip()] = listed
    return found


def names_of(class_name: str, given: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All names of a class: those given, else those known, else its own."""
    own = class_words(class_name)
    return given.get(class_name) or OTHER_NAMES.get(own) or (own,)


def name_vectors(
    class_names: Sequence[str], given: Mapping[str, tuple[str, ...]], index: Mapping[str, int], vectors: np.ndarray,
    counts: np.ndarray | None = None,
) -> tuple[np.ndarray, list[tuple[str, ...]]]:  # fmt: skip
    """The mean of the vectors of each class's names, each at length 1: float32 (n_classes, k); and the names found.

    counts: (n_words,), how often the text has each word; a name weighs as often as its rarest word occurs, as if the
    text had one word for all names of a class: of a word that it has ten times it can say little. None: all the same.
    A name of several words is the mean of those. Raises InputError if a class has no name among the words.
    """
    rows, used = [], []
    for class_name in class_names:
        found = {name: [index.get(word, -1) for word in words_of(name)] for name in names_of(class_name, given)}
        known = {name: places for name, places in found.items() if places and min(places) >= 0}
        if not known:
            listed = ", ".join(names_of(class_name, given))
            raise InputError(
                f"The words have no vector for the class {class_name!r:.60} ({listed:.200}). Give further names of it, "
                "or choose the vectors of another text.",
                "E-CAP-09",
            )
        means = unit(np.stack([vectors[places].mean(axis=0) for places in known.values()]))
        weights = None if counts is None else [max(counts[places].min(), 1) for places in known.values()]
        rows.append(np.average(means, axis=0, weights=weights))
        used.append(tuple(known))
    return np.asarray(np.stack(rows), dtype=np.float32), used
