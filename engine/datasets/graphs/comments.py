"""Lines that begin with # or %: comments mostly, edges where names begin so, or the headings of a table."""

import re
from collections.abc import Iterable, Iterator

from engine import limits
from engine.datasets.graphs import ends
from engine.errors import InputError
from engine.files.dialects import Lines
from engine.files.display import displayable
from engine.files.roles import columns_of
from engine.files.tables import Table

_MARKED = re.compile(r"^[ \t]*[#%].*$", re.MULTILINE)
_PLAINLY = re.compile(r"[ \t]*[#%](?:[\s#%!]|$)")
_SHOWN = 60


def without(text: str) -> str:
    """The text with all such lines emptied; with those that may be edges, if there are no others."""
    bare = _MARKED.sub("", text)
    return bare if bare.strip() else _MARKED.sub(lambda match: "" if _PLAINLY.match(match[0]) else match[0], text)


def count(text: str) -> int:
    """How many lines begin with one of the signs."""
    return len(_MARKED.findall(text))


class Comments:
    """Takes comments out of a text and counts them.

    rough: the table as it is without such lines. A line is an edge if a name follows the sign at once, if it has as
    many fields as the others, and if their first fields are no numbers.
    """

    def __init__(self, rough: Table, head: str):
        self._dialect, self._width = rough.dialect, len(rough.columns)
        self._are_names = not columns_of(rough)[0].is_numeric
        self._heading = self._found_heading(head)
        self._reset()

    def _reset(self) -> None:
        self.n_comments = self.n_edges = 0
        self._first = ""
        self._seen = self._heading_used = self._lone = False

    def __call__(self, pieces: Iterable[str]) -> Iterator[str]:
        """The text in whole lines; comments are emptied, so that line numbers stay true. Raises InputError E-GRF-87 for
        a TGF file.
        """
        self._reset()
        rest = ""
        for piece in pieces:
            text, cut, rest = (rest + piece).rpartition("\n")
            if cut:
                yield self._cleaned(text) + "\n"
                self._seen = True
            if len(rest) > limits.LINE_BYTES:
                break  # tables.rows says which line is too long
        yield self._cleaned(rest)

    def notes(self) -> Iterator[str]:
        """What is to be said of the lines."""
        if self.n_comments:
            yield f"Comment lines left out: {self.n_comments:,} (the first: “{self._first}”)."
        if self.n_edges:
            yield (
                f"Lines that begin with # or % and have as many fields as the others, read as edges: {self.n_edges:,}."
            )

    def _cleaned(self, text: str) -> str:
        return _MARKED.sub(self._replaced, text) if "#" in text or "%" in text else text

    def _replaced(self, match: re.Match[str]) -> str:
        line = match[0]
        if line == self._heading and not self._heading_used:
            self._heading_used = True
            return line.replace(line.lstrip()[0], "", 1)
        if self._are_names and not _PLAINLY.match(line) and len(self._fields(line)) == self._width:
            self.n_edges += 1
            return line
        if line.strip() == "#" and not self._lone:
            self._lone = True
            self._require_no_rows(match.string[: match.start()])
        self.n_comments += 1
        self._first = self._first or displayable(line, _SHOWN)
        return ""

    def _require_no_rows(self, before: str) -> None:
        """A line with the sign alone, below rows, divides the nodes of a TGF file from its edges."""
        if self._seen or _MARKED.sub("", before).strip():
            raise InputError(
                "The file has a line with “#” alone between others: if nodes stand above it and edges below, choose "
                "“TGF” as the layout; else please take the line out.",
                "E-GRF-87",
            )

    def _fields(self, line: str) -> list[str]:
        try:
            return next((row for _, row in self._dialect.rows(Lines([line]))), [])
        except InputError:  # a quote that is never closed
            return []

    def _found_heading(self, head: str) -> str:
        """The comment right above the first row, if it names the columns: "# FromNodeId ToNodeId"."""
        for match in _MARKED.finditer(head):
            line = match[0].lstrip()[1:]
            after = head[match.end() :].lstrip("\n")[:1]
            if (
                after not in ("#", "%")
                and ends.of_headings(self._fields(line))
                and len(self._fields(line)) == self._width
            ):
                return match[0]
        return ""
