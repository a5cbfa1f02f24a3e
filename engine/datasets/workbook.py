"""Which sheet is read where a file is a workbook: the same for every source of a table."""

from dataclasses import dataclass

from engine import limits
from engine.fields import Validated, text


@dataclass(frozen=True)
class Workbook(Validated):
    """A source derives from it, and hands `sheet` to `archives.opened`."""

    sheet: str = text(
        "", limits.LABEL_LENGTH, label="Sheet", help="Of a workbook; empty for the first that holds something.",
        hidden=True,
    )  # fmt: skip
