"""An exercise as it is declared, and as it is drawn: the task, what to do, and buttons that open the pages for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import streamlit as st

from engine import limits
from engine.errors import InputError
from engine.files.downloads.entries import CATALOGUE, Entry
from engine.files.downloads.fetch import missing
from engine.runs.recipe import Recipe
from pages.lessons.links import domain, go
from pages.parts.assets import sections
from pages.parts.run.obtain import begin
from pages.parts.write.plain import plain

COMPARE = "pages/compare/page.py"
LESSONS = "pages/lessons/page.py"
OFFLINE = ""


@dataclass(frozen=True)
class Preset:
    """A page as an exercise needs it.

    page: the name of a domain. recipe: what its run is made by, without one what the page opens with. tab: of it.
    values: of controls, by the names that the page gives them, {run} standing for the run. query: more of the address.
    entry: what is downloaded for it, once, unless it is on disk.
    """

    label: str
    page: str
    recipe: Callable[[], Recipe] | None = None
    tab: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    entry: Entry | None = None

    def open(self) -> None:
        """Ask for the run, set the controls, and go there; raises InputError where the data cannot be had."""
        recipe = domain(self.page).first if self.recipe is None else self.recipe()
        go(self.page, recipe, self.tab, self.values, **self.query)


@dataclass(frozen=True)
class Comparison:
    """Two runs on the page that compares. metrics: of either side. entry: see `Preset`."""

    label: str
    first: Callable[[], Recipe]
    second: Callable[[], Recipe]
    item: str = ""
    metrics: tuple[str, str] = ("", "")
    entry: Entry | None = None

    def open(self) -> None:
        """Ask for both runs, and go there."""
        runs = self.first(), self.second()
        for recipe in dict.fromkeys(runs):
            begin(recipe)
        told = {"a": runs[0].run_id, "b": runs[1].run_id, "item": self.item}
        told |= {"metric_a": self.metrics[0], "metric_b": self.metrics[1]}
        st.switch_page(COMPARE, query_params={name: value for name, value in told.items() if value})


@dataclass(frozen=True)
class InLesson:
    """A lesson that does the same, small. number: of the lesson."""

    label: str
    number: int
    entry: None = None

    def open(self) -> None:
        """Go there."""
        st.switch_page(LESSONS, query_params={"lesson": str(self.number)})


@dataclass(frozen=True)
class Exercise:
    """number: its section in assets/exercises. needs: what must be brought along; OFFLINE for nothing."""

    number: int
    presets: tuple[Preset | Comparison | InLesson, ...]
    needs: str = OFFLINE


@dataclass(frozen=True)
class Text:
    """title, source, the task in a few sentences, and what to do, Markdown."""

    title: str
    source: str
    task: str
    steps: str


@cache
def texts() -> tuple[str, dict[int, Text]]:
    """What stands before all, and the text of each exercise by its number."""
    first, *others = sections("exercises/exercises").items()
    found = {}
    for heading, body in others:
        number, _, title = heading.partition(" ")
        source, task, steps = (block.strip() for block in body.split("\n\n", 2))
        found[int(number)] = Text(title.strip(), source, task, steps)
    assert all(before < after for before, after in pairwise(found)), "the exercises are out of order"
    return first[1], found


def show(one: Exercise) -> None:
    """Draw an exercise, folded under its title."""
    told = texts()[1][one.number]
    mark = ":material/cloud_off: offline" if not one.needs else ":material/cloud_download: needs data"
    with st.container(border=True, key=f"exercises.{one.number}"):
        st.markdown(f"##### {one.number}  {told.title}")
        st.caption(f"{told.source} · {mark}")
        st.markdown(told.task)
        st.markdown(told.steps)
        if one.needs:
            st.caption(one.needs)
        _buttons(one, [place for place, preset in enumerate(one.presets) if preset.entry is None])
        real = [place for place, preset in enumerate(one.presets) if preset.entry is not None]
        if real:
            st.caption(f"On the data of the course: {_downloads(one)}")
            _buttons(one, real)


def _downloads(one: Exercise) -> str:
    """What must be fetched for its real data, and how much of it is missing here."""
    entries = {preset.entry.key: preset.entry for preset in one.presets if preset.entry is not None}
    told = [f"{entry.title} ({_missing(key)}; {entry.licence})" for key, entry in entries.items()]
    return plain("; ".join(told)) + "."


@st.cache_data(show_spinner=False, ttl=30)
def _missing(key: str) -> str:
    """Kept for half a minute: whole folders are searched."""
    size = sum(file.size for file in missing(CATALOGUE[key]))
    return f"a download of {size / limits.MB:,.1f} MB, once" if size else "on this machine already"


def _buttons(one: Exercise, places: Sequence[int]) -> None:
    with st.container(horizontal=True):
        for place in places:
            preset = one.presets[place]
            if st.button(preset.label, icon=":material/arrow_forward:", key=f"exercises.{one.number}.{place}"):
                try:
                    preset.open()
                except InputError as error:
                    st.warning(plain(str(error)))
