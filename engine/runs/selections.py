"""Items that a visitor picked out: lists of labels and named groups of them, kept below the home by their content.

A recipe ("a map of only these") and an address ("with these groups") name them by an id of 32 hexadecimal digits.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine import settings
from engine.errors import InputError
from engine.files.display import displayable
from engine.runs import files
from engine.runs.canonical import id_of

MOST_GROUPS = 50
NAME_LENGTH = 60
COLOR = re.compile("#[0-9a-fA-F]{6}")
_ID = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Group:
    """Items under a name. color: #rrggbb. labels: those of the items, each once, in the order in which they came."""

    name: str
    color: str
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", displayable(self.name.strip(), NAME_LENGTH))
        object.__setattr__(self, "labels", tuple(dict.fromkeys(self.labels)))
        if not self.name:
            raise InputError("A group needs a name.", "E-SEL-01")
        if not COLOR.fullmatch(self.color):
            raise InputError(f"The color of a group is of the form #rrggbb, not {self.color!r:.20}.", "E-SEL-02")
        if not self.labels:
            raise InputError(f"The group “{self.name}” would be empty: circle, search or paste some items.", "E-SEL-03")


def keep(labels: Iterable[str]) -> str:
    """The id of a list of labels, which is kept; the same labels in another order are another list."""
    return _keep({"labels": list(dict.fromkeys(labels))})


def labels_of(selection: str) -> tuple[str, ...]:
    """The labels of a kept list. Raises InputError if it is not here."""
    return _labels(_path(selection))


@lru_cache(maxsize=32)
def _labels(path: Path) -> tuple[str, ...]:
    """What a path holds never changes: its name is its content."""
    return tuple(_kept(path, "labels"))


def keep_groups(groups: Sequence[Group]) -> str:
    """The id of some groups, which are kept. Raises InputError if they are too many, or two have one name."""
    if len(groups) > MOST_GROUPS:
        raise InputError(f"{len(groups)} groups are too many; at most {MOST_GROUPS} can be told apart.", "E-SEL-04")
    names = [group.name for group in groups]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise InputError(f"Two groups are called “{twice}”; give one of them another name.", "E-SEL-05")
    return _keep({"groups": [asdict(group) for group in groups]})


def groups_of(selection: str) -> tuple[Group, ...]:
    """The groups of that id. Raises InputError if they are not here."""
    return _groups(_path(selection))


@lru_cache(maxsize=32)
def _groups(path: Path) -> tuple[Group, ...]:
    return tuple(Group(one["name"], one["color"], tuple(one["labels"])) for one in _kept(path, "groups"))


def keep_names(names: Mapping[int, str]) -> str:
    """The id of names of clusters, by place among all clusters of a run; they are kept, cut to NAME_LENGTH."""
    return _keep({"names": [[place, displayable(name.strip(), NAME_LENGTH)] for place, name in sorted(names.items())]})


def names_of(selection: str) -> dict[int, str]:
    """The names of that id. Raises InputError if they are not here."""
    return {int(place): str(name) for place, name in _kept(_path(selection), "names")}


def remember(run_id: str, selection: str) -> None:
    """Let these groups be the last ones of a run, or these names those of a run of clusters: whoever opens it next
    begins with them.
    """
    folder = _folder() / "runs"
    folder.mkdir(exist_ok=True)
    files.replace_file(folder / f"{_checked(run_id)}.json", files.to_json({"groups": selection}))


def remembered(run_id: str) -> str:
    """The id of the last groups of a run, or names of its clusters; "" if it has none."""
    found = files.read_json(_folder() / "runs" / f"{_checked(run_id)}.json")
    return str(found["groups"]) if isinstance(found, dict) else ""


def _keep(document: dict[str, Any]) -> str:
    selection = id_of(document)
    path = _path(selection)
    if not path.exists():
        files.replace_file(path, files.to_json(document))
    return selection


def _path(selection: str) -> Path:
    return _folder() / f"{_checked(selection)}.json"


def _kept(path: Path, what: str) -> list[Any]:
    found = files.read_json(path)
    if not isinstance(found, dict) or what not in found:
        raise InputError("These items are not here: the link was made on another machine. Pick them anew.", "E-SEL-06")
    return list(found[what])


def is_id(text: str) -> bool:
    """Whether a text may be the id of a list or of groups."""
    return _ID.fullmatch(text) is not None


def _checked(name: str) -> str:
    """It becomes a part of a path, and may come from an address."""
    if not is_id(name):
        raise InputError(f"{name!r:.40} is not the id of picked items.", "E-SEL-07")
    return name


def _folder() -> Path:
    folder = settings.home() / "selections"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
