"""Who imports whom in the app's own Python libraries: a real graph that is on every machine, without a network."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.datasets.graphs.builder import Edges
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import GraphSource
from engine.datasets.installed import Installed, digest_field, libraries_field
from engine.files import libraries as installed
from engine.files.libraries import Module
from engine.report import Report, Silent


@dataclass(frozen=True)
class LibraryImports(Installed, GraphSource):
    """The modules of some of the app's own Python libraries, as they are installed here; those are joined of which one
    imports the other.
    """

    name = "library_imports"
    libraries: str = libraries_field(
        "Whose modules are the nodes. An import of another library's module is an edge, too."
    )
    digest: str = digest_field()

    def title(self) -> str:
        """What the user calls it."""
        return f"Imports of {self.named()}"

    def load(self, report: Report = Silent()) -> Graph:
        """Parse the source files. Raises InputError if other versions are installed by now, and Cancelled."""
        self.require()
        libraries: dict[str, str] = {}
        imports: dict[str, list[str]] = {}
        total = sum(len(installed.source_files(name)) for name in self.names)
        for module in installed.modules(self.names, report):
            libraries[module.name], imports[module.name] = module.library, list(imported(module))
            report.progress(len(imports), total, "modules")
        notes = [
            f"The modules of {installed.told(self.names)}, without tests: two are joined if one imports the other."
        ]
        return Graph.from_found(_edges(libraries, imports), notes, {"origin": "installed"})


def _edges(libraries: Mapping[str, str], imports: Mapping[str, Iterable[str]]) -> Edges:
    """libraries, imports: of each module, by its name."""
    rows = {name: row for row, name in enumerate(libraries)}
    pairs = sorted(
        {
            (min(row, other), max(row, other))
            for name, row in rows.items()
            for target in imports[name]
            if (other := _row(target, rows)) not in (-1, row)
        }
    )
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    attributes = {
        "library": list(libraries.values()),
        "package": [".".join(name.split(".")[:2]) for name in rows],
    }
    return Edges(tuple(rows), ends[:, 0], ends[:, 1], np.ones(len(ends)), False, attributes, "library")


def _row(name: str, rows: Mapping[str, int]) -> int:
    """The module of that name, or the innermost known one around it (what is imported may be a name in a module); -1
    if there is none.
    """
    while name and name not in rows:
        name = name.rpartition(".")[0]
    return rows.get(name, -1)


def imported(module: Module) -> Iterator[str]:
    """What a module imports, by whole names, wherever in it the statement stands."""
    for statement in _statements(module.tree):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            base = _base(statement, module)
            yield from (f"{base}.{alias.name}" for alias in statement.names)


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """All statements of a module: those of classes, functions, branches and exceptions too; no expressions."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        for block in _BLOCKS:
            inner = getattr(node, block, ())
            yield from inner
            waiting += inner


_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def _base(node: ast.ImportFrom, module: Module) -> str:
    """What a name is imported from; leading dots mean the package that the module is in, and those around it."""
    if not node.level:
        return node.module or ""
    inside = module.name.split(".")
    if module.path.endswith("/__init__.py"):
        inside.append("")
    around = inside[: len(inside) - node.level]
    return ".".join([*around, *([node.module] if node.module else [])])
