"""Documents to choose from, and what was understood of them."""

from collections import Counter

import pandas as pd

from engine.datasets.base import Source
from engine.datasets.text.corpus import Corpus
from pages.parts.data.choices import Picker, Understood
from pages.parts.data.texts import FOLD, TEXT_CHOICES, shown_detail

ROWS = 30


def understood(corpus: Corpus, source: Source) -> Understood:
    """How many documents and words, how the file was read, and the labels."""
    details = corpus.details or {}
    labels = Counter(corpus.document_labels)
    n_documents = len(corpus.documents) - 1
    told = f" with **{len(labels):,}** labels" if labels else ", without labels"
    return Understood(
        (
            f"**{n_documents:,}** document{'s' * (n_documents != 1)}{told}; **{corpus.n_tokens:,}** words, "
            f"**{corpus.n_words:,}** different",
        ),
        corpus.notes,
        {name: shown_detail(value) for name, value in details.items() if isinstance(value, str | int)},
        as_read=details.get("as_read", ()),
        table=pd.DataFrame(labels.most_common(ROWS), columns=["Label", "Documents"]) if labels else None,
    )


PICKER = Picker(
    "documents",
    "Documents",
    "Of the documentation, each docstring is a document, and its library the label; of the toy world each paragraph, "
    "labeled by its topic. A text given as one piece is cut in paragraphs, sentences or windows: see What a document "
    "is, below.",
    TEXT_CHOICES,
    understood,
    FOLD,
)

LARGE_TEXT = Picker(
    "large_text", "Text", "Word vectors are trained on it by skip-gram, once, and kept.", TEXT_CHOICES, None, FOLD
)
"""A text without labels, for documents that have few."""
