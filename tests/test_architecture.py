"""The rules of the tree: who may import whom, what importing may cost, and what never appears."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT

ENGINE = sorted((ROOT / "engine").rglob("*.py"))
PAGES = sorted([*(ROOT / "pages").rglob("*.py"), ROOT / "app.py"])
LEAVES = {"errors", "settings", "limits", "fields", "lock", "papers", "registry", "report"}
HEAVY = ("torch", "sklearn", "scipy", "numba", "umap", "openTSNE")

ALLOWED = {
    "embedding": set(),
    "fit": {"embedding"},
    "low_rank": {"algorithms"},
    "neighbors": {"embedding"},
    "arithmetic": {"embedding", "neighbors"},
    "files": set(),
    "datasets": {"embedding", "files"},
    "algorithms": {"embedding", "low_rank", "datasets", "fit", "learners"},
    "learners": {"embedding", "fit", "datasets", "algorithms", "low_rank", "insight"},
    "projections": {"embedding", "fit", "algorithms", "low_rank", "learners", "neighbors", "evaluation"},
    "evaluation": {
        "embedding",
        "fit",
        "datasets",
        "files",
        "algorithms",
        "low_rank",
        "learners",
        "neighbors",
        "arithmetic",
        "insight",
    },
    "insight": {
        "embedding",
        "fit",
        "datasets",
        "algorithms",
        "low_rank",
        "learners",
        "neighbors",
        "arithmetic",
        "evaluation",
    },
    "runs": {"embedding", "fit", "algorithms", "datasets", "learners", "projections", "evaluation"},
    "figures": {"embedding", "fit", "algorithms", "low_rank", "neighbors", "arithmetic", "evaluation", "insight"},
    "by_name": {"embedding", "fit", "datasets", "learners", "projections", "neighbors", "arithmetic"},
    "__init__": {"embedding", "fit", "datasets", "learners", "projections", "by_name"},
    "exports": {"embedding", "fit", "runs", "figures"},
}


def imports(path: Path) -> set[str]:
    """Full dotted names of the modules that a file imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part(path: Path) -> str:
    """The stage that an engine file belongs to: its folder, or its own name."""
    return path.relative_to(ROOT / "engine").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", ENGINE, ids=lambda p: str(p.relative_to(ROOT)))
def test_engine_imports_only_what_its_stage_may(path: Path) -> None:
    stages = {name.split(".")[1] for name in imports(path) if name.startswith("engine.")} - LEAVES - {"VERSION"}
    allowed = ALLOWED.get(part(path), set()) | {part(path)}
    assert stages <= allowed, f"{path} imports {stages - allowed}"
    assert not any(name.split(".")[0] in ("streamlit", "pages") for name in imports(path))
    assert part(path) == "figures" or not any(name.split(".")[0] == "plotly" for name in imports(path))


def test_kinds_of_datasets_stay_apart() -> None:
    """Each folder stands alone, and `joint`, above them, may use all of them."""
    folder = ROOT / "engine" / "datasets"
    kinds = {path.name for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"}
    decoders = {"tables": {"images"}}  # pictures are decoded there
    for kind in kinds - {"joint"}:
        for path in (folder / kind).rglob("*.py"):
            used = {name.split(".")[2] for name in imports(path) if name.startswith("engine.datasets.")}
            assert not used & (kinds - {kind} - decoders.get(kind, set())), f"{path} uses {used}"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_import_no_heavy_library(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & {*HEAVY, "plotly"}


def test_importing_everything_a_page_may_import_stays_cheap() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in ENGINE
        if not path.stem.endswith(("kernels", "torch")) and path.stem != "__main__"
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
    lines = (ROOT / "requirements.txt").read_text() + (ROOT / "tests/requirements.txt").read_text()
    wanted = [line for line in lines.splitlines() if line and not line.startswith(("#", "-r"))]
    assert wanted and all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in wanted)


def test_the_module_docstrings_are_there() -> None:
    assert not [
        path
        for path in [*ENGINE, *PAGES]
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
