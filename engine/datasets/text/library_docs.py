"""The documentation of the app's own Python libraries: a real text that is on every machine, without a network.

Docstrings are taken out of the source files with `ast`; nothing is imported. Code, doctests, tables, formulas and the
marks of reStructuredText are left out, so that sentences remain.
"""

import ast
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from engine.datasets.text.docstrings import prose
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.sources import TextSource
from engine.errors import InputError
from engine.fields import choice, text
from engine.report import Report, Silent, stop_if_cancelled


class Library(NamedTuple):
    """package: the folder with its modules. distribution: what pip calls it. licence: of text and code."""

    package: str
    distribution: str
    licence: str


LIBRARIES: dict[str, Library] = {
    "numpy": Library("numpy", "numpy", "BSD"),
    "scipy": Library("scipy", "scipy", "BSD"),
    "scikit-learn": Library("sklearn", "scikit-learn", "BSD"),
    "pandas": Library("pandas", "pandas", "BSD"),
    "networkx": Library("networkx", "networkx", "BSD"),
    "torch": Library("torch", "torch", "BSD"),
    "streamlit": Library("streamlit", "streamlit", "Apache 2.0"),
    "plotly": Library("plotly", "plotly", "MIT"),
}
SETS: dict[str, tuple[str, ...]] = {
    "usual": ("numpy", "scipy", "scikit-learn", "networkx"),
    "five": ("numpy", "scipy", "scikit-learn", "pandas", "networkx"),
    "all": tuple(LIBRARIES),
}
FEWEST_LETTERS = 80
"""Shorter docstrings say nothing but the name of what they document."""


@dataclass(frozen=True)
class LibraryDocs(TextSource):
    """What the docstrings of some of the app's own Python libraries say, as they are installed here."""

    name = "library_docs"
    libraries: str = choice(
        "usual",
        {set_: ", ".join(names) if set_ != "all" else f"all {len(names)}" for set_, names in SETS.items()},
        label="Libraries",
        help="Whose documentation is read. Other versions say other things: a run keeps which text it was made from.",
    )
    digest: str = text(
        "", 64, label="Text", help="The files that the text was taken from, by their content.",
        pattern="([0-9a-f]{64})?", hidden=True,
    )  # fmt: skip

    def __post_init__(self) -> None:
        if not self.digest:
            object.__setattr__(self, "digest", digest_of(SETS[self.libraries]))
        super().__post_init__()

    def title(self) -> str:
        """What the user calls it."""
        names = SETS[self.libraries]
        return f"Documentation of {', '.join(names[:3])}{' …' if len(names) > 3 else ''}"

    def texts(self, report: Report = Silent()) -> TextInput:
        """A document for each docstring, labeled with its library. Raises InputError E-TXT-44 if it is another text."""
        names = SETS[self.libraries]
        if self.digest != digest_of(names):
            raise InputError(
                f"The documentation of {', '.join(names)} that is installed here is another one than this run was made "
                "from: other versions say other things. Please train on the text that is here.",
                "E-TXT-44",
            )
        listed = ", ".join(f"{name} {metadata.version(LIBRARIES[name].distribution)} ({LIBRARIES[name].licence})"
                           for name in names)  # fmt: skip
        notes = [f"The docstrings of {listed}, as sentences: code, formulas, tables and names were left out."]
        return TextInput(_documents(names, report), sum(map(_size, names)) // 8, notes)


@cache
def digest_of(names: Sequence[str]) -> str:
    """What the text of some libraries is known by: the hashes that pip keeps of their source files."""
    found = hashlib.sha256()
    for name in names:
        for path, content in sorted(_hashes(name).items()):
            found.update(f"{path} {content}\n".encode())
    return found.hexdigest()


@cache
def _hashes(name: str) -> dict[str, str]:
    """Source files of a library with documentation -> their hash."""
    library = LIBRARIES[name]
    files = metadata.files(library.distribution) or []
    return {
        str(file): file.hash.value if file.hash else str(file.size)
        for file in files
        if file.parts[0] == library.package and file.suffix == ".py" and not _is_aside(file.parts)
    }


def _is_aside(parts: Sequence[str]) -> bool:
    """Whether a file is a test, or another project's."""
    return any(part in _ASIDE or part.startswith("test_") for part in parts[1:])


_ASIDE = frozenset(("tests", "testing", "test", "externals", "vendored", "_vendor", "conftest.py", "setup.py"))


def _size(name: str) -> int:
    root = Path(str(metadata.distribution(LIBRARIES[name].distribution).locate_file("")))
    return sum((root / file).stat().st_size for file in _hashes(name) if (root / file).exists())


def _documents(names: Sequence[str], report: Report) -> Iterator[Document]:
    """Each docstring once, however many objects share it, in the order of files and lines."""
    seen: set[str] = set()
    for name in names:
        root = Path(str(metadata.distribution(LIBRARIES[name].distribution).locate_file("")))
        for file in sorted(_hashes(name)):
            stop_if_cancelled(report)
            for where, docstring in _docstrings(root / file):
                written = prose(docstring)
                if len(written) >= FEWEST_LETTERS and written not in seen:
                    seen.add(written)
                    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                    yield Document(".".join([module, *where]), name, (written,))


def _docstrings(path: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Names within a module -> docstring; private names are passed over, and files that are no Python."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    waiting: list[tuple[tuple[str, ...], ast.AST]] = [((), tree)]
    while waiting:
        where, node = waiting.pop()
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node)
            if docstring:
                yield where, docstring
        if isinstance(node, ast.Module | ast.ClassDef):
            inner = [child for child in node.body if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
            waiting += [((*where, child.name), child) for child in reversed(inner) if not child.name.startswith("_")]
