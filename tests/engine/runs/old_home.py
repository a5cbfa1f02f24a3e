"""A home folder as the app left it before classes had versions: format 1 of recipes, schema 1 of the catalogue.

old_home.json holds recipes, descriptions, documents and numbers as that app wrote them (numbers cut to four decimals).
Nothing here calls the engine: what it writes must stay what it was. Of runs whose numbers were too many the recipe and
the description are real, and the vectors made up in the layout of that time.
"""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

FOUND = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
SCHEMA_1 = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    task TEXT NOT NULL,
    title TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL,
    seconds REAL NOT NULL,
    bytes INTEGER NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0,
    unlisted INTEGER NOT NULL,
    damaged INTEGER NOT NULL DEFAULT 0,
    owner TEXT NOT NULL,
    parent TEXT NOT NULL,
    recipe TEXT NOT NULL,
    summary TEXT NOT NULL,
    notes TEXT NOT NULL
);
CREATE INDEX runs_by_parent ON runs (parent);
CREATE INDEX runs_in_order ON runs (pinned, id);
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL UNIQUE,
    recipe TEXT NOT NULL,
    title TEXT NOT NULL,
    owner TEXT NOT NULL,
    needs TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued',
    tries INTEGER NOT NULL DEFAULT 0,
    cancel INTEGER NOT NULL DEFAULT 0,
    submitted REAL NOT NULL,
    started REAL,
    seconds REAL,
    error TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    pid INTEGER,
    pid_created REAL
);
CREATE INDEX jobs_by_state ON jobs (state);
CREATE TABLE claims (run_id TEXT NOT NULL, owner TEXT NOT NULL, PRIMARY KEY (run_id, owner));
CREATE TABLE served (owner TEXT PRIMARY KEY, turn INTEGER NOT NULL);
"""
KARATE, TOY_WORLD = "827423dd45691a5d77a8be4b38371ce6", "e240a13af5ca99ef0e9e6b6fb2b858e8"
"""Ids of the two prepared datasets; that of the toy world was deleted from this home."""
NAMED, NAME = "3b8575d41fd1ec4a536b3263ee8b0450", "Änderungen – shift 2"
SECOND = {"words.skipgram": ("input", "output"), "graphs.hope": ("source", "target")}
"""What the two embeddings of these methods were called."""
WAITING = {
    "run_id": "243eab8e145a9c8c07a8550a0d55734a",
    "recipe": '{"dataset":{"between":0.02,"inside":0.3,"n_blocks":3,"n_nodes":20,"name":"generated_graph","seed":5,'
    '"shape":"blocks"},"learner":null,"version":1}',
}
FAILED = {
    "run_id": "070961e81ac4bc106cac94265781c843",
    "recipe": '{"dataset":{"graph":"karate","name":"classic_graph"},"learner":{"learner":"no JSON",'
    '"name":"link_prediction","seed":0,"share":0.3},"version":1}',
}
CANCELLED = {
    "run_id": "91a50eb617c37349a704c2da1bd55a7b",
    "recipe": '{"dataset":{"graph":"karate","name":"classic_graph"},"learner":{"n_components":2,"n_epochs":1,'
    '"n_walks":1,"name":"deepwalk","seed":0,"walk_length":10},"version":1}',
}


def make(home: Path) -> dict[str, str]:
    """Write the whole home; key -> id of each run that can be opened."""
    runs = {key: meta_of(key)["run_id"] for key in FOUND}
    damaged = runs.pop("graphs.damaged")
    for key in runs:
        _write(home / "runs" / runs[key], key)
    _write(home / "quarantine" / f"{damaged}.e18e35746d5b", "graphs.damaged")
    marks = json.dumps({"name": NAME, "pinned": True}, ensure_ascii=False)
    (home / "runs" / NAMED / "marks.json").write_text(marks, encoding="utf-8")
    _write_catalogue(home / "catalogue.db")
    return runs


def meta_of(key: str) -> dict[str, Any]:
    """The description of a run."""
    if "meta" in FOUND[key]:
        return json.loads(FOUND[key]["meta"])
    return {
        "run_id": FOUND[key]["run_id"],
        "kind": "fit",
        "dataset_kind": "",
        "title": "HOPE: Zachary's karate club (1977)",
        "created": "2026-11-26T16:17:30.000000+00:00",
        "seconds": 0.1,
        "bytes": 1000,
        "version": 1,
        "owner": "visitor",
        "summary": {},
        "notes": [],
    }


def _write(folder: Path, key: str) -> None:
    arrays, document = _result(key)
    content = {
        "recipe.json": FOUND[key]["recipe"].encode(),
        "meta.json": json.dumps(meta_of(key), ensure_ascii=False, separators=(",", ":")).encode(),
        "data.safetensors": save(arrays),
        "document.json": document.encode(),
    }
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in content.items())
    folder.mkdir(parents=True)
    for name, data in (content | {"SHA256SUMS": sums.encode()}).items():
        (folder / name).write_bytes(data)


def _result(key: str) -> tuple[dict[str, np.ndarray], str]:
    """Arrays, and the text of the document."""
    found = FOUND[key]
    if "document" in found:
        made = {
            name: np.array(values, dtype).reshape(shape) for name, (dtype, shape, values) in found["arrays"].items()
        }
        return made, found["document"]
    names = SECOND.get(key, ("pca",))
    labels = [f"item {row}" for row in range(6)]
    entry = {"labels": 0, "strings": {}, "columns": ["count"]}
    document = {
        "embeddings": dict.fromkeys(names, entry),
        "labels": [labels],
        "history": {},
        "summary": {},
        "notes": [],
    }
    values = {name: np.arange(18, dtype=np.float32).reshape(6, 3) + place for place, name in enumerate(names)}
    arrays = {f"vectors/{name}": rows for name, rows in values.items()}
    return arrays | {f"metadata/{name}/count": np.arange(6) for name in names}, json.dumps(document)


def _write_catalogue(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(SCHEMA_1)
        for key in FOUND:
            _insert(db, "runs", _row(key))
        for job, state in ((WAITING, "queued"), (FAILED, "failed"), (CANCELLED, "cancelled")):
            more = {"title": "A job", "owner": "visitor", "needs": "", "state": state, "submitted": 1.8e9}
            _insert(db, "jobs", job | more)
        db.execute("PRAGMA user_version = 1")


def _row(key: str) -> dict[str, Any]:
    meta, recipe = meta_of(key), json.loads(FOUND[key]["recipe"])
    kept = {column: meta[column] for column in ("run_id", "kind", "title", "created", "seconds", "bytes", "owner")}
    named = meta["run_id"] == NAMED
    return kept | {
        "task": recipe["learner"]["name"] if recipe["learner"] else "",
        "name": NAME if named else "",
        "pinned": int(named),
        "unlisted": int(recipe["dataset"]["name"] == "uploaded_graph"),
        "damaged": int(key == "graphs.damaged"),
        "bytes": 0 if key == "graphs.damaged" else meta["bytes"],
        "parent": recipe["dataset"].get("run_id", ""),
        "recipe": FOUND[key]["recipe"],
        "summary": json.dumps(meta["summary"]),
        "notes": json.dumps(meta["notes"]),
    }


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
