"""All methods: the same text by every method, trained in one go, and one table with a row a method."""

from collections.abc import Sequence

import streamlit as st

from engine.evaluation.words.method_scores import MethodScores
from engine.runs import store
from pages.parts.explore.view import View
from pages.parts.run import jobs_panel
from pages.parts.run.together import together
from pages.words import text_size
from pages.words.all_methods import contenders, questions, tables
from pages.words.all_methods.contenders import Contender


def show(view: View) -> None:
    """The methods beside each other, then two of them by the size of the text."""
    _compare(view)
    st.divider()
    text_size.show(view)


def _compare(view: View) -> None:
    """Choose methods and questions, train and test what is missing, compare."""
    st.markdown(
        "What does the method change, if the text, the vocabulary, the dimensions and the seed are the same? "
        "Below the methods stand what no learning reaches: random vectors, raw counts, and the same text shuffled."
    )
    learners = contenders.choose(view)
    test = questions.choose(view)
    if not learners:
        st.caption("Choose at least one method.")
        return
    rows = contenders.contenders(view, learners)
    wanted = _wanted(view, rows, test)
    trainings = {_training(row): row.recipe for row in rows if not store.exists(row.run_id)}
    here = [row for row in rows if row.there]
    done = together(trainings | {_test(row): row.tested(test) for row in here}, wanted)
    found = {row.title: row.scores(test) for row in here if _test(row) in done}
    if len(here) < 2:
        return
    if found:
        tables.scores(view, here, found)
        tables.sections(view, found)
    tables.neighbors(view, here)
    tables.agreement(view, here)


def _training(row: Contender) -> str:
    """What its job is called; the baselines share one."""
    return "Baselines" if row.baseline else row.title


def _test(row: Contender) -> str:
    return f"Scores: {row.title}"


def _wanted(view: View, rows: Sequence[Contender], test: MethodScores) -> bool:
    """Whether the user has asked for what is missing; the button to do so."""
    missing = {row.run_id: row.recipe for row in rows if not store.exists(row.run_id)}
    tests = {row.tested(test).run_id: row.run_id in missing or row.there for row in rows}
    if all(store.exists(run_id) for run_id, asked in tests.items() if asked):
        return False
    asked = view.key("all_methods_asked", *sorted(tests))
    if st.session_state.get(asked):
        return True
    if missing:
        seconds = sum(recipe.learner.estimate(view.corpus).seconds for recipe in missing.values() if recipe.learner)
        one = len(missing) == 1
        told = "1 training is missing; it takes" if one else f"{len(missing)} trainings are missing; they take"
        st.caption(
            f"{told} about {jobs_panel.seconds(seconds)}, and the scores of each a moment. What is there already is "
            "not trained again."
        )
    label = f"Train {len(missing)} and compare" if missing else "Compare"
    if st.button(label, type="primary", icon=":material/play_arrow:", key=view.key("all_methods_go")):
        st.session_state[asked] = True
        st.rerun()
    return False
