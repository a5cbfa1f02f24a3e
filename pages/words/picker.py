"""Texts to choose from: built in, downloaded or uploaded, and what was understood of one."""

import pandas as pd

from engine.datasets.base import Source
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.downloaded import TEXTS, DownloadedText
from engine.datasets.text.library_docs import LibraryDocs
from engine.datasets.text.sources import UploadedText
from engine.datasets.text.tokenizer import Tokenization
from engine.datasets.text.toy_world import ToyWorld
from engine.fields import specs
from pages.parts.data.choices import Choice, File, Fold, Picker, Understood, downloads

ROWS = 30
LAYOUT = ("layout", "delimiter", "header", "encoding", "leave_out_licence")
"""Fields that say how a file is laid out, which is usually found out."""
READING = tuple(specs(Tokenization))
"""Fields that say how characters become words: the same for every text."""


def understood(corpus: Corpus, source: Source) -> Understood:
    """Sizes, how the file was read, and the most frequent words."""
    lines = "sentences" if getattr(source, "boundary", "") == "sentences" else "lines"
    details = {name: _shown(value) for name, value in (corpus.details or {}).items() if isinstance(value, str | int)}
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


def _shown(value: str | int) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else value


OWN = Choice(
    "Your own text…",
    UploadedText,
    files=(
        File(
            "sha256",
            "A text, a table or JSON with texts (also Excel, Parquet), subtitles, HTML, a treebank, an EPUB book, or "
            "an archive of them",
        ),
    ),
    hint="A file of your own: one text, a zip of texts, or a table with a column of texts. What it is, is found out by "
    "its content. It stays on this machine.",
)
PICKER = Picker(
    "text",
    "Text",
    "The documentation is that of the Python libraries which this app stands on, as they are installed. The toy world "
    "is a laboratory: a synthetic text about kings, countries and animals, whose analogies have known answers.",
    {
        "library_docs": Choice("Documentation of Python libraries (built in)", LibraryDocs),
        "toy_world": Choice("Toy world, a laboratory (built in)", ToyWorld),
    }
    | downloads(DownloadedText, TEXTS)
    | {"upload": OWN},
    understood,
    Fold("How the text is read", "segment", (*LAYOUT, *READING)),
)
