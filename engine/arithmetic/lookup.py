"""Items by what a user writes: several spellings of a label, and what to say when there is none."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence

from engine.embedding import Embedding
from engine.errors import InputError


def find(embedding: Embedding, label: str) -> int | None:
    """Row of a label as it is spelled, with _ for spaces, or in lower case; None if there is none."""
    return found_in(embedding.index, label)


def found_in(index: Mapping[str, int], label: str) -> int | None:
    """What an index holds for a label as it is spelled, with _ for spaces, or in lower case; None for none of them."""
    for spelling in (label, label.replace(" ", "_"), label.lower(), label.lower().replace(" ", "_")):
        if spelling in index:
            return index[spelling]
    return None


def listed(text: str, known: Callable[[str], bool]) -> list[str]:
    """The labels of a list that a user typed, each once: separated by commas, semicolons or line ends.

    What stands between two of these and is not `known` as a whole is separated by its blanks: "king queen" are two
    words, "New York" is one where it is a label.
    """
    parts = (" ".join(part.split()) for part in re.split(r"[,;\n]", text))
    labels = (label for part in parts for label in ([part] if known(part) else part.split(" ")) if label)
    return list(dict.fromkeys(labels))


def named_in(embedding: Embedding, text: str) -> tuple[list[str], list[str]]:
    """Labels that a text names, a line each or as `listed` says, each once; and what it names that is none."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]

    def is_known(name: str) -> bool:
        return find(embedding, name) is not None

    parts = [part for line in lines for part in ([line] if is_known(line) else listed(line, is_known))]
    rows = {part: find(embedding, part) for part in parts}
    known = [embedding.labels[row] for row in rows.values() if row is not None]
    return list(dict.fromkeys(known)), [part for part, row in rows.items() if row is None]


def rows_of(embedding: Embedding, labels: Sequence[str]) -> list[int]:
    """Rows of labels; raises InputError that names the unknown ones and labels spelled like them."""
    rows = [find(embedding, label) for label in labels]
    unknown = [label for label, row in zip(labels, rows, strict=True) if row is None]
    if unknown:
        told = "; ".join(f"“{label:.60}”{suggestion(embedding, label)}" for label in unknown[:5])
        verb = "is" if len(unknown) == 1 else "are"
        raise InputError(f"{told} {verb} not among the {embedding.n_items:,} items.", "E-ANA-03")
    return [row for row in rows if row is not None]


def suggestion(embedding: Embedding, label: str) -> str:
    """Labels spelled like this one, in brackets."""
    if re.search(r"\S[+\-]\S", label) and all(find(embedding, part) is not None for part in re.split(r"[+\-]", label)):
        return " (put spaces around + and -)"
    wanted = label.lower()[:60]
    alike = [other for other in embedding.labels if abs(len(other) - len(wanted)) <= 2]
    close = difflib.get_close_matches(wanted, alike[:20_000], n=3, cutoff=0.7)
    return f" (close: {', '.join(close)})" if close else ""
