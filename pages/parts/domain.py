"""What a domain is to the app: words, films, images, nodes. Each is declared once, in its page's folder."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from engine import settings
from engine.files.downloads.entries import Entry
from engine.files.downloads.fetch import missing
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.runs.recipe import Recipe
from pages.parts.data.choices import Picker
from pages.parts.explore.explorer import NO_MAPS, Companion, ExtraMaps
from pages.parts.explore.groups import Distinguishes
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import run_view


@dataclass(frozen=True)
class Tab:
    """One question below the map. show: draws it. asked: whether a run allows the question. group: what it is about."""

    title: str
    show: Callable[[View], None]
    asked: Callable[[View], bool] = lambda view: True
    group: str = ""


def grouped(group: str, *tabs: Tab) -> tuple[Tab, ...]:
    """The same tabs as one group. A page with more tabs than fit into a row shows the groups above those of one."""
    return tuple(replace(tab, group=group) for tab in tabs)


@dataclass(frozen=True)
class Experiments:
    """Recipes that are worth a look, ready to start: title -> recipe, and what they are to show."""

    about: str
    recipes: Mapping[str, Recipe]


@dataclass(frozen=True)
class Opening:
    """What a page opens with where the files of an entry are at hand, and what Home says of it then."""

    recipe: Recipe
    entry: Entry
    about: str

    @property
    def at_hand(self) -> bool:
        """Whether nothing of it would have to be downloaded."""
        return _at_hand(self.entry, (str(settings.home()), *map(str, settings.data_folders())))


@st.cache_data(show_spinner=False, ttl=30, hash_funcs={Entry: lambda entry: entry.key})
def _at_hand(entry: Entry, folders: tuple[str, ...]) -> bool:
    """Kept for half a minute: whole folders are searched."""
    return not missing(entry)


@dataclass(frozen=True)
class Domain:
    """A page over one kind of item.

    name: of the page's address, and the beginning of its widgets' keys. icon: of Material Symbols.
    item: what the methods of the page embed (`Learner.embeds`); items: how the user calls several of them.
    picker: the data to choose from. default: the recipe that is shown at first, computed if it never was.
    real: what is shown first instead where its files are at hand.
    tabs: the questions below the map. about: what Home says of it, Markdown; link: what it promises of the page;
    question: one to try there.
    first_item: the item whose neighbors are shown at first.
    begins_chosen: whether the page itself, too, begins with that item.
    missing: what to say of a run that the page cannot show. vectors: help for the choice among several vectors.

    What only some pages have: `experiments`; `live` figures of a training under way; `extra_maps` of a view, that need
    no job; `before`, drawn above the explorer; a `companion` picture left of the map; what else `distinguishes` two
    groups of items; `tests`, which hold scores and no vectors, by what shows a run of theirs that is opened by itself;
    `also`, what the methods of other pages embed whose runs the page opens and trains too, on data of their kind;
    `shows_all`, whether the page opens the runs of every method that embeds something; `more_data`, drawn below the
    choice of data; `section`, the heading behind which the page stands in the menu.
    """

    name: str
    title: str
    icon: str
    item: str
    items: str
    picker: Picker
    default: Recipe
    tabs: tuple[Tab, ...]
    about: str
    link: str
    question: str
    missing: str
    first_item: str = ""
    begins_chosen: bool = False
    vectors: str = ""
    experiments: Experiments | None = None
    live: Callable[[PageState, Mapping[str, Any]], None] = run_view.loss_so_far
    extra_maps: Callable[[View], ExtraMaps] = lambda view: NO_MAPS
    before: Callable[[View], None] = lambda view: None
    companion: Companion | None = None
    distinguishes: Distinguishes | None = None
    tests: Mapping[type[Learner], Callable[[View], None]] = field(default_factory=dict)
    real: Opening | None = None
    also: Collection[str] = ()
    shows_all: bool = False
    more_data: Callable[[PageState], None] = lambda page: None
    section: str = ""

    @property
    def first(self) -> Recipe:
        """What is shown at first on this machine."""
        return self.real.recipe if self.real is not None and self.real.at_hand else self.default

    @property
    def told(self) -> str:
        """What Home says of it, Markdown."""
        return self.real.about if self.real is not None and self.real.at_hand else self.about

    @property
    def learners(self) -> dict[str, type[Learner]]:
        """The methods of the page by their name: those that embed its items."""
        return {name: cls for name, cls in LEARNERS.items() if cls.embeds == self.item}

    @property
    def offered(self) -> dict[str, type[Learner]]:
        """The methods that the page trains: its own, and those of what it opens `also`."""
        return self.learners | {name: cls for name, cls in LEARNERS.items() if cls.embeds in self.also}

    def for_data(self, dataset: Any) -> dict[str, type[Learner]]:
        """The methods for a dataset: those of what the page opens `also` for data of their kind, else its own."""
        others = {name: cls for name, cls in self.offered.items() if name not in self.learners}
        kind = getattr(dataset, "kind", self.kind)
        return {name: cls for name, cls in others.items() if cls.takes == kind} or self.learners

    @property
    def shown(self) -> dict[str, type[Learner]]:
        """The methods whose runs the page opens."""
        return {name: cls for name, cls in LEARNERS.items() if cls.embeds} if self.shows_all else self.offered

    @property
    def kind(self) -> str:
        """The kind of dataset that the page usually takes."""
        return str(getattr(self.default.dataset, "kind", ""))
