"""What an installation holds: the engine alone, with what it needs, under its licence."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"([\w.-]+)==([\w.]+)")
BUILD = "import setuptools.build_meta as b; print(b.{}({!r}))"
USE = """
import site, sys, importlib.util
site.addsitedir({!r})
import engine
print(engine.SOURCES["toy_world"]().load().n_words > 100, engine.SOURCES["toy_viewers"]().load().n_items > 50)
print([importlib.util.find_spec(name) for name in ("pages", "tests", "app")])
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what an installation reads, and of what it must leave alone."""
    setuptools = pytest.importorskip("setuptools", minversion="77", reason="setuptools builds the package")
    assert setuptools
    copy = tmp_path / "checkout"
    for folder in ("engine", "pages", "tests", "assets/toy_world", "assets/films"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "dependencies.txt", "README.md", "app.py"):
        shutil.copy(ROOT / file, copy / file)
    return copy


def built(checkout: Path, hook: str, folder: Path) -> Path:
    """The wheel that `pip install` would unpack."""
    script = BUILD.format(hook, str(folder))
    run = subprocess.run([sys.executable, "-c", script], cwd=checkout, capture_output=True, text=True, check=True)
    return folder / run.stdout.split()[-1]


def test_an_editable_install_gives_the_engine_and_its_tables_and_nothing_else(checkout: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    ZipFile(built(checkout, "build_editable", tmp_path)).extractall(site)
    result = subprocess.run(
        [sys.executable, "-I", "-c", USE.format(str(site))], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert result.stdout.split("\n")[:2] == ["True True", "[None, None, None]"]


def test_a_wheel_holds_the_engine_alone_and_names_what_it_needs(checkout: Path, tmp_path: Path) -> None:
    with ZipFile(built(checkout, "build_wheel", tmp_path)) as wheel:
        names = wheel.namelist()
        about = wheel.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "engine").rglob("*.py")}
    assert {name for name in names if ".dist-info/" not in name} == modules
    needed = [
        line
        for line in (ROOT / "dependencies.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert re.findall(r"^Requires-Dist: (.+)$", about, re.MULTILINE) == needed
    assert "License-Expression: Apache-2.0" in about


def test_the_constraints_hold_each_package_in_the_one_version_that_is_asked_for() -> None:
    def pins(name: str) -> list[tuple[str, str]]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return [(found[1].lower().replace("_", "-"), found[2]) for line in lines if (found := PIN.fullmatch(line))]

    held = pins("constraints.txt")
    assert len(dict(held)) == len(held)
    asked = pins("dependencies.txt") + pins("tests/requirements.txt")
    assert dict(held).items() >= dict(asked).items() and len(held) > 2 * len(asked)
    assert "-c constraints.txt" in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()


def test_licence_and_version_are_said_alike_everywhere() -> None:
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert PROJECT["license"] == "Apache-2.0"
    assert "license: Apache-2.0" in cited and "Apache-2.0" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"version: {PROJECT['version']}" in cited
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f'"{PROJECT["authors"][0]["name"]}"' in cited
