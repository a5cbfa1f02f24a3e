"""Short descriptions of digits and garments, written for this project: what each is, how it looks, what it is like."""

from dataclasses import dataclass
from pathlib import Path

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.sources import TextSource
from engine.errors import Cancelled
from engine.report import Report, Silent

FILE = Path(__file__).parents[3] / "assets" / "descriptions" / "descriptions.txt"


def sentences() -> list[str]:
    """One sentence a line."""
    return FILE.read_text("utf-8").splitlines()


@dataclass(frozen=True)
class Descriptions(TextSource):
    """The sentences as a text."""

    name = "descriptions"

    def title(self) -> str:
        """What the user calls it."""
        return "Descriptions of digits and garments"

    def load(self, report: Report = Silent()) -> Corpus:
        """Count its words."""
        if report.cancelled():
            raise Cancelled
        corpus = Corpus.from_sentences(sentences())
        report.progress(corpus.n_sentences, corpus.n_sentences, "sentences")
        return corpus
