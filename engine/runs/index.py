"""The rows of the catalogue, made from the folders of runs; the folders are the truth."""

import json
import logging
import re
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from engine.files import uploads
from engine.runs import files, format_1
from engine.runs.canonical import canonical_json
from engine.runs.recipe import DATASETS, EmbeddingOf

RUNS_TABLE = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of listing: clocks can jump
    run_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    task TEXT NOT NULL,
    title TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL,
    seconds REAL NOT NULL,
    bytes INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0,
    unlisted INTEGER NOT NULL,
    damaged INTEGER NOT NULL DEFAULT 0,
    owner TEXT NOT NULL,
    parent TEXT NOT NULL,
    dataset_id TEXT NOT NULL,
    recipe TEXT NOT NULL,
    summary TEXT NOT NULL,
    notes TEXT NOT NULL
);
CREATE INDEX runs_by_parent ON runs (parent);
CREATE INDEX runs_by_dataset ON runs (dataset_id);
CREATE INDEX runs_in_order ON runs (pinned, id);
"""

Description = tuple[Path, dict[str, Any], dict[str, Any]]
"""Folder of a run, meta.json and recipe.json."""

RUN_ID = re.compile(r"\b[0-9a-f]{32}\b")

_log = logging.getLogger(__name__)


def add(db: sqlite3.Connection, meta: Mapping[str, Any], recipe: Mapping[str, Any]) -> None:
    """Enter a run, or enter it again after it was damaged; name and pin stay."""
    dataset = recipe["dataset"]
    row = {
        "run_id": meta["run_id"],
        "kind": meta["kind"],
        "task": recipe["learner"]["name"] if recipe["learner"] else "",
        "title": meta["title"],
        "created": meta["created"],
        "seconds": meta["seconds"],
        "bytes": meta["bytes"],
        "unlisted": _comes_from_upload(db, dataset) or _takes_an_upload(db, recipe["learner"] or {}),
        "damaged": 0,
        "owner": meta["owner"],
        "parent": dataset["run_id"] if dataset["name"] == EmbeddingOf.name else "",
        "dataset_id": meta["dataset_id"] if "dataset_id" in meta else format_1.dataset_id(recipe),
        "recipe": canonical_json(recipe),
        "summary": json.dumps(meta["summary"]),
        "notes": json.dumps(meta["notes"]),
    }
    columns = ", ".join(row)
    values = ", ".join(f":{column}" for column in row)
    changes = ", ".join(f"{column} = excluded.{column}" for column in row if column != "run_id")
    db.execute(f"INSERT INTO runs ({columns}) VALUES ({values}) ON CONFLICT (run_id) DO UPDATE SET {changes}", row)


def _comes_from_upload(db: sqlite3.Connection, dataset: Mapping[str, Any]) -> bool:
    """Whether a run is private in shared mode; where it cannot be known, it is."""
    if dataset["name"] == EmbeddingOf.name:
        parent = db.execute("SELECT unlisted FROM runs WHERE run_id = ?", (dataset["run_id"],)).fetchone()
        return parent is None or bool(parent[0])
    parts = [part for part in dataset.values() if isinstance(part, dict)]
    own = bool(getattr(DATASETS.get(dataset["name"]), "uploaded", True))
    return own or any(_comes_from_upload(db, part) for part in parts)


def _takes_an_upload(db: sqlite3.Connection, learner: Mapping[str, Any]) -> bool:
    """Whether a method or test asks about data of the user's own, or about a run that was made from some, beside its
    own run: the vectors that it begins from, other seeds, other maps.
    """
    parts = [part for part in learner.values() if isinstance(part, dict)]
    told = " ".join(value for value in learner.values() if isinstance(value, str))
    if uploads.ids_in(told) or any(_comes_from_upload(db, part) for part in parts):
        return True
    others = (db.execute("SELECT unlisted FROM runs WHERE run_id = ?", (found,)) for found in RUN_ID.findall(told))
    return any(row[0] for rows in others for row in rows)


def upgrade(db: sqlite3.Connection) -> None:
    """From schema 1 to 2: each run's dataset, computed as it was then from the recipe as it was then."""
    db.execute("ALTER TABLE runs ADD COLUMN dataset_id TEXT NOT NULL DEFAULT ''")
    recipes = db.execute("SELECT run_id, recipe FROM runs").fetchall()
    found = [(format_1.dataset_id(json.loads(row["recipe"])), row["run_id"]) for row in recipes]
    db.executemany("UPDATE runs SET dataset_id = ? WHERE run_id = ?", found)
    db.execute("CREATE INDEX runs_by_dataset ON runs (dataset_id)")


def hide_what_names_private_runs(db: sqlite3.Connection) -> None:
    """From schema 4 to 5: listed are those alone that would be listed if they were entered now."""
    for row in db.execute("SELECT run_id, recipe FROM runs WHERE NOT unlisted ORDER BY id").fetchall():
        recipe = json.loads(row["recipe"])
        if _comes_from_upload(db, recipe["dataset"]) or _takes_an_upload(db, recipe["learner"] or {}):
            db.execute("UPDATE runs SET unlisted = 1 WHERE run_id = ?", (row["run_id"],))


def add_all(db: sqlite3.Connection) -> None:
    """Enter every run that lies on the disk, oldest first so that parents come before their projections."""
    found = [entry for entry in map(_read_or_set_aside, _folders(files.runs_folder())) if entry is not None]
    for folder, meta, recipe in sorted(found, key=lambda entry: entry[1]["created"]):
        add(db, meta, recipe)
        marks = files.read_marks(folder)
        told = [str(marks.get("name", "")), str(marks.get("note", "")), bool(marks.get("pinned"))]
        owner = str(marks.get("owner", meta["owner"]))  # "" where a visitor has given it up
        query = "UPDATE runs SET name = ?, note = ?, pinned = ?, owner = ? WHERE run_id = ?"
        db.execute(query, (*told, owner, meta["run_id"]))
    for entry in filter(None, map(_read, _folders(files.quarantine_folder()))):
        add_damaged(db, entry[1], entry[2])


def add_damaged(db: sqlite3.Connection, meta: Mapping[str, Any], recipe: Mapping[str, Any]) -> None:
    """Enter a run of which only the description is good, unless it is there."""
    if db.execute("SELECT 1 FROM runs WHERE run_id = ?", (meta["run_id"],)).fetchone() is None:
        add(db, meta, recipe)
        db.execute("UPDATE runs SET damaged = 1, bytes = 0 WHERE run_id = ?", (meta["run_id"],))


def reconcile(db: sqlite3.Connection) -> None:
    """Make the rows agree with the folders: a crash may have come between the two."""
    listed = {row[0] for row in db.execute("SELECT run_id FROM runs WHERE NOT damaged")}
    present = {folder.name for folder in _folders(files.runs_folder())}
    db.executemany("DELETE FROM runs WHERE run_id = ?", [(run_id,) for run_id in listed - present])
    for run_id in sorted(present - listed):
        entry = _read_or_set_aside(files.runs_folder() / run_id)
        if entry is not None:
            add(db, entry[1], entry[2])


def _folders(parent: Path) -> Iterable[Path]:
    return sorted(parent.iterdir()) if parent.is_dir() else []


def _read_or_set_aside(folder: Path) -> Description | None:
    """As `_read`; a run whose description is damaged goes to quarantine, and the others stay."""
    entry = _read(folder)
    if entry is None and files.RUN_ID.fullmatch(folder.name):
        _log.warning("the description of run %s is damaged; it is set aside", folder.name)
        files.set_aside(folder)
    return entry


def _read(folder: Path) -> Description | None:
    """Description of the run in a folder, or None if it is damaged, which its checksums tell."""
    if files.broken_file(folder, (files.META, files.RECIPE)) is not None:
        return None
    meta, recipe = files.read_json(folder / files.META), files.read_json(folder / files.RECIPE)
    return (folder, meta, recipe) if meta["run_id"] == folder.name[:32] else None
