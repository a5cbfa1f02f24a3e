"""Do two texts tell the same thing? Cosines of labeled pairs, and a threshold that half of them choose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.verification import Roc, drawn_pairs, roc

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SAME, DIFFERENT = {"1", "yes", "same", "true"}, {"0", "no", "different", "false"}
SEPARATORS = ("\t", "|")
MOST_PASTED = 1_000


@dataclass(frozen=True, eq=False)
class LabeledPairs:
    """cosines: of each representation, float (m,), the last the run's. same: bool (m,), with pairs of both sorts."""

    cosines: dict[str, np.ndarray]
    same: np.ndarray

    def curves(self) -> dict[str, Roc]:
        """The curve of each, by 1 - cosine as the distance."""
        return {name: roc(1 - values, self.same) for name, values in self.cosines.items()}


@dataclass(frozen=True)
class Judged:
    """threshold: cosine from which two texts are taken for the same, chosen on one half of the pairs. hits, alarms: of
    the other half, the share of the same that is recognized, and of the others that is taken for it; None without
    pairs of both sorts in it.
    """

    threshold: float
    hits: float | None
    alarms: float | None


def judged(cosines: np.ndarray, same: np.ndarray) -> Judged:
    """The threshold with the most hits less false alarms (Youden, 1950), between the two cosines that it parts.

    Every second pair of either sort chooses, the others judge; of a sort with one pair alone, that one does both.
    """
    order = np.argsort(~same, kind="stable")
    place = np.empty(len(same), dtype=np.int64)
    place[order] = np.concatenate([np.arange(same.sum()), np.arange((~same).sum())])
    choosing = place % 2 == 0
    curve = roc(1 - cosines[choosing], same[choosing])
    best = int((curve.hits - curve.false_alarms).argmax())
    after = curve.thresholds[min(best + 1, len(curve.thresholds) - 1)]
    threshold = float(1 - (curve.thresholds[best] + after) / 2)
    rest, taken = same[~choosing], cosines[~choosing] >= threshold
    if rest.all() or not rest.any():
        return Judged(threshold, None, None)
    return Judged(threshold, float(taken[rest].mean()), float(taken[~rest].mean()))


def of_labels(
    targets: np.ndarray, n_pairs: int, seed: int, bag: "csr_array", unit: np.ndarray
) -> tuple[np.ndarray, LabeledPairs]:
    """Rows (2 n_pairs, 2) of random pairs, of one label and of two, and their cosines. Rows of the same documents:
    bag, of weighted counts, of length 1 or 0, and unit (n, d).
    """
    pairs = drawn_pairs(targets, n_pairs, seed)
    first, last = pairs.T
    words = np.asarray((bag[first] * bag[last]).sum(axis=1)).ravel()
    vectors = np.einsum("ij,ij->i", unit[first], unit[last]).astype(np.float64)
    return pairs, LabeledPairs({"Bag of words": words, "This run": vectors}, np.arange(2 * n_pairs) < n_pairs)


def pasted(text: str) -> tuple[list[tuple[str, str, bool]], list[int]]:
    """Pairs of texts with whether they are the same, one a line, parted by tabs or |; and numbers of other lines.

    >>> pasted("a red cat | a cat in red | same\\nwhat is this?")
    ([('a red cat', 'a cat in red', True)], [2])
    """
    found, unread = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        separator = next((each for each in SEPARATORS if each in line), "\t")
        parts = [part.strip() for part in line.split(separator)]
        word = parts[-1].lower()
        if len(parts) != 3 or word not in SAME | DIFFERENT or not parts[0] or not parts[1]:
            unread.append(number)
        else:
            found.append((parts[0], parts[1], word in SAME))
    return found[:MOST_PASTED], unread


def of_pasted(pairs: Sequence[tuple[str, str, bool]], folded: Callable[[str], np.ndarray]) -> LabeledPairs:
    """Cosines of pasted pairs. folded: the vector of a text; 0, which has cosine 0 with all, where no word counts."""
    cosines = np.array([cosine(folded(one), folded(other)) for one, other, _ in pairs])
    return LabeledPairs({"This run": cosines}, np.array([same for _, _, same in pairs], dtype=bool))


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    """Of two vectors; 0 if one of them is 0."""
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / lengths if lengths else 0.0
