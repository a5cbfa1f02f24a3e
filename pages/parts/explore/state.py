"""What a page remembers in a visitor's session, by name and type; and the keys of its widgets."""

import json
import re
from typing import Generic, TypeVar

import streamlit as st

from engine.neighbors import Metric

T = TypeVar("T")
J = TypeVar("J", list, dict)


class Kept(Generic[T]):
    """A value that a page keeps between reruns: `usual` until it is set. A widget of that key sets it, too."""

    def __init__(self, usual: T) -> None:
        self.usual = usual

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, page: "PageState", owner: type) -> T:
        return st.session_state.get(page.key(self.name), self.usual)

    def __set__(self, page: "PageState", value: T) -> None:
        st.session_state[page.key(self.name)] = value


class Told(Kept[str]):
    """A value that stands in the page's address, too, under its own name, unless it is what the page shows at first."""

    LONGEST = 4_000
    """Characters; an address is what a visitor sends."""

    def __init__(self, pattern: str = "") -> None:
        """pattern: what an address may say, as a whole; "": anything."""
        super().__init__("")
        self.pattern = re.compile(pattern or "(?s:.*)")

    def __get__(self, page: "PageState", owner: type) -> str:
        return st.session_state.get(page.key(self.name), self.at_first(page))

    def __set__(self, page: "PageState", value: str) -> None:
        st.session_state[page.key(self.name)] = value
        self.tell(page, value)

    def at_first(self, page: "PageState") -> str:
        """What the page shows while nothing else was chosen; "" where it finds out by itself."""
        return str(getattr(page, f"usual_{self.name}", ""))

    def tell(self, page: "PageState", value: str) -> None:
        """Put the value into the address; what the page would show at first needs no word."""
        if not page.addressed:
            return
        if value != self.at_first(page):
            st.query_params[self.name] = value
        else:
            st.query_params.pop(self.name, None)

    def accepts(self, value: str) -> bool:
        """Whether it may come from an address."""
        return len(value) <= self.LONGEST and self.pattern.fullmatch(value) is not None


class PageState:
    """The state of one page of this session. As a text it is the page's name, which all its keys begin with."""

    run = Told("[0-9a-f]{32}")
    """The run that the page shows."""
    item = Told()
    """Label of the item that the user looks at, kept over runs: another run may know it too."""
    map = Told()
    """The projection; "": what shows most."""
    dims = Told("[23]")
    """Dimensions of the map."""
    items = Told(r"\d{1,8}")
    """How many items are on the map."""
    color = Told()
    """The column that colors the map, or what else does (painting.py)."""
    classes = Told()
    """Columns of numbers that are colored as classes, a JSON list."""
    palette = Told()
    """Column -> class -> color that the visitor picked, JSON."""
    axis = Told()
    """The two items at the ends of the axis that colors the map, a JSON list."""
    look = Told("density|some|all")
    """Density or pictures instead of points."""
    shape = Told()
    """The column that shapes the points."""
    only = Told()
    """The items that are shown alone: their names as a line, or the id of a kept list."""
    groups = Told("[0-9a-f]{32}")
    """The id of the named groups."""
    clusters = Told(r"[0-9a-f]{32}\.\d{1,2}\.(-|\d{1,5})\.[01]")
    """The clusters that are shown, see `pages.parts.explore.clusters`: run, layer, the chosen one, all items or not."""
    cluster_names = Told("[0-9a-f]{32}")
    """The id of the names that the visitor gave to clusters."""
    pinned = Told()
    """Items whose cards are pinned, their names as a line."""
    columns = Told()
    """Columns on the cards, a JSON list."""
    filter = Told()
    """Column -> range or classes that are let in, JSON."""
    truth = Told("item|graph")
    """What of the true neighbors is drawn on the map (truths.py)."""
    sweep = Told()
    """What is swept: setting, values and seeds, JSON (pages/parts/tabs/compare/plan.py)."""
    seeds = Told(r"[2-8]\.\d{1,2}")
    """How many seeds are compared, and into how many clusters (stability.py)."""
    budgets = Told()
    """Methods and seconds that are compared, JSON (pages/parts/tabs/compare/budgets.py)."""
    fixed = Told("[A-Za-z0-9_-]*")
    """Data and method that a teacher's link fixes, and its task (pages/parts/run/setting.py)."""
    step = Kept("")
    """The step of the sidebar to open, and a word that tells this wish from another: each is granted once."""
    opened = Kept("")
    """The run whose recipe the controls were set to."""
    waiting = Kept("")
    """The run that the map waits for."""
    mapped: Kept[tuple[str, str]] = Kept(("", ""))
    """The run of the projection that is on the map, and which of its columns are the axes; two "" for another map."""
    circled: Kept[tuple[int, ...]] = Kept(())
    """Rows inside the last lasso or box."""
    metric: Kept[Metric] = Kept("cosine")
    k = Kept(10)
    """How many neighbors."""
    among = Kept("")
    """Among which kind of items neighbors are sought, where two kinds lie together."""
    on_map = Kept(False)
    """Whether the distances of items that are shown alone are those of their map."""
    sought = Kept("")
    """The search whose answer was taken."""
    axes_of = Kept("")
    """The run whose own axes were put on the map when it was opened."""

    usual_item = Kept("")
    usual_run = Kept("")
    """The item and the run that the page begins with; an address need not name them."""

    def __init__(self, name: str, addressed: bool = True) -> None:
        """addressed: whether its run and item are in the address, as on a page that shows one run."""
        self.name = name
        self.addressed = addressed

    def __str__(self) -> str:
        return self.name

    def key(self, name: str, *parts: object) -> str:
        """Key of a widget or value: `parts` say what it belongs to, such as a run, so that another starts anew."""
        return ".".join((self.name, name, *map(str, parts)))

    def follow_address(self, returning: bool) -> None:
        """What the address names is shown; called once before a page is drawn.

        What it does not name is as it was left, and is put into it, so that it can be copied. But where Back or
        Forward brought it (`returning`) it is the whole truth: what it does not name is as at first.
        """
        for told in self.told():
            if told.name in st.query_params and told.accepts(st.query_params[told.name]):
                st.session_state[self.key(told.name)] = st.query_params[told.name]
            elif returning:
                st.session_state.pop(self.key(told.name), None)
            elif self.key(told.name) in st.session_state:
                told.tell(self, st.session_state[self.key(told.name)])

    @classmethod
    def told(cls) -> tuple[Told, ...]:
        """What an address says of a page of this kind."""
        return tuple(value for each in cls.__mro__ for value in vars(each).values() if isinstance(value, Told))

    def change(self, **values: object) -> None:
        """Set some values: for what a button does."""
        for name, value in values.items():
            setattr(self, name, value)

    def begin_with(self, item: str, run: str = "") -> None:
        """The item to show until another is chosen, or this one let go; and the run, until another is."""
        self.usual_item, self.usual_run = item, run


def from_json(text: str, kind: type[J], usual: J | None = None) -> J:
    """What a value that is told as JSON holds; the usual, by default nothing, if it is something else, as an address
    may be.
    """
    try:
        found = json.loads(text) if text else None
    except ValueError:
        found = None
    if isinstance(found, kind):
        return found
    return kind() if usual is None else usual


TOLD: tuple[Told, ...] = PageState.told()
"""What an address says of the page of a domain."""
