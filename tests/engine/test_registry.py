"""What is listed is found, and nothing that defines a method or a source stays unlisted."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.datasets import KINDS, SOURCES
from engine.datasets.base import Source
from engine.evaluation import TESTS
from engine.fields import Validated
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.projections import PROJECTIONS
from engine.registry import registered
from tests import ROOT


def named(folder: str, base: type[Any]) -> set[type[Any]]:
    """Every class below a folder that derives from `base` and has a name of its own."""
    paths = [path for path in (ROOT / folder).rglob("*.py") if not path.stem.endswith(("kernels", "torch"))]
    modules = [importlib.import_module(_dotted(path)) for path in paths]
    classes = [cls for module in modules for cls in vars(module).values() if isinstance(cls, type)]
    return {cls for cls in classes if issubclass(cls, base) and isinstance(vars(cls).get("name"), str)}


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize(
    ("folder", "listed", "base"),
    [
        ("engine/learners", LEARNERS, Learner),
        ("engine/projections", PROJECTIONS, Learner),
        ("engine/evaluation", TESTS, Learner),
        ("engine/datasets", SOURCES, Source),
    ],
)
def test_everything_with_a_name_is_listed(folder: str, listed: Mapping[str, type[Validated]], base: type[Any]) -> None:
    here = {cls for cls in named(folder, base) if cls.__module__.startswith(folder.replace("/", "."))}
    assert {cls for cls in listed.values() if cls.__module__.startswith("engine.")} == here
    assert all(cls.name == name for name, cls in listed.items())


def test_every_source_makes_a_kind_that_is_listed() -> None:
    kinds = {kind for kind, cls in KINDS.items() if cls.__module__.startswith("engine.")}  # tests enter their own
    assert {source.kind for source in SOURCES.values()} == kinds


def test_bases_are_left_out_and_the_order_is_that_of_the_modules() -> None:
    found = registered("engine.datasets", ["images.sources", "graphs.sources"], Source)
    assert list(found)[:3] == ["digits", "photograph_tiles", "downloaded_images"] and "classic_graph" in found
    assert registered("engine.datasets", ["graphs.graph"], object, key="kind").keys() == {"graph"}


def test_a_name_taken_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.datasets.graphs import sources

    class Other(sources.ClassicGraph):
        name = "generated_graph"

    Other.__module__ = sources.__name__
    monkeypatch.setattr(sources, "Other", Other, raising=False)
    with pytest.raises(ValueError, match="both called 'generated_graph'; rename one"):
        registered("engine.datasets", ["graphs.sources"], Source)
