"""A worker takes what has the content that was named, and writes where a home has places for it."""

import hashlib
from pathlib import Path

import pytest

from engine.runs.executors import machine, scratch
from engine.runs.executors.told import Told
from engine.runs.executors.worker import command

TOKEN = "0" * 32


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(scratch, "_folder", tmp_path)  # forgotten after the test
    monkeypatch.setenv("EMBEDDING_DATA", "")
    scratch.open_at(tmp_path)
    return tmp_path


def test_a_content_is_taken_in_parts_and_checked(folder: Path) -> None:
    sha256 = hashlib.sha256(b"abcdef").hexdigest()
    assert machine.lacks([sha256]) == [sha256]
    assert machine.take(TOKEN, sha256, 0, b"abc", False) == ""
    assert machine.lacks([sha256]) == [sha256]
    assert machine.take(TOKEN, sha256, 3, b"def", True) == ""
    assert machine.lacks([sha256]) == [] and (folder / "contents" / sha256).read_bytes() == b"abcdef"


def test_another_content_than_was_named_is_not_taken(folder: Path) -> None:
    sha256 = hashlib.sha256(b"abcdef").hexdigest()
    assert "arrived instead" in machine.take(TOKEN, sha256, 0, b"abcdeg", True)
    assert not list((folder / "contents").iterdir())


@pytest.mark.parametrize("place", ["../x", "uploads/../../x", "/etc/passwd", f"runs/{TOKEN}/../x", "catalogue.db", ""])
def test_nothing_is_written_outside_the_places_of_a_home(place: str, folder: Path) -> None:
    with pytest.raises(ValueError, match="no name of the app's own"):
        scratch.lay_out(folder / "home", {}, {place: "text"})
    assert not (folder / "home").exists()


def test_names_that_are_no_hashes_are_refused() -> None:
    for sha256, token in (("../../x", TOKEN), ("0" * 64, "../x")):
        with pytest.raises(ValueError, match="no name of the app's own"):
            machine.take(token, sha256, 0, b"", True)


def test_a_worker_is_started_with_what_was_asked_for() -> None:
    found = command(["tcp://there:8786", "--jobs", "3", "--tls-cert", "mine.pem"])
    assert found[found.index("--nthreads") + 1] == "3" and found[-2:] == ["--tls-cert", "mine.pem"]
    assert "engine.runs.executors.machine" in found and "tcp://there:8786" in found


def test_who_waits_is_told_why() -> None:
    assert Told("a", True, 2, 4, 0).sentence == ""
    assert "scheduler does not answer" in Told("a", False, 0, 0, 0).sentence
    assert "version" in Told("a", True, 0, 0, 2).sentence and "No computer" in Told("a", True, 0, 0, 0).sentence
