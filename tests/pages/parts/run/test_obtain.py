"""What a page does with a job in each of its states."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.learners.base import Estimate
from engine.runs import jobs
from engine.runs.jobs import JobStatus
from engine.runs.lanes import Lane, Reason
from engine.runs.recipe import Recipe
from pages.parts.run import obtain

RECIPE = Recipe(ToyWorld(n_tokens=20_000))


def script() -> None:
    import streamlit as st

    from tests.pages.parts.run import test_obtain

    found = test_obtain.wanted_of(st)
    st.write(f"found: {found}")


def wanted_of(st: Any) -> str | None:
    """What the page makes of it: the data are asked for by a button."""
    return obtain.obtain_as(loaded, RECIPE, "The data", lambda: st.button("Begin"))


def loaded(run_id: str) -> str:
    """Stands for what reads a saved run."""
    return f"read {run_id[:4]}"


def shown(monkeypatch: pytest.MonkeyPatch, state: str | None, **more: Any) -> AppTest:
    """The page while the job is in that state."""
    status = None if state is None else JobStatus(RECIPE.run_id, state, "Toy world", **more)  # type: ignore[arg-type]
    monkeypatch.setattr(jobs, "status", lambda run_id: status)
    return AppTest.from_function(script, default_timeout=30).run()


def found(app: AppTest) -> str:
    """The page's last line."""
    return str(app.markdown[-1].value)


def test_what_is_absent_is_offered_and_submitted_when_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted: list[Recipe] = []
    monkeypatch.setattr(jobs, "submit", lambda recipe, owner, estimate: submitted.append(recipe))
    app = shown(monkeypatch, None)
    assert found(app) == "found: None" and [button.label for button in app.button] == ["Begin"] and not submitted
    app.button[0].click().run()
    assert submitted == [RECIPE]


def test_a_refusal_is_said_and_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(recipe: Recipe, owner: str, estimate: Estimate | None) -> None:
        raise InputError("You already have 8 jobs.", "E-JOB-01")

    monkeypatch.setattr(jobs, "submit", refuse)
    app = shown(monkeypatch, None)
    app.button[0].click().run()
    assert not app.exception and "8 jobs" in app.warning[0].value.replace("\\", "")


@pytest.mark.parametrize("state", ["queued", "running"])
def test_what_is_on_its_way_shows_progress_and_can_be_cancelled(monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    app = shown(monkeypatch, state, position=2)
    assert found(app) == "found: None"
    assert [button.label for button in app.button] == ["Cancel"]
    assert not app.exception


@pytest.mark.parametrize(("lane", "queue"), [("light", "short work"), ("heavy", "long work")])
def test_the_place_in_either_lane_is_told(monkeypatch: pytest.MonkeyPatch, lane: Lane, queue: str) -> None:
    app = shown(monkeypatch, "queued", position=2, wait_seconds=30.0, lane=lane)
    assert line(app) == f"The data: place 2 in the queue of {queue}, about 30 s to wait"


@pytest.mark.parametrize(("moved", "why"), [("estimate", "10 s or 800"), ("seconds", "60 s"), ("memory", "1,000 MB")])
@pytest.mark.parametrize("state", ["queued", "running"])
def test_who_was_moved_to_the_long_work_is_told_why(
    monkeypatch: pytest.MonkeyPatch, state: str, moved: Reason, why: str
) -> None:
    told = line(shown(monkeypatch, state, position=1, lane="heavy", moved=moved))
    assert "moved to the long work: it " in told and why in told


def line(app: AppTest) -> str:
    """What stands at the bar of progress."""
    return str(app.get("progress")[0].proto.text)


@pytest.mark.parametrize(("state", "told"), [("failed", "The file is empty"), ("cancelled", "Nothing was kept")])
def test_what_ended_early_says_why_and_can_be_tried_again(
    monkeypatch: pytest.MonkeyPatch, state: str, told: str
) -> None:
    app = shown(monkeypatch, state, error="The file is empty.")
    assert found(app) == "found: None"
    assert [button.label for button in app.button] == ["Try again"]
    sentences = [element.value.replace("\\", "") for element in (*app.error, *app.info)]
    assert any(told in sentence for sentence in sentences)


@pytest.mark.parametrize(("told", "label"), [({}, "Stop and keep"), ({"stopping": True}, "Stopping ...")])
def test_what_can_be_kept_half_done_can_be_stopped(monkeypatch: pytest.MonkeyPatch, told: Any, label: str) -> None:
    stopped: list[str] = []
    monkeypatch.setattr(jobs, "stop", lambda run_id, owner: stopped.append(run_id))
    app = shown(monkeypatch, "running", progress={"stoppable": True} | told)
    assert [button.label for button in app.button] == [label, "Cancel"] and app.button[0].disabled is bool(told)
    if not told:
        app.button[0].click().run()
        assert stopped == [RECIPE.run_id]


def test_what_was_kept_half_done_is_read_in_its_place_and_can_be_computed_in_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    retried: list[str] = []
    monkeypatch.setattr(jobs, "retry", lambda run_id, owner: retried.append(run_id))
    app = shown(monkeypatch, "stopped", kept="abcd" * 8)
    assert found(app) == "found: read abcd" and [button.label for button in app.button] == ["Compute in full"]
    app.button[0].click().run()
    assert retried == [RECIPE.run_id]


def test_what_is_done_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(monkeypatch, "done")
    assert found(app) == f"found: read {RECIPE.run_id[:4]}" and not app.button


def test_what_cannot_be_read_any_more_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(run_id: str) -> str:
        raise InputError("This run is damaged.", "E-RUN-02")

    monkeypatch.setattr("tests.pages.parts.run.test_obtain.loaded", damaged)
    app = shown(monkeypatch, "done")
    assert not app.exception and "damaged" in app.error[0].value and found(app) == "found: None"
