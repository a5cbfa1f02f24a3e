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
    roles: ClassVar[Mapping[str, Role]] = {}
    """Of a table: the field that names a column -> the part that this column plays. The field is empty where the reader
    finds out, "-" where no column is to play the part."""

    def load(self, report: Report = Silent()) -> Dataset:
        """Make the dataset. Raises InputError with a sentence for the user."""
        raise NotImplementedError

    def look(self) -> Look | None:
        """The table in the file by its first rows, and what its columns are taken for; None if it is none.

        Quick, and done in the page: it reads no more than the beginning of the file. Raises InputError.
        """
        return None

    def title(self) -> str:
        """What the user calls it."""
        raise NotImplementedError
