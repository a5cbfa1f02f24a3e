"""Whether the first row of an edge table names its columns."""

from collections import Counter
from collections.abc import Sequence

from engine.datasets.graphs import ends
from engine.datasets.graphs.contents import MISSING, is_number, is_numeric
from engine.files import roles, tables
from engine.files.roles import Column
from engine.files.tables import ROW_NAMES, Table

_FEW_ROWS = 8
_LONGEST = 64


def single(sample: str, complete: bool, delimiter: str, said: str) -> Table:
    """The layout of the sample; names of nodes are not taken for headings, which `tables` would do."""
    if said == "no":
        return tables.single(sample, complete=complete, delimiter=delimiter, header=False)
    plain = tables.single(sample, complete=complete, delimiter=delimiter, header=False)
    if said == "yes" or plain.above:
        named = tables.single(sample, complete=complete, delimiter=delimiter, header=said == "yes" or None)
        if said == "yes" or _names_its_rows(named):
            return named
    header = _is_header(plain)
    return tables.single(sample, complete=complete, delimiter=delimiter, header=header)


def _names_its_rows(table: Table) -> bool:
    """Whether headings are one fewer than columns because the first, of row numbers, has none, as R writes it."""
    if table.columns[0] != ROW_NAMES:
        return False
    return roles.columns_of(table)[0].counts_rows or ends.of_headings(table.columns[1:]) is not None


def _is_header(table: Table) -> bool:
    """Whether the first row names the columns: it says which are the ends, stands over numbers, or over names of
    another kind.
    """
    first, rest = [name.strip() for name in table.sample[0]], table.sample[1:]
    given = [name for name in first if name]
    if not rest or len(set(given)) < len(given) or max(map(len, first)) > _LONGEST or any(map(is_number, given)):
        return False
    below = zip(first, zip(*rest, strict=True), strict=True)
    found = [Column(name, at, bool(name), fields) for at, (name, fields) in enumerate(below)]
    named = [column for column in found if column.named]
    if any(is_numeric(column) and column.name.casefold() not in MISSING for column in named):
        return True
    if not first[0] and found[0].is_whole:
        return True
    if ends.are_headings(first):
        return not any(column.name in column.given for column in named)
    return len(named) > 1 and (all(map(_is_of_another_kind, named[:2])) or _never_recurs(named[:2]))


def _is_of_another_kind(column: Column) -> bool:
    """Whether all fields have a digit and the heading has none."""
    return not any(map(str.isdigit, column.name)) and all(any(map(str.isdigit, field)) for field in column.given)


def _never_recurs(named: Sequence[Column]) -> bool:
    """Whether all other rows share names with one another, and the first row with none."""
    rows = list(zip(named[0].fields, named[1].fields, strict=True))
    counts = Counter(name.strip() for row in rows for name in row)
    share = all(any(counts[name.strip()] > 1 for name in row) for row in rows)
    return share and len(rows) >= _FEW_ROWS and not any(column.name in counts for column in named)
