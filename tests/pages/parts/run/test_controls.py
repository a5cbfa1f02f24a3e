"""Controls begin with what suits the data, keep what the user chose, and give back what they hold."""

import re

from streamlit.testing.v1 import AppTest

from engine.datasets import SOURCES
from engine.fields import specs
from engine.learners import LEARNERS


def page() -> None:
    import streamlit as st

    from engine.learners.images.autoencoder import Autoencoder
    from pages.parts.run import controls

    if st.session_state.get("opened"):
        controls.adopt(Autoencoder(n_epochs=30), "key")
        st.session_state.opened = False
    controls.suit({"n_epochs": st.session_state.get("wanted", 30)}, Autoencoder, "key")
    st.caption(str(controls.draw(Autoencoder, "key").n_epochs))


def drawn(app: AppTest, **state: object) -> int:
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return int(app.caption[0].value)


def test_a_control_follows_the_data_until_it_is_moved() -> None:
    app = AppTest.from_function(page)
    assert [drawn(app, wanted=wanted) for wanted in (72, 275, 30)] == [72, 275, 30]
    app.number_input(key="key.n_epochs").set_value(12)
    assert [drawn(app, wanted=wanted) for wanted in (30, 72)] == [12, 12]


def test_what_an_opened_run_was_made_with_stays() -> None:
    assert drawn(AppTest.from_function(page), wanted=72, opened=True) == 30


def test_names_that_suit_the_data_are_chosen_as_whole_names() -> None:
    def script() -> None:
        import streamlit as st

        from engine.learners.shared_spaces.word_space import WordSpace
        from pages.parts.run import controls
        from tests.examples import captions

        data = captions()
        controls.suit({"held_out": st.session_state["wanted"]}, WordSpace, "key")
        st.caption(controls.draw(WordSpace, "key", dataset=data).held_out)

    app = AppTest.from_function(script)
    for wanted in ("boot", "bag,shirt", ""):
        app.session_state["wanted"] = wanted
        app.run()
        assert not app.exception and app.caption[0].value == wanted
    app.multiselect(key="key.held_out").set_value(["bag"]).run()
    app.session_state["wanted"] = "boot"
    assert app.run().caption[0].value == "bag"  # it was moved


def of_analogies(first_words: int) -> AppTest:
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
    app = of_analogies(0)
    field = app.number_input(key="test.first_words")
    assert (field.value, field.proto.placeholder, app.text[0].value) == (None, "all", "0")
    field.set_value(300).run()
    assert app.text[0].value == "300"
    app.number_input(key="test.first_words").set_value(None).run()
    assert app.text[0].value == "0" and not app.exception
    assert of_analogies(40).number_input(key="test.first_words").value == 40


def test_no_count_makes_0_stand_for_something_else() -> None:
    for cls in (*LEARNERS.values(), *SOURCES.values()):
        counts = [(name, spec) for name, spec in specs(cls).items() if spec.kind == "integer" and not spec.hidden]
        told = [name for name, spec in counts if re.search(r"\b0 (for|takes|keeps|means|never|if)\b", spec.help)]
        assert not told, f"{cls.name}: {told}"


def _page() -> None:
    import streamlit as st

    from engine.datasets.images.sources import Digits
    from engine.learners.images.triplet import TripletNetwork
    from engine.report import Silent
    from pages.parts.run import controls

    data = Digits(n_images=100).load(Silent()) if st.checkbox("Data", True) else None
    if st.button("Adopt"):
        controls.adopt(TripletNetwork(held_out="3,4"), "key")
    st.caption(controls.draw(TripletNetwork, "key", dataset=data).held_out or "none")


def test_several_names() -> None:
    app = AppTest.from_function(_page, default_timeout=60).run()
    assert app.caption[0].value == "none"
    (asked,) = app.multiselect
    assert asked.label == "Held-out classes" and asked.options == list("0123456789")
    asked.set_value(["9", "8"]).run()
    assert app.caption[0].value == "8,9"
    app.checkbox[0].uncheck().run()  # the data are being read: nothing is forgotten
    assert app.caption[0].value == "8,9"
    app.button[0].click().run()
    app.checkbox[0].check().run()
    assert app.caption[0].value == "3,4" and app.multiselect[0].value == ["3", "4"]
    assert not app.exception
