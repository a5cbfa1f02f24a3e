"""Controls begin with what suits the data, and keep what the user chose."""

from streamlit.testing.v1 import AppTest


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
