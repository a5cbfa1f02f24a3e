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

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name

    def key(self, name: str, *parts: object) -> str:
        """Key of a widget or value: `parts` say what it belongs to, such as a run, so that another starts anew."""
        return ".".join((self.name, name, *map(str, parts)))

    @property
    def run(self) -> str:
        """The run that the address names or that the page showed last; "" if neither is a run id.

        The address is user input: anything but a run id is ignored.
        """
        wanted = st.query_params.get("run", "")
        if re.fullmatch("[0-9a-f]{32}", wanted):
            st.session_state[self.key("run")] = wanted
        return st.session_state.get(self.key("run"), "")

    @run.setter
    def run(self, run_id: str) -> None:
        """Make it the run that the page shows, also in its address."""
        st.session_state[self.key("run")] = run_id
        st.query_params["run"] = run_id

    @property
    def item(self) -> str:
        """Label of the item that the user looks at, kept over runs: another run may know it too."""
        return st.session_state.get(self.key("item"), st.query_params.get("item", ""))

    @item.setter
    def item(self, label: str) -> None:
        """Choose an item ("": none), also in the page's address."""
        st.session_state[self.key("item")] = label
        if label:
            st.query_params["item"] = label
        else:
            st.query_params.pop("item", None)

    def begin_with(self, label: str) -> None:
        """Choose an item unless one was chosen before, or let go; the address is left as it is."""
        st.session_state.setdefault(self.key("item"), st.query_params.get("item", label))
