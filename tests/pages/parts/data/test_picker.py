"""The picker: what a run was made from is what the controls describe once it is opened."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.base import Source
from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph, UploadedGraph
from engine.datasets.images.sources import Digits, UploadedImages
from engine.datasets.joint.film_graph import FilmGraph
from engine.datasets.ratings.sources import MovieLens, UploadedRatings
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.datasets.tables.sources import SimulatedHomes, UploadedMatrix
from engine.datasets.text.sources import UploadedText
from engine.datasets.text.toy_world import ToyWorld
from engine.runs import jobs
from pages.graphs.picker import PICKER as GRAPHS
from pages.images.picker import PICKER as IMAGES
from pages.images.rank_k.own import PICKER as MATRICES
from pages.movies.picker import PICKER as RATINGS
from pages.parts.data import picker
from pages.parts.data.choices import Picker
from pages.words.picker import PICKER as TEXTS

FILE, OTHER = "1" * 64, "2" * 64
OPENED: tuple[tuple[Picker, Source], ...] = (
    (TEXTS, ToyWorld(n_tokens=30_000, seed=4, lower_case=False)),
    (TEXTS, UploadedText(sha256=FILE, text_column="plot", label_column="genre", layout="table")),
    (RATINGS, ToyViewers(seed=3)),
    (RATINGS, UploadedRatings(sha256=FILE, items_sha256=OTHER, liked_from="3.5")),
    (IMAGES, Digits()),
    (IMAGES, UploadedImages(sha256=FILE, labels_sha256=OTHER, colors="gray")),
    (GRAPHS, ClassicGraph("lesmis")),
    (GRAPHS, GeneratedGraph("barbell", n_nodes=40)),
    (GRAPHS, FilmGraph(weight="count", strongest=4)),
    (GRAPHS, UploadedGraph(sha256=FILE)),
    (GRAPHS, UploadedGraph(sha256=FILE, table=OTHER, label_column="team")),
    (MATRICES, UploadedMatrix(sha256=FILE, gray=True)),
)
now: list[tuple[Picker, Source | None]] = []
picked: list[Any] = []


def script() -> None:
    from tests.pages.parts.data import test_picker

    test_picker.once()


def once() -> None:
    """Open the run in hand, and keep what the controls describe."""
    description, source = now[-1]
    if source is not None:
        picker.adopt(description, source, "data")
    picked.append(picker.pick(description, "data")[0])


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """No data are read."""
    monkeypatch.setattr(jobs, "status", lambda run_id: jobs.JobStatus(run_id, "running", "Reading"))


def described(description: Picker, source: Source | None) -> tuple[AppTest, Source | None]:
    """The page with the picker, and the source that it gives."""
    now.append((description, source))
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    return app, picked[-1]


@pytest.mark.parametrize(("description", "source"), OPENED, ids=[f"{source.name}" for _, source in OPENED])
def test_an_opened_source_is_the_one_that_is_picked(description: Picker, source: Source) -> None:
    assert described(description, source)[1] == source


@pytest.mark.parametrize("description", [TEXTS, RATINGS, IMAGES, GRAPHS, MATRICES], ids=lambda each: each.name)
def test_the_usual_data_are_the_first_choice(description: Picker) -> None:
    _, source = described(description, None)
    assert source is not None and description.choice_of(source) == next(iter(description.choices))


def test_a_source_of_another_page_leaves_the_picker_as_it_is() -> None:
    assert described(GRAPHS, SimulatedHomes())[1] == ClassicGraph("karate")


def test_a_graph_of_films_is_made_from_ratings_that_movies_offers_too() -> None:
    for name in ("films", "films_latest_small"):
        ratings = GRAPHS.choices[name].fixed["ratings"]
        assert RATINGS.choice_of(ratings)
        assert GRAPHS.choice_of(FilmGraph(ratings, strongest=3)) == name
    assert GRAPHS.choices["films_latest_small"].entry == RATINGS.choices[MovieLens().entry].entry


@pytest.mark.parametrize("description", [TEXTS, RATINGS, IMAGES, GRAPHS], ids=lambda each: each.name)
def test_an_upload_that_is_missing_is_asked_for(description: Picker) -> None:
    app, _ = described(description, None)
    app.selectbox(key=f"data.{description.name}").set_value("upload").run()
    assert picked[-1] is None
    assert description.choices["upload"].hint in [caption.value for caption in app.caption]
