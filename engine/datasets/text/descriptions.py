"""Short descriptions of digits and garments, written for this project: what each is, how it looks, what it is like."""

from dataclasses import dataclass
from pathlib import Path

from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.sources import TextSource
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

    def texts(self, report: Report = Silent()) -> TextInput:
        """All of it as one document, a sentence a line."""
        whole = "\n".join(sentences())
        notes = ["Written for this app; the words of “Images and words” are of this text where no other is chosen."]
        return TextInput([Document(self.title(), "", (whole,))], len(whole), notes)
