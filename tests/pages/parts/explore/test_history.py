"""Undo and redo of the view: the steps themselves, and the page that goes back and forth over them."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.explore.history import LONGEST, History
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open

RUN = "0" * 32
NAMES = ("item", "color", "map")


def noted(*items: str) -> History:
    """A history of these items, one after the other."""
    history = History(RUN)
    for item in items:
        history.note({"item": item})
    return history


def test_steps_are_taken_back_and_done_again() -> None:
    history = noted("a", "b", "c")
    assert not history.can_move(1)
    assert [history.moved(by)["item"] for by in (-1, -1, 1, 1)] == ["b", "a", "b", "c"]
    assert not history.can_move(1) and history.can_move(-2) and not history.can_move(-3)


def test_nothing_can_be_taken_back_at_first() -> None:
    assert not noted().can_move(-1) and not noted().can_move(1)
    assert not noted("a").can_move(-1) and not noted("a").can_move(1)


def test_the_same_view_is_noted_once_also_after_it_was_come_back_to() -> None:
    history = noted("a", "a", "b", "b")
    assert len(history.steps) == 2
    history.note(history.moved(-1))
    assert history.can_move(1) and history.moved(1) == {"item": "b"}


def test_another_way_on_forgets_what_was_undone() -> None:
    history = noted("a", "b", "c")
    history.moved(-2)
    history.note({"item": "d"})
    assert not history.can_move(1) and history.moved(-1) == {"item": "a"} and len(history.steps) == 2


def test_the_oldest_steps_are_forgotten() -> None:
    history = noted(*map(str, range(LONGEST + 10)))
    assert len(history.steps) == LONGEST and history.at == LONGEST - 1
    assert history.moved(1 - LONGEST) == {"item": "10"} and not history.can_move(-1)


@pytest.fixture
def words(at_rest: Open) -> AppTest:
    """The words page by its map that is there."""
    app = at_rest(run=RECIPES["ppmi_svd"].run_id, map="pca")
    assert not app.exception
    return app


def press(app: AppTest, name: str) -> None:
    app.button(key=f"words.{name}.only_icon").click().run()
    assert not app.exception


def can(app: AppTest) -> tuple[bool, bool]:
    """Whether something can be undone, and whether something can be redone."""
    undo, redo = (app.button(key=f"words.{name}.only_icon").disabled for name in ("undo", "redo"))
    return not undo, not redo


def told(app: AppTest) -> dict[str, str]:
    """What the address says of the view."""
    found = {name: app.query_params[name] for name in NAMES if name in app.query_params}
    return {name: value if isinstance(value, str) else value[0] for name, value in found.items()}


def look_at(app: AppTest, word: str) -> None:
    """Choose a word by the address: the test client cannot rerun a fragment alone, as the search does."""
    app.query_params["item"] = word
    app.run()
    assert not app.exception and told(app)["item"] == word


def test_colors_and_items_are_undone_in_turn_and_done_again(words: AppTest) -> None:
    first = told(words)
    assert first == {"item": "king", "map": "pca"} and can(words) == (False, False)
    words.selectbox(key="words.choose_color").set_value("none").run()
    assert told(words) == first | {"color": "none"} and can(words) == (True, False)
    look_at(words, "queen")
    last = told(words)
    assert last == first | {"color": "none", "item": "queen"}
    press(words, "undo")
    assert told(words) == first | {"color": "none"} and can(words) == (True, True)
    press(words, "undo")
    assert told(words) == first and can(words) == (False, True)
    assert words.selectbox(key="words.choose_color").value != "none"
    press(words, "redo")
    press(words, "redo")
    assert told(words) == last and can(words) == (True, False)
    assert words.selectbox(key="words.choose_color").value == "none"


def test_another_way_on_forgets_what_was_undone_on_the_page(words: AppTest) -> None:
    look_at(words, "queen")
    press(words, "undo")
    look_at(words, "woman")
    assert can(words) == (True, False)
    press(words, "undo")
    assert told(words)["item"] == "king"


def test_another_run_begins_a_history_of_its_own(words: AppTest) -> None:
    look_at(words, "queen")
    words.query_params["run"] = RECIPES["skipgram"].run_id
    words.run()
    assert not words.exception and can(words) == (False, False)
