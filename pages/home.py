"""Home: what an embedding is, a live picture for each domain, and where to go."""

import streamlit as st

from pages.shared import defaults, explorer, site
from pages.shared.assets import text


def main() -> None:
    site.enter()
    st.title("Embedding Workbench")
    st.markdown(text("home"))
    with st.container(border=True):
        st.subheader("Words")
        st.markdown(text("home_words"))
        explorer.preview(defaults.WORDS, "home")
        st.page_link("pages/words.py", label="Open Words: train on your own text", icon=":material/arrow_forward:")
    st.page_link("pages/runs.py", label="Runs: everything computed so far", icon=":material/history:")


main()
