"""Images and words: pictures and texts as vectors of one space, so that either finds the other."""

import streamlit as st

from engine import openings
from pages.images_and_words import how_it_works, matrix, name_words, scores, search, words_of_picture, zero_shot
from pages.images_and_words.picker import PICKER
from pages.parts.domain import Domain, Tab
from pages.parts.explore.view import View
from pages.parts.tabs import clusters, export, training
from pages.parts.tabs.compare import tabs as compare
from pages.parts.tabs.how_true import tab as how_true


def _which_is_which(view: View) -> None:
    """A line above the map of both kinds; nothing above others."""
    if view.name == "together":
        st.caption("Pictures are disks, texts squares. A click on one shows the nearest of the other kind.")


IMAGES_AND_WORDS = Domain(
    name="images_and_words",
    title="Images and words",
    icon="image_search",
    section="Shared spaces",
    item="picture",
    items="pictures and texts",
    picker=PICKER,
    default=openings.IMAGES_AND_WORDS,
    tabs=(
        Tab("Search by text", search.show),
        Tab("Words of a picture", words_of_picture.show),
        Tab("Similarity matrix", matrix.show, matrix.asked),
        Tab("Zero-shot", zero_shot.show, zero_shot.asked),
        Tab("Scores", scores.show),
        Tab("How it works", how_it_works.show),
        clusters.tab(),
        Tab("How true?", how_true.show),
        Tab("Training", training.show),
        Tab("Export", export.show),
        *compare.TABS,
    ),
    about="Handwritten digits and words about them are points of **one space**: a picture and its caption were to find "
    "each other. Type “thick slanted seven” and see the pictures; **click** a picture to see its words.",
    link="type a text, see the pictures",
    question="Search for a thin seven, then for a thick one. Does “slanted thin eight” find what you mean?",
    missing="This run holds no vectors of pictures and texts; open it under Runs.",
    vectors="together: pictures and texts in one space, where a click on a picture shows the nearest texts, and the "
    "other way round. picture: all pictures. word: every word of the captions, as a text of its own.",
    before=_which_is_which,
    more_data=name_words.offer,
)
