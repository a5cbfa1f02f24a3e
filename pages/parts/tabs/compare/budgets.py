"""Equal budgets: the methods of the page at one size, each for the same seconds; quality against time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.errors import InputError
from engine.evaluation.random_vectors import RandomVectors
from engine.figures import sweeps as figures
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.runs import budgets, store
from engine.runs.measures import Measure, measures
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.state import from_json
from pages.parts.explore.view import View
from pages.parts.run import jobs_panel, state
from pages.parts.run.batch import Chain
from pages.parts.tabs.compare import made, starting
from pages.parts.tabs.compare.made import Trial
from pages.parts.tabs.compare.sweep import number
from pages.parts.write.plain import plain

QUICK = 60.0
"""Seconds that a usual training may take to be among those that are chosen at first."""
RANDOM = "Random vectors"
ABOUT = (
    "Which method is best, if all have as many numbers per {item} and as many seconds? Each is first trained for a "
    "moment, to learn its pace; then as many rounds as fit into each budget. A method without rounds is one point."
)


@dataclass(frozen=True)
class Entry:
    """One training. rounds: as its pace gave them; 0 for a method without rounds."""

    method: str
    rounds: int
    recipe: Recipe
    asked: tuple[Measure, ...]

    @property
    def title(self) -> str:
        return f"{self.method}, {self.rounds:,} rounds" if self.rounds else self.method

    @property
    def chain(self) -> Chain:
        return made.chain(self.title, self.recipe, self.asked)


def has_rivals(view: View) -> bool:
    """Whether there are several methods for the items of the run."""
    like = view.recipe.learner
    return like is not None and sum(cls.embeds == like.embeds for cls in LEARNERS.values()) > 1


def show(view: View) -> None:
    """Choose methods and seconds; make what is missing; show what is there."""
    st.markdown(ABOUT.format(item="item" if " and " in view.items else view.items.removesuffix("s")))
    data = state.dataset(view.dataset_id)
    like = view.recipe.learner
    assert like is not None
    offered = budgets.alike(like, {name: cls for name, cls in LEARNERS.items() if cls.embeds == like.embeds}, data)
    chosen = _choose(view, like, offered, data)
    if chosen is None:
        return
    learners, seconds = chosen
    plan = f"{','.join(learners)} {seconds}"
    make = partial(_entries, view, learners, seconds)
    found = starting.started(view, "budgets", plan, lambda: [each.chain for each in make()], "Equal budgets")
    trials = [(each, made.trial(found, each.title, each.recipe, each.asked)) for each in make()]
    for _, trial in trials:
        if trial.why:
            st.error(f"{plain(trial.title)} failed: {plain(trial.why)}", icon=":material/error:")
    there = [(entry, trial) for entry, trial in trials if trial.scores]
    if len({entry.method for entry, _ in there}) > 1:
        _results(view, there, seconds)


def _choose(
    view: View, like: Learner, offered: Mapping[str, Learner], data: Any
) -> tuple[dict[str, Learner], tuple[float, ...]] | None:
    """The methods and budgets that the user wants; None, with the reason, if there are none."""
    told = from_json(view.page.budgets, dict)
    given = told.get("methods")
    names = [name for name in offered if isinstance(given, list) and name in given] or [
        name for name, learner in offered.items() if learner == like or learner.estimate(data).seconds <= QUICK
    ]
    line = told.get("seconds") if isinstance(told.get("seconds"), str) else _usual(view)
    keys = {"methods": view.key("budget_methods"), "seconds": view.key("budget_seconds")}
    st.session_state[keys["methods"]], st.session_state[keys["seconds"]] = names, line

    def take() -> None:
        view.page.budgets = json.dumps({name: st.session_state[key] for name, key in keys.items()})

    st.multiselect(
        "Methods", list(offered), key=keys["methods"], on_change=take,
        format_func=lambda name: offered[name].title,
        help="With the size, the counting and the seed of this run; all else as is usual for each.",
    )  # fmt: skip
    st.text_input("Seconds", key=keys["seconds"], on_change=take, max_chars=60, width=220,
                  help="Up to 4 budgets, with commas between.")  # fmt: skip
    try:
        return {name: offered[name] for name in names}, budgets.budgets_in(str(line))
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/edit:")
        return None


def _usual(view: View) -> str:
    """What this run took, rounded, and four and sixteen times as much; a second at least."""
    took = max(1.0, float(f"{made.seconds_of(view.run_id):.1g}"))
    return ", ".join(f"{took * factor:g}" for factor in (1, 4, 16) if took * factor <= budgets.LONGEST)


def _entries(view: View, learners: Mapping[str, Learner], seconds: Sequence[float]) -> list[Entry]:
    """The trainings, as far as they are known: a short one of each method, then, where that is done, the longer ones;
    and random vectors of the same size, where the scores can be asked of them.
    """
    found: dict[str, Entry] = {}
    asked = measures(view.recipe, view.fit.main)
    for learner in learners.values():
        tried = budgets.trial(learner)
        wanted = [tried]
        recipe = Recipe(view.recipe.dataset, tried)
        if store.exists(recipe.run_id):
            wanted += budgets.within(learner, seconds, tried, made.seconds_of(recipe.run_id))
        field = budgets.pace(learner)
        for each in wanted:
            entry = Entry(learner.title, vars(each)[field] if field else 0, Recipe(view.recipe.dataset, each), asked)
            found[entry.recipe.run_id] = entry
    size = int(view.fit.main.n_components)
    blind = Recipe(EmbeddingOf(view.run_id), RandomVectors(n_components=min(size, 2_000)))
    of_vectors = tuple(each for each in asked[:-1] if _of_vectors(each, view.recipe))
    if of_vectors:
        found[blind.run_id] = Entry(RANDOM, 0, blind, of_vectors)
    return list(found.values())


def _of_vectors(measure: Measure, recipe: Recipe) -> bool:
    """Whether a test looks at the vectors alone, so that random ones can be asked, too."""
    test = measure.asked(recipe).learner
    return test is not None and test.takes == "embedding"


def _results(view: View, there: Sequence[tuple[Entry, Trial]], seconds: Sequence[float]) -> None:
    known = made.titles([trial for _, trial in there])
    title = st.selectbox("Score", list(known), key=view.key("budget_score"), width=320)
    lines: dict[str, list[tuple[float, float]]] = {}
    for entry, trial in there:
        if title in trial.scores and trial.seconds is not None:
            lines.setdefault(entry.method, []).append((max(trial.seconds, 0.01), trial.scores[title].value))
    blind = lines.pop(RANDOM, [])
    baseline = blind[0][1] if blind else known[title].baseline
    chart = figures.by_seconds({name: sorted(points) for name, points in lines.items()}, seconds, title, baseline,
                               RANDOM.lower() if blind else "baseline")  # fmt: skip
    st.plotly_chart(chart, key=view.key("budget_curve"))
    st.download_button(
        "Curve (HTML)", lambda: exports.figure_html(chart), "budgets.html", "text/html", icon=":material/download:",
        on_click="ignore", key=view.key("budget_figure"), type="tertiary",
    )  # fmt: skip
    _told(lines, seconds, known[title].lower)
    if np.isfinite(baseline):
        st.markdown(f"{RANDOM if blind else 'What needs no such training'}: {number(baseline)}.")
    st.caption(
        "A training counts for a budget that it took at most a fifth longer than. Rounds: epochs or iterations, "
        "reckoned from the pace of the short training; the time that is drawn is the one that was taken, and jobs "
        "beside it slow a training down. One seed each: see Sweep for how much chance makes."
    )
    _table(view, sorted(there, key=lambda pair: (pair[0].method, pair[0].rounds)), list(known))


def _told(lines: Mapping[str, Sequence[tuple[float, float]]], seconds: Sequence[float], lower: bool) -> None:
    """Who is best within each budget, as the trainings went."""
    for budget in seconds:
        reached = {}
        for name, points in lines.items():
            within = [value for taken, value in points if taken <= 1.2 * budget]
            if within:
                reached[name] = min(within) if lower else max(within)
        if reached:
            best = (min if lower else max)(reached, key=reached.__getitem__)
            st.markdown(f"Within {jobs_panel.seconds(budget)}: **{plain(best)}**, {number(reached[best])}.")


def _table(view: View, there: Sequence[tuple[Entry, Trial]], titles: Sequence[str]) -> None:
    columns: dict[str, list[Any]] = {
        "Method": [entry.method for entry, _ in there],
        "Rounds": [entry.rounds or None for entry, _ in there],
        "Seconds": [trial.seconds for _, trial in there],
    }
    for title in titles:
        columns[title] = [trial.scores[title].value if title in trial.scores else np.nan for _, trial in there]
    forms: dict[str, Any] = dict.fromkeys(titles, st.column_config.NumberColumn(format="%.3f"))
    forms["Seconds"] = st.column_config.NumberColumn(format="%.2f")
    st.dataframe(pd.DataFrame(columns), hide_index=True, column_config=forms, key=view.key("budget_table"))
    columns = columns | {"Run": [entry.recipe.run_id for entry, _ in there]}
    st.download_button(
        "All trainings (CSV)", lambda: exports.columns_csv(columns), "budgets.csv", "text/csv",
        icon=":material/download:", on_click="ignore", key=view.key("budget_csv"),
    )  # fmt: skip
