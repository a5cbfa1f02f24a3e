"""The rules of the tree: who may import whom, what importing may cost, and what never appears."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests import ROOT

ENGINE = sorted((ROOT / "engine").rglob("*.py"))
PAGES = sorted([*(ROOT / "pages").rglob("*.py"), ROOT / "app.py"])
HEAVY = ("torch", "sklearn", "scipy", "numba", "umap")
LEAVES = {
    *("errors", "error_codes", "settings", "limits", "fields", "lock"),
    *("papers", "registry", "report", "costs", "threads"),
}
LAYERS = (
    {"embedding"},
    {"fit"},
    {"files"},
    {"algorithms", "low_rank"},
    {"neighbors", "kept_graph", "alignment"},
    {"arithmetic"},
    {"datasets"},
    {"insight"},
    {"learners"},
    {"evaluation"},
    {"projections"},
    {"by_name"},
    {"runs"},
    {"openings", "reproduce"},
    {"figures"},
    {"exports"},
    {"lab_sheet", "recognition", "warm", "doctor", "reproduce_several"},
    {"understand"},
)
"""The stages of the engine, lowest first: each imports from its floor, from lower ones and from the leaves."""
DATASETS = ("text", "ratings", "images", "graphs", "tables", "pairs", "vectors")
DOMAINS = ("words", "documents", "films", "images", "nodes", "rows", "pairs", "vectors", "shared_spaces")


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in [*ENGINE, *PAGES]}


@cache
def imports(path: Path) -> frozenset[str]:
    """Full dotted names that a file imports anywhere, in functions and for type checking too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def modules(path: Path) -> set[str]:
    """The modules of this project that a file imports."""
    return {name if name in MODULES else name.rpartition(".")[0] for name in imports(path)} & MODULES.keys()


def stage(name: str) -> str:
    """The stage of an engine module: its folder, or its own name."""
    return name.split(".")[1] if "." in name else ""


def below(name: str) -> set[str]:
    """What a stage may import."""
    place = next(place for place, layer in enumerate(LAYERS) if name in layer)
    return set().union(*LAYERS[: place + 1])


@pytest.mark.parametrize("path", ENGINE, ids=lambda p: str(p.relative_to(ROOT)))
def test_engine_imports_only_from_its_stage_and_lower_ones(path: Path) -> None:
    own = stage(name_of(path))
    if own not in LEAVES | {""}:
        used = {stage(name) for name in modules(path)} - LEAVES - {""}
        assert used <= below(own), f"{path} imports {used - below(own)}"
    outside = {name.split(".")[0] for name in imports(path)}
    assert not outside & {"streamlit", "pages"}
    assert own == "figures" or "plotly" not in outside


def test_no_module_is_in_a_circle() -> None:
    graph = {name: modules(path) - {name} for name, path in MODULES.items() if path.name != "__init__.py"}
    while free := [name for name, used in graph.items() if not used & graph.keys()]:
        for name in free:
            del graph[name]
    assert not graph, f"circles among {sorted(graph)}"


def others(path: Path, *folder: str, allowed: tuple[str, ...] = ()) -> set[str]:
    """Sister folders of its own that a file imports: of engine/datasets, say."""
    own = path.relative_to(ROOT.joinpath(*folder)).parts[0]
    prefix = ".".join(folder) + "."
    used = {name.removeprefix(prefix).split(".")[0] for name in modules(path) if name.startswith(prefix)}
    folders = {entry.name for entry in ROOT.joinpath(*folder).iterdir() if entry.is_dir()}
    return (used & folders) - {own, *allowed}


@pytest.mark.parametrize("kind", DATASETS)
def test_kinds_of_datasets_do_not_know_each_other(kind: str) -> None:
    folder = ROOT / "engine" / "datasets" / kind
    assert not {path: found for path in folder.rglob("*.py") if (found := others(path, "engine", "datasets"))}
    assert {"sources.py", "reader.py", "builder.py"} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("domain", DOMAINS)
def test_domains_of_learners_do_not_know_each_other(domain: str) -> None:
    folder = ROOT / "engine" / "learners" / domain
    assert not {path: found for path in folder.rglob("*.py") if (found := others(path, "engine", "learners"))}


@pytest.mark.parametrize("path", sorted((ROOT / "engine" / "learners").glob("*/*.py")), ids=name_of)
def test_folders_of_learners_hold_methods_and_a_contract(path: Path) -> None:
    from engine.learners import LEARNERS

    if path.stem != "__init__" and not path.stem.endswith("contract"):
        registered = [cls for cls in LEARNERS.values() if cls.__module__ == name_of(path)]
        assert len(registered) == 1, f"{path} holds {len(registered)} methods"


@pytest.mark.parametrize("path", sorted((ROOT / "engine" / "algorithms").rglob("*.py")), ids=name_of)
def test_algorithms_know_arrays_alone(path: Path) -> None:
    assert not {stage(name) for name in modules(path)} & {"datasets", "fit", "embedding", "learners"}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_import_no_heavy_library_and_no_other_page(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & {*HEAVY, "plotly"}
    if path.name != "app.py" and path.parent.name != "pages":
        assert not others(path, "pages", allowed=("parts",))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_ask_a_learner_instead_of_guessing(path: Path) -> None:
    code = path.read_text()
    assert not re.search(r"isinstance\([\w.]*learner\b", code)
    assert not re.search(r"getattr\([\w.]*learner, [^)]*,", code)


def test_tests_mirror_the_tree() -> None:
    for top in ("engine", "pages"):
        for folder in (ROOT / "tests" / top).rglob("*"):
            if folder.is_dir() and folder.name != "__pycache__":
                mirrored = ROOT / top / folder.relative_to(ROOT / "tests" / top)
                assert mirrored.is_dir(), f"{folder} mirrors nothing"


def test_importing_everything_a_page_may_import_stays_cheap() -> None:
    modules = [
        name_of(path) for path in ENGINE if not path.stem.endswith(("kernels", "torch")) and path.stem != "__main__"
    ]
    script = (
        f"import sys, importlib; [importlib.import_module(m) for m in {modules}]; "
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


FORBIDDEN = (
    r"\bimport pickle\b",
    r"allow_pickle\s*=\s*True",
    r"(?<![\w.])eval\(",
    r"(?<![\w.])exec\(",
    r"yaml\.load",
    r"\.extractall\(",
    r"\.extract\(",
    r"verify\s*=\s*False",
    r"unsafe_allow_html",
    r"import multiprocessing",
)


@pytest.mark.parametrize("path", [*ENGINE, *PAGES], ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_forbidden(path: Path) -> None:
    code = path.read_text()
    assert not [pattern for pattern in FORBIDDEN if re.search(pattern, code)]


def test_requirements_are_pinned() -> None:
    lines = (ROOT / "dependencies.txt").read_text() + (ROOT / "tests/requirements.txt").read_text()
    wanted = [line for line in lines.splitlines() if line and not line.startswith(("#", "-"))]
    assert wanted and all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in wanted)


def test_the_module_docstrings_are_there() -> None:
    assert not [
        path
        for path in [*ENGINE, *PAGES]
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]


def test_every_picture_has_a_text_alternative() -> None:
    calls = [
        (path, node)
        for path in PAGES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "image"
    ]
    assert len(calls) >= 14
    assert not [(path, node.lineno) for path, node in calls if "alt" not in {word.arg for word in node.keywords}]
