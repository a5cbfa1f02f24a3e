"""Exports read back: by the formats' own rules the numbers are the same float32, and no label breaks out."""

import csv
import io
import json
import re
import zipfile

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from engine import exports
from engine.embedding import Embedding
from engine.runs.recipe import EmbeddingOf, Recipe

LABELS = ["king", "New York", "=1+1", "tab\there", "line\nend", "", 'quote "x", y', "naïve 日本", "<b>&", "-5"]
HARD = np.array([1 / 3, 1e-38, 3.4028235e38, -0.0, 123456.789, 1e-45, 16777217, -2.5e-7, 0.1, 7])


@pytest.fixture
def embedding() -> Embedding:
    vectors = np.random.default_rng(0).normal(size=(10, 4)).astype(np.float32)
    vectors[:, 0] = HARD
    columns = {"count": np.arange(10), "=topic": np.array(["a", "@b"] * 5), "weight": np.linspace(-1, 1, 10)}
    return Embedding(vectors, LABELS, columns)


def lines(data: bytes) -> list[str]:
    text = data.decode()
    assert text.endswith("\n")
    return text[:-1].split("\n")


def test_projector_pair(embedding: Embedding) -> None:
    vectors = [[float(cell) for cell in line.split("\t")] for line in lines(exports.vectors_tsv(embedding))]
    assert_array_equal(np.array(vectors, dtype=np.float32), embedding.vectors)
    header, *rows = (line.split("\t") for line in lines(exports.metadata_tsv(embedding)))
    assert header == ["label", "count", "'=topic", "weight"]
    assert len(rows) == 10 and all(len(row) == 4 for row in rows)
    in_line = [label.replace("\t", " ").replace("\n", " ") for label in LABELS]
    assert [row[0] for row in rows] == [exports.safe_csv(label) for label in in_line]
    assert rows[2][0] == "'=1+1" and rows[1][2] == "'@b"
    assert [float(row[3]) for row in rows] == embedding.metadata["weight"].tolist()


def test_metadata_of_one_column_has_no_header(embedding: Embedding) -> None:
    bare = Embedding(embedding.vectors, embedding.labels)
    assert lines(exports.metadata_tsv(bare))[0] == "king"
    assert len(lines(exports.metadata_tsv(bare))) == 10


def test_word2vec_text(embedding: Embedding) -> None:
    header, *rows = lines(exports.word2vec_text(embedding))
    assert header == "10 4"
    cells = [row.split(" ") for row in rows]
    assert all(len(row) == 5 and row[0] for row in cells)
    assert [row[0] for row in cells][:5] == ["king", "New_York", "'=1+1", "tab_here", "line_end"]
    assert_array_equal(np.array([row[1:] for row in cells], dtype=np.float32), embedding.vectors)


def test_table(embedding: Embedding) -> None:
    data = exports.table_csv(embedding)
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert header == ["label", "count", "'=topic", "weight", "x1", "x2", "x3", "x4"]
    assert_array_equal(np.array([row[4:] for row in rows], dtype=np.float32), embedding.vectors)
    assert [row[0] for row in rows] == [exports.safe_csv(label) for label in LABELS]
    assert rows[2][0] == "'=1+1" and rows[9][0] == "'-5" and rows[1][2] == "'@b"
    assert [float(row[3]) for row in rows] == embedding.metadata["weight"].tolist()


@pytest.mark.parametrize("start", exports.FORMULA_STARTS)
def test_formulas_are_guarded_once(start: str) -> None:
    guarded = exports.safe_csv(f"{start}cmd|'/c calc'!A0")
    assert guarded == f"'{start}cmd|'/c calc'!A0"
    assert exports.safe_csv(guarded) == guarded


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("a;=1+1", "a;'=1+1"),  # where a comma writes decimals, ; ends a cell
        ("a; +1;\u200b-2", "a;' +1;'\u200b-2"),
        ("\u200b=1+1", "'\u200b=1+1"),
        ("\ufeff\u2060 @sum", "'\ufeff\u2060 @sum"),
        ("\u202e=1", "'\u202e=1"),
        ("  =1", "'  =1"),
        ("\x00=1", "'\x00=1"),
        ('"=1+1', "'\"=1+1"),
        ("a\n=1", "a\n'=1"),
        ("a\t=1", "a\t'=1"),
        ("\n=1", "'\n'=1"),
    ],
)
def test_formulas_that_hide_are_guarded(text: str, guarded: str) -> None:
    assert exports.safe_csv(text) == guarded
    assert exports.safe_csv(guarded) == guarded


@settings(max_examples=300)
@given(st.text("a=+-@;,'\" \t\r\n\u200b\ufeff＝", max_size=12))
def test_no_cell_of_any_reading_begins_with_a_formula(text: str) -> None:
    once = exports.safe_csv(text)
    assert exports.safe_csv(once) == once
    assert once.replace("'", "") == text.replace("'", "")
    for cell in re.split(r"[;\t\r\n]", once):
        assert not cell.strip(" \u200b\ufeff").startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize("text", ["", "plain", "a=b", "1-2", "'quoted", "a, -b", "; a", "x;y", "'=1"])
def test_other_text_stays(text: str) -> None:
    assert exports.safe_csv(text) == text


def test_recipe_is_read_back() -> None:
    recipe = Recipe(EmbeddingOf("0123456789abcdef" * 2))
    again = Recipe.from_json(json.loads(exports.recipe_json(recipe.to_json())))
    assert again == recipe and again.run_id == recipe.run_id


def test_archive(embedding: Embedding) -> None:
    recipe = Recipe(EmbeddingOf("0" * 32)).to_json()
    data = exports.archive(embedding, recipe)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        assert packed.read("vectors.tsv") == exports.vectors_tsv(embedding)
        assert packed.read("table.csv") == exports.table_csv(embedding)
        assert packed.namelist() == ["vectors.tsv", "metadata.tsv", "word2vec.txt", "table.csv", "recipe.json"]
    assert exports.archive(embedding, recipe) == data


def test_figure_page_needs_no_network_and_sends_nothing() -> None:
    page = exports.figure_html(go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))).decode()
    assert '"showSendToCloud": false' in page
    assert 'src="http' not in page
    assert page.count("</html>") == 1 and len(page) > 1_000_000
