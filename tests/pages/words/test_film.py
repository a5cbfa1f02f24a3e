"""Film: neighbors of the frame that the slider names, and only for runs that kept frames."""

from engine.insight.words.film import film
from engine.runs import store
from engine.runs.recipe import Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, offered, texts, turn_to


def test_the_slider_shows_the_neighbors_of_its_frame(at_rest: Open) -> None:
    run_id = RECIPES["skipgram"].run_id
    app = at_rest(tab="Film", run=run_id)
    assert not app.exception
    found = film(store.load(run_id), 8)
    fit, recipe = store.load(run_id), RECIPES["skipgram"]
    watched = recipe.learner.watches(store.load(Recipe(recipe.dataset).run_id))  # type: ignore[union-attr]
    shown = next(box for box in app.multiselect if box.label == "Words").value
    assert shown[-len(watched) :] == [fit.main.labels[row] for row in watched] and len(watched) == 3
    slider = next(slider for slider in app.select_slider if slider.label.startswith("Training, in"))
    for frame in (0, len(found.steps) - 1):
        app = slider.set_value(frame).run()
        table = next(shown.value for shown in app.dataframe if "As at the end" in shown.value.columns)
        for row, word in zip(table.itertuples(index=False), table["Word"], strict=True):
            item = found.labels.index(word)
            assert list(row[1:-1]) == [found.labels[near] for near in found.near[frame, item]]
        slider = next(slider for slider in app.select_slider if slider.label.startswith("Training, in"))
    assert table["As at the end"].eq(100).all() and app.get("plotly_chart")
    assert "questions of the app's relations" in texts(app)


def test_counting_keeps_no_frames(at_rest: Open) -> None:
    app = at_rest(run=RECIPES["ppmi_svd"].run_id)
    assert turn_to(app, "Training") and "Film" not in offered(app)
