"""The admin's page: nothing is told without the token, all with it, and the log is heard."""

import logging

import pytest
from streamlit.testing.v1 import AppTest

from engine import settings
from engine.runs import closing, jobs, overseeing
from engine.runs.recipe import Recipe
from pages.parts import admission, log
from tests.engine.runs.job_child import Drawn, Moody
from tests.pages.opening import opened, texts

TOKEN = "0123456789abcdef-token"
VISITOR = "v" * 32


@pytest.fixture
def shared(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared server with a token, at which a job waits: its queue is not served."""
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    monkeypatch.setenv(settings.ADMIN_TOKEN, TOKEN)
    monkeypatch.setattr(admission, "WAIT", 0.0)
    monkeypatch.setattr("pages.parts.run.state.serve_jobs", lambda: None)
    monkeypatch.setattr("pages.parts.streamlit_fixes.sessions.connected", lambda: 1)  # the test client has no server
    jobs.submit(Recipe(Drawn(1), Moody()), VISITOR)


def given(app: AppTest, token: str) -> AppTest:
    """The page once somebody has typed a token."""
    app.text_input[0].set_value(token)
    return app.button[0].click().run()


def test_who_has_no_token_learns_nothing(shared: None) -> None:
    app = opened("admin")
    for attempt in ("", "wrong", TOKEN[:-1]):
        app = given(app, attempt)
        assert not app.exception
        assert [button.label for button in app.button] == ["Open"]
        assert not app.metric and not app.dataframe and "Moody" not in texts(app)
        assert overseeing.mark_of(VISITOR) not in texts(app)


def test_who_has_it_sees_and_does_all(shared: None) -> None:
    app = given(opened("admin"), TOKEN)
    assert not app.exception
    mark = overseeing.mark_of(VISITOR)
    assert "Moody" in texts(app) and mark in texts(app) and VISITOR not in texts(app)
    assert mark in list(app.dataframe[0].value["Visitor"])
    pressed = {button.label: button for button in app.button}
    pressed["Take no new jobs"].click().run()
    assert closing.is_closed() and any(button.label == "Take jobs again" for button in app.button)
    next(button for button in app.button if button.label == "Cancel for all").click().run()
    assert not overseeing.active_jobs() and "No job runs or waits" in texts(app)


def test_without_a_token_there_is_no_such_page(shared: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.ADMIN_TOKEN)
    assert "Admin" not in texts(opened("admin"))


def test_warnings_of_every_logger_are_kept() -> None:
    deaf = logging.getLogger("a library that passes nothing on")
    deaf.propagate = False
    log.listen()
    log.listen()
    deaf.warning("of %s", "that library")
    deaf.setLevel(logging.INFO)
    deaf.info("GET /words?run=a-secret-link")
    logging.getLogger("engine.test").error("of the app")
    kept = [line.partition(" ")[2] for line in log.TAIL.lines]
    assert sum("of that library" in line for line in kept) == 1 == sum("of the app" in line for line in kept)
    assert not any("a-secret-link" in line for line in kept)
    for number in range(2 * log.LINES):
        deaf.warning(str(number))
    assert len(log.TAIL.lines) == log.LINES
    deaf.removeHandler(log.TAIL)
    logging.root.removeHandler(log.TAIL)
