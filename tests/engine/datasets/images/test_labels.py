"""Labels in every form that people have them in."""

import gzip
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.labels import natural, one_hot
from tests.conftest import real_data
from tests.engine.datasets.images.written import classes, idx, load, npy, npz, refusal, table, told, zipped

STACK = np.random.default_rng(0).integers(0, 256, (30, 5, 5), dtype=np.uint8)
CLASSES = np.arange(30) % 3
NAMES = np.array(["cat", "dog", "Ankle boot"])[CLASSES]
WANTED = {image.tobytes(): str(label) for image, label in zip(STACK, CLASSES, strict=True)}
NAMED = {image.tobytes(): str(label) for image, label in zip(STACK, NAMES, strict=True)}
HOT = np.eye(3)[CLASSES]


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (npy(CLASSES), WANTED),
        (npy(CLASSES[:, None]), WANTED),
        (npy(CLASSES[None]), WANTED),
        (npy(CLASSES.astype(float)), WANTED),
        (npy(HOT), WANTED),
        (npy(HOT.T), WANTED),
        (npy(HOT.astype(bool)), WANTED),
        (npy(NAMES), NAMED),
        (npy(NAMES.astype("S")), NAMED),
        (idx(CLASSES), WANTED),
        (gzip.compress(idx(CLASSES), mtime=0), WANTED),
        (table(CLASSES[:, None]), WANTED),
        (table(CLASSES[:, None], ["label"]), WANTED),
        (table(NAMES[:, None]), NAMED),
        (table(NAMES[:, None], ["label"]), NAMED),
        (table([(f'"{name}"',) for name in NAMES]), NAMED),
        (gzip.compress(table(NAMES[:, None]), mtime=0), NAMED),
        (table(list(enumerate(CLASSES)), ["", "0"]), WANTED),
        (table([(row + 1, name) for row, name in enumerate(NAMES)], ["id", "label"], ";"), NAMED),
        (table([(f"{row}.png", name, 0.5) for row, name in enumerate(NAMES)], ["file", "what", "x"]), NAMED),
        (table(HOT.astype(int).tolist(), ["0", "1", "2"]), WANTED),
    ],
)
def test_one_label_for_each_image(labels: bytes, wanted: dict[bytes, str]) -> None:
    found = load(npy(STACK), labels)
    assert classes(found) == wanted and found.has_classes


def test_labels_in_another_order_are_put_in_order_by_their_numbers() -> None:
    order = np.random.default_rng(1).permutation(30)
    found = load(npy(STACK), table([(row, NAMES[row]) for row in order], ["id", "label"]))
    assert classes(found) == NAMED and "put in order" in told(found)


def test_ten_comes_after_two() -> None:
    assert sorted(["10", "2", "cat 10", "cat 9", "-1"], key=natural) == ["-1", "2", "10", "cat 9", "cat 10"]
    labels = np.arange(60) % 12
    images = np.random.default_rng(0).integers(0, 256, (60, 5, 5), dtype=np.uint8)
    assert load(npy(images), npy(labels.astype(str))).class_names == tuple(map(str, range(12)))


@pytest.mark.parametrize(
    ("labels", "told_"),
    [
        (npy(CLASSES[:-2]), ("E-IMG-74", "30 images (images.dat) but 28 labels (labels.dat)")),
        (npy(np.eye(3)[CLASSES[:20]]), ("E-IMG-74", "20 labels")),
        (table(NAMES[:-2, None]), ("E-IMG-74", "28 labels")),
        (npy(np.ones((30, 3))), ("E-IMG-104", "3 numbers for each image")),
        (npy(np.arange(30)), ("E-IMG-99", "30 different values")),
        (npy(STACK), ("E-IMG-98", "Both files hold images")),
        (table([(row, row * 0.5) for row in range(30)], ["a", "b"]), ("E-IMG-106", "Column of labels")),
        (b"%PDF-1.4", ("E-IMG-108", "a PDF document")),
        (zipped({"a.csv": b"1\n2\n", "b.csv": b"1\n2\n"}), ("E-IMG-107", "2 files")),
    ],
)
def test_labels_that_cannot_serve(labels: bytes, told_: tuple[str, str]) -> None:
    message = refusal(npy(STACK), labels)
    assert message.startswith(told_[0]) and told_[1] in message


def test_the_two_files_may_come_the_wrong_way_round() -> None:
    assert classes(load(npy(CLASSES), npy(STACK))) == WANTED


def test_images_of_no_class_are_left_out_or_kept() -> None:
    labels = np.where(np.arange(30) < 6, -1, CLASSES)
    found = load(npy(STACK), npy(labels))
    assert found.n_images == 24 and found.has_classes and "left out: 6" in told(found)
    kept = load(npy(STACK), npy(labels), unlabeled=True)
    assert kept.n_images == 30 and kept.class_names == ("0", "1", "2") and (kept.targets < 0).sum() == 6
    missing = np.where(np.arange(30) < 6, np.nan, CLASSES)
    assert load(npy(STACK), npy(missing)).class_names == ("0", "1", "2")
    signs = load(npy(STACK), npy(np.where(CLASSES == 0, -1, 1)))
    assert signs.class_names == ("-1", "1") and signs.n_images == 30  # there -1 is a class


def test_a_named_column_of_labels_is_taken() -> None:
    rows = [(row, row % 2, NAMES[row]) for row in range(30)]
    found = load(npy(STACK), table(rows, ["id", "label", "animal"]), label_column="Animal")
    assert classes(found) == NAMED
    assert refusal(npy(STACK), table(rows, ["id", "label", "animal"]), label_column="x").startswith("E-IMG-105")


def test_one_hot_rows_have_a_single_one() -> None:
    assert one_hot(np.array([[0, 1], [1, 1]])) is None
    assert one_hot(np.array([[0, 2], [2, 0]])) is None
    assert one_hot(np.array([[0, 1], [1, 0]])).tolist() == [1, 0]  # type: ignore[union-attr]


@given(st.lists(st.integers(0, 4), min_size=20, max_size=40), st.sampled_from(range(7)))
def test_labels_written_in_any_form_are_read_back(labels: list[int], form: int) -> None:
    if len(set(labels)) < 2:
        return
    array = np.array(labels)
    images = np.random.default_rng(0).integers(0, 256, (len(labels), 4, 4), dtype=np.uint8)
    written: list[Any] = [
        npy(array), npy(array[:, None]), npy(np.eye(5)[array]), npy(array.astype(str)), npy(array.astype("S3")),
        table(array[:, None], ["label"]), table(list(enumerate(array)), ["id", "class"]),
    ]  # fmt: skip
    found = load(npy(images), written[form])
    assert classes(found) == {image.tobytes(): str(label) for image, label in zip(images, labels, strict=True)}


def test_from_arrays_takes_them_too() -> None:
    assert ImageSet.from_arrays(STACK, HOT).class_names == ("0", "1", "2")
    assert classes(load(npz(x=STACK, y=HOT))) == WANTED


@pytest.mark.parametrize(
    ("name", "first"),
    [("images_Y.csv", "0"), ("images_Y_column_n_by_1.npy", "0"), ("images_Y_one_hot.npy", "0"),
     ("images_Y_strings.npy", "d0")],
)  # fmt: skip
def test_the_cases_that_people_had(name: str, first: str) -> None:
    labels = real_data(name)
    found = load((labels.parent / "images_X.npy").read_bytes(), labels.read_bytes())
    assert (found.n_images, len(found.class_names), found.class_names[0]) == (60, 10, first)
