"""Equal budgets: the methods of the page at one size, each for the same seconds; quality against time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from engine.errors import InputError
from engine.evaluation.random_vectors import RandomVectors
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.runs import budgets, store, sweeps
from engine.runs.measures import Measure, measures
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.state import from_json
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.batch import Chain
from pages.parts.tabs.compare import made, reached, starting
from pages.parts.tabs.compare.made import Trial
from pages.parts.tabs.compare.plan import USUAL_SEEDS
from pages.parts.tabs.compare.reached import Training
from pages.parts.write.plain import plain

QUICK = 60.0
"""Seconds that a usual training may take to be among those that are chosen at first."""
ABOUT = (
    "Which method is best, if all have as many numbers per {item} and as many seconds? Each is first trained for a "
    "moment, to learn its pace; then as many rounds as fit into each budget. A method without rounds is one point. "
    "Every training is made with several seeds, to tell a difference from chance."
)


@dataclass(frozen=True)
class Entry:
    """One training. rounds: as its pace gave them; 0 for a method without rounds. seed: None where chance plays no
    part.
    """

    method: str
    rounds: int
    seed: int | None
    recipe: Recipe
    asked: tuple[Measure, ...]

    @property
    def title(self) -> str:
        rounds = f", {self.rounds:,} rounds" if self.rounds else ""
        return f"{self.method}{rounds}{'' if self.seed is None else f', seed {self.seed}'}"

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
    learners, seconds, n_seeds = chosen
    plan = f"{','.join(learners)} {seconds} {n_seeds}"
    make = partial(_entries, view, learners, seconds, n_seeds)
    found = starting.started(view, "budgets", plan, lambda: [each.chain for each in make()], "Equal budgets")
    trials = [(each, made.trial(found, each.title, each.recipe, each.asked)) for each in make()]
    for _, trial in trials:
        if trial.why:
            st.error(f"{plain(trial.title)} failed: {plain(trial.why)}", icon=":material/error:")
    grouped: dict[tuple[str, int], list[tuple[Entry, Trial]]] = {}
    for entry, trial in trials:
        if trial.scores:
            grouped.setdefault((entry.method, entry.rounds), []).append((entry, trial))
    there = [
        Training(*name, [entry.seed for entry, _ in pairs], [trial for _, trial in pairs])
        for name, pairs in sorted(grouped.items())
    ]
    if len({each.method for each in there}) > 1:
        reached.show(view, there, seconds)


def _choose(
    view: View, like: Learner, offered: Mapping[str, Learner], data: Any
) -> tuple[dict[str, Learner], tuple[float, ...], int] | None:
    """Methods, budgets and the number of seeds that the user wants; None, with the reason, if there are none."""
    told = from_json(view.page.budgets, dict)
    given = told.get("methods")
    names = [name for name in offered if isinstance(given, list) and name in given] or [
        name for name, learner in offered.items() if learner == like or learner.estimate(data).seconds <= QUICK
    ]
    line = told.get("seconds") if isinstance(told.get("seconds"), str) else _usual(view)
    seeds = told.get("seeds")
    n_seeds = min(max(seeds, 1), sweeps.SEEDS) if type(seeds) is int else USUAL_SEEDS
    keys = {name: view.key(f"budget_{name}") for name in ("methods", "seconds", "seeds")}
    for name, value in zip(keys, (names, line, n_seeds), strict=True):
        st.session_state[keys[name]] = value

    def take() -> None:
        view.page.budgets = json.dumps({name: st.session_state[key] for name, key in keys.items()})

    st.multiselect(
        "Methods", list(offered), key=keys["methods"], on_change=take,
        format_func=lambda name: offered[name].title,
        help="With the size, the counting and the seed of this run; all else as is usual for each.",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Seconds", key=keys["seconds"], on_change=take, max_chars=60, width=220,
                      help="Up to 4 budgets, with commas between.")  # fmt: skip
        st.number_input("Seeds", 1, sweeps.SEEDS, key=keys["seeds"], on_change=take, width=110,
                        help="Trainings of each, which differ by chance alone.")  # fmt: skip
    try:
        return {name: offered[name] for name in names}, budgets.budgets_in(str(line)), n_seeds
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/edit:")
        return None


def _usual(view: View) -> str:
    """What this run took, rounded, and four and sixteen times as much; a second at least."""
    took = max(1.0, float(f"{made.seconds_of(view.run_id):.1g}"))
    return ", ".join(f"{took * factor:g}" for factor in (1, 4, 16) if took * factor <= budgets.LONGEST)


def _entries(view: View, learners: Mapping[str, Learner], seconds: Sequence[float], n_seeds: int) -> list[Entry]:
    """The trainings, as far as they are known: a short one of each method, then, where that is done, the longer ones;
    and random vectors of the same size, where the scores can be asked of them. Of each so many seeds.
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
            rounds = vars(each)[field] if field else 0
            for seed, seeded in sweeps.with_seeds(Recipe(view.recipe.dataset, each), n_seeds):
                found[seeded.run_id] = Entry(learner.title, rounds, seed, seeded, asked)
    size = int(view.fit.main.n_components)
    blind = Recipe(EmbeddingOf(view.run_id), RandomVectors(n_components=min(size, 2_000)))
    of_vectors = tuple(each for each in asked[:-1] if _of_vectors(each, view.recipe))
    for seed, seeded in sweeps.with_seeds(blind, n_seeds) if of_vectors else ():
        found[seeded.run_id] = Entry(reached.RANDOM, 0, seed, seeded, of_vectors)
    return list(found.values())


def _of_vectors(measure: Measure, recipe: Recipe) -> bool:
    """Whether a test looks at the vectors alone, so that random ones can be asked, too."""
    test = measure.asked(recipe).learner
    return test is not None and test.takes == "embedding"
