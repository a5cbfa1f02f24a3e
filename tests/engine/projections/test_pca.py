"""PCA against the singular value decomposition, a planted spectrum, scikit-learn, and errors known for MNIST."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine import settings
from engine.embedding import Embedding
from engine.errors import InputError
from engine.projections.pca import PCA, principal


def embedding_of(vectors: np.ndarray) -> Embedding:
    return Embedding(vectors, [f"item {row}" for row in range(len(vectors))])


def cloud(n: int, d: int, seed: int = 0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return (generator.normal(size=(n, d)) @ generator.normal(size=(d, d)) + 3).astype(np.float32)


@pytest.mark.parametrize("shape", [(300, 12), (20, 50), (5000, 6)], ids=["covariance", "gram", "tiles"])
def test_equals_the_svd_of_centered_data(shape: tuple[int, int]) -> None:
    x = cloud(*shape)
    u, s, vt = np.linalg.svd(x.astype(float) - x.mean(axis=0, dtype=float), full_matrices=False)
    found = principal(x)
    rank = min(shape[0] - 1, shape[1])
    assert found.components.shape == (rank, shape[1])
    assert_allclose(found.singular_values[:rank], s[:rank], rtol=1e-9)
    assert_allclose(np.abs(np.sum(found.components * vt[:rank], axis=1)), 1, atol=1e-9)
    assert_allclose(np.abs(found.transform(x, 3)), np.abs(u[:, :3] * s[:3]), atol=1e-8)
    assert_allclose(found.reconstruct(found.transform(x, rank)), x, atol=1e-6)


@pytest.mark.parametrize("n", [400, 30], ids=["covariance", "gram"])
def test_recovers_a_planted_spectrum(n: int) -> None:
    generator = np.random.default_rng(5)
    u = np.linalg.qr(np.column_stack([np.ones(n), generator.normal(size=(n, 5))]))[0][:, 1:]  # columns of mean 0
    v = np.linalg.qr(generator.normal(size=(40, 5)))[0]
    planted = np.array([100.0, 50, 20, 5, 1])
    found = principal(u * planted @ v.T + 7)
    assert len(found.components) == 5
    assert_allclose(found.singular_values[:5], planted, rtol=1e-9)
    assert_allclose(found.explained_variance_ratio[:5], planted**2 / np.sum(planted**2), rtol=1e-9)
    assert_allclose(np.abs(np.diag(found.components @ v)), 1, atol=1e-9)


@pytest.mark.parametrize("standardize", [False, True])
def test_equals_scikit_learn(standardize: bool) -> None:
    from sklearn.decomposition import PCA as SklearnPCA
    from sklearn.preprocessing import StandardScaler

    x = cloud(500, 20, seed=2) * np.linspace(1, 30, 20, dtype=np.float32)
    result = PCA(n_components=5, standardize=standardize).fit(embedding_of(x))
    data = StandardScaler().fit_transform(x.astype(float)) if standardize else x.astype(float)
    peer = SklearnPCA(5, svd_solver="full").fit(data)
    assert_allclose(result.arrays["explained_variance_ratio"][:5], peer.explained_variance_ratio_, rtol=1e-9)
    signs = np.sign(np.sum(result.arrays["components"] * peer.components_, axis=1))
    coordinates = peer.transform(data) * signs
    assert_allclose(result.main.vectors, coordinates, atol=1e-5 * np.abs(coordinates).max())


def test_signs_do_not_depend_on_the_order_of_points() -> None:
    x = cloud(200, 8)
    once, again = principal(x), principal(x[::-1].copy())
    assert_allclose(once.components, again.components, atol=1e-9)
    largest = once.components[np.arange(8), np.abs(once.components).argmax(axis=1)]
    assert (largest > 0).all()


def test_summary_says_what_the_map_shows() -> None:
    plane = np.random.default_rng(1).normal(size=(150, 2)) @ np.random.default_rng(2).normal(size=(2, 9))
    result = PCA(n_components=2).fit(embedding_of(plane))
    assert_allclose([result.summary["variance_2d"], result.summary["trustworthiness_2d"]], 1, atol=1e-6)
    assert result.summary["neighbor_recall_2d"] == 1
    assert result.summary["rank"] >= 2
    ball = PCA(n_components=3).fit(embedding_of(np.random.default_rng(1).normal(size=(500, 30))))
    assert ball.summary["variance_2d"] < ball.summary["variance_3d"] < 0.2
    assert ball.summary["neighbor_recall_2d"] < ball.summary["neighbor_recall_3d"] < 0.3


def test_components_are_clipped_to_the_rank_and_it_is_said() -> None:
    x = np.zeros((20, 6))
    x[:, :3] = np.random.default_rng(0).integers(-5, 5, (20, 3))
    result = PCA(n_components=10).fit(embedding_of(x))
    assert result.main.n_components == result.summary["rank"] == 3
    assert "3 dimensions" in result.notes[0]
    assert PCA(n_components=3).fit(embedding_of(x)).notes == ()


def test_points_on_a_line_still_make_a_map() -> None:
    for x in (np.arange(6.0)[:, None] * [[1, 2, 2]], np.arange(6.0)[:, None] * 3):
        result = PCA(n_components=2).fit(embedding_of(x))
        assert_allclose(result.main.vectors, np.column_stack([(np.arange(6) - 2.5) * 3, np.zeros(6)]), atol=1e-5)
        assert "one dimension" in result.notes[0]


@pytest.mark.parametrize("x", [np.ones((30, 4)), np.full((3, 40), 0.1), np.zeros((5, 2))])
def test_points_that_do_not_differ_are_refused(x: np.ndarray) -> None:
    with pytest.raises(InputError, match="points are the same"):
        PCA().fit(embedding_of(x))
    with pytest.raises(InputError, match="at least 2"):
        PCA().fit(embedding_of(x[:1]))


def test_a_constant_column_has_no_weight_when_standardized() -> None:
    x = cloud(100, 3)
    with_constant = np.column_stack([x, np.full(100, 0.1)])
    found, plain = principal(with_constant, standardize=True), principal(x, standardize=True)
    assert_allclose(found.components[:3, :3], plain.components, atol=1e-9)
    assert_allclose(found.components[:3, 3], 0, atol=1e-15)


def idx_images(path: Path) -> np.ndarray:
    """Pixels in [0, 1] of an IDX file, float32 (n, 784)."""
    data = gzip.decompress(path.read_bytes())
    magic, n, height, width = struct.unpack(">4I", data[:16])
    assert magic == 2051
    return np.frombuffer(data, dtype=np.uint8, offset=16).reshape(n, height * width) / np.float32(255)


def mnist_folder() -> Path:
    """Where MNIST lies; Fashion-MNIST's files carry the same names."""
    for folder in settings.data_folders():
        for path in folder.rglob("mnist/train-images-idx3-ubyte.gz"):
            return path.parent
    pytest.skip("mnist/train-images-idx3-ubyte.gz is not below EMBEDDING_DATA")


@pytest.mark.slow
def test_error_on_mnist_is_the_known_one() -> None:
    train, test = (idx_images(mnist_folder() / f"{part}-images-idx3-ubyte.gz") for part in ("train", "t10k"))
    found = principal(train)
    known = {2: 0.055669, 16: 0.026860, 50: 0.011485}  # mean squared error per pixel of the test images
    for k, expected in known.items():
        error = np.mean(np.square(found.reconstruct(found.transform(test, k)) - test))
        assert_allclose(error, expected, atol=1e-5)
    assert_allclose(found.explained_variance_ratio[:2].sum(), 0.168, atol=5e-4)
    # 13.87 per image at 30 components: Hinton and Salakhutdinov, 2006
    error = np.square(found.reconstruct(found.transform(test, 30)) - test).sum() / len(test)
    assert_allclose(error, 13.87, atol=0.005)
