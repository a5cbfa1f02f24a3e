"""The correction for apps with a folder named pages: it is still needed, and it holds."""

from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager

from pages.parts.streamlit_fixes import pages_folder
from tests import ROOT


@pytest.fixture(autouse=True)
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has run no script yet."""
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)


def test_streamlit_still_takes_the_folder_for_its_older_kind_of_app() -> None:
    PagesManager(str(ROOT / "app.py"))
    assert PagesManager.uses_pages_directory  # when this fails the correction can go, and st.App with it


def test_a_server_that_was_told_does_not(tmp_path: Path) -> None:
    pages_folder.correct()
    PagesManager(str(ROOT / "app.py"))
    assert PagesManager.uses_pages_directory is False
