"""A field that takes several names is asked for by the names that the data offer."""

from streamlit.testing.v1 import AppTest


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
