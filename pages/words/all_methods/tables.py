"""The tables of the methods: scores, sections, neighbors of a word, and how far the methods agree."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.arithmetic.lookup import find
from engine.evaluation.words.baselines import RANDOM
from engine.evaluation.words.method_scores import Score
from engine.evaluation.words.odd_one_out import ALIKE, CHANCE
from engine.figures.matrices import matrix
from engine.insight.words.method_agreement import NEAREST, neighbor_agreement
from engine.neighbors import nearest
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.plain import plain
from pages.words.all_methods import questions
from pages.words.all_methods.contenders import Contender

SCORE_NAMES = {"analogies": "Analogies", "similarity": "Similarity", "odd one out": "Odd one out"}
Scores = Mapping[str, Sequence[Score]]
"""Title of a contender -> what it scored; without those whose test is not done."""


def scores(view: View, rows: Sequence[Contender], found: Scores) -> None:
    """A row a method: what the training took, and each score with its number of questions."""
    wholes = [(score.test, score.source) for all_ in found.values() for score in all_ if not score.section]
    asked = {(s.test, s.source) for all_ in found.values() for s in all_ if s.asked}
    shown = [which for which in dict.fromkeys(wholes) if which in asked]
    columns: dict[str, list[Any]] = {"Method": [row.title for row in rows]}
    columns["Seconds"] = [row.seconds for row in rows]
    columns["Words/s"] = [_speed(row) for row in rows]
    columns["Words"] = [row.embedding.n_items for row in rows]
    forms: dict[str, Any] = {
        "Method": st.column_config.TextColumn(pinned=True),
        "Seconds": st.column_config.NumberColumn(format="%.2f", help="Of the training, as it went; jobs beside it slow "
                                                 "it down."),
        "Words/s": st.column_config.NumberColumn(format="localized", help="Running words of the text by the seconds of "
                                                 "the whole training, however often it went through them."),
        "Words": st.column_config.NumberColumn(format="localized", help="Different words that have a vector."),
    }  # fmt: skip
    for test, source in shown:
        of = {title: _whole(all_, test, source) for title, all_ in found.items()}
        asked_of = [_asked(of.get(row.title)) for row in rows]
        alike = {told for told in asked_of if told is not None}
        name = f"{SCORE_NAMES[test]}: {questions.title(source)}"
        if len(alike) == 1:
            name = f"{name} ({min(alike).split(' of ')[0]})"
        else:
            columns[f"{name}, asked"] = asked_of
        scale = 1 if test == "similarity" else 100
        columns[name] = [_value(of.get(row.title), scale) for row in rows]
        told = f"Asked: {min(alike)}." if len(alike) == 1 else "Asked: see the column before."
        forms[name] = st.column_config.NumberColumn(format="%.3f" if scale == 1 else "%.1f %%", help=told)
    st.dataframe(pd.DataFrame(columns), hide_index=True, column_config=forms, key=view.key("all_scores"))
    left_out = [f"{SCORE_NAMES[test].lower()} of {questions.title(source)}" for test, source in dict.fromkeys(wholes)
                if (test, source) not in asked]  # fmt: skip
    st.caption(
        f"Analogies: share answered right by 3CosAdd. Similarity: Spearman's correlation with people's scores. Odd one "
        f"out: {ALIKE} words of one kind and one of another; guesses find {CHANCE:.0%}. Only questions whose words are "
        "all known are asked: in brackets, how many."
        + (f" Not asked, as their words are not in this text: {plain('; '.join(left_out))}." if left_out else "")
    )
    _download(view, "Scores (CSV)", "scores", _long(rows, found))


def sections(view: View, found: Scores) -> None:
    """Accuracy of analogies by section: a row a section, a column a method."""
    keys = [(s.source, s.section) for all_ in found.values() for s in all_ if s.section and s.asked]
    if not keys:
        return
    table: dict[str, list[Any]] = {"Section": [], "Asked": [], "Nearest to c": []}
    for title in found:
        table[title] = []
    for source, section in dict.fromkeys(keys):
        of = {title: _section(all_, source, section) for title, all_ in found.items()}
        first = next(score for score in of.values() if score is not None and score.asked)
        table["Section"].append(f"{questions.title(source)}: {section}")
        table["Asked"].append(_asked(first))
        table["Nearest to c"].append(_value(first, 100))
        for title, score in of.items():
            table[title].append(_value(score, 100))
    percent = st.column_config.NumberColumn(format="%.0f %%")
    with st.expander("Analogies by section"):
        forms = dict.fromkeys(list(table)[2:], percent)
        st.dataframe(pd.DataFrame(table), hide_index=True, column_config=forms, key=view.key("all_sections"))
        st.caption(
            "Asked, and the baseline that always answers with the word nearest to c, are those of the first method; a "
            "method with another vocabulary is asked other questions."
        )


def neighbors(view: View, rows: Sequence[Contender]) -> None:
    """The nearest of a typed word, a row a method."""
    usual = view.selected_label or rows[0].embedding.labels[0]
    word = st.text_input("Neighbors of", usual, key=view.key("all_neighbors", usual), max_chars=200, width=260).strip()
    table: dict[str, list[str]] = {name: [] for name in ("Method", *map(str, range(1, NEAREST + 1)))}
    unknown = []
    for row in rows:
        item = find(row.embedding, word)
        if item is None or row.embedding.norms[item] == 0:
            unknown.append(row.title)
            continue
        near = nearest(row.embedding, item, NEAREST).rows.tolist()
        table["Method"].append(row.title)
        for place in range(NEAREST):
            table[str(place + 1)].append(row.embedding.labels[near[place]] if place < len(near) else "")
    if unknown:
        st.caption(f"{plain(word)} has no vector in: {plain(', '.join(unknown))}.")
    if table["Method"]:
        st.dataframe(pd.DataFrame(table), hide_index=True, key=view.key("all_near"))
        _download(view, "Neighbors (CSV)", "neighbors", table)


def agreement(view: View, rows: Sequence[Contender]) -> None:
    """Which methods call the same words near."""
    ids = tuple((row.title, row.run_id, row.name) for row in rows)
    shares, probed, among = _agreement(ids, rows)
    if np.isnan(shares).any():
        st.caption("These methods share too few words to compare their neighbors.")
        return
    titles = [row.title for row in rows]
    st.plotly_chart(matrix(shares, titles, titles, ".2f"), key=view.key("all_agreement"))
    st.caption(
        f"Share of the {min(NEAREST, among - 1)} nearest that two methods have in common: mean over {probed:,} words "
        f"drawn at random (seed 0), among the {among:,} most frequent that all know. By chance: "
        f"{min(1.0, NEAREST / (among - 1)):.3f}."
    )
    columns = {"method": titles} | {title: shares[:, place].tolist() for place, title in enumerate(titles)}
    _download(view, "Agreement (CSV)", "agreement", columns)


@st.cache_data(show_spinner="Comparing neighbors", max_entries=20)
def _agreement(ids: tuple[tuple[str, str, str], ...], _rows: Sequence[Contender]) -> tuple[np.ndarray, int, int]:
    return neighbor_agreement({row.title: row.embedding for row in _rows})


def _speed(row: Contender) -> float | None:
    tokens = state.fit(row.run_id).summary.get("tokens")
    return round(tokens / row.seconds) if tokens and row.seconds and row.name != RANDOM else None


def _whole(all_: Sequence[Score], test: str, source: str) -> Score | None:
    return next((s for s in all_ if (s.test, s.source, s.section) == (test, source, "")), None)


def _section(all_: Sequence[Score], source: str, section: str) -> Score | None:
    return next((s for s in all_ if (s.source, s.section) == (source, section)), None)


def _value(score: Score | None, scale: float) -> float | None:
    return None if score is None or not score.asked else score.value * scale


def _asked(score: Score | None) -> str | None:
    return None if score is None else f"{score.asked:,} of {score.total:,}"


def _long(rows: Sequence[Contender], found: Scores) -> dict[str, list[Any]]:
    """Every score of every method in a line of its own."""
    columns: dict[str, list[Any]] = {
        name: []
        for name in ("method", "run", "seconds", "test", "questions", "section", "score", "baseline", "asked", "total")
    }
    for row in rows:
        for s in found.get(row.title, ()):
            known = (row.title, row.run_id, row.seconds, s.test, questions.title(s.source), s.section)
            numbers = ("" if np.isnan(number) else number for number in (s.value, s.baseline))
            for name, value in zip(columns, (*known, *numbers, s.asked, s.total), strict=True):
                columns[name].append(value)
    return columns


def _download(view: View, label: str, name: str, columns: Mapping[str, Sequence[Any]]) -> None:
    st.download_button(
        label, lambda: exports.columns_csv(columns), f"methods-{name}-{view.run_id[:8]}.csv", "text/csv",
        icon=":material/download:", on_click="ignore", key=view.key("all_csv", name),
    )  # fmt: skip
