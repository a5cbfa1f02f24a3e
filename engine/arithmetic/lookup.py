"""Items by what a user writes: several spellings of a label, and what to say when there is none."""

import difflib
import re
from collections.abc import Sequence

from engine.embedding import Embedding
from engine.errors import InputError


def find(embedding: Embedding, label: str) -> int | None:
    """Row of a label as it is spelled, with _ for spaces, or in lower case; None if there is none."""
    for spelling in (label, label.replace(" ", "_"), label.lower(), label.lower().replace(" ", "_")):
        if spelling in embedding.index:
            return embedding.index[spelling]
    return None


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
