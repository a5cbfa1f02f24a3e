"""What a column of the items holds, found once and kept: menus ask at every rerun, of up to 70,000 rows."""

from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from engine.figures import histogram
from pages.parts.explore.view import View


class Numbers(NamedTuple):
    """Of the known numbers of a column. whole: whether all are; bars: a figure of how they are spread."""

    low: float
    high: float
    whole: bool
    bars: Any


class Classes(NamedTuple):
    """The values of a column as texts, in their order, and how many items have each."""

    values: tuple[str, ...]
    counts: tuple[int, ...]

    def largest(self, n: int) -> list[str]:
        """The n most frequent values."""
        order = np.argsort(-np.asarray(self.counts), kind="stable")[:n]
        return [self.values[place] for place in order]


def is_numeric(view: View, column: str) -> bool:
    """Whether it holds numbers."""
    return bool(np.issubdtype(view.embedding.metadata[column].dtype, np.number))


def numbers(view: View, column: str) -> Numbers | None:
    """None where there are no two different ones."""
    return _numbers(view.run_id, view.name, view.only, column, view)


@st.cache_resource(show_spinner=False, max_entries=200)
def _numbers(run_id: str, name: str, only: str, column: str, _view: View) -> Numbers | None:
    values = _view.embedding.metadata[column].astype(float)
    known = values[np.isfinite(values)]
    if len(known) < 2 or known.min() == known.max():
        return None
    whole = bool((known == np.rint(known)).all())
    return Numbers(float(known.min()), float(known.max()), whole, histogram.small(known))


def classes(view: View, column: str) -> Classes:
    """Also of numbers, as they are written."""
    return _classes(view.run_id, view.name, view.only, column, view)


@st.cache_resource(show_spinner=False, max_entries=200)
def _classes(run_id: str, name: str, only: str, column: str, _view: View) -> Classes:
    values, counts = np.unique(_view.embedding.metadata[column].astype(str), return_counts=True)
    return Classes(tuple(map(str, values)), tuple(map(int, counts)))
