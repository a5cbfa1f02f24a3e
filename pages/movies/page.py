"""Movies: films as vectors learned from who watched what, and recommendations with their reasons."""

from engine import openings
from engine.datasets.ratings.toy_viewers import TASTES, ToyViewers
from pages.movies import (
    arithmetic,
    as_graph,
    cold_start,
    encodings,
    how_it_works,
    lengths,
    recommend,
    scores,
    together,
    watch_chances,
    why_close,
)
from pages.movies.picker import PICKER
from pages.parts.domain import Domain, Opening, Tab
from pages.parts.map import as_they_are
from pages.parts.tabs import clusters, export, new_items, training
from pages.parts.tabs.compare import tabs as compare
from pages.parts.tabs.how_true import tab as how_true

CLICK = "**Click a film** for its neighbors."
SIMULATED = (
    "People who like the same films tell which films are alike. The films are real, their "
    f"{ToyViewers.n_users} viewers simulated, each with two of {len(TASTES)} tastes for genres and years: that films "
    f"of a genre lie together is the tastes put in, found again. {CLICK}"
)
REAL = (
    "People who like the same films tell which films are alike. Here 610 volunteers of MovieLens rated 9,724 films; "
    "nothing is simulated, and no genre was told: where films of one lie together, the likings brought them there. "
    f"{CLICK}"
)

MOVIES = Domain(
    name="movies",
    title="Movies",
    icon="movie",
    item="film",
    items="films",
    picker=PICKER,
    default=openings.MOVIES,
    real=Opening(openings.MOVIES_RATED, openings.RATED, REAL),
    tabs=(
        Tab("Recommend", recommend.show),
        Tab("Why close?", why_close.show),
        clusters.tab(),
        Tab("Will they watch?", watch_chances.show),
        Tab("Cold start", cold_start.show),
        Tab("Encodings", encodings.show),
        Tab("Arithmetic", arithmetic.show),
        Tab("Lengths and biases", lengths.show),
        Tab("As a graph", as_graph.show),
        Tab("Scores", scores.show),
        Tab("How it works", how_it_works.show),
        Tab("How true?", how_true.show),
        Tab("New items", new_items.show),
        Tab("Training", training.show),
        Tab("Export", export.show),
        *compare.TABS,
    ),
    about=SIMULATED,
    link="your own list",
    question="Name three films that you like: what is recommended, and because of which of the three?",
    first_item="The Matrix (1999)",
    missing="This run holds no vectors of films; open it under Runs.",
    vectors="item: the films. user: the viewers. together: both in one space, where a click on a viewer shows the "
    "nearest films, and the other way round. context: each film's second vector, as the other one of a "
    "pair. genre: the genres, where the method learns a vector for each.",
    extra_maps=as_they_are.maps,
    before=together.show,
)
