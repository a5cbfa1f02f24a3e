"""Classes that no picture of the training had, told by their names alone: how often, and against what."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ZeroShot:
    """Shares of test pictures whose class is told right.

    between: pictures of unseen classes, choosing among these. unseen, seen: pictures of either kind, choosing among all
    classes; the same _lowered, with the scores of seen classes lowered by `lowering`. n_unseen, n_seen: classes.
    """

    between: float
    unseen: float
    seen: float
    unseen_lowered: float
    seen_lowered: float
    lowering: float
    n_unseen: int
    n_seen: int


def zero_shot(scores: np.ndarray, targets: np.ndarray, unseen: np.ndarray, lowering: float) -> ZeroShot:
    """scores: (n, n_classes) of test pictures; targets: int (n,); unseen: bool (n_classes,), at least one of each."""
    is_new = unseen[targets]
    among_new = np.flatnonzero(unseen)[scores[is_new][:, unseen].argmax(axis=1)]
    right = scores.argmax(axis=1) == targets
    right_lowered = told(scores, unseen, lowering) == targets
    return ZeroShot(
        float((among_new == targets[is_new]).mean()), float(right[is_new].mean()), float(right[~is_new].mean()),
        float(right_lowered[is_new].mean()), float(right_lowered[~is_new].mean()), lowering,
        int(unseen.sum()), int((~unseen).sum()),
    )  # fmt: skip


def told(scores: np.ndarray, unseen: np.ndarray, lowering: float) -> np.ndarray:
    """The class of the largest score, int64 (n,), with the scores of seen classes lowered (Chao et al., 2016)."""
    return np.asarray((scores - lowering * ~unseen).argmax(axis=1))


def lowering_that_keeps(scores: np.ndarray, targets: np.ndarray, unseen: np.ndarray, share: float) -> float:
    """By how much seen scores can be lowered while so large a share of these pictures is still told right.

    scores: (n, n_classes) of pictures of seen classes that were kept out of the training; no picture of an unseen class
    is asked. 0 where fewer are told right even so, or there is none.
    """
    if not len(scores) or not unseen.any():
        return 0.0
    right = np.where(unseen, -np.inf, scores).argmax(axis=1) == targets
    margins = scores[np.arange(len(scores)), targets] - scores[:, unseen].max(axis=1)
    rising = np.sort(np.where(right, margins, -np.inf))
    lost = min(len(scores) - 1, int((1 - share) * len(scores) + 1e-9))
    return max(0.0, float(np.nextafter(rising[lost], -np.inf))) if np.isfinite(rising[lost]) else 0.0


def confusion(found: np.ndarray, targets: np.ndarray, n_classes: int) -> np.ndarray:
    """Share of the pictures of each class (row) that were told as each class (column); rows without pictures NaN."""
    counts = np.zeros((n_classes, n_classes))
    np.add.at(counts, (targets, found), 1)
    totals = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, totals, out=np.full_like(counts, np.nan), where=totals > 0)
