"""Home: what an embedding is, a live picture for each domain, and where to go."""

from typing import NamedTuple

import streamlit as st

from engine.runs.recipe import Recipe
from pages.parts import defaults, site
from pages.parts.assets import text
from pages.parts.explore import explorer


class Domain(NamedTuple):
    """A card: what it shows, and the page behind it.

    color: the metadata column that colors the map. item: the label of the item that is chosen at first.
    """

    title: str
    about: str
    recipe: Recipe
    color: str
    item: str
    page: str
    link: str


DOMAINS = (
    Domain("Words", "home_words", defaults.WORDS, "topic", "king", "words", "Open Words: train on your own text"),
    Domain(
        "Movies", "home_movies", defaults.MOVIES, "genre", "The Matrix (1999)", "movies", "Open Movies: your own list"
    ),
    Domain("Images", "home_images", defaults.IMAGES, "class", "", "images", "Open Images: digits, faces, your own"),
    Domain("Graphs", "home_graphs", defaults.GRAPHS, "club", "Mr. Hi", "graphs", "Open Graphs: your own edge list"),
)


def main() -> None:
    site.enter()
    st.title("Embedding Workbench")
    st.markdown(text("home"))
    for domain in DOMAINS:
        with st.container(border=True):
            st.subheader(domain.title, anchor=False)
            st.markdown(text(domain.about))
            with st.container():
                explorer.preview(domain.recipe, f"home_{domain.page}", domain.color, domain.item)
            st.page_link(f"pages/{domain.page}/page.py", label=domain.link, icon=":material/arrow_forward:")
    st.page_link("pages/runs/page.py", label="Runs: everything computed so far", icon=":material/history:")


main()
