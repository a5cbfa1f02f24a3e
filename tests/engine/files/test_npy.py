"""Headers of NumPy files that claim what cannot be, and those of other days."""

import io

import numpy as np
import pytest

from engine.errors import InputError
from engine.files import npy
from tests.conftest import real_data


def written(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def headed(text: str, data: bytes = b"") -> bytes:
    raw = text.encode("latin-1")
    return npy.MAGIC + bytes([1, 0]) + len(raw).to_bytes(2, "little") + raw + data


def code(data: bytes, *, texts: bool = False) -> str:
    with pytest.raises(InputError) as caught:
        npy.read(iter([data]), texts=texts)
    return caught.value.code


@pytest.mark.parametrize(
    "array",
    [np.arange(6.0).reshape(2, 3), np.array([True, False]), np.array(["a", "bc"]), np.array([b"a", b"bc"]),
     np.arange(4, dtype=">u2"), np.zeros((2, 0))],
)  # fmt: skip
def test_arrays_are_read_back(array: np.ndarray) -> None:
    found = npy.read(iter([written(array)]), texts=True)
    assert found.tolist() == array.tolist() and found.dtype.isnative


def test_strings_only_where_they_are_asked_for() -> None:
    assert code(written(np.array(["a"]))) == "E-NPY-106"
    assert code(headed("{'descr': '<U9999', 'fortran_order': False, 'shape': (1,)}"), texts=True) == "E-NPY-106"
    assert code(headed("{'descr': '<U0', 'fortran_order': False, 'shape': (9,)}"), texts=True) == "E-NPY-106"
    assert code(headed("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}"), texts=True) == "E-NPY-103"


@pytest.mark.parametrize("shape", [(0, 10**30), (10**30, 0), (1,) * 100, (0,) * 33, (10**400,)])
def test_shapes_that_cannot_be(shape: tuple[int, ...]) -> None:
    header = {"descr": "<f8", "fortran_order": False, "shape": shape}
    assert code(headed(repr(header))) in ("E-NPY-104", "E-NPY-112")


def test_long_numbers_as_python_2_wrote_them() -> None:
    data = headed("{'descr': '<i4', 'fortran_order': False, 'shape': (2L, 1L), }", np.arange(2, dtype="<i4").tobytes())
    assert npy.read(iter([data])).tolist() == [[0], [1]]


def test_any_byte_may_stand_for_true() -> None:
    data = headed("{'descr': '|b1', 'fortran_order': False, 'shape': (3,)}", bytes([0, 1, 7]))
    assert npy.read(iter([data])).tolist() == [False, True, True]


@pytest.mark.parametrize("name", ["images_0_x_1e30.npy", "images_100_dimensions.npy"])
def test_the_hostile_cases(name: str) -> None:
    assert code(real_data(name).read_bytes()) == "E-NPY-112"
