"""The contract of dataset references: what a recipe holds instead of the data."""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, Self

import numpy as np

from engine.fields import Validated
from engine.files.roles import Look, Role
from engine.report import Report, Silent


class Dataset(Protocol):
    """What was observed, checked where it is made (Corpus, ...). Saved as arrays and a JSON document."""

    kind: ClassVar[str]

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]: ...

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> Self: ...


class Source(Validated):
    """Base of dataset references: frozen dataclasses that say what to read and how.

    `load` generates, downloads or parses: it runs in a job, never in a page.
    """

    kind: ClassVar[str]
    """The kind of Dataset that `load` returns, a key of `engine.datasets.KINDS`."""
    uploaded: ClassVar[bool] = False
    """True for a file of the user's own: in shared mode the runs made from it are not listed."""
    roles: ClassVar[Mapping[str, Mapping[str, Role]]] = {}
    """Of the table in a file: the field of the file -> the field that names a column -> the part that this column
    plays. The latter is empty where the reader finds out, "-" where no column is to play the part."""
    typed: ClassVar[frozenset[str]] = frozenset()
    """Those fields that mean something too where the file is no table, so that a name must be typed."""

    def load(self, report: Report = Silent()) -> Dataset:
        """Make the dataset. Raises InputError with a sentence for the user."""
        raise NotImplementedError

    def look(self, file: str) -> Look | None:
        """The table in a file (a key of `roles`) by its first rows, and what its columns are taken for.

        None for what is no table.
        Quick, and done in the page: it reads no more than the beginning of the file. Raises InputError.
        """
        return None

    def title(self) -> str:
        """What the user calls it."""
        raise NotImplementedError
