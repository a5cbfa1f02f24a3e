"""A training of word vectors looked at again, frame by frame, from the vectors that its run kept on the way."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.text.questions import AnalogyQuestions
from engine.datasets.text.relations import built_in
from engine.embedding import Embedding
from engine.fit import Fit
from engine.neighbors import nearest_batch


@dataclass(frozen=True, eq=False)
class Film:
    """The words that frames were kept of.

    labels: of the m words. steps: (f,) when, in the learner's unit. near: int64 (f, m, k), rows among the words of the
    k nearest by cosine in each frame, the best first; -1 beyond those that have a direction.
    """

    labels: tuple[str, ...]
    steps: tuple[float, ...]
    near: np.ndarray

    @property
    def as_at_the_end(self) -> np.ndarray:
        """Share of the neighbors of each word that it also has in the last frame: float64 (f, m)."""
        last, known = self.near[-1], self.near >= 0
        shared = (self.near[:, :, :, None] == last[None, :, None, :]).any(axis=3) & known
        return shared.sum(axis=2) / np.maximum(known.sum(axis=2), 1)


def has_film(fit: Fit) -> bool:
    """Whether the run kept two frames or more of words by which neighbors can be told."""
    return fit.snapshots is not None and len(fit.snapshots.steps) > 1 and len(fit.snapshots.items) > 2


def film(fit: Fit, k: int) -> Film:
    """The neighbors of the kept words, among each other, in each frame; see `has_film`."""
    assert fit.snapshots is not None
    labels = tuple(fit.main.labels[row] for row in fit.snapshots.items)
    rows = np.arange(len(labels))
    near = [nearest_batch(frame, rows, k).rows for frame in frames(fit)]
    return Film(labels, tuple(fit.snapshots.steps.tolist()), np.stack(near))


def questions(fit: Fit) -> AnalogyQuestions:
    """Every ordered couple of pairs of a built-in relation whose words are all among those that frames were kept of."""
    assert fit.snapshots is not None
    kept = {fit.main.labels[row] for row in fit.snapshots.items}
    known = [(one.title, [pair for pair in one.pairs if kept.issuperset(pair)]) for one in built_in()]
    return AnalogyQuestions.of(
        (title, (*one, *other)) for title, pairs in known for one in pairs for other in pairs
        if len({*one, *other}) == 4
    )  # fmt: skip


def frames(fit: Fit) -> list[Embedding]:
    """Each frame as an embedding of the kept words."""
    assert fit.snapshots is not None
    labels = [fit.main.labels[row] for row in fit.snapshots.items]
    return [Embedding(frame, labels) for frame in fit.snapshots.frames]
