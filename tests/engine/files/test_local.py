"""Files of this machine: those in the folders that its owner has opened, and no others."""

import hashlib
from pathlib import Path

import pytest

from engine import limits
from engine.errors import InputError
from engine.files import local, uploads


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
    monkeypatch.setattr(limits, "LOCAL_BYTES", 1_000_000)
    (opened / ".secret").write_text("x")
    (opened / "below/.hidden/d.csv").write_text("x")
    (opened / "empty").touch()
    (opened / "large").write_bytes(bytes(1_100_000))
    (opened.parent / "outside").write_text("x")
    (opened / "link").symlink_to(opened.parent / "outside")
    (opened / "up").symlink_to(opened.parent)
    (opened / "broken").symlink_to(opened / "gone")
    assert not local.files()


def test_a_file_larger_than_an_upload_is_kept_by_its_content(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "1")
    content = bytes(range(256)) * 10_000
    (opened / "large.bin").write_bytes(content)
    kept = uploads.keep_local(local.files()["large.bin"])
    assert kept.sha256 == hashlib.sha256(content).hexdigest() and uploads.path(kept.sha256).read_bytes() == content
    assert uploads.names(kept.sha256) == ["large.bin"]
    with pytest.raises(InputError):
        uploads.keep(content, "large.bin")


def test_a_local_file_that_cannot_serve_is_refused(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (opened / "a.csv").write_bytes(b"\x80\x04pickle")
    (opened / "b.csv").write_bytes(b"")
    (opened / "c.csv").write_bytes(b"abcdef")
    monkeypatch.setattr(limits, "LOCAL_BYTES", 5)
    codes = {}
    for name in ("a.csv", "b.csv", "c.csv", "gone.csv"):
        monkeypatch.setattr(limits, "LOCAL_BYTES", 5 if name == "c.csv" else 100)
        with pytest.raises(InputError) as refused:
            uploads.keep_local(opened / name)
        codes[name] = refused.value.code
    assert codes == {"a.csv": "E-GEN-17", "b.csv": "E-GEN-02", "c.csv": "E-GEN-32", "gone.csv": "E-GEN-33"}


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
