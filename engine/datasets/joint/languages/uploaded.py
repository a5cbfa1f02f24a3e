"""Two languages of the user's own: two texts, or two files of word vectors, and a list of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from engine.datasets.base import Source
from engine.datasets.joint.languages import pair_list
from engine.datasets.joint.languages.aligned_lines import corpora
from engine.datasets.joint.languages.languages import Languages, Words, known_pairs, words_of
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.reader import Layout, read
from engine.datasets.text.sources import UploadedText
from engine.datasets.text.tokenizer import Tokenization
from engine.datasets.vectors.sources import UploadedVectors
from engine.errors import InputError
from engine.fields import Validated, choice, integer, specs, text
from engine.files import uploads
from engine.report import Repetition, Report, Silent, stop_if_cancelled

SHA, SHA_OR_NONE = "[0-9a-f]{64}", "([0-9a-f]{64})?"


@dataclass(frozen=True)
class OwnFiles(Validated):
    """Which files, and what the languages are called."""

    first: str = text("", 64, label="First language", help="A file, by its content.", pattern=SHA, hidden=True)
    second: str = text("", 64, label="Second language", help="A file, by its content.", pattern=SHA, hidden=True)
    listed: str = text("", 64, label="Pairs", help="A file, by its content.", pattern=SHA_OR_NONE, hidden=True)
    first_name: str = text("First", 40, label="Name of the first language", help="As the map is to call it.")
    second_name: str = text("Second", 40, label="Name of the second language", help="As the map is to call it.")

    def title(self) -> str:
        """The names under which the files were last uploaded."""
        found = [next(iter(uploads.names(sha)), f"upload {sha[:8]}") for sha in (self.first, self.second)]
        return " and ".join(found)

    def joined(self, first: Words, second: Words, aligned: bool, notes: list[str]) -> Languages:
        """Both languages and the pairs; raises InputError if the list has none that both know (E-JNT-23)."""
        if self.first == self.second:
            raise InputError("Both languages are the same file. Choose another file for one of the two.", "E-JNT-24")
        one, other = self.first_name.strip() or "First", self.second_name.strip() or "Second"
        names = (one, other) if one != other else (one, f"{other} (2)")
        pairs = self._pairs(first, second, notes) if self.listed else []
        return Languages(names, first, second, tuple(pairs), aligned, tuple(dict.fromkeys(notes)))

    def _pairs(self, first: Words, second: Words, notes: list[str]) -> list[tuple[str, str]]:
        listed = pair_list.read(uploads.path(self.listed))
        known, swapped = known_pairs(listed, words_of(first), words_of(second))
        if not known:
            a, b = listed[0]
            raise InputError(
                f"Of the {len(listed):,} pairs of the list none has both its words in the two languages; the first is "
                f"“{a[:40]}” and “{b[:40]}”. Is it a list for these languages?",
                "E-JNT-23",
            )
        if swapped:
            notes.append("The list of pairs names the second language first: it was read the other way round.")
        if len(known) < len(listed):
            notes.append(
                f"Pairs of the list with a word that the data do not have, left out: {len(listed) - len(known):,} of "
                f"{len(listed):,}."
            )
        return known


@dataclass(frozen=True)
class UploadedLanguages(OwnFiles, Tokenization, Source):
    """Two texts, which may be each other's translation line by line."""

    name = "uploaded_languages"
    kind: ClassVar[str] = Languages.kind
    uploaded: ClassVar[bool] = True
    lines: str = choice(
        "auto",
        {"auto": "If there are equally many", "yes": "Yes", "no": "No"},
        label="Lines are translations",
        help="Whether line 1 of the one text means what line 1 of the other does, and so on. Then a dictionary can be "
        "found without a list.",
    )

    def load(self, report: Report = Silent()) -> Languages:
        """Read both. Raises InputError and Cancelled."""
        stop_if_cancelled(report)
        notes: list[str] = []
        options = Tokenization(**{name: getattr(self, name) for name in specs(Tokenization)})
        if self.lines != "no":
            first, second = (_lines(uploads.path(sha)) for sha in (self.first, self.second))
            if len(first) == len(second) > 1:
                notes.append(f"Both texts have {len(first):,} lines, which were taken for translations of each other.")
                return self.joined(*corpora(first, second, options, report), True, notes)
            if self.lines == "yes":
                raise InputError(
                    f"The first text has {len(first):,} lines and the second {len(second):,}: lines that are "
                    "translations are equally many. Correct the files, or choose No.",
                    "E-JNT-25",
                )
        return self.joined(*self._apart(report), False, notes)

    def _apart(self, report: Report) -> tuple[Corpus, Corpus]:
        settings = {name: getattr(self, name) for name in specs(Tokenization)}
        first, second = (
            UploadedText(sha256=sha, **settings).load(Repetition(report, place, 2))
            for place, sha in enumerate((self.first, self.second))
        )
        return first, second


@dataclass(frozen=True)
class UploadedVectorPair(OwnFiles, Source):
    """Two files of word vectors."""

    name = "uploaded_vector_pair"
    kind: ClassVar[str] = Languages.kind
    uploaded: ClassVar[bool] = True
    most: int = integer(
        20_000, 100, 100_000, label="Only the first words", step=1_000,
        help="Of each file, which mostly has the frequent words first. Each word is compared with each.",
    )  # fmt: skip

    def load(self, report: Report = Silent()) -> Languages:
        """Read both. Raises InputError and Cancelled."""
        first, second = (
            UploadedVectors(sha256=sha, first=self.most).load(Repetition(report, place, 2))
            for place, sha in enumerate((self.first, self.second))
        )
        return self.joined(first, second, False, [*first.notes, *second.notes])


def _lines(path: Path) -> Sequence[str]:
    """The lines of a running text."""
    documents = read(path, Layout(layout="text")).documents
    return "".join(piece for document in documents for piece in document.pieces).splitlines()
