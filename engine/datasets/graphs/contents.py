"""Which columns of an edge table are its ends by what stands in them, where their headings do not say."""

import re
from collections.abc import Sequence

from engine.datasets.graphs.weights import Weights
from engine.files.roles import Column

MISSING = frozenset(("na", "n/a", "nan", "null", "none", "inf", "-inf", "missing", "?", "-"))
"""What stands in the place of a number that is not known."""
_NUMBER = re.compile(r"\s*[+-]?(\d[\d.,]*|[.,]\d+)([eE][+-]?\d+)?\s*")
_FEW = 0.3
"""Different values among the rows, at most, of a column of relations."""
_MOSTLY = 0.5
_SHARED = 0.1
"""Of the names of one column, those that stand in the other, if both name nodes of one kind."""


def time_column(free: Sequence[Column], n_ends: int) -> Column | None:
    """A column of times, behind enough others that can be the ends; numbers only, in front, if all else fits."""
    times = [column for column in free if column.is_time]
    for column in times:
        if not column.is_numeric and len(free) > n_ends:
            return column
    if len(free) - len(times) < n_ends:
        return None
    for column in times:
        others = [other for other in free if other is not column]
        if free.index(column) >= n_ends or (_never_falls(column) and len(others) == n_ends == 2 and _shared(*others)):
            return column
    return None


def _never_falls(column: Column) -> bool:
    weights = Weights(column.given)
    values = [value for field in column.given if (value := weights.value(field)) is not None]
    return values == sorted(values)


Pair = tuple[Column, Column, Column | None]
"""Source, target, and perhaps the relation."""


def pair(free: Sequence[Column]) -> Pair | None:
    """The ends among columns whose headings do not say; None where that is not clear."""
    named = any(column.named for column in free)
    kept = [column for column in free if not column.counts_rows] if named else _without_row_numbers(free)
    if len(kept) == 2:
        return _of_two(kept[0], kept[1])
    if len(kept) == 3:
        return _of_three(kept[0], kept[1], kept[2])
    if len(kept) == 4 and list(map(is_numeric, kept)) == [False, False, True, True]:
        return kept[0], kept[1], None
    return None


def _without_row_numbers(free: Sequence[Column]) -> Sequence[Column]:
    """Columns without headings, less the first if it counts rows; none where it might as well be nodes."""
    if len(free) < 3 or not free[0].counts_rows:
        return free
    first, second, third = free[:3]
    if len(free) == 3 and (second.counts_rows or not third.is_whole or len(set(third.given)) == 1) and second.is_whole:
        return free  # a path or a tree, with weights
    if not second.is_numeric and not third.is_numeric:
        return free[1:]
    theirs = _overlap(second, third)
    counted = theirs > _SHARED >= _overlap(first, second) or (len(free) == 4 and theirs > _MOSTLY)
    return free[1:] if counted else ()


def _of_two(first: Column, second: Column) -> Pair | None:
    """Both, unless one holds numbers that measure something."""
    measures = any(column.is_numeric and not column.is_whole for column in (first, second))
    return (first, second, None) if not measures or _shared(first, second) else None


def _of_three(first: Column, second: Column, third: Column) -> Pair | None:
    """The ends among three columns, by which hold numbers and which share names."""
    match tuple(map(is_numeric, (first, second, third))):
        case (False, False, False):
            return _of_texts(first, second, third)
        case (False, True, False):
            return (first, third, None) if _shared(first, third) or not is_few(third) else None
        case (True, False, False):
            return (second, third, None) if _shared(second, third) or not is_few(third) else None
        case (True, False, True) if third.is_whole and is_few(second):
            constant = len(set(second.given)) == 1
            return (first, third, second) if constant or _are_alike(first, third) else None
        case (True, True, True) if first.is_whole and not second.is_whole and third.is_whole:
            return first, third, None  # a weight between two nodes
        case (True, True, False):
            both = _of_two(first, second)
            return both and (first, second, third if is_few(third) else None)
    return _of_two(first, second)


def _of_texts(first: Column, second: Column, third: Column) -> Pair | None:
    """Two of three columns of text share names, or one has few different values: a relation."""
    ways = ((first, second, third), (first, third, second), (second, third, first))
    ranked = sorted(ways, key=lambda way: -_overlap(way[0], way[1]))
    best, next_best = (_overlap(way[0], way[1]) for way in ranked[:2])
    if best > _SHARED and best > 2 * next_best:
        return ranked[0]
    few = [way for way in ways if 2 * len(set(way[2].given)) <= min(len(set(column.given)) for column in way[:2])]
    return few[0] if len(few) == 1 else None


def _are_alike(one: Column, other: Column) -> bool:
    """Whether two columns of numbers name nodes of one kind: they share many, or both have many different ones."""
    a, b = set(one.given), set(other.given)
    return len(a & b) > _MOSTLY * len(a | b) or (_shared(one, other) and not is_few(other))


def is_numeric(column: Column) -> bool:
    """Whether most fields that say something are numbers; what is none will be counted and left out."""
    given = [field for field in column.given if field.casefold() not in MISSING]
    return bool(given) and sum(map(is_number, given)) > _MOSTLY * len(given)


def is_number(field: str) -> bool:
    """Whether a field is a number, with points or commas."""
    return _NUMBER.fullmatch(field) is not None


def is_few(column: Column) -> bool:
    """Whether the values repeat as those of a relation do, of which many edges are."""
    n_different = len(set(column.given))
    return n_different == 1 or n_different <= _FEW * len(column.given)


def _overlap(one: Column, other: Column) -> float:
    """Share of the different names of the smaller column that stand in the other, too."""
    a, b = set(one.given), set(other.given)
    return len(a & b) / min(len(a), len(b))


def _shared(one: Column, other: Column) -> bool:
    return _overlap(one, other) > _SHARED


def other_end(places: dict[str, int], free: Sequence[Column], columns: Sequence[Column]) -> None:
    """The column that goes with the one end that is known: the only one that shares names, or of its sort, or left."""
    known, missing = ("source", "target") if "source" in places else ("target", "source")
    end = next(column for column in columns if column.place == places[known])
    plain = [column for column in free if not column.counts_rows]
    alike = [column for column in plain if column.is_numeric == end.is_numeric]
    sharing = [column for column in alike if _shared(end, column)]
    for candidates in (sharing, alike, plain, free):
        if len(candidates) == 1:
            places[missing] = candidates[0].place
            return
