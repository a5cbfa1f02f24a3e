"""The class and the part of each picture of an archive: by folders, tables of labels, or names of files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.images import file_names, folders, labels, name_tables, parts
from engine.datasets.images.columns import Column
from engine.datasets.images.hints import Hints
from engine.datasets.images.label_files import LabelFile
from engine.datasets.images.name_tables import Named
from engine.errors import InputError

Rows = Sequence[Sequence[str]]
_ENOUGH = 0.5
"""So many pictures must have a class, or all of the training part."""


@dataclass(frozen=True, eq=False)
class Sorted:
    """labels: one for each picture, "" where it has none. train: which are for training, bool (n,), or None. n_tables:
    tables of the archive that name pictures.
    """

    labels: Sequence[str]
    train: np.ndarray | None
    n_tables: int = 0


def found(
    names: Sequence[str], tables: Mapping[str, Rows], given: LabelFile | None, hints: Hints, notes: list[str]
) -> Sorted:
    """The classes and parts of pictures.

    tables: those of the archive by name. given: a file of labels beside the archive, which comes before all else.
    Raises InputError if that names no pictures, and if the column of labels that is asked for is nowhere.
    """
    train, bare, said = folders.training(folders.paths(names))
    if said:
        notes.append(f"Parts: by the folders {', '.join(said[:6])}.")
        notes += parts.told(said)
    if given is not None:
        return Sorted(_given(given, names, hints, notes), train)
    named = _named(names, tables, hints) if hints.classes in ("auto", "table") else Named()
    if train is None and set(named.train.values()) == {True, False}:
        train = np.array([named.train.get(place, True) for place in range(len(names))])
        notes.append("Parts: by the tables in the archive.")
    found = _by_hint(names, bare, train, named, hints, notes)
    if not any(found) and hints.classes != "none" and len(names) > 1:
        notes.append(
            "No classes were found: no folders that differ in a sensible way, no table of labels, no names of files "
            "such as cat.1.jpg."
        )
    return Sorted(found, train, len(named.told))


def _by_hint(
    names: Sequence[str], bare: Sequence[folders.Path], train: np.ndarray | None, named: Named, hints: Hints,
    notes: list[str],
) -> list[str]:  # fmt: skip
    how, nothing = hints.classes, [""] * len(names)
    if how == "none":
        return nothing
    if how == "name":
        return file_names.classes(names, train, notes)
    in_tables = [named.labels.get(place, "") for place in range(len(names))]
    if how == "table":
        notes += named.told
        return in_tables
    told: list[str] = []
    in_folders = folders.classes(bare, train, how, told)
    if how != "auto":
        notes += told
        return in_folders
    if named.sure and sum(map(bool, in_tables)) >= sum(map(bool, in_folders)):
        ways = [(in_tables, in_folders, named.told), (in_folders, in_tables, told)]
    else:
        ways = [(in_folders, in_tables, told), (in_tables, in_folders, named.told)]
    for best, other, why in ways:
        filled = _filled(best, other)
        if _is_enough(filled, train):
            notes += why
            n_filled = sum(map(bool, filled)) - sum(map(bool, best))
            notes += [f"Pictures whose class another place tells, a folder or a table: {n_filled:,}."] * (n_filled > 0)
            return filled
    return file_names.classes(names, train, notes)


def _filled(best: Sequence[str], other: Sequence[str]) -> list[str]:
    """Labels, those missing taken from the others if these are of the same classes."""
    alike = bool(set(best) & set(other) - {""})
    return [label or (another if alike else "") for label, another in zip(best, other, strict=True)]


def _is_enough(found: Sequence[str], train: np.ndarray | None) -> bool:
    known = np.array([bool(label) for label in found])
    return bool(known.any()) and (known.mean() >= _ENOUGH or (train is not None and bool(known[train].all())))


def _named(names: Sequence[str], tables: Mapping[str, Rows], hints: Hints) -> Named:
    """What the tables of the archive say; those that have the column of labels that is asked for, if some have."""
    wanted = Column(hints.label_column, ()).key
    has = {name: any(Column(cell, ()).key == wanted for cell in rows[0]) for name, rows in tables.items()}
    found = Named()
    for name, rows in tables.items():
        if has[name] or not any(has.values()):
            name_tables.read(rows, name, names, hints.label_column, found)
    return found


def _divided(rows: Rows) -> Rows:
    """Rows of one field each as rows of several, if blanks divide all alike; a label of two words would be no row."""
    if not rows or len(rows[0]) > 1:
        return rows
    split = [row[0].split() for row in rows]
    in_two = [row[0].rsplit(None, 1) for row in rows]
    alike = (found for found in (split, in_two) if len(found[0]) > 1 and len(set(map(len, found))) == 1)
    return next(alike, rows)


def _given(given: LabelFile, names: Sequence[str], hints: Hints, notes: list[str]) -> list[str]:
    """By a file of labels beside the archive: a table that names the pictures, or as many labels in natural order."""
    found = Named()
    rows = _divided(given.rows)
    if rows and name_tables.read(rows, given.called, names, hints.label_column, found):
        notes += found.told
        return [found.labels.get(place, "") for place in range(len(names))]
    order = sorted(range(len(names)), key=lambda place: labels.natural(names[place]))
    in_order = given.in_order(len(names), hints.label_column, notes)
    try:
        spelled = labels.spelled(in_order, len(names), notes)
    except InputError as error:
        raise InputError(
            f"{given.called} does not name the pictures of the archive, and holds {len(in_order):,} labels for "
            f"{len(names):,} pictures. Please add a column with the names of the files.",
            "E-IMG-112",
        ) from error
    notes.append(
        "The labels do not name the pictures: they were given to them in the order of their names (1, 2, 10). "
        "Please check a few."
    )
    result = [""] * len(names)
    for place, label in zip(order, spelled, strict=True):
        result[place] = label
    return result
