"""Sweep: one setting over several values, each with several seeds: a curve of scores, small maps, times, the best."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.figures import sweeps as figures
from engine.insight.best_value import Best, best_value
from engine.runs.measures import Measure, Score, measures
from pages.parts.explore.view import View
from pages.parts.tabs.compare import course, made, small_maps, starting
from pages.parts.tabs.compare.made import Trial
from pages.parts.tabs.compare.plan import Sweep, choose
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

ABOUT = (
    "What does a setting change? Every value is trained with several seeds and tested; where two values lie nearer to "
    "each other than two seeds of one value, the difference is chance."
)


def show(view: View) -> None:
    """Choose the setting and its values; make what is missing; show what is there."""
    st.markdown(ABOUT)
    sweep = choose(view)
    if sweep is None:
        return
    asked = measures(sweep.base, view.fit.main)
    chains = [made.chain(_title(sweep, place), each.recipe, asked) for place, each in enumerate(sweep.trials)]
    plan = ".".join(chain.first.run_id for chain in chains)
    what = "maps" if sweep.of_map else "trainings"
    found = starting.started(view, "sweep", plan, lambda: chains, sweep.spec.label, what)
    trials = [made.trial(found, chain.title, chain.first, asked) for chain in chains]
    per_value = len(trials) // len(sweep.values)
    rows = [trials[start : start + per_value] for start in range(0, len(trials), per_value)]
    _failures(trials)
    if sum(any(each.done for each in row) for row in rows) > 1:
        _results(view, sweep, rows, asked)


def _title(sweep: Sweep, place: int) -> str:
    each = sweep.trials[place]
    seed = "" if each.seed is None else f", seed {each.seed}"
    return f"{sweep.spec.label} {sweep.name(each.value)}{seed}"


def _failures(trials: Sequence[Trial]) -> None:
    """What failed, with its reason; each reason once."""
    reasons: dict[str, list[str]] = {}
    for each in trials:
        if each.why:
            reasons.setdefault(each.why, []).append(each.title)
    for why, which in reasons.items():
        st.error(f"{plain('; '.join(which))} failed: {plain(why)}", icon=":material/error:")


def _results(view: View, sweep: Sweep, rows: Sequence[Sequence[Trial]], asked: Sequence[Measure]) -> None:
    known = made.titles([each for row in rows for each in row])
    best = None
    if known:
        title = made.choose_score(known, view.key("sweep_score", sweep.of_map))
        scores = made.matrix(rows, title)
        best = best_value(scores, known[title].lower)
        _curve(view, sweep, scores, best, title, known[title])
        st.markdown(plain(remark(sweep, best, known[title].lower) + beside_baseline(best, known[title])))
    small_maps.show(view, sweep, rows, best)
    _table(view, sweep, rows, known)
    if not sweep.of_map:
        course.show(view, {sweep.name(value): row for value, row in zip(sweep.values, rows, strict=True)})


def _curve(view: View, sweep: Sweep, scores: np.ndarray, best: Best, title: str, example: Score) -> None:
    names = [sweep.name(value) for value in sweep.values]
    chart = figures.curve(
        sweep.values, names, scores, best.means, best.spreads, title, sweep.spec.label, example.baseline
    )
    st.plotly_chart(chart, key=view.key("sweep_curve"))
    st.download_button(
        "Curve (HTML)", lambda: exports.figure_html(chart), f"sweep-{sweep.field}.html", "text/html",
        icon=":material/download:", on_click="ignore", key=view.key("sweep_figure"), type="tertiary",
    )  # fmt: skip


def remark(sweep: Sweep, best: Best, lower: bool) -> str:
    """Which value is best, and whether that is more than chance."""
    if best.best < 0:
        return ""
    names = [sweep.name(value) for value in sweep.values]
    reached = told(best.means[best.best], best.spreads[best.best])
    sentences = [f"{sweep.spec.label} {names[best.best]} is best{' (less is better)' if lower else ''}: {reached}."]
    spread = "" if best.noise is None else number(best.noise, best.means[best.best])
    if best.noise is None and sweep.n_seeds == 1 and "seed" in vars(sweep.learner):
        sentences.append("With one seed each it is not known how much of a difference is chance.")
    elif best.noise is None:
        sentences.append("Chance plays no part in the training.")
    elif best.within:
        others = [names[place] for place in best.within]
        which = f"{' and '.join(others)} lie" if len(others) > 1 else f"{others[0]} lies"
        sentences.append(
            f"But {which} within the spread of the seeds ({spread}): this sweep cannot tell "
            f"{'them' if len(others) > 1 else 'the two'} apart."
        )
    else:
        sentences.append(f"All others are farther from it than seeds are from each other ({spread}).")
    known = np.flatnonzero(np.isfinite(best.means))
    rising = sweep.spec.kind in ("integer", "real")
    if rising and len(known) > 2 and best.best in (known[0], known[-1]) and not best.within:
        end = "smallest" if best.best == known[0] else "largest"
        sentences.append(f"It is the {end} value that was tried: a better one may lie beyond.")
    return " ".join(sentences)


def beside_baseline(best: Best, score: Score) -> str:
    """What needs no such training reaches, and whether that is no worse than the best; "" if it is not known."""
    if not np.isfinite(score.baseline) or best.best < 0:
        return ""
    mean = best.means[best.best]
    no_worse = score.baseline <= mean if score.lower else score.baseline >= mean
    return f" What needs no such training reaches {number(score.baseline)}{', which is no worse' if no_worse else ''}."


def told(mean: float, spread: float) -> str:
    """A mean with its standard deviation, if there is one; a dash if nothing is known."""
    if not np.isfinite(mean):
        return "–"
    return f"{number(mean)} ± {number(spread, mean)}" if np.isfinite(spread) else number(mean)


def number(value: float, beside: float | None = None) -> str:
    """With as many decimals as the number beside it, by default itself, needs for three digits."""
    size = abs(value if beside is None else beside)
    decimals = 3 if size == 0 or 0.1 <= size < 10 else min(8, max(0, 2 - int(np.floor(np.log10(size)))))
    return f"{value:,.{decimals}f}"


def _table(view: View, sweep: Sweep, rows: Sequence[Sequence[Trial]], known: dict[str, Score]) -> None:
    """A row a value: every score with its spread, and the time; and all of it as CSV."""
    names = [sweep.name(value) for value in sweep.values]
    columns: dict[str, list[Any]] = {sweep.spec.label: names}
    columns["Done"] = [f"{sum(each.done for each in row)} of {len(row)}" for row in rows]
    for title, score in known.items():
        found = best_value(made.matrix(rows, title), score.lower)
        columns[title] = [told(*each) for each in zip(found.means, found.spreads, strict=True)]
    taken = [[each.seconds for each in row if each.seconds is not None] for row in rows]
    means = np.array([np.mean(each) if each else np.nan for each in taken])
    columns["Seconds"] = [None if np.isnan(mean) else round(float(mean), 2) for mean in means]
    left, right = beside(3, wide=2)
    left.dataframe(pd.DataFrame(columns), hide_index=True, key=view.key("sweep_table"))
    left.caption(
        "Mean ± standard deviation over the seeds. Seconds: of a training, as it went; jobs beside it slow it down."
    )
    left.download_button(
        "All trainings (CSV)", lambda: exports.columns_csv(long(sweep, rows)), f"sweep-{sweep.field}.csv", "text/csv",
        icon=":material/download:", on_click="ignore", key=view.key("sweep_csv"),
    )  # fmt: skip
    right.plotly_chart(figures.seconds(names, means), key=view.key("sweep_seconds"))


def long(sweep: Sweep, rows: Sequence[Sequence[Trial]]) -> dict[str, list[object]]:
    """Every score of every training in a line of its own; a training without a score has one line."""
    heads = ("value", "seed", "run", "seconds", "score", "title", "baseline", "failed")
    columns: dict[str, list[object]] = {head: [] for head in heads}
    for each, trial in zip(sweep.trials, [trial for row in rows for trial in row], strict=True):
        for title, score in (trial.scores or {"": Score(float("nan"))}).items():
            known = [None if np.isnan(number) else number for number in (score.value, score.baseline)]
            cells = (sweep.name(each.value), each.seed, trial.recipe.run_id, trial.seconds, known[0], title, known[1])
            for head, cell in zip(heads, (*cells, trial.why), strict=True):
                columns[head].append("" if cell is None else cell)
    return columns
