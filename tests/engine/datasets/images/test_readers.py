"""Files of images that are not what they claim: IDX, NumPy arrays, tables of pixels."""

import gzip
import io
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import limits
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import UploadedImages
from engine.errors import InputError
from engine.files import uploads
from engine.report import Silent

GENERATOR = np.random.default_rng(0)
STACK = GENERATOR.integers(0, 256, (30, 7, 5), dtype=np.uint8)
LABELS = np.arange(30, dtype=np.uint8) % 3


def idx_bytes(array: np.ndarray, *, magic: int | None = None, shape: tuple[int, ...] | None = None) -> bytes:
    shape = shape or array.shape
    return struct.pack(f">{1 + len(shape)}I", magic or 0x800 + len(shape), *shape) + array.tobytes()


def npy_bytes(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=array.dtype == object)
    return stream.getvalue()


def load(data: bytes, labels: bytes = b"", **options: Any) -> ImageSet:
    source = {"sha256": uploads.keep(data, "images.dat").sha256}
    if labels:
        source["labels_sha256"] = uploads.keep(labels, "labels.dat").sha256
    return UploadedImages(**source, **options).load(Silent())


def refusal(data: bytes, labels: bytes = b"", **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        load(data, labels, **options)
    return f"{caught.value.code}: {caught.value}"


def by_content(found: ImageSet) -> dict[bytes, int]:
    return {image.tobytes(): int(target) for image, target in zip(found.raw, found.targets, strict=True)}


WANTED = {image.tobytes(): int(label) for image, label in zip(STACK, LABELS, strict=True)}


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_idx_pair_keeps_every_pixel_and_label(pack: Any) -> None:
    found = load(pack(idx_bytes(STACK)), pack(idx_bytes(LABELS)), test_share=0.2)
    assert by_content(found) == WANTED
    assert found.shape == (7, 5, 1)
    assert (found.n_train, found.n_test) == (24, 6)
    assert np.bincount(found.targets[found.n_train :]).tolist() == [2, 2, 2]  # the split keeps the make-up
    assert len(set(found.names)) == 30


def test_idx_files_given_the_wrong_way_round_are_turned() -> None:
    found = load(idx_bytes(LABELS), idx_bytes(STACK))
    assert by_content(found) == WANTED
    assert any("wrong way round" in note for note in found.notes)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (idx_bytes(STACK, magic=0x00000A03), "0x00000A03, expected 0x00000803"),
        (idx_bytes(STACK, magic=0x00000800), "0x00000800"),
        (idx_bytes(STACK, magic=0x00000804), "0x00000804"),
    ],
)
def test_idx_with_a_wrong_magic_number(data: bytes, told: str) -> None:
    message = refusal(data)
    assert message.startswith("E-IMG-70") and told in message


def test_idx_that_claims_exabytes_is_refused_without_reading_on() -> None:
    began = time.process_time()
    message = refusal(idx_bytes(STACK, shape=(4294967295, 65535, 65535)))
    assert message.startswith("E-IMG-71")
    assert "18.4 EB" in message and "1.07 kB" in message
    assert time.process_time() - began < 0.2


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [(idx_bytes(STACK)[:-1], "E-IMG-72", "1,065"), (idx_bytes(STACK) + b"x", "E-IMG-94", "1,066 bytes")],
)
def test_idx_shorter_or_longer_than_its_header_says(data: bytes, code: str, told: str) -> None:
    message = refusal(data)
    assert message.startswith(code) and told in message


@pytest.mark.parametrize(
    ("shape", "code"),
    [((0, 7, 5), "E-IMG-73"), ((30, 0, 5), "E-IMG-73"), ((30, 1, 1), "E-IMG-96"), ((30, 3, 9), "E-IMG-96")],
)
def test_images_without_pixels_or_too_small(shape: tuple[int, ...], code: str) -> None:
    assert refusal(idx_bytes(np.ones(shape, np.uint8))).startswith(code)


def test_another_number_of_labels_than_images() -> None:
    message = refusal(idx_bytes(STACK), idx_bytes(LABELS[:-4]))
    assert message.startswith("E-IMG-74") and "30 images" in message and "26 labels" in message


def idx_bomb(*shape: int) -> bytes:
    """A gzip file of 250 MB of zeros behind a header of that shape."""
    return gzip.compress(struct.pack(">4I", 0x803, *shape) + bytes(250_000_000), compresslevel=9)


def test_row_75_a_bomb_with_a_small_header_is_left_at_its_first_byte_too_much() -> None:
    bomb = idx_bomb(30, 7, 5)
    tracemalloc.start()
    message = refusal(bomb)
    assert message.startswith("E-IMG-94") and "longer than its header says" in message
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_row_75_a_header_that_claims_more_than_the_cap_is_refused_at_once() -> None:
    assert refusal(idx_bomb(250_000, 1_000, 1)).startswith("E-IMG-71")


def test_row_75_a_bomb_whose_header_fits_is_stopped_by_the_ratio() -> None:
    bomb = idx_bomb(190_000, 1_000, 1)
    cap = limits.UNPACK_RATIO * len(bomb)
    assert cap < 190_000_000
    tracemalloc.start()
    message = refusal(bomb)
    assert message.startswith("E-GEN-07") and f"more than {cap // limits.MB} MB" in message
    assert tracemalloc.get_traced_memory()[1] < 2 * cap + 20_000_000
    tracemalloc.stop()


def npz_bytes(**arrays: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def test_npz_of_a_stack_and_its_labels() -> None:
    found = load(npz_bytes(pictures=STACK, digits=LABELS))
    assert by_content(found) == WANTED and found.class_names == ("0", "1", "2")
    assert load(npz_bytes(pictures=STACK)).class_names == ()


def test_npz_in_the_layout_of_keras_keeps_its_parts() -> None:
    parts = {"x_train": STACK[:20], "y_train": LABELS[:20, None], "x_test": STACK[20:], "y_test": LABELS[20:]}
    found = load(npz_bytes(**parts))
    assert found.n_train == 20
    assert np.array_equal(found.raw[..., 0], STACK) and np.array_equal(found.targets, LABELS)


def zip_of(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


NPZ_REFUSED = {
    "two stacks": (npz_bytes(a=STACK, b=STACK), "E-NPY-107"),
    "no stack": (npz_bytes(a=LABELS), "E-NPY-107"),
    "two rows of labels": (npz_bytes(a=STACK, b=LABELS, c=LABELS), "E-NPY-107"),
    "labels of another number": (npz_bytes(a=STACK, b=LABELS[:7]), "E-IMG-74"),
    "parts of another size": (
        npz_bytes(x_train=STACK, y_train=LABELS, x_test=STACK[:, 1:], y_test=LABELS), "E-IMG-97",
    ),
    "Python objects": (zip_of("a.npy", npy_bytes(np.array([{}, []], dtype=object))), "E-NPY-103"),
    "no array": (zip_of("a.npy", b"x" * 100), "E-NPY-108"),
}  # fmt: skip


@pytest.mark.parametrize("case", NPZ_REFUSED)
def test_row_107_npz_that_cannot_serve(case: str) -> None:
    data, code = NPZ_REFUSED[case]
    assert refusal(data).startswith(code)


def test_row_107_an_npz_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zip_of("a.npy", npy_bytes(np.zeros((1_000, 500, 500), np.uint8)))
    tracemalloc.start()
    assert refusal(bomb).startswith("E-GEN-07")
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_images_that_are_all_the_same() -> None:
    message = refusal(idx_bytes(np.zeros((500, 8, 8), np.uint8)))
    assert message == "E-IMG-88: All 500 images are the same: there is nothing to tell apart."


def test_too_few_images() -> None:
    assert refusal(idx_bytes(STACK[:9])).startswith("E-IMG-101")


@pytest.mark.parametrize(
    "array",
    [
        STACK,
        STACK.astype(">i4"),
        STACK.astype("<f8"),
        STACK.astype(np.float16),
        np.asfortranarray(STACK),
        STACK / 255,
        STACK[..., None],
        STACK.reshape(30, 35),
    ],
    ids=["uint8", "big-endian", "f8", "f2", "fortran", "unit", "channel", "rows"],
)
def test_npy_of_many_kinds_gives_the_same_pixels(array: np.ndarray) -> None:
    found = load(npy_bytes(array), npy_bytes(LABELS), height=7, width=5)
    assert by_content(found) == WANTED


def test_npy_colors_first_and_last_are_the_same() -> None:
    colors = GENERATOR.integers(0, 256, (12, 6, 9, 3), dtype=np.uint8)
    last, first = load(npy_bytes(colors)), load(npy_bytes(colors.transpose(0, 3, 1, 2)))
    assert last.shape == (6, 9, 3)
    np.testing.assert_array_equal(last.raw, first.raw)


OBJECTS = np.array([{"a": 1}] * 30, dtype=object)


def header_of(text: str, version: int = 1) -> bytes:
    raw = text.encode("latin-1")
    return b"\x93NUMPY" + bytes([version, 0]) + len(raw).to_bytes(2 if version == 1 else 4, "little") + raw


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (npy_bytes(OBJECTS), "E-NPY-103"),
        (header_of("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999, 28, 28)}") + bytes(99), "E-NPY-104"),
        (header_of("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 28, 28)}") + bytes(99), "E-NPY-110"),
        (header_of("{'descr': '<f4', 'fortran_order': False, 'shape': (2**62, 28)}") + bytes(99), "E-NPY-110"),
        (header_of("{'descr': '<f4', 'fortran_order': False, 'shape': (30, 5, 5)}") + bytes(99), "E-NPY-109"),
        (header_of("__import__('os').system('true')") + bytes(99), "E-NPY-110"),
        (header_of("{" * 60_000) + bytes(99), "E-NPY-110"),
        (header_of(" " * 70_000, version=2) + bytes(99), "E-NPY-105"),
        (npy_bytes(STACK.astype(complex)), "E-NPY-106"),
        (npy_bytes(STACK.astype(str)), "E-NPY-106"),
        (npy_bytes(np.zeros(30, dtype=[("a", "f4"), ("b", "i4")])), "E-NPY-106"),
        (npy_bytes(np.arange(30.0)), "E-NPY-111"),
        (npy_bytes(np.zeros((2, 2, 2, 2, 2, 30))), "E-NPY-111"),
        (npy_bytes(STACK.astype(int) - 5), "E-IMG-91"),
        (npy_bytes(np.full((30, 5, 5), np.nan)), "E-IMG-91"),
    ],
)
def test_npy_that_cannot_serve(data: bytes, code: str) -> None:
    assert refusal(data).startswith(code)


def table(rows: np.ndarray, header: str = "") -> bytes:
    lines = [",".join(str(value) for value in row) for row in rows.tolist()]
    return "\n".join([header, *lines] if header else lines).encode()


def test_a_table_in_the_layout_of_kaggle() -> None:
    pixels = GENERATOR.integers(0, 256, (40, 16), dtype=np.uint8)
    labels = np.arange(40) % 4
    rows = np.column_stack([labels, pixels])
    header = ",".join(["label", *(f"pixel{at}" for at in range(16))])
    found = load(table(rows, header))
    assert found.shape == (4, 4, 1)
    assert by_content(found) == {row.tobytes(): int(label) for row, label in zip(pixels, labels, strict=True)}
    assert by_content(load(table(rows))) == by_content(found)  # without a header the first column is one too many
    assert load(table(pixels)).class_names == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (table(STACK.reshape(30, 35)), "E-IMG-111"),
        (table(np.ones((20, 16))) + b"\n1,2,3", "E-CSV-58"),
        (table(np.ones((20, 16))) + b"\n" + b"x," * 15 + b"x", "E-CSV-62"),
        (b"a,b\n", "E-CSV-69"),
        (b"%PDF-1.4 no table at all", "E-IMG-92"),
    ],
)
def test_tables_that_cannot_serve(data: bytes, code: str) -> None:
    assert refusal(data).startswith(code)


def test_longer_uploads_than_the_cap_are_not_kept(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at most 50 MB"):
        uploads.keep(bytes(limits.UPLOAD_BYTES + 1), "train-images-idx3-ubyte")
