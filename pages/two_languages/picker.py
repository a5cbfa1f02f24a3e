"""Pairs of languages to choose from, and what was understood of one."""

import pandas as pd

from engine.datasets.base import Source
from engine.datasets.joint.languages.downloaded import PARALLEL, DownloadedLanguages
from engine.datasets.joint.languages.languages import Languages
from engine.datasets.joint.languages.toy_languages import ToyLanguages
from engine.datasets.joint.languages.uploaded import UploadedLanguages, UploadedVectorPair
from engine.datasets.text.corpus import Corpus
from pages.parts.data.choices import Choice, File, Fold, Picker, Understood, downloads
from pages.parts.data.texts import READING

ROWS = 30
PAIRS = Fold("A list of word pairs", "list")
LIST = File("listed", "Pairs: a word and its translation a line (CSV, TSV, or with a blank between, as MUSE's)", PAIRS)


def understood(found: Languages, source: Source) -> Understood:
    """Sizes of both, whether the texts are parallel, and the first pairs."""
    sides = [_told(name, side) for name, side in zip(found.names, found.sides, strict=True)]
    parallel = f"; **{len(found.first.documents) - 1:,}** sentences with their translations" if (
        found.aligned and isinstance(found.first, Corpus)
    ) else ""  # fmt: skip
    shown = found.pairs[:ROWS]
    table = pd.DataFrame({found.names[0]: [a for a, _ in shown], found.names[1]: [b for _, b in shown]})
    return Understood(
        (*sides, f"**{len(found.pairs):,}** known pairs of words{parallel}"),
        tuple(dict.fromkeys((*found.notes, *found.first.notes, *found.second.notes))),
        table=table if shown else None,
    )


def _told(name: str, side: object) -> str:
    if isinstance(side, Corpus):
        return f"{name}: **{side.n_tokens:,}** words of text, **{side.n_words:,}** different"
    return f"{name}: **{side.n_items:,}** vectors of **{side.n_components:,}** numbers"  # type: ignore[attr-defined]


PICKER = Picker(
    "languages",
    "Languages",
    "The toy world is told twice, in other sentences: in English and in an invented language, word for word another "
    "one. Captions were translated by people. Of your own: two texts, or two files of vectors.",
    {"toy": Choice("Two toy languages (built in)", ToyLanguages)}
    | downloads(DownloadedLanguages, PARALLEL)
    | {
        "texts": Choice(
            "Two texts of your own…",
            UploadedLanguages,
            files=(File("first", "Text of the first language"), File("second", "Text of the second language"), LIST),
            hint="A text in each language. They need not be translations; where they are, line by line, no list of "
            "pairs is needed. They stay on this machine.",
        ),
        "vectors": Choice(
            "Two files of word vectors…",
            UploadedVectorPair,
            files=(File("first", "Vectors of the first language"), File("second", "Vectors of the second"), LIST),
            hint="word2vec, GloVe, fastText's .vec, CSV or TSV, one file a language, the frequent words first. They "
            "stay on this machine.",
        ),
    },
    understood,
    Fold("How the texts are read", "segment", READING),
)
