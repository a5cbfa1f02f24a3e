"""A text in each line with its label before it, as fastText wants it: __label__good A fine film."""

import re
from collections.abc import Iterable, Iterator

from engine.datasets.text.documents import Document
from engine.datasets.text.layouts.lines import lines
from engine.files.display import displayable
from engine.limits import LABEL_LENGTH

TITLE = "Lines with labels (__label__good ...)"
_LABEL = re.compile(r"__label__(\S+)[\s,]*")
_MIN_SHARE = 0.9


def recognized(sample: str) -> bool:
    """Whether nearly all lines begin with a label."""
    filled = [line for line in sample.split("\n") if line.strip()]
    return len(filled) > 1 and sum(bool(_LABEL.match(line)) for line in filled) > _MIN_SHARE * len(filled)


def documents(pieces: Iterable[str], notes: list[str]) -> Iterator[Document]:
    """A document for each line, with its first label; further ones are left out and told."""
    n_further = 0
    for number, line in enumerate(lines(pieces), 1):
        labels = []
        while match := _LABEL.match(line):
            labels.append(match[1])
            line = line[match.end() :]
        n_further += max(0, len(labels) - 1)
        if line.strip():
            yield Document(f"line {number}", displayable(labels[0], LABEL_LENGTH) if labels else "", (line,))
    notes.append("Read as a text in each line with its label before it.")
    if n_further:
        notes.append(f"Further labels of a line, left out: {n_further:,}.")
