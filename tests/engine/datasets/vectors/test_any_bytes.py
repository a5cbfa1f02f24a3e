"""Whatever is in a file, it is read or refused in a sentence; and never is more allocated than the limits allow."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import limits
from engine.datasets.vectors import builder, reader
from engine.datasets.vectors.columns import ColumnParts
from engine.datasets.vectors.found import Found
from engine.datasets.vectors.label_texts import labels_of
from engine.datasets.vectors.row_files import attach, join
from engine.errors import InputError
from engine.files.display import CONTROL
from tests.engine.datasets.vectors.written import VALUES, binary, header, lines, npy, npz, numbers, parquet, tensors

WHOLE = {
    "text": (header() + lines()).encode(),
    "glove": lines().encode(),
    "tsv": numbers().encode(),
    "csv": ("word,kind,a,b,c,d,e\n" + lines(",").replace(",", ",k,", 1)).encode(),
    "binary": binary(),
    "npy": npy(),
    "npz": npz(a=VALUES, b=np.arange(12)),
    "safetensors": tensors(x=VALUES),
    "parquet": parquet(word=["a"] * 12, x=[list(map(float, row)) for row in VALUES]),
}
MOST = 60 * limits.MB
"""Bytes in Python's own memory for files of some hundred bytes: blocks and samples, but nothing that a file claims."""
PIECES = (b"9" * 30, b"\n", b" ", b"-1", b"\xff" * 8, b"nan", b"{")
ONE_FILE = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcome(path: Path, data: bytes) -> None:
    """Read or refused."""
    path.write_bytes(data)
    tracemalloc.start()
    try:
        vectors = builder.vectors(reader.read(path, ColumnParts()))
        assert np.isfinite(vectors.vectors).all() and len(set(vectors.labels)) == vectors.n_items
        assert vectors.vectors.size <= max(len(data), 1)
    except InputError as error:
        assert error.code and str(error).endswith((".", "?"))
    finally:
        assert tracemalloc.get_traced_memory()[1] < MOST
        tracemalloc.stop()


@ONE_FILE
@given(data=st.binary(min_size=1, max_size=600))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    outcome(tmp_path / "file", data)


@ONE_FILE
@given(data=st.text('0123456789 .,-e\t\n\rnaif"#é\0', min_size=1, max_size=300))
def test_any_text_of_digits_and_signs(tmp_path: Path, data: str) -> None:
    outcome(tmp_path / "file", data.encode())


@pytest.mark.parametrize("name", WHOLE)
@ONE_FILE
@given(
    place=st.floats(0, 1), length=st.integers(0, 40),
    piece=st.one_of(st.binary(max_size=30), st.sampled_from(PIECES)),
    cut=st.booleans(),
)  # fmt: skip
def test_damaged_files(tmp_path: Path, name: str, place: float, length: int, piece: bytes, cut: bool) -> None:
    data = WHOLE[name]
    at = int(place * len(data))
    outcome(tmp_path / "file", data[:at] + piece + (b"" if cut else data[at + length :]) or b"\0")


@ONE_FILE
@given(labels=st.lists(st.binary(max_size=12).filter(lambda label: b"\n" not in label), min_size=1, max_size=30))
def test_any_labels_stay_as_many(labels: list[bytes]) -> None:
    found = labels_of([label + b"\n" for label in labels], [])
    assert len(found) == len(labels) and not any(CONTROL.search(label) for label in found)
    assert all(found)


@ONE_FILE
@given(
    data=st.one_of(st.binary(min_size=1, max_size=200), st.text('ab,\t\n"1', min_size=1, max_size=80).map(str.encode))
)
def test_any_file_beside_the_vectors(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "beside").write_bytes(data)
    for how in ("attach", "join"):
        found = Found(VALUES[:4].copy(), ["a", "b", "ab", "1"])
        try:
            if how == "attach":
                attach(found, tmp_path / "beside", "auto", [])
            else:
                join(found, tmp_path / "beside", [])
            assert found.labels is not None and len(found.labels) == 4
            assert all(len(column) == 4 for column in found.metadata.values())
        except InputError as error:
            assert error.code


@given(values=st.lists(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=3, max_size=3),
                       min_size=3, max_size=20), form=st.sampled_from(["%.9g", "%.17g", "%r", "%e"]))  # fmt: skip
def test_every_float_comes_back_bit_by_bit(values: list[list[float]], form: str) -> None:
    from engine.datasets.vectors.line_layout import LineLayout
    from engine.datasets.vectors.line_reader import read

    expected = np.array(values, np.float32)
    digits = form if form != "%e" else "%.8e"
    text = "".join(f"w{row} " + " ".join(digits % number for number in line) + "\n" for row, line in enumerate(values))
    found = read([text.encode()], LineLayout(b" ", True, 3))
    np.testing.assert_array_equal(found.values, expected)
