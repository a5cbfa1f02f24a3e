"""Rows of tables as vectors: PCA against scikit-learn, autoencoders beside it, genes that mirror geography."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from engine.algorithms.procrustes import procrustes
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.population import SimulatedPopulation
from engine.datasets.tables.sources import SimulatedHomes
from engine.errors import InputError
from engine.learners.rows.contract import split
from engine.learners.rows.row_autoencoder import RowAutoencoder
from engine.learners.rows.row_pca import RowPCA

HOMES = SimulatedHomes(n_homes=300).load()


def places(population: Matrix) -> np.ndarray:
    return np.column_stack([population.attributes["east"], population.attributes["north"]])


def bent(n: int = 600) -> Matrix:
    """Points on a curve through ten dimensions: one number tells them, but no line does."""
    generator = np.random.default_rng(0)
    turn = generator.uniform(0, 1.5 * np.pi, n)
    waves = np.column_stack([np.cos(turn), np.sin(turn)]) @ generator.standard_normal((2, 10))
    noisy = waves + 0.02 * generator.standard_normal(waves.shape)
    return Matrix(noisy[None], tuple("abcdefghij"), tuple(f"row {row}" for row in range(n)))


@pytest.mark.parametrize("scaling", ["standardized", "centered"])
def test_components_are_scikit_learns(scaling: str) -> None:
    fit = RowPCA(n_components=4, scaling=scaling).fit(HOMES)  # type: ignore[arg-type]
    values = HOMES.channels[0].astype(float)
    values = (values - values.mean(axis=0)) / (values.std(axis=0) if scaling == "standardized" else 1)
    other = PCA(4).fit(values)
    np.testing.assert_allclose(fit.arrays["explained_variance_ratio"][:4], other.explained_variance_ratio_, atol=1e-9)
    np.testing.assert_allclose(np.abs(fit.arrays["loadings"]), np.abs(other.components_), atol=1e-5)
    np.testing.assert_allclose(np.abs(fit.main.vectors), np.abs(other.transform(values)), rtol=1e-3, atol=1e-3)


def test_what_held_out_rows_keep_is_measured_on_rows_that_were_not_seen() -> None:
    learner = RowPCA(n_components=3)
    train, held_out = split(300)
    values = HOMES.channels[0].astype(float)
    scaled = (values - values[train].mean(axis=0)) / values[train].std(axis=0)
    other = PCA(3).fit(scaled[train])
    left = np.square(scaled[held_out] - other.inverse_transform(other.transform(scaled[held_out]))).sum()
    expected = 1 - left / np.square(scaled[held_out]).sum()
    assert learner.fit(HOMES).summary["kept_held_out"] == pytest.approx(expected, abs=1e-4)


def test_genes_mirror_geography_and_no_snp_alone_does() -> None:
    population = SimulatedPopulation().load()
    fit = RowPCA().fit(population)
    assert procrustes(fit.main.vectors[:, :2].astype(float), places(population)).r2 > 0.85
    genes = population.channels[0] - population.channels[0].mean(axis=0)
    north = population.attributes["north"] - population.attributes["north"].mean()
    alone = (genes * north[:, None]).sum(axis=0) ** 2 / (np.square(genes).sum(axis=0) * np.square(north).sum())
    assert alone.max() < 0.2
    assert fit.main.metadata["region"].dtype.kind == "U" and list(fit.main.metadata)[-1] == "region"


def test_without_slopes_there_is_nothing_to_mirror() -> None:
    population = SimulatedPopulation(slope=0.0).load()
    assert procrustes(RowPCA().fit(population).main.vectors[:, :2].astype(float), places(population)).r2 < 0.05


def test_a_linear_autoencoder_comes_to_what_pca_keeps() -> None:
    summary = RowAutoencoder(n_components=3, hidden="", n_epochs=300, batch_size=16).fit(HOMES).summary
    assert summary["kept_by_pca"] == pytest.approx(RowPCA(n_components=3).fit(HOMES).summary["kept_held_out"], abs=1e-6)
    assert summary["kept_held_out"] == pytest.approx(summary["kept_by_pca"], abs=0.01)


def test_a_network_bends_where_axes_cannot() -> None:
    summary = RowAutoencoder(n_components=1, hidden="32-16", n_epochs=300).fit(bent()).summary
    assert summary["kept_held_out"] > 0.97 > 0.9 > summary["kept_by_pca"]


def test_codes_stand_in_the_order_of_the_rows() -> None:
    fit = RowAutoencoder(n_components=2, n_epochs=60).fit(HOMES)
    assert fit.main.labels == HOMES.rows
    area = HOMES.channels[0][:, HOMES.columns.index("square feet")].astype(float)
    design = np.column_stack([fit.main.vectors, np.ones(300)]).astype(float)
    told = design @ np.linalg.lstsq(design, area, rcond=None)[0]
    assert np.corrcoef(told, area)[0, 1] ** 2 > 0.5


def test_pictures_and_few_rows_are_refused() -> None:
    few = Matrix(np.random.default_rng(0).random((1, 5, 3)), ("a", "b", "c"), tuple("vwxyz"))
    picture = Matrix(np.zeros((1, 20, 20)))
    for learner in (RowPCA(), RowAutoencoder(n_epochs=1)):
        with pytest.raises(InputError, match="at least 10"):
            learner.fit(few)
        with pytest.raises(InputError, match="Choose a table"):
            learner.fit(picture)
        assert not learner.offered(picture)


def test_rows_of_one_kind_alone_are_learned_from_and_errors_are_of_all() -> None:
    rng = np.random.default_rng(0)
    plane = rng.normal(size=(60, 2)) @ rng.normal(size=(2, 6))
    strange = 3 * rng.normal(size=(12, 6))
    kinds = np.array(["normal"] * 60 + ["strange"] * 12)
    names = tuple(f"row {number}" for number in range(72))
    matrix = Matrix(np.concatenate([plane, strange])[None], tuple("abcdef"), names, (), {"kind": kinds})
    learner = RowAutoencoder(n_components=2, hidden="", n_epochs=200, only="normal")
    seen = learner.seen(matrix)
    assert not seen[60:].any() and 40 < seen.sum() <= 58
    errors = learner.errors(learner.fit(matrix), matrix)
    assert errors[60:].min() > 10 * np.median(errors[:60])
    with pytest.raises(InputError, match="“odd” stands in 0 rows") as raised:
        RowAutoencoder(only="odd").fit(matrix)
    assert raised.value.code == "E-TAB-04"
    pca = RowPCA(n_components=3)
    values = (matrix.channels[0] - matrix.channels[0].mean(axis=0)) / matrix.channels[0].std(axis=0)
    rest = np.linalg.svd(values)[1][3:]
    assert pca.errors(pca.fit(matrix), matrix).sum() == pytest.approx((rest**2).sum() / 6, rel=1e-4)
    assert pca.seen(matrix).all()
