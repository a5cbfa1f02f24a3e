"""Recipes: what their hash depends on, and which documents open."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from engine.errors import InputError
from engine.evaluation.nodes.link_prediction import LinkPrediction
from engine.fields import integer
from engine.learners.nodes.hope import HOPE
from engine.learners.nodes.netmf import NetMF
from engine.runs import recipe as recipes
from engine.runs import store
from engine.runs.recipe import DATASETS, TASKS, EmbeddingOf, Recipe
from tests.engine.runs.job_child import Drawn, Moody
from tests.saved_runs import saved


@dataclass(frozen=True)
class Grown(Drawn):
    """Drawn as it may be some day: with one more field."""

    n_rows: int = integer(20, 1, 100, label="Rows", help="How many rows to draw.")


@dataclass(frozen=True)
class MendedLearner(Moody):
    """Moody as it may be some day."""

    version: ClassVar[int] = 2


def test_ids_are_what_they_always_were() -> None:
    """If this fails, every saved run of every user has lost its name."""
    assert Recipe(Drawn(3), Moody("sleep", 2)).run_id == "55791ecba81b345ef3ee427bcc36a65a"
    assert Recipe(Drawn()).run_id == "38637d53b6275ee9b10d8a6e249e4f61"
    assert Recipe(EmbeddingOf("0" * 32, "node")).run_id == "974a2bcf60a25ccf265c4a415075447d"


def test_one_more_field_gives_the_same_ids() -> None:
    assert Recipe(Grown(3), Moody()).run_id == Recipe(Drawn(3), Moody()).run_id
    assert Recipe(Grown(3, n_rows=21)).run_id != Recipe(Drawn(3)).run_id


def test_another_version_gives_other_ids_to_runs_of_that_class_alone() -> None:
    assert Recipe(Drawn(3), MendedLearner()).run_id != Recipe(Drawn(3), Moody()).run_id
    assert Recipe(Drawn(3)).run_id == Recipe(Recipe(Drawn(3), MendedLearner()).dataset).run_id


def test_a_nested_learner_takes_part_in_the_id(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Recipe(Drawn(), LinkPrediction()).run_id
    assert Recipe(Drawn(), LinkPrediction(learner=NetMF())).run_id == before
    assert Recipe(Drawn(), LinkPrediction(learner=NetMF(n_components=3))).run_id != before
    assert Recipe(Drawn(), LinkPrediction(learner=HOPE())).run_id != before
    monkeypatch.setattr(NetMF, "version", NetMF.version + 1)
    assert Recipe(Drawn(), LinkPrediction()).run_id != before


def test_a_saved_run_of_an_older_version_opens_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = saved(7)
    monkeypatch.setitem(TASKS, Moody.name, MendedLearner)
    monkeypatch.setitem(DATASETS, Drawn.name, Grown)
    found = store.recipe_of(run_id)
    assert found == Recipe(Grown(7), MendedLearner())
    assert found.outdated == ("“Moody” has changed since this was made (version 1, today 2).",)
    assert store.load(run_id).main.n_items == 4
    assert store.meta(run_id).dataset_id == Recipe(Drawn(7)).run_id
    with pytest.raises(InputError, match="Ask for it again"):
        found.require_todays()
    Recipe(found.dataset, found.learner).require_todays()  # what is asked for today


def test_a_newer_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="newer version of the app"):
        Recipe.from_json(Recipe(Drawn(), MendedLearner()).to_json())
    document = Recipe(Drawn(), Moody()).to_json()
    with pytest.raises(InputError, match="of format 3, this app reads up to 2"):
        Recipe.from_json(document | {"format": recipes.FORMAT + 1})


@pytest.mark.parametrize(
    "document",
    [None, [], {}, {"format": 2}, {"version": 2, "dataset": {}, "learner": None}, {"dataset": {}, "learner": None}],
)
def test_what_is_no_recipe(document: object) -> None:
    with pytest.raises(InputError, match="not a recipe"):
        Recipe.from_json(document)
