"""Whatever is in a file, it is a table of pairs or refused in a sentence; and asking what it is never fails."""

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.datasets.pairs import builder, reader, recognition
from engine.errors import InputError
from tests.engine.datasets.pairs.test_layouts import BARE, NAMED, TABLE, saved

WHOLE = {name: text.encode() for name, text in (NAMED | BARE).items()}
WHOLE |= {"npy": saved(np.save, TABLE), "npz": saved(np.savez, d=TABLE, names=np.array(list("abc")))}
PIECES = (b"9" * 40, b"\n", b" ", b"-1", b"\xff" * 8, b"nan", b",", b'"', b"inf", b"1e999", b"\x00", b"a")
ONE_FILE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
LAYOUTS: tuple[Literal["auto", "square", "lower", "upper", "list"], ...] = ("auto", "square", "lower", "upper", "list")


def outcome(path: Path, data: bytes, layout: Literal["auto", "square", "lower", "upper", "list"] = "auto") -> None:
    """Read or refused."""
    path.write_bytes(data)
    assert recognition.is_likely(path) in (True, False)
    try:
        half = layout if layout in ("lower", "upper") else ""
        found = builder.pair_matrix(reader.read(path, layout), half=half)  # type: ignore[arg-type]
        assert np.isfinite(found.values).all() and len(set(found.labels)) == found.n_items <= len(data)
    except InputError as error:
        assert error.code and str(error).endswith((".", "?"))


@ONE_FILE
@given(data=st.binary(min_size=1, max_size=400))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    outcome(tmp_path / "file", data)


@ONE_FILE
@given(
    data=st.text('0123456789 .,;-\t\n\ran"#é\0', min_size=1, max_size=200),
    layout=st.sampled_from(LAYOUTS),
)
def test_any_text_of_digits_and_signs(
    tmp_path: Path, data: str, layout: Literal["auto", "square", "lower", "upper", "list"]
) -> None:
    outcome(tmp_path / "file", data.encode(), layout)


@pytest.mark.parametrize("name", WHOLE)
@ONE_FILE
@given(
    place=st.floats(0, 1), length=st.integers(0, 20),
    piece=st.one_of(st.binary(max_size=10), st.sampled_from(PIECES)), cut=st.booleans(),
)  # fmt: skip
def test_damaged_files(tmp_path: Path, name: str, place: float, length: int, piece: bytes, cut: bool) -> None:
    data = WHOLE[name]
    at = int(place * len(data))
    outcome(tmp_path / "file", data[:at] + piece + (b"" if cut else data[at + length :]) or b"\0")


@ONE_FILE
@given(
    rows=st.lists(st.lists(st.sampled_from(["0", "1", "2.5", "", "a", "-1", "NA", "3,5"]), max_size=5), max_size=6),
    sign=st.sampled_from([",", ";", "\t", " "]),
    layout=st.sampled_from(LAYOUTS),
)
def test_any_table(
    tmp_path: Path, rows: list[list[str]], sign: str, layout: Literal["auto", "square", "lower", "upper", "list"]
) -> None:
    outcome(tmp_path / "file", "\n".join(map(sign.join, rows)).encode() or b"\n", layout)
