"""Texts to choose from, for every page that takes a corpus: built in, downloaded or uploaded."""

from engine.datasets.text.ambiguous_world import AmbiguousWorld
from engine.datasets.text.descriptions import Descriptions
from engine.datasets.text.downloaded import TEXTS, DownloadedText
from engine.datasets.text.downloaded_documents import DOCUMENTS, DownloadedDocuments
from engine.datasets.text.library_docs import LibraryDocs
from engine.datasets.text.sources import UploadedText
from engine.datasets.text.tokenizer import Tokenization
from engine.datasets.text.toy_world import ToyWorld
from engine.fields import specs
from pages.parts.data.choices import Choice, File, Fold, downloads

LAYOUT = ("layout", "delimiter", "header", "encoding", "leave_out_licence")
"""Fields that say how a file is laid out, which is usually found out."""
READING = tuple(specs(Tokenization))
"""Fields that say how characters become words: the same for every text."""
FOLD = Fold("How the text is read", "segment", (*LAYOUT, *READING))

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
TEXT_CHOICES = (
    {
        "library_docs": Choice("Documentation of Python libraries (built in)", LibraryDocs),
        "toy_world": Choice("Toy world, a laboratory (built in)", ToyWorld),
        "ambiguous_world": Choice("Ambiguous toy world (built in)", AmbiguousWorld),
        "descriptions": Choice("Descriptions of digits and garments (built in)", Descriptions),
    }
    | downloads(DownloadedText, TEXTS)
    | downloads(DownloadedDocuments, DOCUMENTS)
    | {"upload": OWN}
)


def shown_detail(value: str | int) -> str:
    """A detail of a text that was understood, in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else value
