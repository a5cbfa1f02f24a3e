"""The course of a map: what was changed on the way is a recipe that gives the same map again."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.errors import InputError
from engine.projections import tsne
from engine.projections.course import Course, changes_of, line_of
from engine.projections.tsne import TSNE
from engine.report import Silent
from tests.examples import embedding as three_clusters


class Steering(Silent):
    """Asks for something from some iterations on; keeps what the learner became."""

    def __init__(self, *wishes: tuple[int, Mapping[str, Any]], stop_at: int = 10_000) -> None:
        self.wishes, self.stop_at, self.step = wishes, stop_at, 0
        self.learner: TSNE | None = None

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
        self.step = int(done)

    def stopping(self, done: float, total: float, unit: str) -> bool:
        return done >= self.stop_at

    def asked(self) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        for at, wish in self.wishes:
            found |= wish if self.step >= at else {}
        return found

    def became(self, learner: Any) -> None:
        self.learner = learner


def test_lines_and_changes() -> None:
    changes = ((40, 4.0), (700, 1.5))
    assert line_of(changes) == "40:4 700:1.5" and changes_of(line_of(changes)) == changes
    assert changes_of("") == () and line_of(()) == ""


def test_a_course_by_hand() -> None:
    course = Course(300, 100, 12.0, 1.0)
    assert [course.exaggeration(step) for step in (0, 99, 100, 299)] == [12, 12, 1, 1]
    steered = course.steered(50, {"exaggeration": 4.0})
    assert [steered.exaggeration(step) for step in (49, 50, 200)] == [12, 4, 4]
    assert steered.is_early(49) and not steered.is_early(50)
    again = steered.steered(200, {"exaggeration": 1.0, "n_iter": 250})
    assert again == Course(250, 100, 12.0, 1.0, ((50, 4.0), (200, 1.0)))
    assert again.steered(210, {"exaggeration": 1.0, "n_iter": 250}) == again
    assert again.steered(220, {"n_iter": 100, "exaggeration": 1.0}).n_iter == 220  # not fewer than were made


@pytest.mark.parametrize("stop_at", [10_000, 170])
def test_a_steered_map_is_that_of_the_learner_which_it_became(stop_at: int) -> None:
    wishes = (60, {"exaggeration": 4.0}), (120, {"exaggeration": 2.0, "n_iter": 200})
    steering = Steering(*wishes, stop_at=stop_at)
    found = TSNE(perplexity=5, n_iter=150).fit(three_clusters(), steering)
    assert steering.learner is not None
    assert steering.learner.n_iter == min(stop_at, 200) and steering.learner.early_iter == 50
    assert steering.learner.changes == "60:4 120:2"
    again = steering.learner.fit(three_clusters())
    assert found.main.vectors.tobytes() == again.main.vectors.tobytes()


def test_what_was_not_changed_stays_what_was_asked_for() -> None:
    steering = Steering((0, {"paused": False, "exaggeration": 1.0}))
    TSNE(perplexity=5, n_iter=50).fit(three_clusters(), steering)
    assert steering.learner is None


def test_a_pause_leaves_the_changes_of_a_recipe_as_they_are() -> None:
    course = Course(300, 100, 12.0, 1.0, ((50, 4.0),))
    assert course.steered(120, {"paused": False}) == course


def test_a_pause_waits_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    steering = Steering()

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            steering.wishes = ()

    monkeypatch.setattr(tsne.time, "sleep", sleep)
    steering.wishes = ((30, {"paused": True}),)
    found = TSNE(perplexity=5, n_iter=60).fit(three_clusters(), steering)
    assert len(waits) == 3 and steering.learner is None
    assert found.main.vectors.tobytes() == TSNE(perplexity=5, n_iter=60).fit(three_clusters()).main.vectors.tobytes()


def test_a_map_on_a_card_is_refused_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(InputError, match="no CUDA GPU"):
        TSNE(device="cuda").fit(Embedding(np.eye(9), [str(n) for n in range(9)]))
