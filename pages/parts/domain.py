"""What a domain is to the app: words, films, images, nodes. Each is declared once, in its page's folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.runs.recipe import Recipe
from pages.parts.data.choices import Picker
from pages.parts.explore.explorer import NO_MAPS, Companion, ExtraMaps
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import run_view


@dataclass(frozen=True)
class Tab:
    """One question below the map. show: draws it. asked: whether a run allows the question."""

    title: str
    show: Callable[[View], None]
    asked: Callable[[View], bool] = lambda view: True


@dataclass(frozen=True)
class Experiments:
    """Recipes that are worth a look, ready to start: title -> recipe, and what they are to show."""

    about: str
    recipes: Mapping[str, Recipe]


@dataclass(frozen=True)
class Domain:
    """A page over one kind of item.

    name: of the page's address and folder, and the beginning of its widgets' keys. icon: of Material Symbols.
    item: what the methods of the page embed (`Learner.embeds`); items: how the user calls several of them.
    picker: the data to choose from. default: the recipe that is shown at first, computed if it never was.
    tabs: the questions below the map. about: what Home says of it, Markdown; link: what it promises of the page.
    color, first_item: the column that colors the map on Home, and the item whose neighbors are shown there.
    begins_chosen: whether the page itself, too, begins with that item.
    missing: what to say of a run that the page cannot show. vectors: help for the choice among several vectors.

    What only some pages have: `experiments`; `live` figures of a training under way; `extra_maps` of a view, that need
    no job; `before`, drawn above the explorer; a `companion` picture left of the map; `tests`, which hold scores and no
    vectors, by what shows a run of theirs that is opened by itself.
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
    color: str
    missing: str
    first_item: str = ""
    begins_chosen: bool = False
    vectors: str = ""
    experiments: Experiments | None = None
    live: Callable[[PageState, Mapping[str, Any]], None] = run_view.loss_so_far
    extra_maps: Callable[[View], ExtraMaps] = lambda view: NO_MAPS
    before: Callable[[View], None] = lambda view: None
    companion: Companion | None = None
    tests: Mapping[type[Learner], Callable[[View], None]] = field(default_factory=dict)

    @property
    def learners(self) -> dict[str, type[Learner]]:
        """The methods of the page by their name: those that embed its items."""
        return {name: cls for name, cls in LEARNERS.items() if cls.embeds == self.item}

    @property
    def kind(self) -> str:
        """The kind of dataset that the page usually takes."""
        return str(getattr(self.default.dataset, "kind", ""))
