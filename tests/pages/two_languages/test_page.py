"""The page of two languages: translations side by side, scores beside chance, hubs, and the turn in the plane."""

import numpy as np

from engine.insight.shared_spaces.two_languages import TwoLanguages
from engine.runs import store
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts, turn_to

RUN = RECIPES["aligned_words"].run_id


def spaces() -> TwoLanguages:
    return TwoLanguages.of(store.load(RUN))  # type: ignore[arg-type]


def test_translations_of_the_chosen_word_are_told_by_cosine_and_by_csls(at_rest: Open) -> None:
    app = at_rest("languages", item="norway", run=RUN)
    assert not app.exception and not app.error
    known = spaces()
    row = known.embedding.index["norway"]
    words = [known.embedding.labels[place] for place in known.translations(row, 10).rows]
    fair = [known.embedding.labels[place] for place in known.translations(row, 10, fair=True).rows]
    tables = [frame.value for frame in app.dataframe]
    assert any(list(table.get("Word", [])) == words and "CSLS" not in table for table in tables)
    assert any(list(table.get("Word", [])) == fair and "CSLS" in table for table in tables)
    assert f"Known translations: {known.embedding.labels[known.known(row)[0]]}." in texts(app)


def test_scores_stand_beside_chance(at_rest: Open) -> None:
    app = at_rest("languages", item="norway", run=RUN)
    assert turn_to(app, "Scores")
    table = next(frame.value for frame in app.dataframe if "Answer by" in frame.value)
    assert len(table) == 8 and list(table["Answer by"])[3:] == [
        "Refined, CSLS", "Least squares, cosine", "Least squares, CSLS", "By chance", "The word itself",
    ]  # fmt: skip
    fit = store.load(RUN)
    np.testing.assert_allclose(table["First"][3], 100 * fit.arrays["precision"].mean(axis=0)[1, 1, 0])  # type: ignore[union-attr]
    np.testing.assert_allclose(table["First"][6], 100 * fit.arrays["chance"][0])  # type: ignore[union-attr]


def test_hubs_before_and_after(at_rest: Open) -> None:
    app = at_rest("languages", item="norway", run=RUN)
    assert turn_to(app, "Hubs")
    metrics = {metric.label.strip(): metric.value for metric in app.metric}
    assert metrics["Greatest hub by cosine"] == f"{spaces().occurrences[0].max():,}"
    assert not app.exception


def test_the_turn_in_the_plane_follows_its_controls(at_rest: Open) -> None:
    app = at_rest("languages", item="norway", run=RUN)
    assert turn_to(app, "How it works")
    app.slider(key="languages.noise").set_value(0.0)
    app.slider(key="languages.angle").set_value(-40).run()
    assert "Found: W turns by -40.0°" in texts(app)
    app.toggle(key="languages.mirrored").set_value(True).run()
    assert "turns by -40.0° and mirrors" in texts(app) and "Why CSLS" in texts(app)
    assert not app.exception


def test_the_languages_have_a_shape_each(at_rest: Open) -> None:
    app = at_rest("languages", item="norway", run=RUN)
    assert "On the map, disks are words of English and squares words of Invented" in texts(app)
