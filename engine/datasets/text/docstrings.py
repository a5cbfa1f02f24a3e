"""Sentences out of docstrings: what is code, formula, table or mark of reStructuredText is left out."""

import re
from collections.abc import Iterator, Sequence

_HEADING = re.compile(r"\s*(-{3,}|={3,}|~{3,}|\^{3,})\s*")
_LEFT_OUT = frozenset(("references", "see also", "methods", "attributes", "subclasses", "routines"))
"""Headings of sections that are lists of names."""
_DOCTEST = re.compile(r"\s*(>>>|\.\.\. |In \[\d+\]:|Out\[\d+\]:)")
_DIRECTIVE = re.compile(r"\s*\.\. ")
_SPOKEN = re.compile(r"\s*\.\. (note|warning|tip|important|caution|seealso)::(.*)")
"""Directives whose text is prose."""
_PARAMETER = re.compile(r"\s*[*\w][\w*, .\[\]]{0,60}\s:\s|\s*\w+\s\(.{1,80}\):?")
_TABLE = re.compile(r"\s*([+|].*[+|]|={2,}(\s+={2,})+|-{2,}(\s+-{2,})+)\s*")
_ROLE = re.compile(r":[\w:+-]+:`[^`]*`")
_CODE = re.compile(r"``.+?``", re.DOTALL)
_LINK = re.compile(r"`([^`<]+?)\s*(?:<[^>`]*>)?`_{0,2}")
_FORMULA = re.compile(r"\$[^$\n]{1,200}\$|\\\(.{1,200}?\\\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_EMPHASIS = re.compile(r"\*{1,2}(?=\w)|(?<=\w)\*{1,2}")
_MARK = re.compile(r"\[\d+\]_?|\b\w+(?:\.\w+)*\(\w*\)|\b\w+(?:\.\w+)+|\b\w*_\w+\b")
"""References, calls, dotted names and names with underscores."""


def prose(docstring: str) -> str:
    """The sentences of a docstring, paragraphs divided by empty lines.

    >>> prose("Solve it.\\n\\nParameters\\n----------\\na : int\\n    The matrix `a`.\\n\\n>>> solve(1)\\n2\\n")
    'Solve it.\\n\\nThe matrix a.'
    """
    paragraphs: list[list[str]] = [[]]
    for line in _without_blocks(docstring.expandtabs().split("\n")):
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    texts = (_plain(" ".join(lines)) for lines in paragraphs)
    return "\n\n".join(text for text in texts if any(map(str.isalpha, text)))


def _plain(text: str) -> str:
    if "`" in text:
        text = _CODE.sub(" ", _ROLE.sub(" ", text))
    if "$" in text or "\\(" in text:
        text = _FORMULA.sub(" ", text)
    if "`" in text:
        text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub(" ", text)
    return " ".join(_MARK.sub(" ", _EMPHASIS.sub("", text)).replace("`", " ").split())


def _without_blocks(lines: Sequence[str]) -> Iterator[str]:
    """The lines of prose; "" between paragraphs, which also stands before and after what is left out."""
    left_out = in_doctest = False
    block: int | None = None
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else ""
        indent = len(line) - len(line.lstrip())
        if not line.strip():
            in_doctest = False
            yield ""
            continue
        if block is not None and indent > block:
            continue
        block = None
        if _HEADING.fullmatch(line):
            continue
        if _HEADING.fullmatch(below) and len(below.strip()) >= len(line.strip()) - 1:
            left_out = line.strip().casefold() in _LEFT_OUT
            yield ""
            continue
        in_doctest = in_doctest or _DOCTEST.match(line) is not None
        if left_out or in_doctest or _TABLE.fullmatch(line):
            continue
        if _DIRECTIVE.match(line):
            spoken = _SPOKEN.match(line)
            block = None if spoken else indent
            yield spoken[2] if spoken else ""
            continue
        if _PARAMETER.match(line):
            yield ""
            continue
        if line.rstrip().endswith("::"):
            block = indent
            line = line.rstrip()[:-1]
        yield line
