"""A view of a page as a small JSON file: its address, the recipes of what it shows, and the lists named there by id."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NoReturn

from engine import limits
from engine.errors import InputError
from engine.runs import selections
from engine.runs.recipe import EmbeddingOf, Recipe
from engine.runs.selections import Group

KIND = "embedding-workbench bookmark"
FORMAT = 2
"""The first had no camera."""
LARGEST = 10 * limits.MB
FIELDS = ("kind", "format", "page", "address", "camera", "recipe", "map", "clusters", "lists")
LISTS = ("only", "groups", "cluster_names")
"""Parameters of an address that may be the id of a list; that of an item's names may be a line of names instead."""
BEGINNING = 200
_NAME, _RUN = re.compile("[a-z_]{1,20}"), re.compile("[0-9a-f]{32}")
_LONGEST, _MOST = 4_000, 40
_CAMERA = re.compile(r"([a-z0-9_]{1,80}=[-+0-9_.e]{1,200}(&|$)){0,20}")


@dataclass(frozen=True)
class Bookmark:
    """page: its name. address: its query parameters, "run" among them. recipe: of that run; map, clusters: of what was
    made from it. only: labels; groups; cluster_names: place -> name. These are empty where the address names none.
    camera: what stands behind "#" in the address: cameras of maps, and classes that are shown alone.
    """

    page: str
    address: Mapping[str, str]
    recipe: Recipe
    map: Recipe | None = None
    clusters: Recipe | None = None
    only: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    cluster_names: Mapping[int, str] = field(default_factory=dict)
    camera: str = ""

    def keep_lists(self) -> None:
        """Keep its lists here. Raises InputError if one is not what the address names; then the file was changed."""
        kept = {
            "only": selections.keep(self.only) if self.only else "",
            "groups": selections.keep_groups(self.groups) if self.groups else "",
            "cluster_names": selections.keep_names(self.cluster_names) if self.cluster_names else "",
        }
        for name, selection in kept.items():
            if selection and self.address.get(name) != selection:
                raise InputError(
                    f"The list “{name}” of this bookmark is not the one that its address names: the file was changed. "
                    "Make the bookmark anew.",
                    "E-BKM-08",
                )


def is_one(data: bytes) -> bool:
    """Whether a file seems to be a bookmark, by its beginning."""
    head = data[:BEGINNING].lstrip()
    return head.startswith(b"{") and f'"{KIND}"'.encode() in head


def write(bookmark: Bookmark) -> bytes:
    """The file that `read` reads."""
    document = {
        "kind": KIND,
        "format": FORMAT,
        "page": bookmark.page,
        "address": dict(bookmark.address),
        "camera": bookmark.camera,
        "recipe": bookmark.recipe.to_json(),
        "map": bookmark.map and bookmark.map.to_json(),
        "clusters": bookmark.clusters and bookmark.clusters.to_json(),
        "lists": {
            "only": list(bookmark.only),
            "groups": [asdict(group) for group in bookmark.groups],
            "cluster_names": [[place, name] for place, name in sorted(bookmark.cluster_names.items())],
        },
    }
    return (json.dumps(document, indent=1, ensure_ascii=True, allow_nan=False) + "\n").encode()


def read(data: bytes) -> Bookmark:
    """A bookmark, checked; nothing is kept yet. Raises InputError for all that `write` would not have written."""
    if len(data) > LARGEST:
        raise InputError(
            f"The bookmark has {len(data) / limits.MB:.1f} MB; at most {LARGEST // limits.MB} MB are read.", "E-BKM-01"
        )
    document = _parsed(data)
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise InputError("This is not a bookmark of the Embedding Workbench.", "E-BKM-02")
    if type(document.get("format")) is int and document["format"] == 1 and "camera" not in document:
        document |= {"format": FORMAT, "camera": ""}
    if type(document.get("format")) is not int or document["format"] != FORMAT:
        made = f"{document.get('format')!r:.20}"
        raise InputError(f"This bookmark is of format {made}, this app reads {FORMAT}; update the app.", "E-BKM-03")
    _require_fields(document, FIELDS, "it")
    _require_fields(document["lists"], LISTS, "lists")
    page, address = document["page"], document["address"]
    if not isinstance(page, str) or not _NAME.fullmatch(page):
        raise InputError(f"{page!r:.40} is not the name of a page.", "E-BKM-05")
    if not _is_address(address):
        raise InputError("The address of this bookmark is not one of a page that shows a run.", "E-BKM-06")
    camera = document["camera"]
    if not isinstance(camera, str) or not _CAMERA.fullmatch(camera):
        raise InputError(f"{camera!r:.40} is no camera of a map: make the bookmark anew.", "E-BKM-13")
    recipe = Recipe.from_json(document["recipe"])
    mapped, clusters = (_of_run(name, document[name]) for name in ("map", "clusters"))
    return Bookmark(page, address, recipe, mapped, clusters, *_lists(document["lists"]), camera)


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InputError("The bookmark is damaged: it is not JSON. Download it again.", "E-BKM-04") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _require_fields(document: Any, fields: tuple[str, ...], where: str) -> None:
    if not isinstance(document, dict) or document.keys() != set(fields):
        raise InputError(f"A bookmark of format {FORMAT} has other fields than {where} has here.", "E-BKM-07")


def _is_address(address: Any) -> bool:
    """Whether it is a few parameters, one of which names a run."""
    if not isinstance(address, dict) or len(address) > _MOST:
        return False
    texts = all(isinstance(value, str) and len(value) <= _LONGEST for value in address.values())
    names = all(_NAME.fullmatch(name) for name in address)
    return texts and names and _RUN.fullmatch(address.get("run", "")) is not None


def _of_run(name: str, document: Any) -> Recipe | None:
    """The recipe of what was made from an embedding, if there is one."""
    if document is None:
        return None
    recipe = Recipe.from_json(document)
    if not isinstance(recipe.dataset, EmbeddingOf) or recipe.learner is None:
        raise InputError(f"The recipe “{name}” of this bookmark is not made from an embedding.", "E-BKM-09")
    return recipe


def _lists(document: dict[str, Any]) -> tuple[tuple[str, ...], tuple[Group, ...], dict[int, str]]:
    only, groups, names = (document[name] for name in LISTS)
    fine = _are_labels(only) and isinstance(groups, list) and all(map(_is_group, groups)) and _are_names(names)
    if not fine:
        raise InputError("A list of this bookmark is damaged: make the bookmark anew.", "E-BKM-10")
    made = tuple(Group(group["name"], group["color"], tuple(group["labels"])) for group in groups)
    return tuple(only), made, dict(names)


def _are_labels(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(label, str) and _is_text(label) for label in found)


def _is_group(found: Any) -> bool:
    if not isinstance(found, dict) or found.keys() != {"name", "color", "labels"}:
        return False
    return _are_labels([found["name"], found["color"]]) and _are_labels(found["labels"])


def _are_names(found: Any) -> bool:
    pairs = isinstance(found, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in found)
    return pairs and all(type(place) is int and 0 <= place < 1_000_000 and _are_labels([name]) for place, name in found)


def _is_text(text: str) -> bool:
    """Whether it can be written as UTF-8: JSON may hold halves of characters."""
    return text.isascii() or not re.search("[\ud800-\udfff]", text)
