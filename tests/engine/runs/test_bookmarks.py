"""Bookmarks: read as they were written, their lists kept under the ids that the address names; all else is refused."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.evaluation.clusters.kmeans import KMeansClusters
from engine.learners.words.ppmi_svd import PPMISVD
from engine.projections.tsne import TSNE
from engine.runs import bookmarks, selections
from engine.runs.bookmarks import Bookmark
from engine.runs.recipe import EmbeddingOf, Recipe
from engine.runs.selections import Group

TRAINING = Recipe(ToyWorld(), PPMISVD(n_components=20))
OF_IT = EmbeddingOf(TRAINING.run_id, "word")
LABELS = ("king", "Matrix, The (1999)", "</script>", "日本", "a\nb")
GROUPS = (Group("trees", "#0072B2", ("tree", "leaf")), Group("ſ numbers", "#e69f00", ("one",)))
NAMES = {3: "green", 0: "all"}


def bookmark(**changes: Any) -> Bookmark:
    address = {
        "run": TRAINING.run_id,
        "item": "king & queen",
        "only": selections.keep(LABELS),
        "groups": selections.keep_groups(GROUPS),
        "cluster_names": selections.keep_names(NAMES),
    }
    recipes = TRAINING, Recipe(OF_IT, TSNE(perplexity=12)), Recipe(OF_IT, KMeansClusters(n_clusters=4))
    parts = dict(zip(("recipe", "map", "clusters"), recipes, strict=True))
    lists = {"only": LABELS, "groups": GROUPS, "cluster_names": NAMES}
    return Bookmark(**({"page": "words", "address": address} | parts | lists | changes))


def code_of(data: bytes) -> str:
    with pytest.raises(InputError) as refused:
        bookmarks.read(data)
    return refused.value.code


def changed(**changes: Any) -> bytes:
    return json.dumps(json.loads(bookmarks.write(bookmark())) | changes).encode()


@pytest.mark.parametrize(
    "changes", [{}, {"map": None, "clusters": None}, {"only": (), "groups": (), "cluster_names": {}}], ids=str
)
def test_what_was_written_is_read(home: Path, changes: dict[str, Any]) -> None:
    made = bookmark(**changes)
    assert bookmarks.is_one(bookmarks.write(made))
    assert bookmarks.read(bookmarks.write(made)) == made


def test_one_of_the_first_format_has_no_camera(home: Path) -> None:
    document = json.loads(bookmarks.write(bookmark()))
    del document["camera"]
    assert bookmarks.read(json.dumps(document | {"format": 1}).encode()) == bookmark()
    with pytest.raises(InputError) as refused:
        bookmarks.read(json.dumps(document).encode())
    assert refused.value.code == "E-BKM-07"


def test_cameras_and_classes_come_back(home: Path) -> None:
    camera = "words_map_camera=2_0.5_-1e-05_3&words_map_classes=0_3"
    assert bookmarks.read(bookmarks.write(bookmark(camera=camera))).camera == camera


def test_its_lists_are_kept_where_they_were_not(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bookmark()
    monkeypatch.setenv("EMBEDDING_HOME", str(home.parent / "another"))
    with pytest.raises(InputError):
        selections.labels_of(made.address["only"])
    bookmarks.read(bookmarks.write(made)).keep_lists()
    assert selections.labels_of(made.address["only"]) == LABELS
    assert selections.groups_of(made.address["groups"]) == GROUPS
    assert selections.names_of(made.address["cluster_names"]) == NAMES


def test_a_list_that_the_address_does_not_name_is_refused(home: Path) -> None:
    with pytest.raises(InputError, match="“groups”") as refused:
        bookmark(groups=(*GROUPS, Group("one more", "#000000", ("x",)))).keep_lists()
    assert refused.value.code == "E-BKM-08"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "a letter"}, "E-BKM-02"),
        ({"format": 3}, "E-BKM-03"),
        ({"format": True}, "E-BKM-03"),
        ({"page": "../etc"}, "E-BKM-05"),
        ({"page": 3}, "E-BKM-05"),
        ({"address": {}}, "E-BKM-06"),
        ({"address": {"run": "0" * 31}}, "E-BKM-06"),
        ({"address": {"run": "0" * 32, "item": 3}}, "E-BKM-06"),
        ({"address": {"run": "0" * 32, "item": "x" * 4_001}}, "E-BKM-06"),
        ({"address": {"run": "0" * 32, "<b>": ""}}, "E-BKM-06"),
        ({"address": {"run": "0" * 32} | {f"{one}{other}": "" for one in "abcde" for other in "abcdefgh"}}, "E-BKM-06"),
        ({"camera": 3}, "E-BKM-13"),
        ({"camera": "words_map_camera=<b>"}, "E-BKM-13"),
        ({"camera": "words_map_camera=1" + "1" * 300}, "E-BKM-13"),
        ({"camera": "a=1&" * 21}, "E-BKM-13"),
        ({"more": 1}, "E-BKM-07"),
        ({"lists": []}, "E-BKM-07"),
        ({"lists": {"only": [], "groups": []}}, "E-BKM-07"),
        ({"map": TRAINING.to_json()}, "E-BKM-09"),
        ({"clusters": Recipe(OF_IT).to_json()}, "E-BKM-09"),
        ({"lists": {"only": [1], "groups": [], "cluster_names": []}}, "E-BKM-10"),
        ({"lists": {"only": ["\ud800"], "groups": [], "cluster_names": []}}, "E-BKM-10"),
        ({"lists": {"only": [], "groups": [{"name": "a", "color": "#000000"}], "cluster_names": []}}, "E-BKM-10"),
        ({"lists": {"only": [], "groups": [], "cluster_names": [[True, "a"]]}}, "E-BKM-10"),
        ({"lists": {"only": [], "groups": [], "cluster_names": [[-1, "a"]]}}, "E-BKM-10"),
        ({"lists": {"only": [], "groups": [{"name": "a", "color": "red", "labels": ["x"]}], "cluster_names": []}},
         "E-SEL-02"),
        ({"recipe": {}}, "E-PAR-13"),
        ({"recipe": None}, "E-PAR-13"),
    ],
)  # fmt: skip
def test_what_would_not_have_been_written_is_refused(home: Path, changes: dict[str, Any], code: str) -> None:
    assert code_of(changed(**changes)) == code


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"{", b"[" * 100_000, b'{"format": NaN}', b"1" * 10_000])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    assert code_of(data) == "E-BKM-04"


def test_a_large_one_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bookmarks, "LARGEST", 10)
    assert code_of(b"{" * 11) == "E-BKM-01"


@pytest.mark.parametrize("data", [b"", b"{}", b"word 1 2 3", b'[{"kind": "embedding-workbench bookmark"}]'])
def test_other_files_are_not_taken_for_one(data: bytes) -> None:
    assert not bookmarks.is_one(data)


def places(document: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all values of a document."""
    if isinstance(document, dict):
        return [above, *(place for key in document for place in places(document[key], (*above, key)))]
    if isinstance(document, list):
        return [above, *(place for at in range(len(document)) for place in places(document[at], (*above, at)))]
    return [above]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), value=VALUES)
def test_any_value_at_any_place_is_read_or_refused_in_a_sentence(home: Path, data: st.DataObject, value: Any) -> None:
    document: Any = copy.deepcopy(json.loads(bookmarks.write(bookmark())))
    *way, last = data.draw(st.sampled_from([place for place in places(document) if place]))
    inner = document
    for step in way:
        inner = inner[step]
    inner[last] = value
    try:
        found = bookmarks.read(json.dumps(document).encode())
        found.keep_lists()
    except InputError as error:
        assert error.code != "E-GEN-00" and str(error).endswith((".", ")", "?"))
    else:
        assert bookmarks.read(bookmarks.write(found)) == found


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    assert code_of(data) in ("E-BKM-02", "E-BKM-04")
