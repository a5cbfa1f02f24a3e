"""The Python libraries that the app itself stands on, as source files: read as text, never imported."""

import ast
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from engine.report import Report, stop_if_cancelled


class Library(NamedTuple):
    """package: the folder with its modules. licence: of text and code."""

    package: str
    licence: str


LIBRARIES: dict[str, Library] = {
    "networkx": Library("networkx", "BSD-3-Clause"),
    "numpy": Library("numpy", "BSD-3-Clause"),
    "pandas": Library("pandas", "BSD-3-Clause"),
    "plotly": Library("plotly", "MIT"),
    "scikit-learn": Library("sklearn", "BSD-3-Clause"),
    "scipy": Library("scipy", "BSD-3-Clause"),
    "streamlit": Library("streamlit", "Apache-2.0"),
    "torch": Library("torch", "BSD-3-Clause"),
}
"""By what pip calls them."""
_ASIDE = frozenset(("tests", "testing", "test", "externals", "vendored", "_vendor", "conftest.py", "setup.py"))
"""Folders and files that are tests, or another project's."""


class Module(NamedTuple):
    """A module of a library. path: of its file within the installation, with slashes."""

    library: str
    path: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """As it is imported."""
        return module_name(self.path)


def module_name(path: str) -> str:
    """What the module in a file is imported as.

    >>> module_name("numpy/linalg/__init__.py")
    'numpy.linalg'
    """
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def source_files(library: str) -> dict[str, str]:
    """Source files of a library -> their hash as pip keeps it, by their paths; empty if it is not installed."""
    try:
        files = metadata.files(library) or []
    except metadata.PackageNotFoundError:
        return {}
    package = LIBRARIES[library].package
    return {
        file.as_posix(): file.hash.value if file.hash else str(file.size)
        for file in sorted(files)
        if file.parts[0] == package and file.suffix == ".py" and not _is_aside(file.parts[1:])
    }


def _is_aside(parts: Sequence[str]) -> bool:
    return any(part in _ASIDE or part.startswith("test_") for part in parts)


@cache
def digest_of(libraries: Sequence[str]) -> str:
    """What the source files of some libraries are known by: 64 hexadecimal digits; other versions have others."""
    found = hashlib.sha256()
    for library in libraries:
        for path, content in source_files(library).items():
            found.update(f"{path} {content}\n".encode())
    return found.hexdigest()


def told(libraries: Sequence[str]) -> str:
    """Names, versions and licences, as a sentence lists them."""
    return ", ".join(f"{name} {metadata.version(name)} ({LIBRARIES[name].licence})" for name in libraries)


def size_of(libraries: Sequence[str]) -> int:
    """Bytes of source."""
    return sum(file.stat().st_size for library in libraries for file in _paths(library).values() if file.exists())


def modules(libraries: Sequence[str], report: Report) -> Iterator[Module]:
    """The modules of libraries, parsed, in the order of their files; a file that is no Python is passed over."""
    for library in libraries:
        for path, file in _paths(library).items():
            stop_if_cancelled(report)
            try:
                tree = ast.parse(file.read_bytes())
            except (OSError, SyntaxError, ValueError):
                continue
            yield Module(library, path, tree)


def _paths(library: str) -> dict[str, Path]:
    files = source_files(library)
    if not files:
        return {}
    root = Path(str(metadata.distribution(library).locate_file("")))
    return {path: root / path for path in files}
