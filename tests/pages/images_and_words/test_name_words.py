"""A text for the names of classes: offered with its licence, and chosen for the method that asks for words."""

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.fit import Fit
from engine.runs import store
from pages.images_and_words.name_words import WORDS
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RUN = RECIPES["contrastive_towers"].run_id


def test_what_would_be_downloaded_is_said_before(at_rest: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.images_and_words.name_words.missing", lambda entry: list(entry.files))
    app = at_rest("images_and_words", item="", run=RUN, tab="Training", map="pca")
    assert not app.exception and "Licence: research, non-commercial." in texts(app)
    assert "Download 0.6 MB and train" in [button.label for button in app.button]


def test_words_that_were_made_are_chosen_with_the_method_that_asks_for_them(at_rest: Open) -> None:
    app = at_rest("images_and_words", item="", run=RUN, tab="Training", map="pca")
    store.save(WORDS, Fit({"word": Embedding(np.eye(2), ["pants", "coat"])}), 0.1)
    app.run()
    next(button for button in app.button if button.label == "Choose words of captions").click().run()
    assert not app.exception
    chosen = {box.label: box.value for box in app.selectbox}
    assert chosen["Method"] == "word_space" and chosen["Word vectors"] == WORDS.run_id
