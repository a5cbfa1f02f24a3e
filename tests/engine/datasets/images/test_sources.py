"""Where images come from: the built-in digits, and the real files of MNIST, Fashion-MNIST and the Olivetti faces."""

import hashlib

import numpy as np
import pytest

from engine.datasets.images.builder import Found, Sampling
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import FASHION, Digits, DownloadedImages, PhotographTiles
from engine.errors import Cancelled
from engine.files.downloads.entries import CATALOGUE
from engine.report import Report, Silent
from tests.conftest import real_data

MD5 = {
    "mnist": {
        "train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
        "t10k-images-idx3-ubyte.gz": "9fb629c4189551a2d022fa330f9573f3",
        "t10k-labels-idx1-ubyte.gz": "ec29112dd5afa0611ce80d1b7f02629c",
    },
    "fashion_mnist": {
        "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
        "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
        "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
    },
}
"""As published with the two sets."""


def test_digits_keep_their_pixels() -> None:
    from sklearn.datasets import load_digits

    found = Digits().load(Silent())
    assert (found.n_train, found.n_test, found.shape) == (1438, 359, (8, 8, 1))
    wanted = load_digits().images.reshape(-1, 64) / 16
    np.testing.assert_allclose(np.sort(found.pixels().sum(axis=1)), np.sort(wanted.sum(axis=1)), rtol=1e-6)
    assert found.pixels().dtype == np.float32
    assert found.pixels().max() == 1
    shares = np.bincount(found.targets[found.n_train :]) / np.bincount(found.targets)
    assert np.abs(shares - 0.2).max() < 0.01


@pytest.mark.parametrize("side", ["16", "32", "64"])
def test_tiles_of_photographs_are_cut_where_they_say(side: str) -> None:
    from sklearn.datasets import load_sample_images

    found, size = PhotographTiles(side=side).load(Silent()), int(side)
    temple, flower = load_sample_images().images
    assert found.shape == (size, size, 3) and found.class_names == ("temple", "flower")
    np.testing.assert_array_equal(found.raw[0], temple[:size, :size])
    np.testing.assert_array_equal(found.raw[1], temple[:size, size // 2 : size // 2 + size])
    edge = 512 // size * size
    first_tested = found.raw[found.n_train :][found.targets[found.n_train :] == 1][0]
    np.testing.assert_array_equal(first_tested, flower[:size, edge : edge + size])
    known = {tile.tobytes() for tile in found.raw[: found.n_train]}
    assert not known & {tile.tobytes() for tile in found.raw[found.n_train :]}
    assert found.n_test >= 24 and found.n_train > 9 * found.n_test


def test_a_sample_keeps_the_make_up_and_its_seed() -> None:
    whole, part = Digits().load(Silent()), Digits(n_images=500).load(Silent())
    assert (part.n_images, part.n_train) == (500, 400)
    assert np.abs(np.bincount(part.targets) - np.bincount(whole.targets) * 500 / 1797).max() <= 1.5
    assert Digits(n_images=500).load(Silent()).names == part.names
    assert Digits(n_images=500, sample_seed=1).load(Silent()).names != part.names


def test_pack_and_unpack() -> None:
    found = Digits(n_images=50).load(Silent())
    again = ImageSet.unpack(*found.pack())
    assert (again.names, again.n_train, again.maximum) == (found.names, found.n_train, found.maximum)
    np.testing.assert_array_equal(again.pixels(), found.pixels())
    np.testing.assert_array_equal(again.targets, found.targets)


def test_images_without_classes_are_numbered_by_part() -> None:
    raw = np.random.default_rng(0).integers(0, 255, (20, 5, 5, 1), dtype=np.uint8)
    found = ImageSet.from_found(Found(raw), Sampling(), test_share=0.5)
    assert found.names[:2] == ("train 0", "train 1")
    assert found.names[-1] == "test 9"
    assert not found.has_classes and "class" not in found.metadata()


def test_cancelled_before_anything_is_read() -> None:
    class Cancelling(Silent):
        def cancelled(self) -> bool:
            return True

    report: Report = Cancelling()
    with pytest.raises(Cancelled):
        Digits().load(report)


@pytest.mark.parametrize("key", MD5)
def test_the_catalogue_names_the_official_files(key: str) -> None:
    for file in CATALOGUE[key].files:
        path = real_data(file.name)
        path = path.parent.parent / {"mnist": "mnist", "fashion_mnist": "fashion-mnist"}[key] / file.name
        if not path.exists():
            pytest.skip(f"{key} does not lie in a folder of its own")
        data = path.read_bytes()
        assert hashlib.md5(data).hexdigest() == MD5[key][file.name]
        assert hashlib.sha256(data).hexdigest() == file.sha256
        assert len(data) == file.size


@pytest.mark.parametrize(("key", "mean"), [("mnist", 33.3184), ("fashion_mnist", 72.9404)])
def test_the_sets_as_published(key: str, mean: float) -> None:
    real_data(CATALOGUE[key].files[0].name)
    found = DownloadedImages(entry=key).load(Silent())
    assert (found.n_train, found.n_test, found.shape) == (60_000, 10_000, (28, 28, 1))
    assert found.raw[: found.n_train].mean() == pytest.approx(mean, abs=1e-4)
    counts = np.bincount(found.targets[: found.n_train])
    if key == "mnist":
        assert counts.tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
        assert found.targets[:5].tolist() == [5, 0, 4, 1, 9]
    else:
        assert counts.tolist() == [6000] * 10
        assert found.class_names == FASHION
        assert found.class_of(0) == "Ankle boot"


def test_the_faces_are_upright_and_of_forty_people() -> None:
    real_data("olivettifaces.mat")
    found = DownloadedImages(entry="olivetti_faces").load(Silent())
    assert (found.n_images, found.n_train, found.shape) == (400, 320, (64, 64, 1))
    assert np.bincount(found.targets).tolist() == [10] * 40
    upright = np.load(real_data("olivetti_faces_400x64x64_uint8.npy"))
    assert {image.tobytes() for image in found.raw} == {image.tobytes() for image in upright}
