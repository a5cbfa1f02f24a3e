"""The doctor: all is well on a machine that runs the tests, and each trouble is told with its fix."""

import json
import shutil
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import psutil
import pytest

from engine import doctor, limits
from engine.datasets.text.toy_world import ToyWorld
from engine.runs import store
from engine.runs.files import run_folder
from engine.runs.recipe import Recipe
from tests import ROOT

Usage = namedtuple("Usage", "total used free")
Memory = namedtuple("Memory", "total available")


def found(what: str) -> doctor.Finding:
    return doctor.CHECKS[what](what)


def test_every_check_is_made_and_nothing_is_left_behind(home: Path) -> None:
    every = list(doctor.findings())
    assert [one.what for one in every] == list(doctor.CHECKS)
    assert not [one for one in every if one.state == "fails"], every
    assert all(one.fix for one in every if one.state != "works")
    assert not list(home.glob(".doctor*"))


def test_a_check_that_falls_ill_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor.CHECKS, "Port", lambda what: 1 / 0)
    told = {one.what: one for one in doctor.findings()}
    assert told["Port"].state == "fails" and "ZeroDivisionError" in told["Port"].told


def test_little_memory_and_little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: Memory(8e9, limits.FREE_MEMORY_BYTES - 1))
    assert found("Memory").state == "fails"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1e12, 0, 1e9))
    assert found("Folder of the app").state == "note" and "1.0 GB free" in found("Folder of the app").told


def test_a_home_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("EMBEDDING_HOME", str(tmp_path / "file"))
    told = next(one for one in doctor.findings() if one.what == "Folder of the app")
    assert told.state == "fails" and "EMBEDDING_HOME" in told.told


def test_a_damaged_run_and_a_damaged_catalogue(home: Path) -> None:
    recipe = Recipe(ToyWorld(n_tokens=20_000))
    store.save(recipe, ToyWorld(n_tokens=20_000).load(), 1.0, "", recipe.run_id)
    assert found("Catalogue").state == "works" and "1 runs, 0 of them damaged" in found("Catalogue").told
    for file in run_folder(recipe.run_id).glob("*.safetensors"):
        file.write_bytes(b"x" * 99)
    with pytest.raises(store.DamagedRun):
        store.load(recipe.run_id)
    assert found("Catalogue").state == "note" and "1 of them damaged" in found("Catalogue").told


def test_a_port_that_is_taken_and_a_data_folder_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(doctor, "PORT", taken.getsockname()[1])
        assert found("Port").state == "note"
    monkeypatch.setenv("EMBEDDING_DATA", "/no/such/folder")
    assert found("Data folders").state == "note" and "/no/such/folder" in found("Data folders").told
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    assert "/no/such/folder" not in found("Data folders").told


def test_the_program_prints_a_line_of_json_a_finding(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "engine.doctor", "--json"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert [json.loads(line)["what"] for line in done.stdout.splitlines()] == list(doctor.CHECKS)
    assert done.returncode == 0, done.stdout
