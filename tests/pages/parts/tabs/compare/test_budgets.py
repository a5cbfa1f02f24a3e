"""The tab Equal budgets: a short training tells the pace, longer ones follow, all stand in one table."""

import json

import pytest

from engine.runs import jobs
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts
from tests.pages.parts.tabs.compare.working import labels, press, until_done


@pytest.mark.parametrize(
    ("page", "name", "other", "random"),
    [
        ("words", "ppmi_svd", "glove", True),
        ("movies", "rating_svd", "implicit_als", False),
        ("images", "image_pca", "autoencoder", False),
        ("graphs", "netmf", "deepwalk", True),
        ("tables", "row_pca", "row_autoencoder", True),
    ],
)
def test_methods_are_compared_at_one_size(
    at_rest: Open, monkeypatch: pytest.MonkeyPatch, page: str, name: str, other: str, random: bool
) -> None:
    monkeypatch.setattr("engine.runs.measures.missing", lambda entry: ["file"])
    monkeypatch.setattr("engine.runs.budgets.TRIED", 1_000)  # one round
    told = json.dumps({"methods": [name, other], "seconds": "0.0001"})
    app = at_rest(page, item="", run=RECIPES[name].run_id, tab="Equal budgets", wide="true", budgets=told)
    assert not app.exception and not jobs.active("")
    app = until_done(press(app, next(label for label in labels(app) if label.startswith("Run "))))
    assert not app.exception and not app.error
    table = next(frame.value for frame in app.dataframe if "Method" in frame.value)
    titles = [RECIPES[each].learner.title for each in (name, other)]  # type: ignore[union-attr]
    assert set(titles) <= set(table["Method"]) and ("Random vectors" in set(table["Method"])) == random
    rounds = [table["Rounds"][table["Method"] == title] for title in titles]
    assert rounds[0].isna().all() and (rounds[1] >= 1).all()
    assert not [label for label in labels(app) if label.startswith(("Run ", "Cancel all"))]


def test_both_ways_of_a_shared_space_are_compared_by_what_each_run_measured(
    at_rest: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.runs.budgets.TRIED", 1_000)
    told = json.dumps({"methods": ["contrastive_towers", "word_space"], "seconds": "0.0001"})
    run = RECIPES["contrastive_towers"].run_id
    app = at_rest("images_and_words", item="", run=run, tab="Equal budgets", wide="true", budgets=told)
    app = until_done(press(app, next(label for label in labels(app) if label.startswith("Run "))))
    assert not app.exception and not app.error
    table = next(frame.value for frame in app.dataframe if "Method" in frame.value)
    assert len(set(table["Method"])) == 2 and table["Class told by its name"].notna().all()


def test_all_that_is_quick_is_chosen_at_first(at_rest: Open) -> None:
    app = at_rest("movies", item="", run=RECIPES["ease"].run_id, tab="Equal budgets", wide="true")
    chosen = next(box for box in app.multiselect if box.label == "Methods")
    assert "ease" in chosen.value and len(chosen.value) > 3
    assert any(label.startswith("Run ") for label in labels(app)) and "learn its pace" in texts(app)


def test_seconds_that_are_none_are_refused_in_words(at_rest: Open) -> None:
    told = json.dumps({"methods": ["ease", "nonsense"], "seconds": "soon"})
    app = at_rest("movies", item="", run=RECIPES["ease"].run_id, tab="Equal budgets", wide="true", budgets=told)
    assert any("soon" in warning.value for warning in app.warning) and not app.exception
