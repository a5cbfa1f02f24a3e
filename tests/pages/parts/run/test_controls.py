"""Controls of fields: what they hold and what they give back."""

from streamlit.testing.v1 import AppTest

from engine.learners import LEARNERS
from pages.parts.run import controls


def drawn(first_words: int) -> AppTest:
    """The controls of the analogy test, opened on one with so many first words."""

    def script(first_words: int) -> None:
        import streamlit as st

        from engine.evaluation.words.analogies import AnalogyTest
        from pages.parts.run import controls

        if "begun" not in st.session_state:
            st.session_state["begun"] = True
            controls.adopt(AnalogyTest(first_words=first_words), "test")
        st.text(str(controls.draw(AnalogyTest, "test").first_words))

    return AppTest.from_function(script, args=(first_words,)).run()


def test_all_is_an_empty_field_and_not_the_number_0() -> None:
    app = drawn(0)
    field = app.number_input(key="test.first_words")
    assert (field.value, field.proto.placeholder, app.text[0].value) == (None, "all", "0")
    field.set_value(300).run()
    assert app.text[0].value == "300"
    app.number_input(key="test.first_words").set_value(None).run()
    assert app.text[0].value == "0" and not app.exception
    assert drawn(40).number_input(key="test.first_words").value == 40


def test_no_field_of_a_word_method_makes_0_stand_for_all() -> None:
    for learner in LEARNERS.values():
        if learner.embeds == "word":
            told = [name for name, spec in controls.specs(learner).items() if "0 for all" in spec.help]
            assert not told, f"{learner.name}: {told}"
