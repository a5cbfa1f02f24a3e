"""Tables whose rows name pictures: their labels and parts, matched by the names of the files."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np

from engine.datasets.images import columns, parts
from engine.datasets.images.columns import Column
from engine.files.display import displayable

_SHARE = 0.5
"""So many of a table's rows must name a picture, or so many pictures be named."""
_FEWEST = 2


@dataclass
class Named:
    """What tables say of pictures, by their place: labels, and whether they are for training.

    sure: whether a heading said which column holds the labels. told: sentences on what was understood.
    """

    labels: dict[int, str] = field(default_factory=dict)
    train: dict[int, bool] = field(default_factory=dict)
    sure: bool = False
    told: list[str] = field(default_factory=list)


class Names:
    """Finds the picture that a field of a table names: by its path, its name, its name without ending, its number."""

    def __init__(self, names: Sequence[str], only: Sequence[int] | None = None):
        self._places: dict[str, int] = {}
        for place in range(len(names)) if only is None else only:
            for key in _keys(names[place]):
                self._places[key] = place if self._places.get(key, place) == place else -1

    def place(self, cell: str) -> int | None:
        """The place of the picture that a field names; None if it names none, or several."""
        folders = _clean(cell).split("/")
        keys = ["/".join(folders[start:]) for start in range(len(folders))]
        keys += [f"#{int(keys[-1])}"] if keys[-1].isdecimal() and len(keys[-1]) < 19 else []
        return next((found for key in keys if (found := self._places.get(key, -1)) >= 0), None)


def _clean(name: str) -> str:
    return re.sub(r"^(\./|/)+", "", name.strip().strip('"').replace("\\", "/")).casefold()


def _keys(name: str) -> Iterator[str]:
    """The ways in which a table may name a file."""
    path = PurePosixPath(_clean(name))
    for start in range(len(path.parts)):
        yield "/".join(path.parts[start:])
        yield "/".join([*path.parts[start:-1], path.stem])
    if path.stem.isdecimal() and len(path.stem) < 19:
        yield f"#{int(path.stem)}"


def read(rows: Sequence[Sequence[str]], called: str, names: Sequence[str], asked: str, found: Named) -> bool:
    """Add what a table says of pictures to `found`, where nothing was said before; False if it names none of them.

    rows: a heading perhaps among them. called: the table, whose own name may say a part. asked: the column of labels.
    """
    part = parts.part_of(PurePosixPath(called).name)
    lookup = Names(names, _of_part(names, part))
    key, places = _key_column(rows, lookup)
    if not places:
        return False
    at = [row for row in range(len(rows)) if row in places]
    headings = rows[0] if 0 not in places else [""] * len(rows[0])
    rest = [
        Column(heading, [rows[row][place] for row in at], place + 1)
        for place, heading in enumerate(headings)
        if place != key
    ]
    rest = [column for column in rest if not column.is_index()]
    told: list[str] = []
    said = next((column for column in rest if column.is_part()), None)
    chosen = columns.label_column([column for column in rest if column is not said], asked, told)
    n_twice = _add(chosen.values, said, part, [places[row] for row in at], found)
    n_unknown = len(rows) - len(at) - (0 not in places)
    told += [f"The training and test part: the column {said.title}."] if said else []
    told += [f"Rows that name no picture of the archive: {n_unknown:,}."] if n_unknown else []
    told += [f"Pictures with rows of different labels, of which the first counts: {n_twice:,}."] if n_twice else []
    if chosen.values is None and said is None and part is None:
        return False
    found.sure = found.sure or chosen.sure
    n_named = len(set(places.values()))
    found.told.append(" ".join([f"The table {displayable(called, 60)} names {n_named:,} pictures.", *told]))
    return True


def _of_part(names: Sequence[str], part: bool | None) -> list[int] | None:
    """Pictures in a folder of that part, which a table of the part means; None for all."""
    if part is None:
        return None
    of_part = [
        place
        for place, name in enumerate(names)
        if any(parts.part_of(folder) is part for folder in re.split(r"[/\\]", name)[:-1])
    ]
    return of_part or None


def _key_column(rows: Sequence[Sequence[str]], lookup: Names) -> tuple[int, dict[int, int]]:
    """The column that names most pictures, and the picture of each row that names one; none if too few do."""
    best: tuple[int, dict[int, int]] = (0, {})
    for column in range(len(rows[0])):
        found = {row: place for row, cells in enumerate(rows) if (place := lookup.place(cells[column])) is not None}
        if len(set(found.values())) > len(set(best[1].values())):
            best = column, found
    n_pictures = len(set(best[1].values()))
    enough = n_pictures >= _FEWEST and len(best[1]) >= _SHARE * (len(rows) - 1)
    return best if enough else (0, {})


def _add(labels: np.ndarray | None, said: Column | None, part: bool | None, places: Sequence[int], found: Named) -> int:
    """Note labels and parts of pictures; the number of pictures that another row had labeled otherwise."""
    twice: Counter[int] = Counter()
    for row, place in enumerate(places):
        if labels is not None:
            twice[place] += found.labels.setdefault(place, labels[row]) != labels[row]
        train = part if said is None else parts.part_of(said.cells[row])
        if train is not None:
            found.train.setdefault(place, train)
    return sum(count > 0 for count in twice.values())
