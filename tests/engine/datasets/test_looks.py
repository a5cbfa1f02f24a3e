"""What every source of a file says of its columns before it is read, what the user says of them, and sheets."""

from typing import Any

import numpy as np
import pytest

from engine.datasets.base import Source
from engine.datasets.graphs.sources import UploadedGraph
from engine.datasets.images.sources import UploadedImages
from engine.datasets.ratings.sources import UploadedRatings
from engine.datasets.tables.sources import UploadedMatrix, UploadedTable
from engine.datasets.text.sources import UploadedText
from engine.datasets.workbook import Workbook
from engine.errors import InputError
from engine.fields import specs
from engine.files import archives, uploads
from tests.engine.files.test_archives import workbook

UPLOADED = (UploadedGraph, UploadedImages, UploadedRatings, UploadedTable, UploadedText)
RNG = np.random.default_rng(0)
TEXTS = "kind,nr,body\n" + "".join(
    f"{('news', 'mail')[row % 2]},{row},the fox number{row} jumps over lazy dogs and tells all about it\n"
    for row in range(40)
)
LABELLED = TEXTS.replace("kind", "topic")
NAMED = "topic,nr,body\n" + "".join(f"topic{row},{row % 3},the fox {row} jumps over many dogs\n" for row in range(40))
OBJECTS = "".join(f'{{"who": "p{row % 3}", "text": "some words of a fox {row}", "year": {row}}}\n' for row in range(30))
EDGES = "".join(f"n{row % 9},n{(row * 7 + 1) % 11}\n" for row in range(60))
NODES = "who,team,town\n" + "".join(f"n{row},{'ab'[row % 2]},x{row}\n" for row in range(11))
RATINGS = "user,item,rating\n" + "".join(f"u{row % 9},i{row % 7},{row % 5 + 1}\n" for row in range(63))
ITEMS = "id,name,genre\n" + "".join(f"i{row},Film {row},{'cd'[row % 2]}\n" for row in range(7))
NUMBERS = ",who,a,b,lat\n" + "".join(f"{row},p{row},{row * 2.5},{row**2},{row - 5}\n" for row in range(12))
PIXELS = "\n".join(",".join(map(str, [*RNG.integers(0, 256, 64), row % 3])) for row in range(30))


def source(cls: type[Source], text: str | bytes, **fields: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return cls(sha256=uploads.keep(data, "f").sha256, **fields)  # type: ignore[call-arg]


def kept(text: str) -> str:
    return uploads.keep(text.encode(), "g").sha256


def proposed(given: Source, file: str = "sha256") -> dict[str, str]:
    found = given.look(file)
    assert found is not None
    return dict(found.proposed)


@pytest.mark.parametrize("cls", UPLOADED)
def test_roles_are_fields_of_the_source(cls: type[Source]) -> None:
    fields = specs(cls)
    assert set(cls.roles) <= set(fields)
    named = {name for roles in cls.roles.values() for name in roles}
    assert named <= set(fields) and set(cls.typed) <= named and issubclass(cls, Workbook)


def test_what_is_proposed_for_each_kind_of_table() -> None:
    assert proposed(source(UploadedText, TEXTS)) == {"text_column": "body", "label_column": "kind"}
    assert proposed(source(UploadedText, LABELLED)) == {"text_column": "body", "label_column": "topic"}
    assert proposed(source(UploadedText, OBJECTS)) == {"text_column": "text", "label_column": "who"}
    assert proposed(source(UploadedText, NAMED)) == {"text_column": "body"}
    assert proposed(source(UploadedGraph, EDGES)) == {"source_column": "column 1", "target_column": "column 2"}
    graph = source(UploadedGraph, EDGES, table=kept(NODES))
    assert proposed(graph, "table") == {"node_column": "who", "label_column": "team"}
    ratings = source(UploadedRatings, RATINGS, items_sha256=kept(ITEMS))
    assert proposed(ratings) == {"user_column": "user", "item_column": "item", "rating_column": "rating"}
    assert proposed(ratings, "items_sha256") == {
        "key_column": "id", "title_column": "name", "categories_column": "genre",
    }  # fmt: skip
    assert proposed(source(UploadedTable, NUMBERS)) == {"names_column": "who", "apart": "lat", "unused": "column 1"}
    assert proposed(source(UploadedImages, PIXELS)) in ({"label_column": "column 65"}, {})


def test_what_is_no_table_has_no_columns() -> None:
    assert source(UploadedText, "A fox jumps over lazy dogs. It runs home.\n" * 9).look("sha256") is None
    assert source(UploadedGraph, "graph [\n node [ id 1 ]\n]").look("sha256") is None
    assert source(UploadedImages, b"\x89PNG\r\n\x1a\n" + bytes(99)).look("sha256") is None
    assert source(UploadedTable, NUMBERS, turned=True).look("sha256") is None


def test_labels_of_texts_are_those_that_repeat_or_those_that_are_said() -> None:
    assert set(source(UploadedText, LABELLED).load().document_labels) == {"news", "mail"}
    assert not any(source(UploadedText, LABELLED, label_column="-").load().document_labels)
    assert not any(source(UploadedText, NAMED).load().document_labels)
    assert set(source(UploadedText, TEXTS, label_column="kind").load().document_labels) == {"news", "mail"}
    assert set(source(UploadedText, OBJECTS, label_column="who").load().document_labels) == {"p0", "p1", "p2"}


def test_a_part_that_is_needed_and_given_to_none_is_asked_for() -> None:
    refused = {
        "text": source(UploadedText, TEXTS, text_column="-"),
        "JSON": source(UploadedText, OBJECTS, text_column="-"),
        "name": source(UploadedGraph, EDGES, table=kept(NODES), node_column="-"),
        "identifier": source(UploadedRatings, RATINGS, items_sha256=kept(ITEMS), key_column="-"),
    }
    for given in refused.values():
        with pytest.raises(InputError) as told:
            given.load()
        assert told.value.code == "E-CSV-57"


def test_what_is_said_of_a_table_of_numbers() -> None:
    found = source(UploadedTable, NUMBERS).load()
    assert (found.columns, found.rows[:2], list(found.attributes)) == (("a", "b"), ("p0", "p1"), ["lat"])
    said = source(UploadedTable, NUMBERS, names_column="lat", apart="-", unused="a").load()
    assert (said.columns, said.rows[:2], list(said.attributes)) == (("column 1", "b"), ("-5", "-4"), ["who"])
    assert source(UploadedTable, NUMBERS, names_column="-", apart="lat").load().rows[0] == "row 1"
    with pytest.raises(InputError, match="choose one of") as refused:
        source(UploadedTable, NUMBERS, unused="nothing").load()
    assert refused.value.code == "E-CSV-38"


def test_equal_names_of_rows_are_told_apart() -> None:
    found = source(UploadedTable, NUMBERS.replace("p1,", "p0,"), names_column="who").load()
    assert found.rows[:3] == ("p0", "p0 (2)", "p2")


def test_labels_of_pixels_without_headings_are_said_by_place() -> None:
    images = source(UploadedImages, PIXELS, label_column="column 65").load()
    assert images.class_names == ("0", "1", "2") and images.shape[:2] == (8, 8)
    assert not source(UploadedImages, PIXELS, label_column="-").load().has_classes


def test_the_label_of_a_node_may_be_none() -> None:
    graph = source(UploadedGraph, EDGES, table=kept(NODES), label_column="-").load()
    assert graph.label_column == "" and "team" in graph.attributes


def rows(text: str) -> list[list[str | float]]:
    return [list(line.split(",")) for line in text.splitlines()]


def test_the_sheet_that_is_chosen_is_read_by_every_source() -> None:
    data = workbook(Edges=rows(EDGES), Empty=[], Ratings=rows(RATINGS), Texts=rows(TEXTS), Numbers=rows(NUMBERS[1:]))
    path = uploads.path(uploads.keep(data, "a.xlsx").sha256)
    assert archives.sheets(path) == ("Edges", "Empty", "Ratings", "Texts", "Numbers") and not archives.is_slow(path)
    graph = source(UploadedGraph, data).load()
    assert graph.n_nodes > 8 and any("Edges" in note and "Ratings" in note for note in graph.notes)
    assert source(UploadedRatings, data, sheet="Ratings").load().n_users == 9
    assert proposed(source(UploadedRatings, data, sheet="Ratings"))["user_column"] == "user"
    assert source(UploadedText, data, sheet="Texts").load().details["text_column"] == "body"
    assert source(UploadedTable, data, sheet="Numbers").load().shape[0] == 12
    assert source(UploadedMatrix, data, sheet="Numbers").load().shape[0] == 12
    with pytest.raises(InputError) as refused:
        source(UploadedGraph, data, sheet="Nodes").load()
    assert refused.value.code == "E-GEN-28"


def test_what_is_no_workbook_has_no_sheets() -> None:
    for data in (b"a,b\n1,2\n", b"PK\x03\x04" + bytes(90), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90)):
        assert archives.sheets(uploads.path(uploads.keep(data, "f").sha256)) == ()
