"""Distances or similarities, halves, directions; and a sentence for every table that cannot serve."""

import io
import zipfile

import numpy as np
import pytest

from engine import limits
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.errors import InputError
from tests.engine.datasets.pairs.conftest import Read
from tests.engine.datasets.pairs.test_layouts import saved

SIMILAR = "1,.5,.2\n.5,1,-.3\n.2,-.3,1\n"
ASYMMETRIC = ",a,b,c\na,0,3,4\nb,5,0,5\nc,4,5.5,0\n"


def test_the_diagonal_tells_distances_from_similarities_and_it_is_said(read: Read) -> None:
    found = read(SIMILAR)
    assert found.sort == "similarities" and any(note.startswith("Taken for similarities") for note in found.notes)
    assert any(note.startswith("Taken for distances") for note in read("0 3 4\n3 0 5\n4 5 0\n").notes)
    counts = "0 3 4\n3 0 5\n4 5 0\n"  # how often two met, and nobody meets himself
    found = read(counts, sort="similarities")
    assert found.sort == "similarities" and not any(note.startswith("Taken") for note in found.notes)


def test_the_mean_of_both_directions_is_taken_and_the_largest_difference_told(read: Read) -> None:
    found = read(ASYMMETRIC)
    np.testing.assert_array_equal(found.values, [[0, 4, 4], [4, 0, 5.25], [4, 5.25, 0]])
    assert any("2 pairs differ" in note and "a and b: 3 one way, 5 the other" in note for note in found.notes)
    assert not any("symmetric" in note for note in read("0 3 4\n3 0 5\n4 5 0\n").notes)


def test_one_half_can_be_taken_alone(read: Read) -> None:
    np.testing.assert_array_equal(read(ASYMMETRIC, layout="lower").values, [[0, 5, 4], [5, 0, 5.5], [4, 5.5, 0]])
    np.testing.assert_array_equal(read(ASYMMETRIC, layout="upper").values, [[0, 3, 4], [3, 0, 5], [4, 5, 0]])


def test_rounding_is_no_asymmetry_no_negative_distance_and_no_diagonal(read: Read) -> None:
    found = read("1e-14 3 4\n3.0000000000001 -1e-15 5\n4 5 0\n")
    assert found.sort == "distances" and not found.values.diagonal().any() and len(found.notes) == 1


def test_equal_names_are_told_apart(read: Read) -> None:
    found = read("a 0 3 4\na 3 0 5\nc 4 5 0\n")
    assert found.labels == ("a", "a (2)", "c") and any("told apart" in note for note in found.notes)


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "0 3 4\n3 0 5\n4 5 0\n")
    return stream.getvalue()


SQUARE = np.array([[0.0, 3, 4], [3, 0, 5], [4, 5, 0]])
REFUSED = {
    "not square": ("1,2,3,4\n3,4,5,6\n5,6,7,8\n", "E-DST-01", "as many rows as columns"),
    "ragged": ("0,3,4\n3,0\n4,5,0\n", "E-DST-01", "line 2 has 2"),
    "two items": ("0,1\n1,0\n", "E-DST-02", "2 items"),
    "a cell of text": (",a,b,c\na,0,3,4\nb,3,0,x5\nc,4,5,0\n", "E-DST-04", "Line 3 (b) holds “x5” in the column “c”"),
    "text in a list": ("a,b,3\nb,c,5\na,c,far\n", "E-DST-04", "Line 3 (a and c) holds “far”"),
    "infinite": (",a,b,c\na,0,3,4\nb,3,0,inf\nc,4,inf,0\n", "E-DST-05", "b and c is inf"),
    "too large": ("0 1e31 4\n1e31 0 5\n4 5 0\n", "E-DST-05", "item 1 and item 2"),
    "a missing cell": (",a,b,c\na,0,3,\nb,3,0,5\nc,4,5,0\n", "E-DST-06", "1 pair: a and c"),
    "NaN": ("0 3 nan\n3 0 5\nnan 5 0\n", "E-DST-06", "item 1 and item 3; item 3 and item 1"),
    "a missing pair of a list": ("a,b,3\nb,c,5\na,c,4\na,d,3\n", "E-DST-06", "2 pairs: b and d; c and d."),
    "other names": (",a,b,c\na,0,3,4\nc,3,0,5\nb,4,5,0\n", "E-DST-07", "Row 2 is called “c” and column 2 “b”"),
    "a negative distance": (",a,b,c\na,0,-3,4\nb,-3,0,5\nc,4,5,0\n", "E-DST-08", "a and b is -3"),
    "a diagonal": (",a,b,c\na,1,3,4\nb,3,0,5\nc,4,5,0\n", "E-DST-09", "a from itself is 1"),
    "neither": (",a,b,c\na,5,3,8\nb,3,1,5\nc,4,5,9\n", "E-DST-10", "b with itself is 1, with c 5"),
    "a pair twice": ("a,b,3\nb,c,5\na,c,4\na,b,9\n", "E-DST-11", "Line 4 gives a and b"),
    "several files": (zipped("a.csv", "b.csv"), "E-DST-13", "2 files"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), "E-DST-14", "PNG"),
    "a matrix that is not square": (saved(np.save, np.ones((3, 4))), "E-DST-15", "3 x 4"),
    "a cube": (saved(np.save, np.ones((3, 3, 3))), "E-DST-15", "3 x 3 x 3"),
    "several matrices": (saved(np.savez, a=SQUARE, b=SQUARE), "E-DST-16", "a, b"),
    "prose": ("hello world\nthis is a text\nand no table\n", "E-DST-17", "No number"),
    "Python objects": (saved(np.save, np.array([None, 1], dtype=object)), "E-NPY-103", "not loaded for safety"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_serve_is_refused_with_its_place(read: Read, name: str) -> None:
    data, code, told = REFUSED[name]
    with pytest.raises(InputError) as refused:
        read(data)
    assert refused.value.code == code and told in str(refused.value)


def test_settings_decide_what_is_refused(read: Read) -> None:
    with pytest.raises(InputError) as refused:
        read(SIMILAR, sort="distances")
    assert refused.value.code == "E-DST-08"
    with pytest.raises(InputError) as refused:
        read("a,b,.5\nb,c,-.2\na,c,.1\n", sort="similarities")
    assert refused.value.code == "E-DST-12"
    with pytest.raises(InputError, match=r"Line 2 \(b and c\) holds") as refused:
        read("a,b,3\nb,c\na,c,4\n", layout="list")
    assert refused.value.code == "E-DST-04"


@pytest.mark.parametrize("layout", ["square", "list"])
def test_too_many_items_are_refused_while_they_are_read(
    read: Read, monkeypatch: pytest.MonkeyPatch, layout: str
) -> None:
    monkeypatch.setattr(limits, "PAIR_ITEMS", 4)
    pairs = [(one, other) for one in range(6) for other in range(one)]
    square = "\n".join(" ".join(str(abs(one - other)) for other in range(6)) for one in range(6))
    with pytest.raises(InputError) as refused:
        read(square if layout == "square" else "\n".join(f"p{one} p{other} {one + other}" for one, other in pairs))
    assert refused.value.code == "E-DST-03"
    with pytest.raises(InputError) as refused:
        read("\n".join(["a b 3", "a c 3", "b c 3"] * 6))
    assert refused.value.code == "E-DST-21"


def test_a_table_is_checked_where_it_is_made() -> None:
    for values, sort in ((np.ones((3, 4)), "similarities"), (np.full((3, 3), np.nan), "similarities"),
                         (np.triu(np.ones((3, 3))), "similarities"), (np.ones((3, 3)), "distances")):  # fmt: skip
        with pytest.raises(ValueError):
            PairMatrix(values, ("a", "b", "c"), sort)  # type: ignore[arg-type]


def test_a_table_comes_back_from_what_was_saved() -> None:
    given = PairMatrix(
        SQUARE, ("a", "b", "c"), "distances", {"x": np.arange(3.0), "y": np.array(list("pqr"))}, "km", ("!",)
    )
    again = PairMatrix.unpack(*given.pack())
    np.testing.assert_array_equal(again.values, given.values)
    assert (again.labels, again.sort, again.unit, again.notes) == (given.labels, given.sort, "km", ("!",))
    assert {name: column.tolist() for name, column in again.metadata.items()} == {"x": [0, 1, 2], "y": list("pqr")}


def test_the_nearest_are_those_of_small_distances_and_of_large_similarities() -> None:
    assert PairMatrix(SQUARE, ("a", "b", "c"), "distances").nearest(0, 2).tolist() == [1, 2]
    assert PairMatrix(SQUARE, ("a", "b", "c"), "similarities").nearest(0, 2).tolist() == [2, 1]
