"""A lesson drawn again without a browser, with what a student chose and typed: what the script of its sheet does."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pandas as pd
from streamlit.testing.v1 import AppTest

from pages.lessons import lesson
from pages.lessons.contents import LESSONS
from pages.lessons.edits import with_edits
from pages.lessons.lesson import FIGURES

SECONDS = 120
_LINKS = (*(f"pages.lessons.links.{name}" for name in ("to_page", "to_run", "to_tab")), "streamlit.page_link")


def figures(number: int, given: Mapping[str, Any]) -> dict[str, str]:
    """What each figure of a lesson says in words and numbers, by its key.

    given: see `pages.lessons.sheet.given`. Raises RuntimeError with the first error if the lesson could not be drawn.
    """
    tables = {key: value for key, value in given.items() if isinstance(value, dict)}

    def edited(data: pd.DataFrame, *, key: str = "", **_: Any) -> pd.DataFrame:
        return with_edits(data, tables[key]) if key in tables else data

    app = AppTest.from_function(_page, kwargs={"number": number}, default_timeout=SECONDS)
    for key, value in given.items():
        if key not in tables:
            app.session_state[key] = value
    with ExitStack() as stack:
        for name in _LINKS:
            stack.enter_context(patch(name, _nowhere))
        stack.enter_context(patch("streamlit.data_editor", edited))
        app.run()
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return {key: picture.told for key, picture in app.session_state[FIGURES].items()}


def _page(number: int) -> None:
    """Runs by itself, without what this module knows."""
    from pages.lessons.replay import drawn

    drawn(number)


def drawn(number: int) -> None:
    """The lesson of a number on the page that runs."""
    lesson.show(next(one for one in LESSONS if one.number == number))


def _nowhere(*_: Any, **__: Any) -> None:
    """A link to a page of the app, which is not there."""
