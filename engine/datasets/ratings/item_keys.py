"""Which column of an item table names the items as the ratings do."""

from collections.abc import Collection, Sequence

from engine.files.display import displayable
from engine.files.roles import plain_name
from engine.files.tables import Table

NEARLY = 0.95
"""Columns that name so many of the items as the best one does are told apart by their headings."""
_DISTINCT = 0.9
_HALF = 0.5


def best(
    table: Table, rows: Sequence[Sequence[str]], usual: int, headings: Sequence[str], rated: Collection[str],
    notes: list[str],
) -> int:  # fmt: skip
    """The place of the column whose fields are the most identifiers in `rated`; `usual` unless another is better.

    Of columns that are about equally good the one with the most telling heading. What was found is told.
    """
    wanted = {_canonical(name) for name in rated}
    matches = {place: _matches([row[place] for row in rows], wanted) for place in range(len(table.columns))}
    most = max(matches.values(), default=0)
    if not most:
        first = [next(iter(rated), ""), rows[0][usual] if rows else ""]
        notes.append(
            f"No column of the item table names the items of the ratings (“{displayable(first[0], 40)}” there, "
            f"“{displayable(first[1], 40)}” here), so they have no titles; check whether the two files belong together."
        )
        return usual
    good = [place for place, found in matches.items() if found >= NEARLY * most]
    rank = {name: number for number, name in enumerate(headings)}
    key = usual if usual in good else min(good, key=lambda place: rank.get(plain_name(table.columns[place]), len(rank)))
    others = [(found, table.columns[place]) for place, found in matches.items() if place != key and found]
    told = f"; the next best column, “{max(others)[1]}”, names {max(others)[0]:,}" if others else ""
    notes.append(
        f"The item table was joined by its column “{table.columns[key]}”, which names {matches[key]:,} of the "
        f"{len(wanted):,} items{told}."
    )
    return key


def as_rated(keys: Sequence[str], rated: Collection[str], notes: list[str]) -> list[str]:
    """The identifiers as they stand in the ratings, where they differ by zeros in front, `.0` or capitals alone."""
    if sum(key in rated for key in keys) >= _HALF * min(len(keys), len(rated)):
        return list(keys)
    spelled = {_canonical(name): name for name in rated}
    found = [spelled.get(_canonical(key), key) for key in keys]
    changed = [(key, name) for key, name in zip(keys, found, strict=True) if key != name]
    if len(spelled) < len(rated) or len(set(found)) < len(set(keys)) or not changed:
        return list(keys)
    notes.append(f"Items were matched in spite of their spelling: “{changed[0][0]}” and “{changed[0][1]}” are one.")
    return found


def is_key(name: str, fields: Sequence[str]) -> bool:
    """Whether a column names things by numbers, as a second identifier does: it is no measurement."""
    return plain_name(name).endswith("id") and len(set(fields)) >= _DISTINCT * len(fields)


def _matches(fields: Sequence[str], wanted: Collection[str]) -> int:
    """How many of the wanted identifiers stand in a column; 0 for one that repeats itself."""
    given = [_canonical(field) for field in fields if field.strip()]
    found = set(given)
    return len(found & set(wanted)) if len(found) >= _DISTINCT * len(given) else 0


def _canonical(name: str) -> str:
    name = name.strip().casefold()
    whole = name[:-2] if name.endswith(".0") else name
    return whole.lstrip("0") or "0" if whole.isdecimal() else name
