"""The list of saved runs: page by page, by name, with what hangs on what."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine import settings
from engine.errors import InputError
from engine.files import disk
from engine.runs import database, files, index

NAME_LENGTH = 80
NOTE_LENGTH = 200


@dataclass(frozen=True)
class RunRow:
    """One saved run as it is listed.

    kind: "dataset" or "fit". task: name of the learner, projection or test in recipes; "" for a dataset.
    title: made from the recipe; name, note: given by the user, or "". notes: of the training itself.
    created: UTC, ISO 8601.
    parent: id of the run whose embedding this one is made from, or "".
    dataset_id: id of the prepared dataset that it was trained on, or that it is; "" for what is made from a parent.
    damaged: set aside because its files changed; the recipe can be run again.
    """

    run_id: str
    kind: str
    task: str
    title: str
    name: str
    note: str
    created: str
    seconds: float
    bytes: int
    pinned: bool
    unlisted: bool
    damaged: bool
    owner: str
    parent: str
    dataset_id: str
    recipe: Mapping[str, Any]
    summary: Mapping[str, Any]
    notes: tuple[str, ...]

    @property
    def label(self) -> str:
        """The user's name for it, or its title."""
        return self.name or self.title


def get(run_id: str) -> RunRow | None:
    """The row of a run, listed or not."""
    rows = _select("SELECT * FROM runs WHERE run_id = ?", (run_id,))
    return rows[0] if rows else None


def runs(
    kind: str = "",
    task: str = "",
    text: str = "",
    offset: int = 0,
    limit: int = 50,
    *,
    dataset_id: str = "",
    by_data: bool = False,
    owner: str = "",
) -> list[RunRow]:
    """A page of the listed runs: pinned ones first, then the newest.

    kind: only "dataset", "fit", "training" (fits of data) or "derived" (fits of an embedding). task: only that.
    text: only those whose name, title or note holds it (letters of either case). dataset_id: only those trained on it.
    by_data: those on the same data together, the data that were trained on last first. owner: who asks; in shared mode
    what a visitor made from uploads is listed for this visitor alone.
    """
    condition, values = _condition(kind, task, text, dataset_id, owner)
    groups = "(SELECT max(other.id) FROM runs other WHERE other.dataset_id = runs.dataset_id) DESC," if by_data else ""
    order = f"ORDER BY {groups} pinned DESC, id DESC LIMIT ? OFFSET ?"
    return _select(f"SELECT * FROM runs WHERE {condition} {order}", (*values, limit, offset))


def everything() -> list[RunRow]:
    """All runs, listed or not, those made first before all others."""
    return _select("SELECT * FROM runs ORDER BY id", ())


def datasets(owner: str = "") -> dict[str, str]:
    """The data that listed trainings were made from: id -> name or title, those trained on last first."""
    condition, values = _condition("training", "", "", owner=owner)
    query = (
        f"SELECT dataset_id, max(id), max(title) FROM runs WHERE {condition} AND dataset_id != '' GROUP BY dataset_id"
    )
    found = database.read(lambda db: db.execute(f"{query} ORDER BY 2 DESC", values).fetchall())
    names = {run_id: row.label for run_id, row in by_id([row[0] for row in found]).items()}
    return {row[0]: names.get(row[0]) or row[2].partition(": ")[2] for row in found}


def visible(rows: Iterable[RunRow], owner: str) -> list[RunRow]:
    """Those of the runs that are listed for a visitor."""
    return [row for row in rows if not settings.shared_mode() or not row.unlisted or (owner and row.owner == owner)]


def by_id(run_ids: Collection[str]) -> dict[str, RunRow]:
    """The rows of these runs, as far as they are known."""
    marks = ", ".join("?" * len(run_ids))
    return {row.run_id: row for row in _select(f"SELECT * FROM runs WHERE run_id IN ({marks})", tuple(run_ids))}


def children(run_ids: Collection[str]) -> dict[str, list[RunRow]]:
    """What was made from each of these runs (maps, tests) and is sound, the oldest first; no more than that."""
    marks = ", ".join("?" * len(run_ids))
    query = f"SELECT * FROM runs WHERE parent IN ({marks}) AND NOT damaged ORDER BY id"
    found: dict[str, list[RunRow]] = {}
    for row in _select(query, tuple(run_ids)):
        found.setdefault(row.parent, []).append(row)
    return found


def on_dataset(dataset_id: str, tasks: Collection[str], limit: int = 100, owner: str = "") -> list[RunRow]:
    """The listed trainings and tests of some names on a dataset, those with sound files: pinned first, then the newest.

    dataset_id: as in a row, of a run that is looked at; not computed from its recipe.
    """
    condition, values = _condition("training", "", "", owner=owner)
    marks = ", ".join("?" * len(tasks))
    query = f"SELECT * FROM runs WHERE {condition} AND dataset_id = ? AND task IN ({marks}) AND NOT damaged "
    return _select(f"{query} ORDER BY pinned DESC, id DESC LIMIT ?", (*values, dataset_id, *tasks, limit))


def count(kind: str = "", task: str = "", text: str = "", *, dataset_id: str = "", owner: str = "") -> int:
    """Number of runs that `runs` would list on all its pages."""
    condition, values = _condition(kind, task, text, dataset_id, owner)
    return database.read(lambda db: db.execute(f"SELECT count(*) FROM runs WHERE {condition}", values).fetchone()[0])


def dependents(run_id: str) -> list[RunRow]:
    """The runs made from this one (projections, tests) and from those in turn, oldest first."""
    tree = """WITH RECURSIVE tree (run_id) AS (
        SELECT run_id FROM runs WHERE parent = ?
        UNION SELECT runs.run_id FROM runs JOIN tree ON runs.parent = tree.run_id
    ) SELECT runs.* FROM runs JOIN tree USING (run_id) ORDER BY id"""
    return _select(tree, (run_id,))


def disk_used(owner: str = "") -> int:
    """Bytes of all saved runs, listed or not; with an owner, of those alone that this visitor made."""
    query = "SELECT coalesce(sum(bytes), 0) FROM runs WHERE ? IN ('', owner)"
    return database.read(lambda db: db.execute(query, (owner,)).fetchone()[0])


def is_named(text: str) -> bool:
    """Whether the recipe of any run, or of a job that waits or runs, holds a text, such as the id of an upload."""
    query = """SELECT 1 FROM runs WHERE instr(recipe, :text)
        UNION SELECT 1 FROM jobs WHERE instr(recipe, :text) AND state IN ('queued', 'running')"""
    return database.read(lambda db: db.execute(query, {"text": text}).fetchone()) is not None


def owns(row: RunRow, owner: str) -> bool:
    """Whether a visitor may change or delete a run: everybody, but in shared mode only who made it."""
    return not settings.shared_mode() or (bool(owner) and row.owner == owner)


def require_own(run_id: str, owner: str) -> None:
    """Raise InputError if a visitor may not change or delete a run."""
    row = get(run_id)
    if row is not None and not owns(row, owner):
        raise InputError("Only who made this run can change or delete it.", "E-RUN-10")


def rename(run_id: str, name: str, owner: str = "") -> None:
    """Give a run a name; an empty one brings its title back. At most 80 characters are kept.

    owner: who asks. Like all that changes a run, it raises InputError in shared mode unless this visitor made it.
    """
    _mark(run_id, owner, name=" ".join(name.split())[:NAME_LENGTH])


def annotate(run_id: str, note: str, owner: str = "") -> None:
    """Write a note beside a run; an empty one takes it away. At most 200 characters are kept."""
    _mark(run_id, owner, note=" ".join(note.split())[:NOTE_LENGTH])


def pin(run_id: str, pinned: bool = True, owner: str = "") -> None:
    """List a run before all others, or no longer."""
    _mark(run_id, owner, pinned=pinned)


def give_up(run_id: str, owner: str) -> None:
    """Let a run be nobody's, without what was written beside it: others go on with what they made from it."""
    _mark(run_id, owner, name="", note="", pinned=False, owner="")


def _mark(run_id: str, asking: str, /, **changes: str | bool) -> None:
    """Marks are written beside the run too, so that a rebuilt catalogue has them."""
    require_own(run_id, asking)
    folder = files.run_folder(run_id)
    if not folder.exists():
        raise InputError("This run was deleted or is damaged.", "E-RUN-05")
    with disk.explained():
        files.replace_file(folder / files.MARKS, files.to_json(files.read_marks(folder) | changes))
    assignments = ", ".join(f"{column} = ?" for column in changes)
    values = (*changes.values(), run_id)
    database.write(lambda db: db.execute(f"UPDATE runs SET {assignments} WHERE run_id = ?", values))


def add(meta: Mapping[str, Any], recipe: Mapping[str, Any]) -> None:
    """Enter a run that has just been saved."""
    database.write(lambda db: index.add(db, meta, recipe))


def mark_damaged(run_id: str) -> None:
    """Note that a run was set aside."""
    database.write(lambda db: db.execute("UPDATE runs SET damaged = 1, bytes = 0 WHERE run_id = ?", (run_id,)))


def remove(run_id: str) -> None:
    """Take a run off the list."""
    database.write(lambda db: db.execute("DELETE FROM runs WHERE run_id = ?", (run_id,)))


def reconcile() -> None:
    """Make the list agree with the folders of runs (after a crash)."""
    database.write(index.reconcile)


def _condition(kind: str, task: str, text: str, dataset_id: str = "", owner: str = "") -> tuple[str, tuple[str, ...]]:
    """SQL condition and its values."""
    parts, values = ["1"], []
    if settings.shared_mode():
        parts.append("(NOT unlisted OR owner = ? AND owner != '')")
        values.append(owner)
    if kind in ("training", "derived"):
        # the sign keeps SQLite from gathering all of them by their parent, to sort them for one page
        parts.append(f"kind = 'fit' AND +parent {'=' if kind == 'training' else '!='} ''")
        kind = ""
    for column, value in (("kind", kind), ("task", task), ("dataset_id", dataset_id)):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if text:
        parts.append("instr(lower(name || char(10) || title || char(10) || note), lower(?))")
        values.append(text[:200])
    return " AND ".join(parts), tuple(values)


def _select(query: str, values: tuple[Any, ...]) -> list[RunRow]:
    return database.read(lambda db: [_row(row) for row in db.execute(query, values)])


def _row(row: sqlite3.Row) -> RunRow:
    values = {key: row[key] for key in row.keys() if key != "id"}  # noqa: SIM118 - a Row iterates over values
    for key in ("pinned", "unlisted", "damaged"):
        values[key] = bool(values[key])
    for key in ("recipe", "summary", "notes"):
        values[key] = json.loads(values[key])
    return RunRow(**values | {"notes": tuple(values["notes"])})
