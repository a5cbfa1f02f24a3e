"""Uploads: content-addressed, capped, crash-safe, and never reached by their name."""

import hashlib
import os
from pathlib import Path

import pytest

from engine import limits
from engine.errors import InputError
from engine.files import uploads


def refused(data: bytes, name: str) -> str:
    with pytest.raises(InputError) as caught:
        uploads.keep(data, name)
    return caught.value.code


def test_content_comes_back_under_its_hash(home: Path) -> None:
    upload = uploads.keep(b"some words", "notes.txt")
    assert upload == uploads.Upload(hashlib.sha256(b"some words").hexdigest(), "notes.txt", 10)
    assert uploads.path(upload.sha256).read_bytes() == b"some words"
    assert uploads.path(upload.sha256) == home / "uploads" / upload.sha256


def test_row_12_same_content_under_another_name_is_one_file(home: Path) -> None:
    first, second = uploads.keep(b"some words", "a.txt"), uploads.keep(b"some words", "b.txt")
    assert first.sha256 == second.sha256
    assert sorted(file.name for file in (home / "uploads").iterdir()) == [first.sha256, f"{first.sha256}.json"]
    assert uploads.names(first.sha256) == ["b.txt", "a.txt"]


def test_rows_1_3_4_empty_and_too_large_files_are_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(b"", "a.txt") == "E-GEN-02"
    monkeypatch.setattr(limits, "UPLOAD_BYTES", 1_000_000)
    assert uploads.keep(b"x" * 1_000_000, "a.txt").size == 1_000_000
    with pytest.raises(InputError, match="at most 1 MB") as caught:
        uploads.keep(b"x" * 1_000_001, "a.txt")
    assert caught.value.code == "E-GEN-03"


@pytest.mark.parametrize(
    ("data", "name", "code", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n....", "table.csv", "E-GEN-18", "This is a PNG image, not CSV"),
        (b"PK\x03\x04....", "table.csv", "E-GEN-18", "This is a ZIP archive, not CSV"),
        (b"MZ\x90\x00....", "text.txt", "E-GEN-18", "This is a program, not text"),
        (b"\x80\x04\x95....", "model.bin", "E-GEN-17", "never opened"),
    ],
)
def test_row_5_names_that_lie_are_refused(data: bytes, name: str, code: str, sentence: str, home: Path) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        uploads.keep(data, name)
    assert caught.value.code == code
    assert not (home / "uploads").exists()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.txt", "x.txt"),
        ("C:\\x", "x"),
        ("a\0b.txt", "a b.txt"),
        ("n" * 300 + ".txt", "n" * 76 + ".txt"),
        ("n" * 300, "n" * 80),
        ("gpj.\u202etxt", "gpj.txt"),
        ("caf\u0065\u0301 \U0001f600.txt", "caf\u00e9 \U0001f600.txt"),
        ("half\ud800.txt", "half\ufffd.txt"),
        ("..", "upload"),
        ("", "upload"),
    ],
)
def test_row_6_names_are_for_display_only(name: str, clean: str, home: Path) -> None:
    upload = uploads.keep(b"some words", name)
    assert upload.name == uploads.clean_name(name) == clean
    assert uploads.names(upload.sha256) == [clean]
    assert {file.name.removesuffix(".json") for file in home.rglob("*") if file.is_file()} == {upload.sha256}


@pytest.mark.parametrize("sha256", ["0" * 64, "../catalogue.db", "", "A" * 64, "0" * 64 + ".json"])
def test_what_was_never_uploaded_is_not_found(sha256: str) -> None:
    uploads.keep(b"some words", "a.txt")
    assert uploads.names(sha256) == []
    with pytest.raises(InputError) as caught:
        uploads.path(sha256)
    assert caught.value.code == "E-GEN-14"


def test_row_14_a_failed_write_leaves_no_trace(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="The disk is full"):
        uploads.keep(b"some words", "a.txt")
    assert list((home / "uploads").iterdir()) == []


def test_a_damaged_copy_is_replaced_by_the_next_upload() -> None:
    upload = uploads.keep(b"some words", "a.txt")
    uploads.path(upload.sha256).write_bytes(b"some w0rds")
    uploads.keep(b"some words", "a.txt")
    assert uploads.path(upload.sha256).read_bytes() == b"some words"


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b'{"names": 3}', b'{"names": [1, "ok.txt"]}', b"\xff"])
def test_damaged_names_never_matter(damage: bytes, home: Path) -> None:
    upload = uploads.keep(b"some words", "a.txt")
    (home / "uploads" / f"{upload.sha256}.json").write_bytes(damage)
    assert uploads.names(upload.sha256) == (["ok.txt"] if b"ok" in damage else [])


def test_row_13_uploads_wait_while_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE_MEMORY_BYTES", 10**15)
    assert refused(b"some words", "notes.txt") == "E-GEN-13"
