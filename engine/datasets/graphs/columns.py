"""What the columns of an edge table are: by what the user says, by their headings, and by what stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.datasets.graphs import contents, ends
from engine.errors import InputError
from engine.files import roles
from engine.files.roles import NONE, Column, Role
from engine.files.tables import ROW_NAMES, Table

ROLES: Mapping[str, Role] = {
    "source": Role("Source", (), needed=True),
    "target": Role("Target", (), needed=True),
    "weight": Role("Weight", ("weight", "weights", "w", "wt", "edgeweight", "value", "val", "strength", "combinedscore",
                              "score", "count", "counts", "n", "frequency", "freq", "times", "nb", "number", "amount",
                              "rating", "similarity", "gewicht", "stärke", "anzahl", "wert", "poids", "peso", "valor",
                              "valeur", "вес")),
    "time": Role("Time", ("timestamp", "time", "unixts", "unixtime", "datetime", "date", "ts", "created", "createdat",
                          "when", "year", "datum", "zeit", "fecha")),
    "relation": Role("Relation", ("relation", "relationship", "rel", "predicate", "edgetype", "interaction", "type",
                                  "property", "link", "relationtype", "edgelabel", "label", "kind")),
}  # fmt: skip
LENGTHS = frozenset(("distance", "dist", "length", "cost", "distanz", "km", "miles", "duration"))
"""Headings of numbers that are large where nodes are far apart."""
_NO_WEIGHTS = frozenset(("year", "age", "lat", "latitude", "lon", "lng", "longitude", "zip", "class", "label", "type"))
_MOST_ZERO = 0.25
"""Of a column without a heading: with more zeros it is a code of something, as edges of weight 0 need not be listed."""
_SIDE_WORDS = frozenset(("directed", "undirected", "mutual"))


@dataclass
class Assigned:
    """The place of each role's column. told: what is to be said of it."""

    places: dict[str, int]
    told: list[str] = field(default_factory=list)
    says_directed: bool | None = None
    """What a column of Gephi says of the edges."""


def assigned(table: Table, asked: Mapping[str, str], *, needed: bool = True) -> Assigned:
    """The column of each role; raises InputError E-CSV-38 for one that does not exist, and E-GRF-86 if the ends are
    needed and it stays unclear which columns hold them.
    """
    columns = [column for column in roles.columns_of(table) if column.name != ROW_NAMES]
    found = roles.asked_for(table, ROLES, asked)
    if "source" not in found and "target" not in found:
        pair = ends.of_headings([column.name if column.named else "" for column in columns])
        if pair and not {columns[place].place for place in pair} & set(found.values()):
            found |= {"source": columns[pair[0]].place, "target": columns[pair[1]].place}
    result = Assigned(found)
    _by_heading(result, columns, asked)
    _by_contents(result, columns, asked)
    if needed:
        _require_ends(table, result.places)
    _say_unused(result, columns)
    return result


def _by_heading(result: Assigned, columns: Sequence[Column], asked: Mapping[str, str]) -> None:
    """Weight, time and relation by their headings, where the columns hold what these need."""
    wanted = {name: role for name, role in ROLES.items() if not role.needed}
    given = [column for column in columns if column.given]
    at = {column.place: column for column in given}
    for name, place in roles.by_heading(given, wanted, asked, result.places).items():
        column = at.get(place)
        if name in result.places or column is None:
            continue
        if name == "weight" and not contents.is_numeric(column):
            result.told.append(
                f"The column “{column.name}” holds no numbers (the first field is {column.given[0][:20]!r}), so it is "
                "no weight."
            )
            continue
        kinds = {value.casefold() for value in column.given}
        if name == "relation" and kinds <= _SIDE_WORDS:
            result.says_directed = kinds == {"directed"}
        elif name != "relation" or contents.is_few(column):
            result.places[name] = place


def _by_contents(result: Assigned, columns: Sequence[Column], asked: Mapping[str, str]) -> None:
    places = result.places
    free = [column for column in columns if column.place not in places.values() and column.given]
    n_ends = 2 - sum(name in places for name in ("source", "target"))
    time = None if "time" in places or asked.get("time") == NONE else contents.time_column(free, n_ends)
    if time is not None:
        places["time"] = time.place
        free.remove(time)
    if n_ends == 2:
        chosen = contents.pair(free)
        if chosen is None:
            return
        places |= {"source": chosen[0].place, "target": chosen[1].place}
        relation = chosen[2]
        if relation and len(set(relation.given)) > 1 and "relation" not in places and asked.get("relation") != NONE:
            places["relation"] = relation.place
    elif n_ends == 1:
        contents.other_end(places, free, columns)
    if "weight" not in places and asked.get("weight") != NONE:
        _weight(result, [column for column in free if column.place not in places.values()], len(columns))


def _weight(result: Assigned, free: Sequence[Column], n_columns: int) -> None:
    """The one column of numbers that is left is the weight; of several none is."""
    numeric = [column for column in free if _may_weigh(column)]
    unnamed = [column for column in numeric if not column.named]
    if len(numeric) == 1:
        result.places["weight"] = numeric[0].place
    elif n_columns <= 4 and unnamed and len(unnamed) == len(numeric):
        names = " and ".join(column.name for column in numeric)
        result.told.append(f"It is not clear whether {names} is a weight, so all edges weigh 1; say which under "
                           "“Weight column”.")  # fmt: skip


def _may_weigh(column: Column) -> bool:
    if (
        not contents.is_numeric(column)
        or column.counts_rows
        or column.is_time
        or column.plain in _NO_WEIGHTS
        or column.plain.endswith("id")
    ):
        return False
    n_zero = sum(not set(value) & set("123456789") for value in column.given)
    return n_zero <= (_MOST_ZERO if not column.named else 0.99) * len(column.given)


def _require_ends(table: Table, found: Mapping[str, int]) -> None:
    missing = [name for name in ("source", "target") if name not in found]
    if missing:
        raise InputError(
            f"It is not clear which columns are the ends of an edge. {roles.described(table)} Please say which is the "
            "source and which the target; if a line holds a node and then its neighbors, choose “Adjacency list” as "
            "the layout.",
            "E-GRF-86",
        )


def _say_unused(result: Assigned, columns: Sequence[Column]) -> None:
    at = {column.place: column for column in columns}
    if "time" in result.places:
        result.told.append(f"{_called(at[result.places['time']])} holds times: it is no weight, and is not used.")
    unused = [column for column in columns if column.place not in result.places.values() and column.given]
    if unused:
        listed = ", ".join(column.name for column in unused[:8]) + (" …" if len(unused) > 8 else "")
        result.told.append(f"Columns that are not used: {listed}.")
    weight = at.get(result.places.get("weight", -1))
    if weight is not None and weight.plain in LENGTHS:
        result.told.append(
            f"Walks prefer large weights; “{weight.name}” seems to be small where nodes are close: give the weight "
            "column as “-” if so."
        )


def _called(column: Column) -> str:
    return f"The column “{column.name}”" if column.named else column.name.capitalize()
