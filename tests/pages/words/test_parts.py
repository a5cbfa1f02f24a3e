"""The tab "Parts of a word": of runs of fastText alone; known and unknown words."""

import pytest

from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

TAB = "Parts of a word"
RUN = RECIPES["fasttext"].run_id


def test_the_parts_of_the_chosen_word_are_shown(at_rest: Open) -> None:
    app = at_rest(tab=TAB, run=RUN, item="king")
    table = next(frame.value for frame in app.dataframe if "Cosine without" in frame.value.columns)
    assert set(table["Part"]) == {"the word itself", "<ki", "<kin", "<king", "<king>", "kin", "king", "king>", "ing",
                                  "ing>", "ng>"}  # fmt: skip
    assert table["Share"].sum() == pytest.approx(1)
    assert "the n-grams alone would give a vector of cosine" in texts(app)


def test_an_unknown_word_gets_neighbors(at_rest: Open) -> None:
    app = at_rest(tab=TAB, run=RUN, item="king")
    box = next(box for box in app.text_input if box.label.startswith("A word"))
    box.set_value("kingking").run()
    assert "is not among the" in texts(app) and not app.exception
    table = next(frame.value for frame in app.dataframe if "Cosine without" in frame.value.columns)
    assert "<king" in set(table["Part"]) and "the word itself" not in set(table["Part"])
    near = next(frame.value for frame in app.dataframe if list(frame.value.columns) == ["Word", "Cosine"])
    assert len(near) == 10 and near["Cosine"].is_monotonic_decreasing
    box = next(box for box in app.text_input if box.label.startswith("A word"))
    box.set_value("жжж").run()
    assert "so it gets no vector" in app.warning[0].value and not app.exception


def test_other_methods_have_no_parts(at_rest: Open) -> None:
    assert not any(
        box.label.startswith("A word,") for box in at_rest(tab=TAB, run=RECIPES["skipgram"].run_id).text_input
    )
