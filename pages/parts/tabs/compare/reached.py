"""What methods reach on equal terms: quality against time as a curve, who is best within each budget, one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.figures import sweeps as figures
from engine.insight.best_value import best_value
from pages.parts.explore.view import View
from pages.parts.tabs.compare import made
from pages.parts.tabs.compare.made import Trial
from pages.parts.tabs.compare.sweep import number, told
from pages.parts.write.plain import plain

RANDOM = "Random vectors"
LATE = 1.2
"""A training counts for a budget that it took at most so many times as long as."""


@dataclass(frozen=True, eq=False)
class Training:
    """One training with all of its seeds that are tested. rounds: 0 for a method without."""

    method: str
    rounds: int
    seeds: Sequence[int | None]
    trials: Sequence[Trial]

    @cached_property
    def seconds(self) -> float:
        """What a seed of it took, the mean."""
        return max(0.01, float(np.mean([trial.seconds or 0.0 for trial in self.trials])))

    def scores(self, title: str, width: int) -> np.ndarray:
        """A score of its seeds, float64 (width,); NaN where it is not known."""
        found = [trial.scores[title].value for trial in self.trials if title in trial.scores]
        return np.array([*found, *[np.nan] * (width - len(found))])


def show(view: View, there: Sequence[Training], seconds: Sequence[float]) -> None:
    """Curve, sentences and table, of a score that the user chooses."""
    known = made.titles([trial for each in there for trial in each.trials])
    title = made.choose_score(known, view.key("budget_score"))
    lower = known[title].lower
    width = max(len(each.trials) for each in there)
    found = {each: best_value(each.scores(title, width)[None]) for each in there}
    blind = [found[each].means[0] for each in there if each.method == RANDOM and found[each].best == 0]
    baseline = float(blind[0]) if blind else known[title].baseline
    timed = [each for each in there if each.method != RANDOM and found[each].best == 0]
    lines: dict[str, list[tuple[float, float, float]]] = {}
    for each in sorted(timed, key=lambda one: one.seconds):
        point = each.seconds, float(found[each].means[0]), float(found[each].spreads[0])
        lines.setdefault(each.method, []).append(point)
    name = RANDOM.lower() if blind else "baseline"
    chart = figures.by_seconds(lines, seconds, title, baseline, name)
    st.plotly_chart(chart, key=view.key("budget_curve"))
    st.download_button(
        "Curve (HTML)", lambda: exports.figure_html(chart), "budgets.html", "text/html", icon=":material/download:",
        on_click="ignore", key=view.key("budget_figure"), type="tertiary",
    )  # fmt: skip
    for budget in seconds:
        st.markdown(within(budget, timed, title, lower))
    if np.isfinite(baseline):
        st.markdown(f"{RANDOM if blind else 'What needs no such training'}: {number(baseline)}.")
    st.caption(
        "A training counts for a budget that it took at most a fifth longer than. Rounds: epochs or iterations, "
        "reckoned from the pace of the short training; the time that is drawn is the one that was taken, and jobs "
        "beside it slow a training down. Bars, ±: the standard deviation over the seeds."
    )
    _table(view, there, list(known))


def within(budget: float, trainings: Sequence[Training], title: str, lower: bool) -> str:
    """Who is best within a budget, each method by its best training there, and whether that is more than chance."""
    width = max((len(each.trials) for each in trainings), default=1)
    rows: dict[str, np.ndarray] = {}
    for each in trainings:
        scores = each.scores(title, width)
        if each.seconds > LATE * budget or not np.isfinite(scores).any():
            continue
        old = rows.get(each.method)
        if old is None or (np.nanmean(scores) < np.nanmean(old)) == lower:
            rows[each.method] = scores
    if not rows:
        return f"Within {budget:g} s: none."
    names, found = list(rows), best_value(np.stack(list(rows.values())), lower)
    said = f"Within {budget:g} s: **{plain(names[found.best])}**, "
    said += f"{told(found.means[found.best], found.spreads[found.best])}."
    if found.within:
        others = " and ".join(plain(names[place]) for place in found.within)
        said += f" {others} {'lie' if len(found.within) > 1 else 'lies'} no farther from it than seeds from each other."
    return said


def _table(view: View, there: Sequence[Training], titles: Sequence[str]) -> None:
    width = max(len(each.trials) for each in there)
    columns: dict[str, list[Any]] = {
        "Method": [each.method for each in there],
        "Rounds": [each.rounds or None for each in there],
        "Seeds": [len(each.trials) for each in there],
        "Seconds": [round(each.seconds, 2) for each in there],
    }
    for title in titles:
        found = [best_value(each.scores(title, width)[None]) for each in there]
        columns[title] = [told(each.means[0], each.spreads[0]) for each in found]
    st.dataframe(pd.DataFrame(columns), hide_index=True, key=view.key("budget_table"))
    st.download_button(
        "All trainings (CSV)", lambda: exports.columns_csv(long(there, titles)), "budgets.csv", "text/csv",
        icon=":material/download:", on_click="ignore", key=view.key("budget_csv"),
    )  # fmt: skip


def long(there: Sequence[Training], titles: Sequence[str]) -> dict[str, list[Any]]:
    """Every seed of every training in a line of its own."""
    rows = [(each, *pair) for each in there for pair in zip(each.seeds, each.trials, strict=True)]
    columns: dict[str, list[Any]] = {
        "method": [each.method for each, _, _ in rows],
        "rounds": [each.rounds or "" for each, _, _ in rows],
        "seed": ["" if seed is None else seed for _, seed, _ in rows],
        "seconds": [trial.seconds for _, _, trial in rows],
    }
    for title in titles:
        columns[title] = [trial.scores[title].value if title in trial.scores else "" for _, _, trial in rows]
    return columns | {"run": [trial.recipe.run_id for _, _, trial in rows]}
