"""What a domain says of the data that can be chosen on its page: `pages.parts.data.picker` asks, reads and shows.

A choice is a source with some fields fixed: built in, a download, or files to upload.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from engine.datasets.base import Source
from engine.files.downloads.entries import Entry


@dataclass(frozen=True)
class Fold:
    """What is folded away: its title, the name of its icon, and the fields of a source in it."""

    title: str
    icon: str
    fields: Collection[str] = ()


@dataclass(frozen=True)
class File:
    """A file to upload. name: the field of the source that takes its sha256. fold: of a file that may be left out.
    columns: what to call the selectors of its columns.
    """

    name: str
    label: str
    fold: Fold | None = None
    columns: str = "What the columns are"


@dataclass(frozen=True)
class Choice:
    """One of the data that can be chosen. fixed: fields of the source that it decides. entry: files that must be
    downloaded first, which the user is asked for. files: to upload, the needed one first; hint: what to say while that
    is missing. asked: whether the user may set the other fields.
    """

    title: str
    source: type[Source]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    entry: Entry | None = None
    files: tuple[File, ...] = ()
    hint: str = ""
    asked: bool = True


@dataclass(frozen=True, eq=False)
class Understood:
    """What was understood of the data. summary: lines of Markdown in sight. The rest is folded away: the first rows as
    they were read, in words; notes, details by their names, a picture (uint8), a table, and a last line.
    """

    summary: tuple[str, ...]
    notes: Collection[str] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    picture: np.ndarray | None = None
    table: pd.DataFrame | None = None
    last: str = ""
    as_read: Collection[str] = ()


@dataclass(frozen=True)
class Picker:
    """What a domain says of its data. name: of the widget's key. choices: by the names under which the session keeps
    them, the usual one first. fold: fields that are folded away wherever a source has them. buttons: a row of buttons
    instead of a list.
    """

    name: str
    label: str
    help: str
    choices: Mapping[str, Choice]
    understood: Callable[[Any, Source], Understood] | None = None
    fold: Fold | None = None
    buttons: bool = False

    def choice_of(self, source: object) -> str:
        """The name of the choice that a source comes from; "" if it comes from none."""
        for name, choice in self.choices.items():
            if type(source) is choice.source and all(getattr(source, at) == set_ for at, set_ in choice.fixed.items()):
                return name
        return ""


def downloads(source: type[Source], entries: Mapping[str, Entry]) -> dict[str, Choice]:
    """A choice for each entry of the catalogue, by a source whose field `entry` names it."""
    return {name: Choice(entry.title, source, {"entry": name}, entry) for name, entry in entries.items()}
