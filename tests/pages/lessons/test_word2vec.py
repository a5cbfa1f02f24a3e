"""Lesson 4: the lecture's numbers, what is typed, and the mini-corpus that it opens."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from engine.insight.lessons.word2vec_by_hand import ROW_OF_W, SENTENCE, network, predict, step_back
from pages.words.mini_corpus import EXAMPLE
from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def test_the_lectures_example(lesson: Lesson) -> None:
    app = lesson(4)
    answer(app, "4.predicted", "read")
    told = texts(app)
    assert "You predicted read; it is **drink**." in told and "= 7.45" in told
    assert any("0.1061 = 2.243" in one.value for one in app.latex)
    assert "Loss of “read”: printed 2.26, right 2.243" in told and "printed 0.177, right 0.163, or 0.171" in told
    (table,) = [one.value for one in app.dataframe if "p, slide" in one.value.columns]
    assert table["p, slide"].tolist() == [0.001, 0.104, 0.0, 0.077, 0.177, 0.627, 0.008, 0.013]
    third = next(one for one in app.get("button_group") if one.label == "Third number of “books”")
    third.set_value("2").run()
    assert any("= 2.308" in one.value for one in app.latex) and "right 2.308" in texts(app)
    answer(app, "4.pushed", "smaller")
    assert len([one for one in app.success if "smaller" in one.value]) == 1
    net = network(tuple(SENTENCE.split()), ROW_OF_W)
    gain = step_back(net, 3, 1, 0.1).now.chances - predict(net, 3, 1).chances
    gaining = [word for row, word in enumerate(net.words) if row != 1 and gain[row] > 5e-4]
    told = ", ".join(f"“{word}”" for word in gaining)
    assert gaining and f"likelier than before: {told}. Chances sum to 1" in texts(app)


def test_another_word_has_other_scores_and_no_printed_ones(lesson: Lesson) -> None:
    app = lesson(4)
    answer_all(app)
    key = next(box.key for box in app.selectbox if box.label == "Word")
    app.selectbox(key=key).set_value("orange").run()
    assert not app.exception and not [one for one in app.dataframe if "p, slide" in one.value.columns]
    assert "“orange” predict" in texts(app)


def test_a_sentence_of_ones_own(lesson: Lesson) -> None:
    app = lesson(4)
    app.selectbox(key="lessons.4.sentence").set_value("Your own").run()
    app.text_input(key="lessons.4.own").set_value("dogs chase cats and cats chase mice").run()
    answer_all(app)
    assert not app.exception and "“dogs” predict" in texts(app)
    app.text_input(key="lessons.4.own").set_value("no no").run()
    assert not app.exception and "this lesson takes 3 to 16" in texts(app)


def test_its_sentence_opens_as_a_mini_corpus(lesson: Lesson) -> None:
    app = lesson(4)
    app.slider(key="lessons.4.window").set_value(3).run()
    app.button(key="lessons.4.mini").click().run()
    assert app.session_state["words.mini_text"] == "I read sci-fi books and drink orange juice" != EXAMPLE
    assert app.session_state["words.mini_window"] == 3 and app.session_state["words.mini_ends"] is False
    assert app.query_params["tab"] in ("Mini-corpus", ["Mini-corpus"])
