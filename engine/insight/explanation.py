"""What a method says of itself with the numbers of chosen items: pure data, drawn by the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.insight.moves import Moves


@dataclass(frozen=True, eq=False)
class Explanation:
    """One piece of "How it works".

    title: a few words, Markdown. lead: the sentence after the title. formulas: LaTeX, a line each, with the numbers
    put in. table: column -> values, all of one length. rows: names of the table's rows, if they have any.
    caption: what the symbols are and where the numbers come from. moves: a step, to be drawn below the table.
    """

    title: str
    lead: str = ""
    formulas: tuple[str, ...] = ()
    table: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    caption: str = ""
    moves: Moves | None = None
