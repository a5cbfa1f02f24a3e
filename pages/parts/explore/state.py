"""What a page remembers in a visitor's session, by name and type; and the keys of its widgets."""

import re
from typing import Generic, TypeVar

import streamlit as st

from engine.neighbors import Metric

T = TypeVar("T")


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


class PageState:
    """The state of one page of this session. As a text it is the page's name, which all its keys begin with."""

    opened = Kept("")
    """The run whose recipe the controls were set to."""
    waiting = Kept("")
    """The run that the map waits for."""
    circled: Kept[tuple[int, ...]] = Kept(())
    """Rows inside the last lasso or box."""
    sprites = Kept(False)
    """Whether the map draws pictures instead of points."""
    metric: Kept[Metric] = Kept("cosine")
    k = Kept(10)
    """How many neighbors."""
    among = Kept("")
    """Among which kind of items neighbors are sought, where two kinds lie together."""
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
        for name in ("run", "item"):
            if name in st.query_params and (name != "run" or _is_run_id(st.query_params[name])):
                st.session_state[self.key(name)] = st.query_params[name]
            elif returning:
                st.session_state.pop(self.key(name), None)
            elif self.key(name) in st.session_state:
                self._tell(name, st.session_state[self.key(name)])

    def _tell(self, name: str, value: str) -> None:
        """Put a value into the address; what the page would show at first needs no word."""
        if not self.addressed:
            return
        if value != (self.usual_item if name == "item" else self.usual_run):
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)

    @property
    def run(self) -> str:
        """The run that the page shows."""
        return st.session_state.get(self.key("run"), self.usual_run)

    @run.setter
    def run(self, run_id: str) -> None:
        """Make it the run that the page shows, also in its address."""
        st.session_state[self.key("run")] = run_id
        self._tell("run", run_id)

    @property
    def item(self) -> str:
        """Label of the item that the user looks at, kept over runs: another run may know it too."""
        return st.session_state.get(self.key("item"), self.usual_item)

    @item.setter
    def item(self, label: str) -> None:
        """Choose an item ("": none), also in the page's address."""
        st.session_state[self.key("item")] = label
        self._tell("item", label)

    def begin_with(self, item: str, run: str = "") -> None:
        """The item to show until another is chosen, or this one let go; and the run, until another is."""
        self.usual_item, self.usual_run = item, run


def _is_run_id(text: str) -> bool:
    """The address is user input."""
    return bool(re.fullmatch("[0-9a-f]{32}", text))
