"""The tab Sweep: values are trained with their seeds, compared, cancelled together; a link shows them again."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from engine.runs import jobs, store
from engine.runs.sweeps import trials
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts
from tests.pages.parts.tabs.compare.working import labels, press, until_done, work


def plan(field: str, values: str, seeds: int = 1, of: str = "method") -> str:
    return json.dumps({"of": of, "field": field, "values": values, "seeds": seeds})


def look(at_rest: Open, page: str, name: str, told: str = "", wide: str = "true") -> AppTest:
    return at_rest(page, item="", run=RECIPES[name].run_id, tab="Sweep", wide=wide, sweep=told)


def offers(app: AppTest) -> list[str]:
    """Buttons that would begin something."""
    return [label for label in labels(app) if label.startswith("Run ")]


@pytest.fixture
def nothing_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.runs.measures.missing", lambda entry: ["file"])


@pytest.mark.parametrize(
    ("page", "name", "score"),
    [
        ("words", "ppmi_svd", "Analogies, toy world"),
        ("documents", "lsa", "Classes by a straight cut"),
        ("movies", "rating_svd", "NDCG@10"),
        ("images", "image_pca", "1-NN accuracy"),
        ("graphs", "hope", "Labels, Micro-F1"),
        ("tables", "row_pca", "Classes by a straight cut"),
        ("pairs", "pair_spectrum", "Classes by a straight cut"),
        ("languages", "aligned_words", "First answer right, refined and CSLS"),
    ],
)
def test_dimensions_are_swept_on_every_page(
    at_rest: Open, nothing_at_hand: None, page: str, name: str, score: str
) -> None:
    app = look(at_rest, page, name, plan("n_components", "3, 6"))
    assert "To do: 2 trainings" in texts(app) and not jobs.active("")
    app = until_done(press(app, "Run 2 trainings"))
    assert not app.exception and not app.error
    scores = next(box for box in app.selectbox if box.label == "Score")
    assert scores.options[0] == score
    assert "is best" in texts(app) and "All trainings (CSV)" in [b.label for b in app.get("download_button")]
    assert not {"Run 2 trainings", "Cancel all"} & set(labels(app))
    for each in trials(RECIPES[name], "n_components", (3, 6), 1):
        assert store.load(each.recipe.run_id).main.n_components == each.value


def test_what_a_run_of_pictures_and_texts_measured_itself_is_swept(at_rest: Open) -> None:
    app = look(at_rest, "images_and_words", "contrastive_towers", plan("n_components", "3, 6"))
    app = until_done(press(app, "Run 2 trainings"))
    assert not app.exception and not app.error
    scores = next(box for box in app.selectbox if box.label == "Score")
    assert scores.options[0] == "Class told by its name" and "is best" in texts(app)
    at_once = "Picture finds its caption at once"
    frame = next(frame.value for frame in app.dataframe if at_once in frame.value)
    made = trials(RECIPES["contrastive_towers"], "n_components", (3, 6), 1)
    for told, each in zip(frame[at_once], made, strict=True):
        assert float(told) == pytest.approx(store.load(each.recipe.run_id).arrays["recall"][0, 0], abs=5e-4)


def test_of_vectors_made_elsewhere_what_is_done_to_them_is_swept(at_rest: Open) -> None:
    app = until_done(press(look(at_rest, "vectors", "as_given", plan("remove_top", "0, 1")), "Run 1 training"))
    assert not app.exception and "is best" in texts(app)


def test_seeds_make_a_spread_and_what_is_there_is_not_made_again(at_rest: Open) -> None:
    app = look(at_rest, "graphs", "node2vec", plan("q", "0.5, 1, 2", seeds=2))
    app = press(app, "Run 5 trainings")  # the run of the page is one of the six
    assert len(jobs.active("")) == jobs.OWNER_JOBS
    app = until_done(app)
    assert not app.exception
    assert "spread of the seeds" in texts(app) or "seeds are from each other" in texts(app)
    table = app.dataframe[0].value
    assert list(table["Done"]) == ["2 of 2"] * 3 and "±" in table["Labels, Micro-F1"][0]
    again = look(at_rest, "graphs", "node2vec", plan("q", "0.5, 1, 2", seeds=2))
    assert not offers(again)  # a link shows it
    fewer = look(at_rest, "graphs", "node2vec", plan("q", "0.5, 2, 4", seeds=1))
    assert "Run 1 training" in labels(fewer)


def test_all_is_cancelled_together_and_what_is_done_stays(at_rest: Open) -> None:
    app = press(look(at_rest, "graphs", "node2vec", plan("q", "0.5, 1, 2", seeds=2)), "Run 5 trainings")
    work(2)
    app = press(app.run(), "Cancel all")
    assert not jobs.active("") and not app.exception
    there = [store.exists(each.recipe.run_id) for each in trials(RECIPES["node2vec"], "q", (0.5, 1.0, 2.0), 2)]
    assert sum(there) == 3
    app = until_done(press(app, "Run 3 trainings"))  # those that were cancelled are asked for again
    assert list(app.dataframe[0].value["Done"]) == ["2 of 2"] * 3


def test_a_value_that_fails_is_told_with_its_reason_and_the_others_stay(at_rest: Open) -> None:
    app = look(at_rest, "words", "ppmi_svd", plan("min_count", "1, 2, 9000"))
    app = until_done(press(app, "Run 2 trainings"))
    assert any("Minimum count 9000 failed" in error.value.replace("\\", "") for error in app.error)
    assert list(app.dataframe[0].value["Done"]) == ["1 of 1", "1 of 1", "0 of 1"]
    assert "Those that failed are tried once more" in texts(app)


def test_the_perplexity_of_the_map_is_swept(at_rest: Open) -> None:
    app = at_rest("tables", item="", run=RECIPES["row_pca"].run_id, tab="Sweep", map="tsne", sweep="")
    work()
    app.run()
    of = next(row for row in app.get("segmented_control") if row.label == "Of")
    app = of.set_value("map").run()
    setting = next(box for box in app.selectbox if box.label == "Setting")
    app = setting.set_value("perplexity").run()
    values = next(field for field in app.text_input if field.label == "Values")
    app = values.set_value("3, 5, 10").run()
    assert json.loads(app.query_params["sweep"])["values"] == "3, 5, 10"
    seeds = next(field for field in app.number_input if field.label == "Seeds")
    app = seeds.set_value(1).run()
    app = until_done(press(app, offers(app)[0]))
    assert not app.exception and not app.error
    scores = next(box for box in app.selectbox if box.label == "Score")
    assert scores.options[0] == "Trustworthiness"


def test_a_link_to_a_sweep_of_the_map_says_so_where_no_map_is_shown(at_rest: Open) -> None:
    app = look(at_rest, "tables", "row_pca", plan("perplexity", "3, 5", of="map"))
    assert "no map is shown" in texts(app) and not offers(app) and not app.exception
    app = press(app, "Sweep a setting of the method")
    assert next(box for box in app.selectbox if box.label == "Setting").value == "n_components"


@pytest.mark.parametrize("told", ["{", "[1]", '{"of": 3, "seeds": 99}', '{"field": "nonsense", "values": "x"}'])
def test_an_address_of_nonsense_shows_the_proposals(at_rest: Open, told: str) -> None:
    app = look(at_rest, "graphs", "node2vec", told)
    assert not app.exception
    assert next(box for box in app.selectbox if box.label == "Setting").value == "n_components"


def test_values_that_are_none_are_refused_in_words(at_rest: Open) -> None:
    app = look(at_rest, "graphs", "node2vec", plan("p", "1, many"))
    assert any("many" in warning.value for warning in app.warning) and not app.exception and not offers(app)
