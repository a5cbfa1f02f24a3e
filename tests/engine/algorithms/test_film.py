"""A table followed over its training: the beginning, evenly spaced epochs, the end."""

import numpy as np
import pytest

from engine.algorithms.film import FRAMES, Film, filmed


@pytest.mark.parametrize(("n_epochs", "kept"), [(3, [0, 1, 2, 3]), (100, [*range(0, 100, 3), 100]), (40, [*range(41)])])
def test_frames_are_those_of_their_steps(n_epochs: int, kept: list[int]) -> None:
    table = np.zeros((5, 2))

    def losses():  # type: ignore[no-untyped-def]
        for epoch in range(n_epochs):
            table[:] = epoch + 1
            yield float(epoch)

    film = Film(np.array([4, 1]), n_epochs)
    assert list(filmed(losses(), film, lambda: table)) == [float(epoch) for epoch in range(n_epochs)]
    rows, steps, frames = film.snapshots()
    assert rows.tolist() == [4, 1] and steps.tolist() == kept and len(steps) <= FRAMES + 2
    assert frames.shape == (len(kept), 2, 2) and (frames == np.array(kept)[:, None, None]).all()


def test_a_training_that_is_stopped_keeps_its_last_epoch() -> None:
    table = np.zeros((2, 2))
    film = Film(np.arange(2), 100)
    for step, _ in enumerate(filmed(iter([0.0] * 100), film, lambda: table), 1):
        if step == 5:
            break
    assert film.snapshots()[1].tolist() == [0, 3, 5]
