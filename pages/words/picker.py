"""Texts to choose from: built in, downloaded or uploaded, and what was understood of one."""

import pandas as pd

from engine.datasets.base import Source
from engine.datasets.text.corpus import Corpus
from engine.datasets.vectors.vectors import Vectors
from pages.parts.data import vector_files
from pages.parts.data.choices import Picker, Understood
from pages.parts.data.texts import FOLD, TEXT_CHOICES, shown_detail

ROWS = 30


def understood(found: Corpus | Vectors, source: Source) -> Understood:
    """Of a text, or of vectors that came without one."""
    return vector_files.understood(found, source) if isinstance(found, Vectors) else _of_text(found, source)


def _of_text(corpus: Corpus, source: Source) -> Understood:
    """Sizes, how the file was read, and the most frequent words."""
    lines = "sentences" if getattr(source, "boundary", "") == "sentences" else "lines"
    details = {
        name: shown_detail(value) for name, value in (corpus.details or {}).items() if isinstance(value, str | int)
    }
    top = min(ROWS, corpus.n_words)
    reach = [(n, corpus.vocabulary_at(n)) for n in (1, 2, 5, 10, 20)]
    return Understood(
        (
            f"**{corpus.n_tokens:,}** words of text, **{corpus.n_words:,}** different, in "
            f"{corpus.n_sentences:,} {lines}",
        ),
        corpus.notes,
        details,
        as_read=(corpus.details or {}).get("as_read", ()),
        table=pd.DataFrame({"Word": corpus.words[:top], "Count": corpus.counts[:top]}),
        last=" · ".join(f"{words:,} words occur {n}+ times" for n, words in reach if words),
    )


PICKER = Picker(
    "text",
    "Text",
    "The documentation is that of the Python libraries which this app stands on, as they are installed. The toy world "
    "is a laboratory: a synthetic text about kings, countries and animals, whose analogies have known answers.",
    {**TEXT_CHOICES, "vectors": vector_files.own("Word vectors made elsewhere…")},
    understood,
    FOLD,
)
