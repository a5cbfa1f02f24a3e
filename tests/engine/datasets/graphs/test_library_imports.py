"""Who imports whom among installed libraries."""

import ast

import pytest

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.library_imports import LibraryImports, imported
from engine.files.libraries import Module
from engine.report import Silent


def of(source: str, path: str = "a/b/c.py") -> list[str]:
    return list(imported(Module("lib", path, ast.parse(source))))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import x.y, z as w", ["x.y", "z"]),
        ("from x import y as v", ["x.y"]),
        ("from . import d", ["a.b.d"]),
        ("from .d import e", ["a.b.d.e"]),
        ("from ..f import g", ["a.f.g"]),
        ("def h():\n    import late", ["late"]),
        ("try:\n    import a\nexcept ImportError:\n    import b\nelse:\n    import c\nfinally:\n    import d",
         [*"acdb"]),
        ("class K:\n    def m(self):\n        with open('x'):\n            import deep", ["deep"]),
        ("match 1:\n    case 1:\n        import one", ["one"]),
        ("f = lambda x: x if x else 0\n'import nothing'", []),
    ],
)  # fmt: skip
def test_imports_are_found_wherever_they_stand(source: str, found: list[str]) -> None:
    assert of(source) == found


def test_dots_count_from_the_package_itself_in_its_init_file() -> None:
    assert of("from . import d\nfrom ..e import f", "a/b/__init__.py") == ["a.b.d", "a.e.f"]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return LibraryImports(libraries="networkx,streamlit").load(Silent())


def test_modules_are_joined_where_one_imports_the_other(graph: Graph) -> None:
    row = {name: place for place, name in enumerate(graph.nodes)}
    near = graph.neighbors(row["networkx.classes.digraph"])
    assert row["networkx.classes.graph"] in near
    assert not graph.directed and graph.attributes["library"][row["networkx.classes.graph"]] == "networkx"
    assert graph.attributes["package"][row["networkx.classes.graph"]] == "networkx.classes"


def test_libraries_are_parts_that_hardly_meet(graph: Graph) -> None:
    assert set(graph.attributes["library"]) == {"networkx", "streamlit"}
    assert any("parts" in note for note in graph.notes)
