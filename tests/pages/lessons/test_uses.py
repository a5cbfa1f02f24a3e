"""Lesson 13: relations, arrows and tags of the student's own, and what each link sets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.text.toy_world import ToyWorld
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import jobs
from engine.runs.recipe import Recipe
from pages.lessons import uses
from pages.lessons.links import domain
from pages.lessons.reading_list import papers
from pages.lessons.word_uses import TITLES, ten
from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]
TOY = Recipe(ToyWorld(), PPMISVD())


def test_ten_relations(lesson: Lesson) -> None:
    app = lesson(13)
    found = ten()
    best = max(found, key=lambda name: found[name].accuracy)
    answer(app, "13.best", TITLES[best])
    assert any("as you predicted" in one.value for one in app.success)
    (table,) = [one.value for one in app.dataframe if "Answered right" in one.value.columns]
    assert len(table) == 10 and (table["Pairs"] > 5).all() and table["Answered right"].mean() > 70
    assert found["capital"].accuracy > 0.8 > 0.3 > found["capital"].nearest
    assert found["profession-tool"].accuracy < found["superlative"].accuracy


def test_pairs_of_ones_own(lesson: Lesson) -> None:
    app = lesson(13)
    app.selectbox(key="lessons.13.relation").set_value("Your own pairs").run()
    (told,) = [chart.proto.alt for chart in app.get("plotly_chart") if "Arrows" in chart.proto.alt]
    assert told.startswith("Arrows: norway to oslo, king to queen, dog to puppy.")
    app.text_area(key="lessons.13.pairs").set_value("norway berlin42").run()
    assert "Unknown: berlin42" in texts(app) and not app.exception


def test_words_are_tagged(lesson: Lesson) -> None:
    app = lesson(13)
    answer_all(app)
    app.select_slider(key="lessons.13.labels").set_value(10).run()
    app.text_input(key="lessons.13.words").set_value("oslo, sang").run()
    (table,) = [one.value for one in app.dataframe if "Told to be" in one.value.columns]
    assert table["Word"].tolist() == ["oslo", "sang"] and table["Is"].tolist() == ["countries", "actions"]
    app.text_input(key="lessons.13.words").set_value("xyzzy").run()
    assert "None of these is a word of the toy world" in texts(app)
    next(one for one in app.get("button_group") if one.label == "Task").set_value("Names or not (entities)").run()
    assert not app.exception and "Of each of the 2 classes" in texts(app)


@pytest.mark.parametrize(
    ("key", "page", "tab", "control", "value"),
    [
        ("films", "movies", "Recommend", "movies.for", "My own list"),
        ("search", "documents", "Search", f"documents.query.{domain('documents').first.run_id}", "curve fitting"),
        ("one_shot", "images", "Uses", "images.use", "Few labels"),
        ("transfer", "documents", "Pre-training pays?", "documents.without_labels", "Another text"),
        ("superlative", "words", "Relations", f"words.relation.{TOY.run_id}.word.", "superlative"),
        ("capital", "words", "Relations", f"words.relation.{TOY.run_id}.word.", "capital"),
    ],
)
def test_a_link_opens_a_tab_with_its_controls_set(
    lesson: Lesson, key: str, page: str, tab: str, control: str, value: str
) -> None:
    app = lesson(13)
    app.button(key=f"lessons.13.{key}").click().run()
    asked = {name: found if isinstance(found, str) else found[0] for name, found in app.query_params.items()}
    assert asked["tab"] == tab and asked.get("run", "") == (TOY.run_id if page == "words" else "")  # the first: unsaid
    assert app.session_state[control] == value
    assert page != "words" or jobs.status(TOY.run_id) is not None


def test_vectors_of_a_large_text_are_found_beside_the_data(
    lesson: Lesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_DATA", str(tmp_path))
    uses._files.clear()
    assert "Needs a file that is not built in" in texts(lesson(13))
    words = [word for pair in ("microsoft ballmer", "apple jobs", "google schmidt") for word in pair.split()]
    lines = [f"{word} {row}.5 {row % 2} 1.0" for row, word in enumerate(words)]
    (tmp_path / "my-GloVe.txt").write_text("\n".join(lines))
    uses._files.clear()
    app = lesson(13)
    assert "Needs a file that is not built in" not in texts(app)
    app.button(key="lessons.13.chief").click().run()
    run = app.query_params["run"]
    run = run if isinstance(run, str) else run[0]
    assert jobs.status(run) is not None and app.session_state[f"vectors.relation.{run}.given."] == "chief"
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    assert "Needs a file that is not built in" in texts(lesson(13))
    uses._files.clear()


def test_the_reading_list_has_each_paper_once(lesson: Lesson) -> None:
    links = [paper.link for _, some in papers() for paper in some]
    assert len(set(links)) == len(links) > 25
    told = texts(lesson(13))
    assert "How to use t-SNE effectively" in told and "https://doi.org/10.23915/distill.00002" in told
