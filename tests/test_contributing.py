"""The recipes of CONTRIBUTING.md, carried out in a copy of the tree as the page says them, and what they added run."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import ROOT

pytestmark = pytest.mark.slow

FILE = re.compile(r"^```python\n# (\S+\.py)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EDIT = re.compile(r"^```diff\n--- (\S+)\n (.*?)\n((?:\+.*\n)+)^```$", re.MULTILINE)


HOLDS_FOR_ALL = (
    "tests/test_architecture.py",
    "tests/engine/test_registry.py",
    "tests/engine/test_papers.py",
    "tests/engine/test_face.py",
    "tests/engine/learners/test_contract.py",
)
"""Tests of everything that is listed, each named by what it is of."""


@dataclass(frozen=True)
class Recipe:
    """Files to write (path, text), and lines to add (path, the line before, the lines)."""

    files: tuple[tuple[str, str], ...]
    edits: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, heading: str) -> "Recipe":
        """The recipe under a heading of CONTRIBUTING.md."""
        text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        section = re.split(r"^## ", text, flags=re.MULTILINE)
        told = next(part for part in section if part.startswith(f"{heading}\n"))
        edits = [
            (path, before, re.sub(r"^\+", "", lines, flags=re.MULTILINE)) for path, before, lines in EDIT.findall(told)
        ]
        return cls(tuple(FILE.findall(told)), tuple(edits))

    @property
    def n_lines(self) -> int:
        """Lines to add to files that are there already."""
        return sum(lines.count("\n") for *_, lines in self.edits)

    def carry_out(self, tree: Path) -> None:
        for path, text in self.files:
            target = tree / path
            assert not target.exists()
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
        for path, before, lines in self.edits:
            target = tree / path
            text = target.read_text(encoding="utf-8")
            assert text.count(f"\n{before}\n") == 1, f"{before!r} stands once in {path}"
            target.write_text(text.replace(f"\n{before}\n", f"\n{before}\n{lines}"), encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of all that runs."""
    copy = tmp_path / "tree"
    for folder in ("engine", "pages", "assets", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("app.py", "pyproject.toml", "dependencies.txt"):
        shutil.copy(ROOT / file, copy / file)
    return copy


def run(tree: Path, *command: str) -> str:
    """What a Python command prints that runs in the copy."""
    environment = os.environ | {"PYTHONPATH": str(tree), "EMBEDDING_HOME": str(tree / "home"), "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, *command], cwd=tree, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def check(tree: Path, recipe: Recipe, name: str, tests: tuple[str, ...] = HOLDS_FOR_ALL) -> None:
    """Style, the rules of the tree, and the contract that holds for everything of this sort."""
    paths = [path for path, _ in recipe.files]
    run(tree, "-m", "ruff", "check", *paths)
    run(tree, "-m", "ruff", "format", "--check", *paths)
    wanted = " or ".join([name, Path(paths[-1]).parent.name, "listed"])
    run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", *tests, "-k", wanted)


AS_A_JOB = """
from engine.datasets import SOURCES
from engine.learners import LEARNERS
from engine.projections import PROJECTIONS
from engine.runs import catalogue, jobs, store, supervisor
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.engine.runs.job_child import wait_for

def done(recipe):
    jobs.submit(recipe, "me")
    found = wait_for(recipe.run_id, "done", "failed")
    assert found.state == "done", found
    return store.load(recipe.run_id)

supervisor.start()
try:
    {}
    print(sorted(row.title for row in catalogue.runs()))
finally:
    supervisor.stop()
"""


def as_jobs(tree: Path, *lines: str) -> str:
    """What these lines print, and the titles of all runs that are listed then."""
    return run(tree, "-c", AS_A_JOB.format("\n    ".join(lines)))


def test_a_method_is_one_file_and_one_line(tree: Path) -> None:
    recipe = Recipe.of("A method")
    assert len(recipe.files) == recipe.n_lines == 1
    recipe.carry_out(tree)
    check(tree, recipe, "random_projection")
    trained = "fit = done(Recipe(SOURCES['toy_world'](), LEARNERS['random_projection']()))"
    printed = as_jobs(tree, trained, "print(fit.main.n_components)")
    assert printed.splitlines()[0] == "100" and "Random projection of counts: Toy world" in printed


def test_a_projection_is_one_file_and_one_line(tree: Path) -> None:
    recipe = Recipe.of("A projection")
    assert len(recipe.files) == recipe.n_lines == 1
    recipe.carry_out(tree)
    check(tree, recipe, "random_plane")
    trained = "words = Recipe(SOURCES['toy_world'](), LEARNERS['ppmi_svd'](n_components=10)); done(words)"
    drawn = "flat = done(Recipe(EmbeddingOf(words.run_id), PROJECTIONS['random_plane'](3)))"
    printed = as_jobs(tree, trained, drawn, "print(flat.main.n_components)")
    assert printed.splitlines()[0] == "3" and "Random plane" in printed


def test_a_kind_of_dataset_is_one_folder_and_two_lines(tree: Path) -> None:
    recipe = Recipe.of("A dataset")
    assert {str(Path(path).parent) for path, _ in recipe.files} == {"engine/datasets/series"}
    assert recipe.n_lines == 2
    recipe.carry_out(tree)
    check(tree, recipe, "sine")
    printed = as_jobs(
        tree,
        "series = done(Recipe(SOURCES['sine'](n_points=40, period=4)))",
        "print(type(series).__name__, series.values[:3].round(2).tolist())",
    )
    assert printed.splitlines()[0] == "Series [0.0, 1.0, 0.0]"


OPENED = """
from engine.runs import supervisor
from pages.parts.domains import DOMAINS
from tests.pages.opening import opened, texts

try:
    for tab in DOMAINS[-1].tabs:
        app = opened("series", DOMAINS[-1].first_item, run=DOMAINS[-1].default.run_id, tab=tab.title)
        assert not app.exception and not app.error
        assert app.session_state["tab"] == tab.title
        assert "Delay coordinates: Sine of period 20" in texts(app)
        print(tab.title)
    home = opened("home")
    assert not home.exception and DOMAINS[-1].about in texts(home)
finally:
    supervisor.stop()
"""
OF_PAGES = ("tests/test_architecture.py", "tests/engine/test_registry.py", "tests/engine/test_papers.py")


def test_a_page_is_one_folder_and_one_line(tree: Path) -> None:
    Recipe.of("A dataset").carry_out(tree)
    recipe = Recipe.of("A page")
    folders = {str(Path(path).parent) for path, _ in recipe.files}
    assert folders == {"engine/learners/series", "pages/series"}  # the first is the method that it is over
    assert [(path, lines.count("\n")) for path, _, lines in recipe.edits if path.startswith("pages/")] == [
        ("pages/parts/domains.py", 1)
    ]
    assert recipe.n_lines == 2
    recipe.carry_out(tree)
    check(tree, recipe, "delay_coordinates", OF_PAGES)
    declared = "series and (default or choice or texts) or has_a_page"
    run(tree, "-m", "pytest", "-q", "--noconftest", "tests/pages/test_domains.py", "-k", declared)  # without examples
    made = "from pages.parts.domains import DOMAINS; moments = done(DOMAINS[-1].default)"
    printed = as_jobs(tree, made, "print(moments.main.vectors.shape)")
    assert printed.splitlines()[0] == "(90, 3)" and "Delay coordinates: Sine of period 20" in printed
    assert run(tree, "-c", OPENED).splitlines() == ["What leads here?", "Training", "Export"]
