"""One of the two sides: which vectors, how they are mapped, and by what they are near."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import specs
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.neighbors import METRICS
from engine.openings import usual
from engine.projections import PROJECTIONS
from engine.projections.base import Projection
from engine.runs import catalogue, store
from engine.runs.catalogue import RunRow
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.compare.state import CompareState
from pages.parts.explore.controlled import choose
from pages.parts.explore.view import View
from pages.parts.map.opening import opening
from pages.parts.run import listed, state
from pages.parts.run.listed import settings
from pages.parts.write import pictures
from pages.parts.write.plain import plain

LETTERS = ("a", "b")
MOMENTS = {"": "As trained", "first": "Before training"}
MADE = 12
"""Maps of a run that can be chosen beside the usual ones: the last so many."""


@dataclass(frozen=True)
class Side:
    """letter: "a" or "b". name: which embedding of the run. moment: see `EmbeddingOf`. map: the name of a projection,
    or the run of a map that is made. metric: by what its vectors are near.
    """

    letter: str
    run_id: str
    name: str
    moment: str
    map: str
    metric: str
    only: str = ""
    """The id of the list of items that the maps show alone; "" for the first ones."""

    @property
    def row(self) -> RunRow:
        return state.row_of(self.run_id)

    @property
    def recipe(self) -> Recipe:
        return state.recipe_of(self.run_id)

    @property
    def learner(self) -> Learner:
        """What trained it."""
        learner = self.recipe.learner
        assert learner is not None
        return learner

    @property
    def vectors(self) -> tuple[str, str, str, str]:
        """What decides who is near whom in its vectors."""
        return self.run_id, self.name, self.moment, self.metric

    @property
    def embedding(self) -> Embedding:
        """The vectors of the side."""
        fit = state.fit(self.run_id)
        before = fit.before_training if self.moment else None
        return before if before is not None else fit.embeddings[self.name]

    def map_recipe(self, n_items: int, dims: int = 2) -> Recipe:
        """The map of its first items, or of those shown alone; of a map that is made, as it is."""
        if self.map not in PROJECTIONS:
            return state.recipe_of(self.map)
        cls = PROJECTIONS[self.map]
        projection = usual(cls, self.learner)
        if "metric" in specs(cls) and self.metric in specs(cls)["metric"].options:
            projection = projection.replace(metric=self.metric)
        projection = projection.replace(**cls.fixed(dims))
        shown = 0 if self.only or n_items >= self.embedding.n_items else n_items
        return Recipe(EmbeddingOf(self.run_id, self.name, shown, self.only, self.moment), projection)

    def reference(self) -> EmbeddingOf:
        """Its vectors, to a test."""
        return EmbeddingOf(self.run_id, self.name, moment=self.moment)

    def view(self, page: CompareState) -> View:
        """Its embedding as pages show one."""
        return View(page, self.run_id, self.name)

    def told(self, other: "Side | None" = None) -> str:
        """What it is, in a few words; by what its vectors are near, where the other side is by something else."""
        before = ", before training" if self.moment else ""
        if other is not None and other.metric != self.metric:
            near_by = next(title for name, title in METRICS.items() if name == self.metric)
            before += f", near by {near_by.lower()}"
        method = self.map if self.map in PROJECTIONS else state.row_of(self.map).task
        made = settings(self.row)
        beside = f" ({made})" if made and (other is None or made != settings(other.row)) else ""
        return f"{self.row.label}{beside}{before}, map by {PROJECTIONS[method].title}"

    def pictures(self, page: CompareState, rows: np.ndarray) -> list[str] | None:
        """Of items, as addresses for a column of a table; None where they have none."""
        view = self.view(page)
        return pictures.addresses(view.pictured, rows) if self.has_pictures(page) else None

    def has_pictures(self, page: CompareState) -> bool:
        """Whether its items are pictures; rows from before a training are others than those of the run."""
        return not self.moment and self.view(page).shows_images


def opened(page: CompareState) -> None:
    """Where the address names a map, the run that it shows is taken, and neighbors are those on this map."""
    for letter in LETTERS:
        row = catalogue.get(getattr(page, letter)) if getattr(page, letter) else None
        if row is None or row.task not in PROJECTIONS or not store.exists(row.parent):
            continue
        made, cls = state.recipe_of(row.run_id).learner, PROJECTIONS[row.task]
        dims = "3" if vars(made) | dict(cls.fixed(3)) == vars(made) and cls.fixed(2) != cls.fixed(3) else ""
        is_usual = made == usual(cls, state.recipe_of(row.parent).learner).replace(**cls.fixed(int(dims or 2)))
        told = {f"map_{letter}": row.task if is_usual else row.run_id, letter: row.parent, "by": "maps", "dims": dims}
        page.change(**told)


def runs(page: CompareState) -> Mapping[str, RunRow]:
    """The runs that can be chosen: the last ones with vectors, and those that the address names."""
    found = dict(listed.with_vectors())
    for letter in LETTERS:
        run_id = getattr(page, letter)
        if run_id and run_id not in found and store.exists(run_id):
            found[run_id] = store.meta(run_id)
    return found


def first(found: Mapping[str, RunRow]) -> str:
    """What the page begins with: the last run that has another of its items on its data, else the last of all."""
    over = Counter((row.dataset_id, _items(row)) for row in found.values())
    return next((run_id for run_id, row in found.items() if over[row.dataset_id, _items(row)] > 1), next(iter(found)))


def partner(run_id: str, found: Mapping[str, RunRow]) -> str:
    """What a run is compared with at first: the last other one of its kind of items, on its data if there is one."""
    own = found[run_id]
    others = [row for row in found.values() if row.run_id != run_id and _items(row) == _items(own)]
    same = [row for row in others if row.dataset_id == own.dataset_id]
    return next((row.run_id for row in same or others), run_id)


def in_order(run_id: str, found: Mapping[str, RunRow]) -> list[str]:
    """The runs to compare with: first those on the same data, then those of the same kind of items."""
    own = found[run_id]
    return sorted(
        found, key=lambda other: (found[other].dataset_id != own.dataset_id, _items(found[other]) != _items(own))
    )


def _items(row: RunRow) -> str:
    return LEARNERS[row.task].embeds


def choose_side(
    page: CompareState, letter: str, found: Mapping[str, RunRow], usual_run: str, first: Side | None
) -> Side:
    """Draw the controls of a side. first: the other side, for the second one, whose map it begins with."""
    order = list(found) if first is None else in_order(first.run_id, found)
    run_id = choose(
        st.selectbox, f"Run {letter.upper()}", page, letter, order, usual_run,
        format_func=lambda each: " · ".join(filter(None, (found[each].label, settings(found[each]), each[:4]))),
    )  # fmt: skip
    fit = state.fit(run_id)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = next(iter(fit.embeddings))
        if len(fit.embeddings) > 1:
            name = choose(st.selectbox, "Vectors", page, f"name_{letter}", list(fit.embeddings), name, width=120)
        moment = ""
        if fit.before_training is not None:
            moment = choose(
                st.selectbox, "When", page, f"when_{letter}", list(MOMENTS), "", format_func=MOMENTS.__getitem__,
                width=150, help="Vectors from before the training are kept of the items that its film follows.",
            )  # fmt: skip
        whole = Side(letter, run_id, name, moment, "", "")
        chosen = _map(page, whole, first)
        near_by = whole.learner.near_by
        metric = choose(
            st.selectbox, "Near by", page, f"metric_{letter}", list(METRICS), near_by, format_func=METRICS.__getitem__,
            width=165, help="By what vectors are near: to the comparison, and to maps that can be made by it.",
        )  # fmt: skip
    return replace(whole, map=chosen, metric=metric)


def _map(page: CompareState, side: Side, first: Side | None) -> str:
    """The projection, or the run of a map that is made with other settings."""
    titles = {name: cls.title for name, cls in PROJECTIONS.items() if cls.available()}
    for row in [] if side.moment or page.only else reversed(catalogue.dependents(side.run_id)):
        if len(titles) < len(PROJECTIONS) + MADE and _is_map(row, side, int(page.dims or 2)):
            titles[row.run_id] = f"{PROJECTIONS[row.task].title} · {row.run_id[:4]}"
    same = first.map if first is not None and first.map in titles else ""
    begins = same or ("pca" if side.moment else opening(side.view(page)).method)
    return choose(
        st.selectbox, "Map", page, f"map_{side.letter}", list(titles), begins, format_func=titles.__getitem__,
        width=150, help="How the picture is made. Below the usual ones stand maps of this run with other settings.",
    )  # fmt: skip


def _is_map(row: RunRow, side: Side, dims: int) -> bool:
    """Whether a run is a map, in the plane or in space, of all or the first items of a side's vectors."""
    if row.task not in PROJECTIONS or row.damaged or row.parent != side.run_id:
        return False
    try:
        recipe = state.recipe_of(row.run_id)
    except InputError:
        return False
    shown, projection = recipe.dataset, recipe.learner
    if not isinstance(shown, EmbeddingOf) or shown.only or shown.moment or not isinstance(projection, Projection):
        return False
    own = shown.embedding in ("", side.name)
    fits = projection.components is not Projection.components or vars(projection).get("n_components", 2) == dims
    as_usual = usual(type(projection), side.learner).replace(**projection.fixed(dims))
    return own and fits and projection != as_usual


def says_why_not(page: CompareState, letter: str) -> None:
    """A sentence where the address names a run that is not here."""
    run_id = getattr(page, letter)
    if run_id and not store.exists(run_id):
        st.warning(
            f"Run {letter.upper()} of the link ({plain(run_id[:8])}) is not here: it was deleted, or made on another "
            "machine.",
            icon=":material/search_off:",
        )
