"""The contract of dataset references: what a recipe holds instead of the data."""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, Self

import numpy as np

from engine.fields import Validated
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

    def load(self, report: Report = Silent()) -> Dataset:
        """Make the dataset. Raises InputError with a sentence for the user."""
        raise NotImplementedError

    def title(self) -> str:
        """What the user calls it."""
        raise NotImplementedError
