"""The list of runs: pictures of maps, scores, notes, and the data that they were trained on."""

import base64
import io
from itertools import pairwise

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest

from engine.datasets.text.toy_world import ToyWorld
from engine.embedding import Embedding
from engine.evaluation.words.relatives import RelativesTest
from engine.figures.thumbnail import HEIGHT, WIDTH
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.projections.tsne import TSNE
from engine.runs import catalogue, jobs, queue, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.conftest import DATA, RECIPES
from tests.pages.opening import Open, opened, texts

COUNTED = RECIPES["ppmi_svd"]


def listed(app: AppTest) -> dict[str, list[str]]:
    assert not app.exception, app.exception
    return {name: list(column) for name, column in app.dataframe[0].value.items()}


def row_of(app: AppTest, recipe: Recipe) -> dict[str, str]:
    table = listed(app)
    place = table["Run"].index(catalogue.get(recipe.run_id).label)  # type: ignore[union-attr]
    return {name: column[place] for name, column in table.items()}


def picture(cell: str) -> np.ndarray:
    head, _, body = cell.partition(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(body))))


def test_a_run_is_listed_with_a_picture_of_its_map(at_rest: Open) -> None:
    shown = row_of(at_rest("runs", ""), COUNTED)
    drawn = picture(shown["Map"])
    assert drawn.shape == (HEIGHT, WIDTH, 4) and (drawn[..., 3] > 0).any()
    assert shown["Method"] == "PPMI-SVD" and shown["Data"].startswith("Toy world")


def test_the_jobs_of_both_lanes_are_shown_with_their_places(at_rest: Open) -> None:
    shown = at_rest("runs", "")
    assert "work:" not in texts(shown)
    for seed in range(2):
        jobs.submit(Recipe(ToyWorld(n_tokens=20_000, seed=seed + 70)), "somebody")
        jobs.submit(Recipe(ToyWorld(n_tokens=20_000, seed=seed + 80)), "somebody", Estimate(600, 100))
    queue.claim("heavy")
    shown.run()
    assert not shown.exception
    assert "Short work: 0 at work, 2 waiting · Long work: 1 at work, 1 waiting" in texts(shown)
    lines = " ".join(str(bar.proto.text) for bar in shown.get("progress"))
    for place in ("place 2 in the queue of short work", "place 1 in the queue of long work"):
        assert place in lines


def test_a_map_of_neighborhoods_is_shown_before_one_that_is_there_at_once(at_rest: Open) -> None:
    before = row_of(at_rest("runs", ""), COUNTED)["Map"]
    n = store.load(COUNTED.run_id).main.n_items
    made = Fit({"tsne": Embedding(np.random.default_rng(0).normal(size=(n, 2)), [str(row) for row in range(n)])})
    store.save(Recipe(EmbeddingOf(COUNTED.run_id), TSNE()), made, 0.1)
    space = Fit({"tsne": Embedding(np.ones((n, 3)), [str(row) for row in range(n)])})
    store.save(Recipe(EmbeddingOf(COUNTED.run_id), TSNE(n_components=3)), space, 0.1)
    after = row_of(opened("runs", ""), COUNTED)["Map"]
    assert (picture(before) != picture(after)).any()


def test_the_score_is_that_of_the_last_test(at_rest: Open) -> None:
    assert "of neighbors" in row_of(at_rest("runs", ""), COUNTED)["Score"]
    test = RelativesTest()
    store.save(Recipe(EmbeddingOf(COUNTED.run_id), test), Fit(summary={"pairs": 3, "mean": 12.5}), 0.1)
    assert row_of(opened("runs", ""), COUNTED)["Score"] == "Places of relatives: mean 12.5"


def test_a_damaged_map_is_left_out(at_rest: Open) -> None:
    for child in catalogue.children([COUNTED.run_id])[COUNTED.run_id]:
        catalogue.mark_damaged(child.run_id)
    assert row_of(at_rest("runs", ""), COUNTED)["Map"] == ""


def test_runs_on_one_data_set_are_listed_alone_or_together(at_rest: Open) -> None:
    app = at_rest("runs", "")
    names = next(box for box in app.selectbox if box.label == "Data")
    wanted = Recipe(DATA["graph"]).run_id
    names.set_value(wanted).run()
    assert set(listed(app)["Data"]) == {catalogue.get(wanted).label}  # type: ignore[union-attr]
    names = next(box for box in app.selectbox if box.label == "Data")
    names.set_value("").run()
    app.toggle[0].set_value(True).run()
    data = listed(app)["Data"]
    assert len(set(data)) > 3
    changes = sum(one != other for one, other in pairwise(data))
    assert changes == len(set(data)) - 1


def test_maps_and_data_are_listed_too(at_rest: Open) -> None:
    app = at_rest("runs", "")
    app.segmented_control[0].set_value("derived").run()
    assert all(cell.startswith("data:image/png") for cell in listed(app)["Map"] if cell) and any(listed(app)["Map"])
    app.segmented_control[0].set_value("dataset").run()
    assert not any(listed(app)["Map"]) and not any(box.label == "Data" for box in app.selectbox)


def test_of_300_runs_a_page_is_listed(at_rest: Open) -> None:
    learner = COUNTED.learner
    assert learner is not None
    for seed in range(300):
        enter(Recipe(COUNTED.dataset, learner.replace(n_components=3 + seed)))
    app = at_rest("runs", "")
    assert len(listed(app)["Run"]) == 50 and f"Shown here: {catalogue.count('training')}" in texts(app)


def enter(recipe: Recipe) -> None:
    """Enter a training without its files."""
    meta = {
        "run_id": recipe.run_id, "kind": "fit", "title": store.title(recipe), "created": "2025-01-01", "seconds": 1.0,
        "bytes": 1, "owner": "", "summary": {}, "notes": [], "dataset_id": Recipe(recipe.dataset).run_id,
    }  # fmt: skip
    catalogue.add(meta, recipe.to_json())


def test_what_is_ticked_stays_so_while_other_runs_are_listed(at_rest: Open) -> None:
    app = at_rest("runs", "")
    app.session_state["runs.ticked"] = {COUNTED.run_id}
    data = Recipe(DATA["graph"]).run_id
    next(box for box in app.selectbox if box.label == "Data").set_value(data).run()
    assert "Ticked too, but not listed here: PPMI-SVD" in texts(app)
    assert {"Open", "Delete", "Untick"} <= {button.label for button in app.button}
    next(button for button in app.button if button.label == "Untick").click().run()
    assert "Ticked too" not in texts(app) and "Delete" not in {button.label for button in app.button}
