"""The page of tables: genes beside true places, loadings by column, methods beside each other."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.tables.population import SimulatedPopulation
from engine.datasets.tables.sources import SimulatedHomes
from engine.learners.rows.row_autoencoder import RowAutoencoder
from engine.learners.rows.row_pca import RowPCA
from engine.projections.pca import PCA
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.opening import opened, texts

PEOPLE, HOMES = SimulatedPopulation(n_people=200, n_snps=1_500), SimulatedHomes(n_homes=60)
RUNS = [Recipe(PEOPLE, RowPCA()), Recipe(PEOPLE, RowAutoencoder(n_components=2, n_epochs=2)), Recipe(HOMES, RowPCA())]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDING_HOME", str(folder))
        for recipe in RUNS:
            assert recipe.learner is not None
            data = recipe.dataset.load()  # type: ignore[attr-defined]
            store.save(Recipe(recipe.dataset), data, 0.1)
            fit = recipe.learner.fit(data)
            store.save(recipe, fit, 0.1)
            store.save(Recipe(EmbeddingOf(recipe.run_id, "row"), PCA()), PCA().fit(fit.main), 0.1)
    return folder


@pytest.fixture
def trained(fresh: None, finished: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    shutil.copytree(finished, home)
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    yield


def shown(recipe: Recipe, tab: str, **query: str) -> AppTest:
    app = opened("tables", "", run=recipe.run_id, tab=tab, **query)
    assert not app.exception and not app.error
    return app


def test_genes_mirror_the_map(trained: None) -> None:
    metrics = {metric.label: metric.value for metric in shown(RUNS[0], "True places").metric}
    assert float(metrics["Met of the places"].rstrip("%")) > 60
    assert float(metrics["By chance"].split("%")[0]) < 10 and "±" in metrics["By chance"]
    assert abs(float(metrics["Correlation, north"])) > 0.7


def test_loadings_stand_beside_the_names_of_columns(trained: None) -> None:
    app = shown(RUNS[0], "Columns")
    table = next(frame.value for frame in app.dataframe if "PC2" in frame.value)
    assert table["Column"].str.startswith("SNP").all() and (table["PC1"].abs().diff().dropna() <= 1e-9).all()


def test_an_autoencoder_stands_beside_principal_components(trained: None) -> None:
    app = shown(RUNS[1], "What is kept")
    table = next(frame.value for frame in app.dataframe if "Kept" in frame.value)
    assert table["Method"].tolist() == ["Autoencoder", "Principal components"] and table.iloc[0, -1] == "this run"


def test_a_table_without_places_has_no_such_tab(trained: None) -> None:
    app = shown(RUNS[2], "Columns")
    assert "True places" not in [option for control in app.get("segmented_control") for option in control.options]
    assert "60** rows" in texts(app) or "60 rows" in texts(app)


def test_the_map_says_how_much_of_the_table_it_shows(trained: None) -> None:
    """Of principal components, what the first two of them explain, beside their share of the ten kept."""
    fit = store.load(RUNS[0].run_id)
    ratios = fit.arrays["explained_variance_ratio"]
    told = texts(shown(RUNS[0], "Columns", map="pca"))
    assert f"Of the variance of the table's own columns they show {ratios[:2].sum():.1%}" in told
    assert f"show {ratios[:2].sum() / ratios[:10].sum():.0%} of the vectors' variance" in told
