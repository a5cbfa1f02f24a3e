"""Sources of a Corpus: what all text sources share, and uploaded text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine.datasets.base import Source
from engine.datasets.text.columns import ROLES
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.documents import TextInput
from engine.datasets.text.reader import Layout, look, read
from engine.datasets.text.tokenizer import Tokenization
from engine.fields import again, text
from engine.files import uploads
from engine.files.roles import Look, Role
from engine.report import Report, Silent


@dataclass(frozen=True)
class TextSource(Tokenization, Source):
    """A text somewhere, and how it becomes words. Subclasses say where: they define `texts` and `title`."""

    kind: ClassVar[str] = Corpus.kind

    def texts(self, report: Report = Silent()) -> TextInput:
        """The documents, read lazily: what takes long here should talk to `report` itself."""
        raise NotImplementedError

    def load(self, report: Report = Silent()) -> Corpus:
        """Read, tokenize and count; raises InputError (see `building.build` and the readers) and Cancelled."""
        return Corpus.from_text(self.texts(report), self, report)


@dataclass(frozen=True)
class UploadedText(Layout, TextSource):
    """A text file that the user uploaded."""

    name = "uploaded_text"
    version = 3
    uploaded: ClassVar[bool] = True
    roles: ClassVar[Mapping[str, Mapping[str, Role]]] = {"sha256": ROLES}
    sha256: str = text(
        "", 64, label="File", help="The uploaded file, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )
    unit: str = again(Tokenization, "unit", "auto")
    turkish: str = again(Tokenization, "turkish", "auto")
    mend_print: bool = again(Tokenization, "mend_print", True)

    def texts(self, report: Report = Silent()) -> TextInput:
        """The documents in the file."""
        return read(uploads.path(self.sha256), self)

    def look(self, file: str) -> Look | None:
        """The table in the file by its first rows; None for a text."""
        return look(uploads.path(self.sha256), self)

    def title(self) -> str:
        """The name under which the file was last uploaded."""
        return next(iter(uploads.names(self.sha256)), f"upload {self.sha256[:8]}")
