"""A teacher's link fixes data and method and brings a task; what it holds cannot be cut or made up."""

import base64
import zlib

import pytest

from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.learners.words.ppmi_svd import PPMISVD
from engine.projections.pca import PCA
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.run.setting import LONGEST_TASK, Setting, needs_upload, read
from tests.pages.opening import opened, texts

RECIPE = Recipe(ToyWorld(), PPMISVD(n_components=7))


def test_a_setting_comes_back_from_its_address() -> None:
    setting = Setting(RECIPE, "Look for <b>king</b>.")
    assert read(setting.told()) == setting
    assert len(setting.told()) < 1_000
    assert len(read(Setting(RECIPE, "x" * 5_000).told()).task) == LONGEST_TASK
    assert not needs_upload(RECIPE)


@pytest.mark.parametrize("told", ["", "A", "not-base64!", Setting(RECIPE).told()[:-9]])
def test_a_link_that_is_not_whole_is_told(told: str) -> None:
    with pytest.raises(InputError, match="not whole"):
        read(told)


def test_a_packed_flood_is_cut() -> None:
    flood = base64.urlsafe_b64encode(zlib.compress(b"[" * 50_000_000)).decode()
    with pytest.raises(InputError, match="not whole"):
        read(flood)


def test_the_page_shows_the_task_and_no_controls_until_one_chooses_freely(fresh: None) -> None:
    app = opened("words", run=RECIPE.run_id, fixed=Setting(RECIPE, "Find <b>three</b> kings.").told())
    assert not app.exception
    told = texts(app)
    assert "Find <b>three</b> kings." in told and "Dimensions: 7" in told and "press Train" in told
    assert not [box for box in app.selectbox if box.label == "Method"]
    app.button(key="words.leave").click().run()
    assert [box for box in app.selectbox if box.label == "Method"]
    assert "fixed" not in app.query_params


def test_a_broken_link_opens_the_page_as_usual(fresh: None) -> None:
    app = opened("words", fixed="AAAA")
    assert "not whole" in texts(app) and [box for box in app.selectbox if box.label == "Method"]


def test_only_a_training_on_data_can_be_fixed() -> None:
    for recipe in (Recipe(ToyWorld()), Recipe(EmbeddingOf(RECIPE.run_id), PCA())):
        with pytest.raises(InputError, match="not whole"):
            read(Setting(recipe).told())
