"""Images and words: a text finds pictures, a picture its words, and what was not seen is said."""

import numpy as np
import pytest

from engine.datasets.joint.captions.measured import MeasuredCaptions
from engine.runs import store
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

PAGE, TOWERS, SPACE = "images_and_words", RECIPES["contrastive_towers"], RECIPES["word_space"]


def test_a_text_finds_the_pictures_whose_vectors_are_nearest(at_rest: Open) -> None:
    app = at_rest(PAGE, item="", run=TOWERS.run_id, tab="Search by text", map="pca")
    assert not app.exception and not app.error
    app.text_input(key=next(box.key for box in app.text_input if box.label == "Text")).set_value("Thick 7 zzz").run()
    assert not app.exception
    found = next(frame.value for frame in app.dataframe if "Its own caption" in frame.value.columns)
    fit = store.load(TOWERS.run_id)
    pictures = fit.embeddings["picture"]
    vector = TOWERS.learner.encode_texts(fit, [("thick", "seven")])[0]
    tested = np.flatnonzero(pictures.metadata["part"] == "test")
    best = tested[np.argsort(-(pictures.unit[tested] @ vector), kind="stable")[:10]]
    assert found["Name"].tolist() == [pictures.labels[row] for row in best]
    told = texts(app)
    assert "no text of the training has them: zzz" in told and "Measured as thick, 7" in told


@pytest.mark.parametrize("text", ["qqq", "<script>alert()</script>", "“”"])
def test_a_text_without_a_known_word_finds_nothing(at_rest: Open, text: str) -> None:
    app = at_rest(PAGE, item="", run=TOWERS.run_id, tab="Search by text", map="pca")
    app.text_input(key=next(box.key for box in app.text_input if box.label == "Text")).set_value(text).run()
    assert not app.exception
    assert not [frame for frame in app.dataframe if "Its own caption" in frame.value.columns]


def test_a_picture_is_asked_for_its_words(at_rest: Open) -> None:
    name = store.load(TOWERS.run_id).embeddings["picture"].labels[-1]
    app = at_rest(PAGE, item=name, run=TOWERS.run_id, tab="Words of a picture", map="pca")
    assert not app.exception and not app.error
    captions = next(
        frame.value for frame in app.dataframe if "Caption" in frame.value.columns and "Cosine" in frame.value
    )
    assert captions["Cosine"].is_monotonic_decreasing and len(captions) == 10
    own = MeasuredCaptions(TOWERS.dataset.images).load().captions[-1]
    assert own in texts(app)


def test_a_click_on_a_text_of_the_map_shows_pictures(at_rest: Open) -> None:
    app = at_rest(PAGE, item="seven", run=TOWERS.run_id, tab="Training", map="pca")
    assert not app.exception and not app.error
    near = next(frame.value for frame in app.dataframe if "Neighbor" in frame.value.columns)
    assert near["Picture"].str.startswith("data:image/png").all()  # among the other kind


def test_the_matrix_has_the_pairs_on_its_diagonal(at_rest: Open) -> None:
    app = at_rest(PAGE, item="", run=TOWERS.run_id, tab="Similarity matrix", map="pca")
    assert not app.exception and not app.error
    assert "of 10** pictures have their own caption as the nearest" in texts(app)


def test_a_lower_temperature_moves_the_loss(at_rest: Open) -> None:
    app = at_rest(PAGE, item="", run=TOWERS.run_id, tab="How it works", map="pca")
    before = [formula.value for formula in app.latex]
    next(slider for slider in app.slider if slider.label == "Temperature τ").set_value(0.5).run()
    assert not app.exception and before and [formula.value for formula in app.latex] != before


def test_zero_shot_is_asked_of_runs_on_names_alone(at_rest: Open) -> None:
    app = at_rest(PAGE, item="", run=SPACE.run_id, tab="Zero-shot", map="pca")
    assert not app.exception and not app.error
    assert "No class was held out of this training" in texts(app)
