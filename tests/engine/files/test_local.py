"""Files of this machine: those in the folders that its owner has opened, and no others."""

from pathlib import Path

import pytest

from engine.files import local


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "opened"
    (folder / "below" / ".hidden").mkdir(parents=True)
    monkeypatch.setenv("EMBEDDING_DATA", str(folder))
    return folder


def test_files_in_and_below_the_folder(opened: Path) -> None:
    for name in ("b.csv", "a.txt", "below/c.csv"):
        (opened / name).write_text("x")
    assert local.files() == {name: opened / name for name in ("a.txt", "b.csv", "below/c.csv")}


def test_hidden_empty_large_and_outer_files_are_not_among_them(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "1")
    (opened / ".secret").write_text("x")
    (opened / "below/.hidden/d.csv").write_text("x")
    (opened / "empty").touch()
    (opened / "large").write_bytes(bytes(1_100_000))
    (opened.parent / "outside").write_text("x")
    (opened / "link").symlink_to(opened.parent / "outside")
    (opened / "up").symlink_to(opened.parent)
    (opened / "broken").symlink_to(opened / "gone")
    assert not local.files()


def test_no_folder_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMBEDDING_DATA", raising=False)
    assert not local.files()
    monkeypatch.setenv("EMBEDDING_DATA", "/nowhere/at/all")
    assert not local.files()


def test_a_long_list_is_cut(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "MOST", 3)
    for number in range(9):
        (opened / f"{number}.csv").write_text("x")
    assert list(local.files()) == ["0.csv", "1.csv", "2.csv"]
