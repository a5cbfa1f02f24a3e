"""Files of questions on the Scores tab: refused when they are given, or told what they hold."""

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RUN = RECIPES["ppmi_svd"].run_id


def given(at_rest: Open, data: bytes, test: str = "Analogies", label: str = "Questions") -> AppTest:
    """The Scores tab after a file was given."""
    app = at_rest(tab="Scores", run=RUN)
    app.session_state["words.test"] = test
    app.session_state[f"words.{label}"] = "upload"
    app.run()
    app.file_uploader(key=f"words.{label}.file").upload("mine.txt", data, "text/plain").run()
    assert not app.exception
    return app


def run_buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button if button.label == "Run the test"]


def test_a_malformed_file_is_refused_when_it_is_given(at_rest: Open) -> None:
    app = given(at_rest, b"king queen\nman woman\nonly three words\n")
    assert "mine.txt was not taken: No line of the file holds" in texts(app)
    assert not run_buttons(app)


def test_a_file_about_other_words_is_refused_when_it_is_given(at_rest: Open) -> None:
    app = given(at_rest, b"yes no oui non\n")
    assert "1 questions; 0 have all their words" in texts(app)
    assert not run_buttons(app)


def test_a_good_file_is_told_and_can_be_run(at_rest: Open) -> None:
    app = given(at_rest, b": family\nthe a of and\nking unheard man of\n")
    assert "2 questions; 1 have all their words" in texts(app)
    assert run_buttons(app)


def test_malformed_word_pairs_are_refused_too(at_rest: Open) -> None:
    app = given(at_rest, b"the a of and\nking unheard man of\n", "Similarity", "Word pairs")
    assert "was not taken" in texts(app) and not run_buttons(app)
