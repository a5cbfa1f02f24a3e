"""Parallel texts of the catalogue, with a dictionary to learn from and to test by."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from engine.datasets.base import Source
from engine.datasets.joint.languages import pair_list
from engine.datasets.joint.languages.aligned_lines import corpora
from engine.datasets.joint.languages.languages import Languages, known_pairs
from engine.datasets.text.tokenizer import Tokenization
from engine.fields import choice
from engine.files import archives, encodings
from engine.files.downloads.entries import CATALOGUE
from engine.files.downloads.fetch import fetch, locate
from engine.report import Report, Silent

PARALLEL = {key: entry for key, entry in CATALOGUE.items() if entry.kind == "languages"}
NAMES = {"multi30k_de": ("English", "German"), "multi30k_fr": ("English", "French")}


@dataclass(frozen=True)
class DownloadedLanguages(Source):
    """Sentences and their translations, found on disk or downloaded from fixed addresses."""

    name = "downloaded_languages"
    kind: ClassVar[str] = Languages.kind
    entry: str = choice(
        "multi30k_de",
        {key: entry.title for key, entry in PARALLEL.items()},
        label="Languages",
        help="Downloaded once and kept; copies in a folder named by EMBEDDING_DATA are found first.",
    )

    def title(self) -> str:
        """What the user calls it."""
        return PARALLEL[self.entry].title

    def load(self, report: Report = Silent()) -> Languages:
        """A line a sentence. Raises what `fetch` raises."""
        first, second, pairs = self._files(report)
        sides = corpora(_lines(first), _lines(second), Tokenization(), report)
        known, _ = known_pairs(pair_list.read(pairs), sides[0].words, sides[1].words)
        return Languages(NAMES[self.entry], *sides, tuple(known), aligned=True)

    def _files(self, report: Report) -> list[Path]:
        """Both texts and the dictionary, which some have as it was before it was packed for others."""
        entry = PARALLEL[self.entry]
        found = [locate(file) for file in entry.unpacked]
        whole = [path for path in found if path is not None]
        return whole if whole and len(whole) == len(found) else [fetch(file, report) for file in entry.files]


def _lines(path: Path) -> list[str]:
    with archives.opened(path, []) as (entry,):
        return "".join(encodings.decoded(entry.blocks, "utf-8")).split("\n")[:-1]
