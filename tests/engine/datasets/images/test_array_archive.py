"""Archives of arrays: names and shapes say what is what."""

import numpy as np
import pytest

from tests.conftest import real_data
from tests.engine.datasets.images.written import classes, idx, load, npy, npz, refusal, told, zipped

STACK = np.random.default_rng(0).integers(0, 256, (30, 5, 6), dtype=np.uint8)
LABELS = np.arange(30) % 3
WANTED = {image.tobytes(): str(label) for image, label in zip(STACK, LABELS, strict=True)}
TRAIN, TEST = slice(0, 20), slice(20, 30)


@pytest.mark.parametrize(
    ("stack", "labels"),
    [("X", "y"), ("x", "Y"), ("images", "labels"), ("data", "targets"), ("arr_0", "arr_1"),
     ("faces", "target"), ("a", "b")],
)  # fmt: skip
def test_names_of_images_and_labels(stack: str, labels: str) -> None:
    assert classes(load(npz(**{stack: STACK, labels: LABELS}))) == WANTED
    assert classes(load(npz(**{stack: STACK, labels: np.eye(3)[LABELS]}))) == WANTED


@pytest.mark.parametrize(
    ("train", "test"),
    [
        (("x_train", "y_train"), ("x_test", "y_test")),
        (("train_images", "train_labels"), ("test_images", "test_labels")),
        (("X_tr", "y_tr"), ("X_te", "y_te")),
        (("trainX", "trainY"), ("testX", "testY")),
        (("Xtrain", "Ytrain"), ("Xtest", "Ytest")),
        (("train_data", "train_targets"), ("val_data", "val_targets")),
    ],
)
def test_names_of_parts(train: tuple[str, str], test: tuple[str, str]) -> None:
    arrays = {train[0]: STACK[TRAIN], train[1]: LABELS[TRAIN, None], test[0]: STACK[TEST], test[1]: LABELS[TEST, None]}
    found = load(npz(**arrays))
    assert found.n_train == 20 and classes(found) == WANTED
    assert np.array_equal(found.raw[..., 0], STACK)


def test_validation_counts_as_test_and_it_is_told() -> None:
    parts = {"train": slice(0, 10), "val": slice(10, 20), "test": slice(20, 30)}
    arrays: dict[str, np.ndarray] = {f"{part}_images": STACK[rows] for part, rows in parts.items()}
    arrays |= {f"{part}_labels": LABELS[rows] for part, rows in parts.items()}
    found = load(npz(**arrays))
    assert (found.n_train, found.n_test) == (10, 20) and "val_images" in told(found) and classes(found) == WANTED


def test_an_array_of_names_names_the_classes() -> None:
    found = load(npz(x=STACK, y=LABELS, class_names=np.array(["cat", "dog", "owl"])))
    assert found.class_names == ("cat", "dog", "owl")


def test_a_part_without_labels_leaves_its_images_out() -> None:
    found = load(npz(x_train=STACK[TRAIN], y_train=LABELS[TRAIN], x_test=STACK[TEST]))
    assert found.n_images == 20 and found.has_classes and "left out: 10" in told(found)


def test_idx_files_of_an_archive() -> None:
    files = {"train-images-idx3-ubyte": STACK[TRAIN], "train-labels-idx1-ubyte": LABELS[TRAIN],
             "t10k-images-idx3-ubyte": STACK[TEST], "t10k-labels-idx1-ubyte": LABELS[TEST]}  # fmt: skip
    found = load(zipped({name: idx(array) for name, array in files.items()}))
    assert found.n_train == 20 and classes(found) == WANTED


def test_labels_of_a_file_of_their_own() -> None:
    assert classes(load(npz(x=STACK), npy(LABELS))) == WANTED
    parts = npz(x_train=STACK[TRAIN], x_test=STACK[TEST])
    assert refusal(parts, npy(LABELS)).startswith("E-NPY-113")


def test_what_is_there_is_named_where_it_is_not_clear() -> None:
    message = refusal(npz(left=STACK, right=STACK))
    assert message.startswith("E-NPY-107") and "left (30 x 5 x 6), right (30 x 5 x 6)" in message
    message = refusal(npz(x=STACK, y=LABELS[:7]))
    assert message.startswith("E-IMG-74") and "30 images (x) but 7 labels (y)" in message


def test_the_cases_that_people_had() -> None:
    found = load(real_data("images_medmnist_keys.npz").read_bytes())
    assert (found.n_train, found.n_test, len(found.class_names)) == (40, 20, 10)
    found = load(real_data("images_npz_labels_n_by_1.npz").read_bytes())
    assert (found.n_images, len(found.class_names)) == (60, 10)
