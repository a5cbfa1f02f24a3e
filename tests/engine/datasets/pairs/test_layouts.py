"""One triangle of sides 3, 4 and 5 in every layout that people have: it is read as the same table each time."""

import io

import numpy as np
import pytest

from tests.engine.datasets.pairs.conftest import Read

TABLE = np.array([[0.0, 3, 4], [3, 0, 5], [4, 5, 0]])
NAMED = {
    "CSV": ",a,b,c\na,0,3,4\nb,3,0,5\nc,4,5,0\n",
    "a word in the corner": "id,a,b,c\na,0,3,4\nb,3,0,5\nc,4,5,0\n",
    "TSV without header": "a\t0\t3\t4\nb\t3\t0\t5\nc\t4\t5\t0\n",
    "names above alone": "a;b;c\n0;3;4\n3;0;5\n4;5;0\n",
    "R's write.table": '"a" "b" "c"\n"a" 0 3 4\n"b" 3 0 5\n"c" 4 5 0\n',
    "R's dist": "  a b\nb 3  \nc 4 5\n",
    "R's dist with diagonal": "  a b c\na 0    \nb 3 0  \nc 4 5 0\n",
    "R's dist, upper": "  b c\na 3 4\nb   5\n",
    "PHYLIP": "    3\na 0 3 4\nb 3 0 5\nc 4 5 0\n",
    "PHYLIP, lower": "    3\na\nb 3\nc 4 5\n",
    "lower with diagonal": "a 0\nb 3 0\nc 4 5 0\n",
    "lower with empty cells": ",a,b,c\na,0,,\nb,3,0,\nc,4,5,0\n",
    "lower without diagonal": ",a,b,c\na,,,\nb,3,,\nc,4,5,\n",
    "upper with empty cells": ",a,b,c\na,0,3,4\nb,,0,5\nc,,,0\n",
    "upper, NA below": ",a,b,c\na,0,3,4\nb,NA,0,5\nc,NA,NA,0\n",
    "a list": "a,b,3\nb,c,5\na,c,4\n",
    "a list with headings": "from,to,km\na,b,3\nb,c,5\na,c,4\n",
    "a list of both directions": "a b 3\nb c 5\na c 4\nb a 3\nc b 5\nc a 4\n",
    "a list with some turned": "a\tb\t3\nc\tb\t5\na\tc\t4\n",
    "Windows and a byte order mark": "\ufeff,a,b,c\r\na,0,3,4\r\nb,3,0,5\r\nc,4,5,0\r\n",
}
BARE = {
    "blanks": "0 3 4\n3 0 5\n4 5 0\n",
    "commas at the ends": "0,3,4,\n3,0,5,\n4,5,0,\n",
    "lower": "0\n3 0\n4 5 0\n",
    "upper": "0 3 4\n0 5\n0\n",
}


@pytest.mark.parametrize("name", NAMED)
def test_layouts_with_names(read: Read, name: str) -> None:
    found = read(NAMED[name])
    np.testing.assert_array_equal(found.values, TABLE)
    assert (found.labels, found.sort) == (("a", "b", "c"), "distances")


@pytest.mark.parametrize("name", BARE)
def test_layouts_without_names(read: Read, name: str) -> None:
    found = read(BARE[name])
    np.testing.assert_array_equal(found.values, TABLE)
    assert found.labels == ("item 1", "item 2", "item 3")


def test_names_may_be_numbers(read: Read) -> None:
    assert read(",7,8,9\n7,0,3,4\n8,3,0,5\n9,4,5,0\n").labels == ("7", "8", "9")
    assert read("1 2 3\n2 3 5\n1 3 4\n1 4 2\n2 4 2\n3 4 2\n").labels == ("1", "2", "3", "4")
    assert read("2,3,4\n0,3,4\n3,0,5\n4,5,0\n", header="yes").labels == ("2", "3", "4")


def test_decimal_commas_are_understood(read: Read) -> None:
    found = read(";a;b;c\na;0;3,5;4\nb;3,5;0;5,25\nc;4;5,25;0\n")
    assert found.values[0, 1] == 3.5 and found.values[1, 2] == 5.25
    assert any("decimal comma" in note for note in found.notes)
    np.testing.assert_array_equal(read("a b 3,5\nb c 5,25\na c 4\n").values, found.values)


def saved(save: object, *arrays: np.ndarray, **named: np.ndarray) -> bytes:
    stream = io.BytesIO()
    save(stream, *arrays, **named)  # type: ignore[operator]
    return stream.getvalue()


def test_arrays_of_numpy(read: Read) -> None:
    names, ages = np.array(["a", "b", "c"]), np.arange(3)
    np.testing.assert_array_equal(read(saved(np.save, TABLE)).values, TABLE)
    np.testing.assert_array_equal(read(saved(np.save, np.array([3.0, 4, 5]))).values, TABLE)  # as scipy's pdist
    found = read(saved(np.savez, d=np.asfortranarray(TABLE), name=names, age=ages, kind=np.array(["x", "y", "x"])))
    np.testing.assert_array_equal(found.values, TABLE)
    assert found.labels == ("a", "b", "c")
    assert found.metadata["age"].tolist() == [0, 1, 2] and found.metadata["kind"].tolist() == ["x", "y", "x"]


def test_parquet(read: Read) -> None:
    import pyarrow
    from pyarrow import parquet

    stream = io.BytesIO()
    columns = {"name": ["a", "b", "c"]} | {name: TABLE[:, place] for place, name in enumerate("abc")}
    parquet.write_table(pyarrow.table(columns), stream)
    found = read(stream.getvalue())
    np.testing.assert_array_equal(found.values, TABLE)
    assert found.labels == ("a", "b", "c")


def test_large_tables_are_read_line_by_line(read: Read) -> None:
    n = 300
    points = np.random.default_rng(0).normal(size=(n, 3))
    table = np.linalg.norm(points[:, None] - points, axis=2).round(12)
    text = "\n".join([f"p{row}\t" + "\t".join(map(repr, values.tolist())) for row, values in enumerate(table)])
    assert len(text) > 1 << 20  # more than the sample by which the layout is told
    found = read(text)
    np.testing.assert_array_equal(found.values, table)
    assert found.labels[-1] == "p299"
