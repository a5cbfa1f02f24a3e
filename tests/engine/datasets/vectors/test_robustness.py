"""What is wrong with files of vectors: each is read with a note, or refused with a code, at once and within bounds."""

import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from engine import limits
from engine.errors import InputError
from engine.neighbors import nearest
from tests.engine.datasets.vectors.conftest import Read
from tests.engine.datasets.vectors.written import (
    LABELS,
    VALUES,
    binary,
    header,
    lines,
    npy,
    npz,
    numbers,
    parquet,
    tensor_header,
    tensors,
)

GLOVE = lines()


def refused(read: Read, code: str, data: bytes, **settings: object) -> str:
    """The sentence with which data are refused; in a moment, and without the memory that they claim."""
    tracemalloc.start()
    begun = time.perf_counter()
    try:
        with pytest.raises(InputError) as error:
            read(data, **settings)
        assert time.perf_counter() - begun < 5
        assert tracemalloc.get_traced_memory()[1] < 100 * limits.MB
    finally:
        tracemalloc.stop()
    assert error.value.code == code, error.value
    return str(error.value)


def noted(read: Read, words: str, data: bytes, **settings: object) -> np.ndarray:
    """The vectors of data that are read with a note that says so."""
    found = read(data, **settings)
    assert any(words in note for note in found.notes), found.notes
    return found.vectors


@pytest.mark.parametrize("body", [b"the 0.1 0.2\n", b"the " + bytes(400)])
def test_row_90_a_header_that_claims_too_much_is_refused_before_anything_is_read(read: Read, body: bytes) -> None:
    told = refused(read, "E-VEC-02", b"1000000000 100000\n" + body)
    assert "100,000" in told
    assert "first 1,000,000 rows" in refused(read, "E-VEC-01", b"90000000 50\n" + body)


def test_row_91_a_header_of_other_counts(read: Read) -> None:
    for claimed in (3, 900):
        found = noted(read, f"says {claimed} vectors; there are 12", f"{claimed} 5\n{GLOVE}".encode())
        np.testing.assert_array_equal(found, VALUES)
    assert "7 numbers" in refused(read, "E-VEC-05", f"12 7\n{GLOVE}".encode())


def test_row_92_no_header(read: Read) -> None:
    assert read(GLOVE.encode()).labels == LABELS


def test_row_93_labels_with_blanks(read: Read) -> None:
    labels = (". . .", "at name@domain.com", "- -", "New York", "toy story 2", *LABELS[5:])
    for data in (lines(labels=labels), header() + lines(labels=labels)):
        found = read(data.encode())
        assert found.labels == labels
        np.testing.assert_array_equal(found.vectors, VALUES)


@pytest.mark.parametrize("label", [" ", "\u00a0", "\u2003"])
def test_row_94_a_label_of_blanks(read: Read, label: str) -> None:
    labels = (*LABELS[:3], label, *LABELS[4:])
    assert noted(read, "<space>: 1", lines(labels=labels).encode()).shape == VALUES.shape
    assert read(lines(labels=labels).encode()).labels[3] == "<space>"


def test_row_95_rows_of_other_widths_name_the_line_and_both_widths(read: Read) -> None:
    rows = GLOVE.splitlines()
    wider, narrower = [*rows], [*rows]
    wider[7] += " 0.25"
    narrower[4] = narrower[4].rpartition(" ")[0]
    assert "line 8 has 6 numbers, where the others have 5" in refused(read, "E-VEC-04", "\n".join(wider).encode())
    assert "line 5 has 4 numbers, where the others have 5" in refused(read, "E-VEC-04", "\n".join(narrower).encode())
    assert "line 6 has 4" in refused(read, "E-VEC-04", (header() + "\n".join(narrower)).encode())
    bare = numbers().splitlines()
    bare[9] += "\t1"
    assert "line 10 has 6" in refused(read, "E-VEC-04", "\n".join(bare).encode())
    lists = [list(map(float, row)) for row in VALUES]
    lists[3] = lists[3][:2]
    assert "row 4 has 2" in refused(read, "E-VEC-04", parquet(x=lists))


@pytest.mark.parametrize("odd", ["NaN", "inf", "-Infinity", "1e39", "1e999"])
def test_row_96_a_few_rows_that_are_not_finite_are_left_out(read: Read, odd: str) -> None:
    values, labels = np.vstack([VALUES] * 4), tuple(f"w{row}" for row in range(48))
    rows = lines(values=values, labels=labels).splitlines()
    rows[5] = " ".join([labels[5], odd, *rows[5].split()[2:]])
    assert noted(read, "not finite: 1 (first: line 6)", "\n".join(rows).encode()).shape == (47, 5)
    rows = [" ".join([row.split()[0], odd, *row.split()[2:]]) if place % 10 == 0 else row for place, row in
            enumerate(rows)]  # fmt: skip
    assert "line 1" in refused(read, "E-VEC-21", "\n".join(rows).encode())


def test_row_96_in_arrays(read: Read) -> None:
    values = np.vstack([VALUES] * 4).astype(np.float64)
    values[2, 1], values[3, 1] = np.nan, 1e39
    for data in (npy(values), tensors(x=values), parquet(x=[list(row) for row in values])):
        assert noted(read, "not finite: 2 (first: row 3)", data).shape == (46, 5)


def test_row_97_of_equal_labels_the_first_is_kept(read: Read) -> None:
    labels = (*LABELS[:6], "king0", *LABELS[7:])
    for data in (lines(labels=labels).encode(), binary(labels=labels)):
        np.testing.assert_array_equal(noted(read, "first was kept: 1", data), np.delete(VALUES, 6, axis=0))


def test_row_98_bytes_that_are_no_letters(read: Read) -> None:
    labels = ("café", "naïve", "Ωmega", *LABELS[3:])
    data = lines(labels=labels).encode().replace(b"king4", b"k\xffng4").replace(b"road11", b"\xfe\xff\xfe\xff")
    assert noted(read, "U+FFFD", data).shape == VALUES.shape
    assert read(data).labels[:5] == ("café", "naïve", "Ωmega", "road3", "k\ufffdng4")


def test_labels_of_an_old_encoding(read: Read) -> None:
    labels = tuple(f"{word}{row}" for row, word in enumerate(["café", "où", "déjà", "fenêtre"] * 3))
    found = read(lines(labels=labels).encode("cp1252"))
    assert found.labels == labels and any("Windows-1252" in note or "cp1252" in note for note in found.notes)


def test_row_99_a_byte_order_mark(read: Read) -> None:
    for text in (GLOVE, header() + GLOVE):
        found = read(text.encode("utf-8-sig"))
        assert found.labels == LABELS
        np.testing.assert_array_equal(found.vectors, VALUES)


def test_row_100_zero_vectors_are_kept_and_nobodys_neighbors(read: Read) -> None:
    from engine.learners.vectors.as_given import AsGiven

    values = VALUES.copy()
    values[4] = 0
    found = read(lines(values=values).encode())
    assert any("no direction" in note and note.endswith(": 1.") for note in found.notes)
    main = AsGiven().fit(found).main
    assert all(4 not in nearest(main, row, 11).rows for row in range(12))
    assert not len(nearest(main, 4, 5).rows)


def test_row_101_vectors_that_are_all_the_same_or_too_short(read: Read) -> None:
    refused(read, "E-VEC-23", lines(values=np.ones((12, 5), np.float32)).encode())
    refused(read, "E-VEC-03", npy(VALUES[:, :1]))
    refused(read, "E-VEC-03", binary(values=np.arange(12, dtype=np.float32)[:, None]))
    refused(read, "E-VEC-12", "".join(f"w{row} {row}\n" for row in range(9)).encode())
    refused(read, "E-VEC-22", npy(VALUES[:2]))


def test_row_102_binary_files_that_do_not_fit_their_first_line(read: Read) -> None:
    whole = binary()
    told = refused(read, "E-VEC-08", whole[:-9])
    assert "row 12 of 12 is cut off" in told and "byte" in told
    refused(read, "E-VEC-08", b"5 4\n" + b"\x01" * 5_000)
    noted(read, "says 900 vectors; there are 12", whole.replace(b"12 5", b"900 5", 1))
    np.testing.assert_array_equal(noted(read, "left out", whole.replace(b"12 5", b"7 5", 1)), VALUES[:7])


def test_row_103_python_objects(read: Read) -> None:
    head = b"{'descr': '|O', 'fortran_order': False, 'shape': (3, 2), }"
    refused(read, "E-NPY-103", b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head)
    refused(read, "E-NPY-108", b"\x93NUMPY")


def shaped(shape: str, kind: str = "<f4") -> bytes:
    """A .npy file with a header of one's own and hardly any data."""
    head = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head + bytes(40)


def test_row_104_shapes_that_claim_too_much(read: Read) -> None:
    refused(read, "E-VEC-01", shaped("(1000000, 60)"))
    refused(read, "E-VEC-02", shaped("(3, 4000000)"))
    refused(read, "E-NPY-109", shaped("(1000, 60)"))
    refused(read, "E-NPY-110", shaped("(-3, 60)"))
    refused(read, "E-NPY-112", shaped("(99999999999999999999, 99999999999)"))


def test_row_105_a_header_of_fifty_megabytes(read: Read) -> None:
    refused(read, "E-NPY-105", b"\x93NUMPY\x02\x00" + (40_000_000).to_bytes(4, "little") + b" " * 40_000_000)


@pytest.mark.parametrize(
    ("array", "code"),
    [
        (VALUES.astype(np.complex64), "E-NPY-106"),
        (np.array([["a", "b"], ["c", "d"], ["e", "f"]]), "E-VEC-09"),
        (np.zeros(3, dtype=[("a", "<f4")]), "E-NPY-106"),
        (np.arange(9.0), "E-VEC-09"),
        (np.zeros((3, 4, 5)), "E-VEC-09"),
    ],
)
def test_row_106_arrays_that_are_no_matrix_of_numbers(read: Read, array: np.ndarray, code: str) -> None:
    refused(read, code, npy(array))


def test_row_107_archives_of_arrays(read: Read) -> None:
    refused(read, "E-GEN-07", npz(a=np.zeros((2_000, 10_000), np.float32)))
    refused(read, "E-VEC-10", npz(a=VALUES, b=VALUES))
    refused(read, "E-VEC-10", npz(a=np.arange(3.0), b=np.arange(4.0)))


F4 = {"dtype": "F32", "shape": [12, 5], "data_offsets": [0, 240]}


@pytest.mark.parametrize(
    "data",
    [
        tensors(x=VALUES)[:-8],
        tensors(x=VALUES)[:30],
        tensor_header({"x": F4, "y": F4}, bytes(240)),
        tensor_header({"x": F4 | {"data_offsets": [0, 999]}}, bytes(240)),
        tensor_header({"x": F4 | {"shape": [1 << 62, 1 << 62]}}, bytes(240)),
        tensor_header({"x": F4 | {"shape": [-12, -5]}}, bytes(240)),
        tensor_header({"x": F4 | {"dtype": "X9"}}, bytes(240)),
        tensor_header({"x": [1]}, bytes(240)),
        (1 << 60).to_bytes(8, "little") + b'{"x":' + bytes(99),
    ],
)
def test_row_108_safetensors_that_do_not_fit(read: Read, data: bytes) -> None:
    refused(read, "E-VEC-11", data)


def test_row_109_another_number_of_labels(read: Read) -> None:
    labels = "\n".join(LABELS)
    for beside, first in ((f"{labels}\nmore\nstill more\n", "“more”"), (labels.partition("\n")[2].partition("\n")[2],
                                                                      "vector 11 is the first without")):  # fmt: skip
        told = refused(read, "E-VEC-15", npy(), labels=beside.encode())
        assert "12 vectors" in told and first in told
    found = read(npy(), labels=f"name\n{labels}\n".encode())
    assert found.labels == LABELS
    told = refused(read, "E-VEC-15", npy(), labels=labels.encode(), labels_header="yes")
    assert "has 12 rows, or 11 below a header" in told


def test_row_110_three_million_rows(read: Read) -> None:
    head = b"3000000 300\n"
    for body in (b"the " + b"0.25 " * 300 + b"\n", b"</s> " + VALUES.tobytes() * 20):
        told = refused(read, "E-VEC-01", head + body)
        assert "3,000,000 x 300 numbers need 3.6 GB" in told and "first 166,666 rows" in told
    row = VALUES.tobytes()[:240] * 5
    data = head + b"".join(b"w%d " % place + row[4 * place :] + row[: 4 * place] for place in range(30))
    assert read(data, first=20).vectors.shape == (20, 300)


@pytest.mark.parametrize("data", [b"\n \n\n", b"\x80\x04x", b"%PDF-1.4 xx", b"<!doctype html><p>x"])
def test_what_is_no_vectors_is_refused(read: Read, data: bytes) -> None:
    with pytest.raises(InputError):
        read(data)


def test_a_line_without_end_is_refused(read: Read) -> None:
    refused(read, "E-VEC-07", GLOVE.encode() + b"word " + b"0.5 " * 1_500_000)


def test_many_rows_are_counted_as_they_come(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "VECTOR_NUMBERS", 40)
    told: Callable[[bytes], str] = lambda data: refused(read, "E-VEC-01", data)  # noqa: E731
    for data in (GLOVE.encode(), numbers(",").encode(), binary(), npy(), tensors(x=VALUES)):
        assert "first 8 rows" in told(data)
    assert read(GLOVE.encode(), first=8).vectors.shape == (8, 5)
