"""The documentation of the app's own Python libraries: a real text that is on every machine, without a network.

Docstrings are taken out of the source files; nothing is imported. Code, doctests, tables, formulas and the marks of
reStructuredText are left out, so that sentences remain.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.datasets.installed import Installed, digest_field, libraries_field
from engine.datasets.text.docstrings import prose
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.sources import TextSource
from engine.files import libraries as installed
from engine.report import Report, Silent

FEWEST_LETTERS = 80
"""Shorter docstrings say nothing but the name of what they document."""
OF_SOURCE = 8
"""Bytes of source for a character of its sentences, about."""

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class LibraryDocs(Installed, TextSource):
    """What the docstrings of some of the app's own Python libraries say, as they are installed here."""

    name = "library_docs"
    libraries: str = libraries_field(
        "Whose documentation is read. The usual four have 0.9 million words, pandas adds 0.2, torch 0.4 million."
    )
    digest: str = digest_field()

    def title(self) -> str:
        """What the user calls it."""
        return f"Documentation of {self.named()}"

    def texts(self, report: Report = Silent()) -> TextInput:
        """A document for each docstring, labeled with its library. Raises InputError if it is another text by now."""
        self.require()
        told = installed.told(self.names)
        notes = [f"The docstrings of {told}, as sentences: code, formulas, tables and names were left out."]
        size = installed.size_of(self.names) // OF_SOURCE
        return TextInput(_documents(self.names, report), size, notes, label_title="library")


def _documents(names: Sequence[str], report: Report) -> Iterator[Document]:
    """Each docstring once, however many objects share it, in the order of files and lines."""
    seen: set[str] = set()
    for module in installed.modules(names, report):
        for where, docstring in _docstrings(module.tree):
            written = prose(docstring)
            if len(written) >= FEWEST_LETTERS and written not in seen:
                seen.add(written)
                yield Document(".".join([module.name, *where]), module.library, (written,))


def _docstrings(tree: ast.Module) -> Iterator[tuple[tuple[str, ...], str]]:
    """Names within a module -> docstring; private names are passed over."""
    waiting: list[tuple[tuple[str, ...], Documented]] = [((), tree)]
    while waiting:
        where, node = waiting.pop()
        docstring = ast.get_docstring(node)
        if docstring:
            yield where, docstring
        if isinstance(node, ast.Module | ast.ClassDef):
            inner = [
                child for child in node.body if isinstance(child, Documented) and not isinstance(child, ast.Module)
            ]
            waiting += [((*where, child.name), child) for child in reversed(inner) if not child.name.startswith("_")]
