"""The tab Equal budgets: a short training tells the pace, longer ones follow, all stand in one table."""

import json

import pytest

from engine.runs import jobs, sweeps
from engine.runs.measures import Score
from pages.parts.tabs.compare.made import Trial
from pages.parts.tabs.compare.reached import Training, long, within
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
    told = json.dumps({"methods": [name, other], "seconds": "0.0001", "seeds": 2})
    app = at_rest(page, item="", run=RECIPES[name].run_id, tab="Equal budgets", wide="true", budgets=told)
    assert not app.exception and not jobs.active("")
    app = until_done(press(app, next(label for label in labels(app) if label.startswith("Run "))))
    assert not app.exception and not app.error
    table = next(frame.value for frame in app.dataframe if "Method" in frame.value)
    titles = [RECIPES[each].learner.title for each in (name, other)]  # type: ignore[union-attr]
    assert set(titles) <= set(table["Method"]) and ("Random vectors" in set(table["Method"])) == random
    seeds = dict(zip(table["Method"], table["Seeds"], strict=True))
    assert seeds[titles[1]] == 2 and all(score.count("±") for score in table[table["Method"] == titles[1]].iloc[0, 4:5])
    assert seeds[titles[0]] == (2 if sweeps.seeded(RECIPES[name].learner) else 1)  # type: ignore[arg-type]
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


def training(method: str, rounds: int, seconds: float, *values: float) -> Training:
    recipe = RECIPES["netmf"]
    trials = [Trial("", recipe, True, seconds, {"F1": Score(value)}, "") for value in values]
    return Training(method, rounds, range(len(values)), trials)


def test_who_is_best_within_a_budget_is_told_with_what_the_seeds_hide() -> None:
    found = [
        training("A", 1, 1.0, 0.52, 0.56), training("A", 9, 9.0, 0.9, 0.94), training("B", 1, 1.0, 0.53, 0.57),
        training("C", 2, 1.1, 0.1, 0.14),
    ]  # fmt: skip
    said = within(1.0, found, "F1", lower=False)
    assert said.startswith("Within 1 s: **B**, 0.550 ± 0.028.")
    assert said.endswith("A lies no farther from it than seeds from each other.")
    late = within(9.0, found, "F1", lower=False)
    assert late.startswith("Within 9 s: **A**, 0.920") and "lies" not in late
    assert within(1.0, found, "F1", lower=True).startswith("Within 1 s: **C**, 0.120")
    assert within(0.5, found, "F1", lower=False).endswith(": none.")


def test_the_file_has_a_line_for_every_seed() -> None:
    columns = long([training("A", 4, 1.0, 0.5, 0.7), training("B", 0, 2.0, 0.6)], ["F1"])
    assert columns["method"] == ["A", "A", "B"] and columns["rounds"] == [4, 4, ""]
    assert columns["seed"] == [0, 1, 0] and columns["F1"] == [0.5, 0.7, 0.6]
