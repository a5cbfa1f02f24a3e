"""What a job needs of the server's home, for a child process that has none of it: files by content, and documents."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from engine import settings
from engine.datasets.base import Source
from engine.evaluation.made_maps import MapTest
from engine.files import uploads
from engine.runs import files, jobs, store
from engine.runs.recipe import EmbeddingOf, Recipe

_ID = re.compile("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


@dataclass
class Inputs:
    """Place in the home -> the file that lies there, or the text. See `scratch.PLACE`."""

    contents: dict[str, Path] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)

    def add_run(self, run_id: str) -> None:
        """A saved run, with the name that the user gave it."""
        folder = files.run_folder(run_id)
        for name in (*files.SUMMED, files.SUMS):
            self.contents[f"runs/{run_id}/{name}"] = folder / name
        if marks := files.read_marks(folder):
            self.documents[f"runs/{run_id}/{files.MARKS}"] = json.dumps(marks)

    def add_upload(self, upload: str) -> None:
        """An uploaded file under its id, with the names it came with and not with whose it is."""
        self.contents[f"uploads/{upload}"] = uploads.path(upload)
        self.documents[f"uploads/{upload}.json"] = json.dumps({"names": uploads.names(upload)})

    def add_selection(self, selection: str) -> None:
        """Items that were picked out."""
        self.contents[f"selections/{selection}.json"] = settings.home() / "selections" / f"{selection}.json"


def inputs_of(recipe: Recipe) -> Inputs:
    """All that the job of a recipe reads. A dataset that is prepared stands for what it was made from.

    Raises InputError if an uploaded file is gone.
    """
    found = Inputs()
    for run_id in _runs(recipe):
        found.add_run(run_id)
    document = recipe.to_json()
    prepared = not isinstance(recipe.dataset, EmbeddingOf) and _is_sound(Recipe(recipe.dataset).run_id)
    for upload in uploads.ids_in(document["learner"] if prepared else document):
        found.add_upload(upload)
    for selection in _ids_in(document):
        if (settings.home() / "selections" / f"{selection}.json").is_file():
            found.add_selection(selection)
    return found


def _runs(recipe: Recipe) -> list[str]:
    """The sound runs that a recipe names or is made from, each once; for a test, also what those are made from."""
    named = [*_ids_in(recipe.to_json()), *jobs.needs(recipe).split()]
    learner = recipe.learner
    if learner is not None and (learner.takes == "run" or isinstance(learner, MapTest)):
        named += [run_id for each in named if _is_sound(each) for run_id in _behind(each)]
    if isinstance(recipe.dataset, Source) and _is_sound(own := Recipe(recipe.dataset).run_id):
        parts = set(jobs.needs(Recipe(recipe.dataset)).split())  # of which it was joined
        named = [own, *(each for each in named if each not in parts)]
    return [run_id for run_id in dict.fromkeys(named) if _is_sound(run_id)]


def _behind(run_id: str) -> list[str]:
    """The data of a run, and what it was made from."""
    row = store.meta(run_id)
    return [each for each in (row.parent, row.dataset_id) if each]


def _ids_in(document: object) -> list[str]:
    """The ids of runs and selections in a recipe's document, whatever part they play."""
    return list(dict.fromkeys(_ID.findall(json.dumps(document))))


def _is_sound(run_id: str) -> bool:
    folder = files.run_folder(run_id)
    return folder.exists() and files.broken_file(folder) is None


def sha256_of(path: Path) -> str:
    """Of the content, which in shared mode is not what an upload is called. A file that is there does not change."""
    status = path.stat()
    return _sha256(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=4096)
def _sha256(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
