"""What a file is read as, for scripts and bug reports: the same as the app would make of it."""

import json
from pathlib import Path

import pytest

from engine import understand

EDGES = "source,target,weight\n" + "".join(f"n{a},n{a + 1},{a + 1}\n" for a in range(8))
RATINGS = "user,item,rating\n" + "".join(f"u{a % 5},i{a % 6},{a % 5 + 1}\n" for a in range(30))
WORDS = "the king of the land and the queen of the sea walk along the long road to a small town by night. " * 20


def told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, *arguments: str
) -> tuple[int, dict[str, object]]:
    path = tmp_path / "file.txt"
    path.write_text(text, "utf-8")
    status = understand.main([str(path), *arguments])
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMBEDDING_HOME", str(tmp_path / "kept"))  # put back afterwards


def test_edges(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, found = told(capsys, tmp_path, EDGES, "--as", "graph")
    assert (status, found["nodes"], found["edges"], found["weighted"]) == (0, 9, 8, True)


def test_ratings(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, found = told(capsys, tmp_path, RATINGS, "--as", "ratings")
    assert (status, found["users"], found["items"], found["ratings"], found["range"]) == (0, 5, 6, 30, [1, 5])


def test_settings_are_those_of_a_user(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, found = told(capsys, tmp_path, EDGES, "--as", "graph", "--set", "directed=true", "--set", "weighting=ones")
    assert (status, found["directed"], found["weighted"]) == (0, True, False)
    status, found = told(capsys, tmp_path, EDGES, "--as", "graph", "--set", "colour=1")
    assert (status, found["code"]) == (1, "E-PAR-06")


def test_every_kind_is_tried_without_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, found = told(capsys, tmp_path, WORDS)
    assert status == 0 and set(found) == {*understand.SOURCES, "questions"}
    assert found["text"]["most_frequent"]["the"] == 100  # type: ignore[index]
    assert found["images"]["code"].startswith("E-") and "refused" in found["questions"]  # type: ignore[index]


def test_nothing_is_kept(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    told(capsys, tmp_path, WORDS)
    assert not (tmp_path / "kept").exists()
