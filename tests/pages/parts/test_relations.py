"""The tab of relations: what is known of the lists, answers beside those of the engine, pairs of the user's own."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea

from engine.arithmetic.relation import answered, known
from engine.datasets.text.relations import built_in
from engine.runs import store
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts, turn_to

RUN = RECIPES["ppmi_svd"].run_id


def frame(app: AppTest, column: str) -> pd.DataFrame:
    return next(one.value for one in app.dataframe if column in one.value.columns)


def written(app: AppTest) -> TextArea:
    return next(box for box in app.text_area if box.label == "Pairs, one a line")


def test_a_built_in_list_is_asked_as_the_engine_does(at_rest: Open) -> None:
    app = at_rest(tab="Relations", run=RUN)
    chosen = next(box for box in app.selectbox if box.label == "Relation")
    app = chosen.set_value("past-tense").run()
    embedding = store.load(RUN).main
    pairs = next(one.pairs for one in built_in() if one.name == "past-tense")
    found = answered(embedding, known(embedding, pairs))
    scores = frame(app, "Median place")
    assert scores["Answered right"].tolist() == [100 * one.accuracy for one in found.by.values()]
    table = frame(app, "is to (expected)")
    assert len(table) == len(found.questions)
    assert table["Place by 3CosMul"].tolist() == found.by["3cosmul"].place.tolist()
    assert table["3CosAdd"].tolist() == [embedding.labels[row] for row in found.by["3cosadd"].answer]
    assert "words.relation_arrows" in {chart.key for chart in app.get("plotly_chart")}
    assert "mean cosine between two arrows" in texts(app)


def test_lists_that_are_not_known_are_named_with_their_missing_words(at_rest: Open) -> None:
    said = texts(at_rest(tab="Relations", run=RUN))
    known_here = store.load(RUN).main.index
    chiefs = next(one.pairs for one in built_in() if one.name == "chief")
    missing = [word for pair in chiefs for word in pair if word not in known_here]
    assert f"**Company and chief**: {', '.join(missing[:12])} and {len(missing) - 12} more" in said


def test_own_pairs_tell_what_is_missing_and_what_is_not_read(at_rest: Open) -> None:
    app = at_rest(tab="Relations", run=RUN)
    app = next(box for box in app.selectbox if box.label == "Relation").set_value("own").run()
    assert "Write two pairs or more" in texts(app)
    app = written(app).set_value("king queen\nman, woman\nParis xyzzy\nthree words here").run()
    said = texts(app)
    assert "2 of 3 pairs are known" in said and "xyzzy" in said and "three words here" in said
    assert len(frame(app, "is to (expected)")) == 2 and "coverage 33%" in said
    app = written(app).set_value("king queen\nqueen king").run()
    assert not app.exception and any("two pairs of four different items" in one.value for one in app.warning)


@pytest.mark.parametrize(("asked", "shown"), [("past-tense", True), ("chief", False)])
def test_a_link_may_ask_for_a_list_and_shows_another_if_it_is_not_known(at_rest: Open, asked: str, shown: bool) -> None:
    app = at_rest(tab="Axes", run=RUN)
    app.session_state[f"words.relation.{RUN}.word."] = asked
    assert turn_to(app, "Relations") and not app.exception
    chosen = next(box for box in app.selectbox if box.label == "Relation")
    assert (chosen.value == asked) == shown
