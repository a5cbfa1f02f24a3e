"""Saved runs on disk: written once and whole, checked when read, deleted with what was made from them.

A run becomes visible by the renaming of its finished folder, so a crash at any moment leaves it whole or absent.
Formats are safetensors and JSON, with a sha256 of each file: neither format notices a flipped byte by itself.
"""

import dataclasses
import errno
import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from engine import settings
from engine.datasets import KINDS
from engine.datasets.base import Dataset
from engine.embedding import Provenance
from engine.errors import InputError
from engine.files import disk, uploads
from engine.fit import Fit
from engine.runs import catalogue, files, format_1
from engine.runs import mapped as mapped_arrays
from engine.runs.canonical import canonical_json
from engine.runs.catalogue import RunRow
from engine.runs.queue import NOBODY
from engine.runs.recipe import FORMAT, EmbeddingOf, Recipe

RESERVE_BYTES = 500_000_000
"""Free disk space that must remain when a job starts."""

_log = logging.getLogger(__name__)
_verified: set[tuple[str, int, int]] = set()
"""Run, time and size of the data files whose checksums this process has compared."""


class MissingRun(InputError):
    """There is no such run: it was deleted or never made here."""


class DamagedRun(InputError):
    """The files of a run are not as they were written; it has been set aside."""


def exists(run_id: str) -> bool:
    """Whether the run is saved here (its files are checked when they are read)."""
    return files.run_folder(run_id).exists()


def save(
    recipe: Recipe, result: Fit | Dataset, seconds: float, owner: str = "", run_id: str = "", dataset_id: str = ""
) -> None:
    """Save what a recipe gave; when this returns, the run survives any crash.

    If the run is there already and sound, it stays and the new result is dropped: the first writer wins.
    run_id: the name under which it was asked for; dataset_id: the prepared dataset that was used. Both are what the
    recipe says today, unless the app was updated since. Raises InputError if the disk is full or the folder cannot be
    written to.
    """
    ids = {"run_id": run_id or recipe.run_id, "dataset_id": _dataset_id(recipe, run_id, dataset_id)}
    arrays, document = result.pack()
    content = {
        files.DATA: _packed(arrays),
        files.DOCUMENT: files.to_json(document),
        files.RECIPE: canonical_json(recipe.to_json()).encode(),
    }
    size = sum(map(len, content.values()))
    meta = ids | _description(recipe, result, seconds, size, owner)
    with disk.explained(size):
        _write(ids["run_id"], content | {files.META: files.to_json(meta)})
    folder = files.run_folder(ids["run_id"])
    kept = files.read_json(folder / files.META), files.read_json(folder / files.RECIPE)
    catalogue.add(kept[0] or meta, kept[1] or recipe.to_json())


def _dataset_id(recipe: Recipe, run_id: str, dataset_id: str) -> str:
    """What the catalogue says of the data: "" for a run that is made from another, its own id for a dataset."""
    if isinstance(recipe.dataset, EmbeddingOf):
        return ""
    return dataset_id or (Recipe(recipe.dataset).run_id if recipe.learner else run_id or recipe.run_id)


def _packed(arrays: dict[str, np.ndarray]) -> bytes:
    from safetensors.numpy import save as pack

    # safetensors writes the memory as it lies, so arrays must lie in C order
    return pack({name: np.asarray(array, order="C") for name, array in arrays.items()})


def _description(recipe: Recipe, result: Fit | Dataset, seconds: float, size: int, owner: str) -> dict[str, Any]:
    return {
        "kind": "fit" if recipe.learner else "dataset",
        "dataset_kind": "" if recipe.learner else getattr(result, "kind", ""),
        "title": title(recipe),
        "created": datetime.now(UTC).isoformat(timespec="microseconds"),
        "seconds": round(seconds, 3),
        "bytes": size,
        "format": FORMAT,
        "owner": owner,
        "summary": dict(getattr(result, "summary", {})),
        "notes": list(getattr(result, "notes", ())),
    }


def title(recipe: Recipe) -> str:
    """What lists call the run: its method, and the data or the run it is made from."""
    if isinstance(recipe.dataset, EmbeddingOf):
        parent = catalogue.get(recipe.dataset.run_id)
        data = parent.label if parent else recipe.dataset.run_id[:8]
    else:
        data = recipe.dataset.title()  # type: ignore[attr-defined]  # all other references are Sources
    return f"{recipe.learner.title}: {data}" if recipe.learner else data


def _write(run_id: str, content: dict[str, bytes]) -> None:
    """Write all files of a run under tmp/, then move the folder to its place."""
    temporary = files.temporary_folder(run_id)
    try:
        temporary.mkdir()
        for name, data in content.items():
            files.write_durably(temporary / name, data)
        files.write_sums(temporary)
        files.sync_folder(temporary)
        files.runs_folder().mkdir(exist_ok=True)
        _publish(temporary, run_id)
        files.sync_folder(files.runs_folder())
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def receive(temporary: Path, run_id: str) -> None:
    """Take over a run that another computer saved and whose files lie under tmp/; when this returns, it survives any
    crash. As in `save`, a sound run that is there already stays.

    Raises InputError if a file differs from its checksum, or the run is another one, and what `save` raises.
    """
    meta = files.read_json(temporary / files.META)
    recipe = files.read_json(temporary / files.RECIPE)
    if files.broken_file(temporary) is not None or not meta or not recipe or meta.get("run_id") != run_id:
        raise InputError("A result did not arrive from its computer as it was sent; train it again.", "E-JOB-20")
    with disk.explained():
        files.sync_folder(temporary)
        files.runs_folder().mkdir(exist_ok=True)
        _publish(temporary, run_id)
        files.sync_folder(files.runs_folder())
    kept = files.run_folder(run_id)
    catalogue.add(files.read_json(kept / files.META) or meta, files.read_json(kept / files.RECIPE) or recipe)


def _publish(temporary: Path, run_id: str) -> None:
    """Rename the folder into place; a sound run that is there already wins, a damaged one is set aside."""
    target = files.run_folder(run_id)
    while True:
        try:
            temporary.rename(target)
            return
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.EACCES) or not target.exists():
                raise
        if files.broken_file(target) is None:
            _note_difference(temporary, target)
            return
        _quarantine(run_id)


def _note_difference(ours: Path, theirs: Path) -> None:
    first, second = ((folder / files.SUMS).read_text().splitlines()[2] for folder in (ours, theirs))
    if first != second:
        _log.warning("run %s: the same recipe gave another result; the first one is kept", theirs.name)


def load(run_id: str, mapped: bool = False) -> Fit | Any:
    """The Fit of a run, its embeddings with provenance, or the dataset if the run is a prepared dataset.

    mapped: leave large arrays on the disk, read-only, for whoever only looks at them.

    Checksums are compared once per process. Raises MissingRun, or DamagedRun once the run has been set aside.
    """
    folder = _sound_folder(run_id)
    try:
        meta, document, recipe = (files.read_json(folder / name) for name in (files.META, files.DOCUMENT, files.RECIPE))
        arrays = mapped_arrays.read(folder / files.DATA) if mapped else _unpacked(folder / files.DATA)
    except FileNotFoundError:
        raise _missing() from None
    if meta["kind"] == "dataset":
        kind: Any = KINDS[meta["dataset_kind"]]
        return kind.unpack(arrays, document)
    fit = Fit.unpack(arrays, document)
    if format_1.is_of(recipe):
        fit = format_1.with_todays_names(fit)
    return _with_provenance(fit, Provenance(run_id, recipe["dataset"], recipe["learner"]))


def _unpacked(path: Path) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    return load_file(path)


def _with_provenance(fit: Fit, provenance: Provenance) -> Fit:
    embeddings = {
        name: dataclasses.replace(embedding, provenance=provenance) for name, embedding in fit.embeddings.items()
    }
    return dataclasses.replace(fit, embeddings=embeddings)


def _sound_folder(run_id: str) -> Path:
    """The run's folder, its checksums compared at the first use."""
    folder = files.run_folder(run_id)
    if not folder.exists():
        row = catalogue.get(run_id)
        raise _damaged() if row and row.damaged else _missing()
    stat = (folder / files.DATA).stat() if (folder / files.DATA).exists() else None
    key = (run_id, stat.st_mtime_ns, stat.st_size) if stat else None
    if key is None or key not in _verified:
        broken = files.broken_file(folder)
        if broken is not None:
            _log.warning("run %s is damaged: %s", run_id, broken)
            _quarantine(run_id)
            raise _damaged()
        _verified.add(key)  # type: ignore[arg-type]  # a folder without data is broken
    return folder


def _damaged() -> DamagedRun:
    return DamagedRun(
        "The files of this run are damaged and were set aside; its recipe is kept, so it can be trained again.",
        "E-RUN-03",
    )


def _missing() -> MissingRun:
    return MissingRun("This run was deleted, or was never made here; train it again from its page.", "E-RUN-02")


def _quarantine(run_id: str) -> None:
    """Set a damaged run aside; another process may have done so first."""
    _enter(run_id)  # so that a damaged run is listed even if it never was
    with disk.explained():
        if files.set_aside(files.run_folder(run_id)):
            catalogue.mark_damaged(run_id)


def _enter(run_id: str) -> None:
    if catalogue.get(run_id) is None:
        catalogue.reconcile()


def meta(run_id: str) -> RunRow:
    """How the run is listed; raises MissingRun."""
    row = catalogue.get(run_id)
    if row is None and exists(run_id):  # a crash came between folder and row
        catalogue.reconcile()
        row = catalogue.get(run_id)
    if row is None:
        raise _missing()
    return row


def recipe_of(run_id: str) -> Recipe:
    """The recipe of a run, also of a damaged one; raises MissingRun."""
    return Recipe.from_json(dict(meta(run_id).recipe))


def delete(run_id: str, owner: str = "") -> None:
    """Delete a run and all runs made from it (`catalogue.dependents` lists them, to ask first), and the uploaded files
    that no other run was made from.

    owner: who asks; raises InputError in shared mode unless this visitor made it. What others have made there from a
    run that everybody sees is theirs: it stays, and what it was made from stays with it as nobody's run.
    """
    catalogue.require_own(run_id, owner)
    kept = of_others(run_id, owner)
    if not kept:
        discard(run_id)
        return
    for row in (*reversed(catalogue.dependents(run_id)), meta(run_id)):
        if row.owner == owner:
            catalogue.give_up(row.run_id, owner) if row.run_id in kept else discard(row.run_id)


def of_others(run_id: str, owner: str) -> set[str]:
    """What other visitors made from a listed run, directly or not, and all that it was made from. Of a run that was
    made from an upload there is no such right: the file's owner has the say.
    """
    row = catalogue.get(run_id)
    if row is None or row.unlisted or not settings.shared_mode():
        return set()
    rows = {each.run_id: each for each in catalogue.dependents(run_id)}
    kept = {each.run_id for each in rows.values() if each.owner not in ("", NOBODY, owner)}
    for each in list(kept):
        while each in rows:
            each = rows[each].parent
            kept.add(each)
    return kept


def discard(run_id: str) -> None:
    """The same with all that was made from it, whoever made it."""
    own = catalogue.get(run_id)
    rows = [*reversed(catalogue.dependents(run_id)), *([own] if own else [])]
    for run in (*(row.run_id for row in rows if row is not own), run_id):
        _delete_one(run)
    for upload in sorted({found for row in rows for found in uploads.ids_in(row.recipe)}):
        if not catalogue.is_named(upload):
            uploads.delete(upload)


def _delete_one(run_id: str) -> None:
    """The folder vanishes at once by renaming; its files go after that."""
    with disk.explained():
        grave = files.temporary_folder(run_id)
        if exists(run_id):
            files.run_folder(run_id).rename(grave)
            files.sync_folder(files.runs_folder())
    shutil.rmtree(grave, ignore_errors=True)  # first: on a full disk this makes the room that the catalogue needs
    shutil.rmtree(files.job_folder(run_id), ignore_errors=True)
    catalogue.remove(run_id)
    disk.hold_room()


def require_space(bytes_needed: float) -> None:
    """Raise InputError unless twice as much and a reserve are free on the disk."""
    free = disk.free_bytes()
    wanted = 2 * bytes_needed + RESERVE_BYTES
    if free < wanted:
        raise InputError(
            f"The disk is nearly full: {wanted / 1e6:,.0f} MB should be free, {free / 1e6:,.0f} MB are. Free some "
            "space, for instance by deleting runs.",
            "E-DSK-03",
        )


def sweep() -> None:
    """Remove what processes that are gone left under tmp/."""
    folder = settings.home() / "tmp"
    for leftover in folder.iterdir() if folder.is_dir() else ():
        parts = leftover.name.split(".")
        if len(parts) != 3 or not parts[1].isdigit() or not psutil.pid_exists(int(parts[1])):
            shutil.rmtree(leftover, ignore_errors=True)
