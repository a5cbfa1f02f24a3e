"""The page of exercises: all 29, each with a text, and buttons that lead where they say."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from engine.errors import InputError
from engine.files.downloads.entries import CATALOGUE
from engine.runs import jobs
from pages.lessons.contents import LESSONS
from pages.lessons.exercises import maps, pictures, words
from pages.lessons.exercises.contents import EXERCISES, GROUPS
from pages.lessons.exercises.exercise import Comparison, Exercise, InLesson, texts
from pages.lessons.links import domain
from tests import ROOT
from tests.pages.lessons.exercises.doing import row, run_of
from tests.pages.opening import opened


@pytest.fixture(autouse=True)
def nothing_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where data lie at hand, pages open with them, and no download is told."""
    monkeypatch.delenv("EMBEDDING_DATA", raising=False)


@pytest.fixture
def app(fresh: None, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    return opened("exercises")


def button(app: AppTest, number: int, place: int) -> AppTest:
    return app.button(key=f"exercises.{number}.{place}").click().run()


def test_all_are_told_in_order_with_their_source(app: AppTest) -> None:
    assert [one.number for one in EXERCISES] == list(range(1, 30)) == list(texts()[1])
    assert not app.exception
    told = "\n".join(one.value for kind in ("markdown", "caption") for one in app.get(kind))
    for number, text in texts()[1].items():
        assert f"##### {number}  {text.title}" in told and text.source in told
        assert len(text.task) > 80 and text.steps.startswith("1. ")
    assert sorted(number for group in GROUPS.values() for number in group) == list(range(1, 30))
    row(app, "About").set_value("Graphs").run()
    assert [one.value for one in app.markdown if one.value.startswith("#####")] == [
        "##### 24  The karate club in numbers"
    ]


def test_each_has_a_test_that_does_it() -> None:
    folders = (ROOT / "tests/browser/exercises", ROOT / "tests/pages/lessons/exercises")
    done = "".join(path.read_text() for folder in folders for path in folder.glob("test_*.py"))
    assert [number for number in range(1, 30) if f"def test_{number}_" not in done] == []


@pytest.mark.parametrize("one", EXERCISES, ids=lambda one: str(one.number))
def test_its_buttons_name_pages_and_tabs_that_are_there(one: Exercise, home: object) -> None:
    for preset in one.presets:
        if isinstance(preset, InLesson):
            assert preset.number in [lesson.number for lesson in LESSONS]
            continue
        if isinstance(preset, Comparison):
            assert preset.first().learner and preset.second().learner
            continue
        here = domain(preset.page)
        assert not preset.tab or preset.tab in {tab.title for tab in here.tabs}
        try:
            recipe = here.first if preset.recipe is None else preset.recipe()
        except InputError as error:  # too little memory for an upload, on a busy machine
            pytest.skip(str(error))
        assert recipe.learner is not None and recipe.learner.name in here.shown
        named = [str(entry) for entry in CATALOGUE if f'"{entry}"' in json.dumps(recipe.to_json())]
        assert named == ([preset.entry.key] if preset.entry else []), "what is downloaded is said, and nothing else"


def test_a_button_opens_the_page_with_data_and_setting(app: AppTest) -> None:
    there = button(app, 1, 0)
    assert not there.exception and run_of(there) == domain("words").first.run_id
    assert there.session_state["words.mini_text"] == words.SHAKESPEARE
    assert there.session_state["words.mini_cells"] == "count"


def test_lists_are_set_for_the_run_that_is_opened(app: AppTest) -> None:
    there = button(app, 11, 0)
    run = run_of(there)
    assert run == words.toy().run_id and jobs.status(run) is not None
    assert there.session_state[f"words.lists.{run}.word."] == "Your own lists"


def test_two_runs_are_asked_for_to_be_compared(app: AppTest) -> None:
    button(app, 9, 1)
    asked = {jobs.recipe_of(status.run_id).learner.n_components for status in jobs.active("")}
    assert asked == {50, 300}


def test_real_data_are_offered_with_what_they_cost(app: AppTest) -> None:
    said = {one.value.replace("\\", "") for one in app.caption if one.value.startswith("On the data of the course")}
    assert any("MovieLens" in one and "a download of 1.0 MB, once" in one for one in said)
    there = button(app, 20, 2)
    recipe = jobs.recipe_of(run_of(there))
    assert recipe is not None and recipe.dataset.ratings.entry == "ml_latest_small"


def test_a_lesson_does_the_same_small(app: AppTest) -> None:
    there = button(app, 26, 3)
    assert not there.exception and "10  Reading a map" in [one.value for one in there.header]


def test_data_of_an_exercise_are_made_and_read(app: AppTest) -> None:
    there = button(app, 21, 2)
    recipe = pictures.heartbeats()
    assert run_of(there) == recipe.run_id
    table = recipe.dataset.load()
    assert table.shape == (460, 70) and set(table.attributes["kind"]) == {"normal", "irregular"}
    points = maps.vectors_of("sizes").dataset.load()
    assert points.vectors.shape == (120, 20)
