"""Which map of an embedding is shown: the choice, the job that computes it, and what it leaves out.

What a projection is like (computed at once or on a click, with axes to choose among) it says by itself: see
`engine.projections.base`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.embedding import Embedding
from engine.fields import specs
from engine.figures import spectrum
from engine.fit import Fit
from engine.openings import FIRST_ITEMS, map_of, usual
from engine.projections import PROJECTIONS
from engine.projections.base import Components, Projection
from engine.runs import jobs
from engine.runs.lanes import lane_of
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.controlled import choose
from pages.parts.explore.view import View
from pages.parts.map import steering
from pages.parts.map.component import Frames, Tour
from pages.parts.map.opening import is_quick, opening
from pages.parts.run import controls, jobs_panel, state
from pages.parts.run.obtain import obtain_as

SIZES = (50, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 70_000)


@dataclass(frozen=True, eq=False)
class Shown:
    """What the map draws: (n, 2 or 3) coordinates of the first n items, and words about them.

    course: columns step and what fell while the map formed, such as kl; empty if nothing was watched.
    mapped: the run of a projection that is there, and which of its columns are the axes, "" for all.
    """

    revision: str
    coordinates: np.ndarray
    caption: str
    axis_titles: tuple[str, ...] = ()
    frames: Frames | None = None
    course: Mapping[str, Sequence[float]] = field(default_factory=dict)
    mapped: tuple[str, str] = ("", "")
    tour: Tour | None = None


@dataclass(frozen=True)
class Choice:
    """What the toolbar asks for: the name of a projection or of an extra map, 2 or 3 dimensions, the first items."""

    method: str
    dims: int
    n_items: int


def toolbar(view: View, extra: dict[str, str]) -> Choice:
    """Ask for method, dimensions and number of items.

    extra: maps besides the projections (method -> title), which are flat.
    """
    options = {name: cls.title for name, cls in PROJECTIONS.items() if cls.available()} | extra
    usual = opening(view).method
    method = choose(
        st.selectbox, "Map", view.page, "map", list(options), usual, format_func=options.__getitem__, width=168,
        label_visibility="collapsed", help="How the map is made, or what else is drawn in its place.",
    )  # fmt: skip
    dims = "2"
    if method not in extra:
        dims = choose(
            st.segmented_control, "Space", view.page, "dims", ["2", "3"], "2", format_func="{}-D".format,
            required=True, label_visibility="collapsed",
        )  # fmt: skip
    return Choice(method, int(dims), _size(view))


def _sizes(n_items: int) -> tuple[list[int], int]:
    """How many of so many items can be on a map, and how many are at first."""
    sizes = [size for size in SIZES if size < n_items] + ([n_items] if n_items <= SIZES[-1] else [])
    return sizes, max(size for size in sizes if size <= max(FIRST_ITEMS, sizes[0]))


def items_on_map(view: View) -> int:
    """How many of the first items the map shows."""
    sizes, usual = _sizes(view.embedding.n_items)
    return int(view.page.items) if view.page.items in map(str, sizes) else usual


def _size(view: View) -> int:
    n_items = view.embedding.n_items
    sizes, usual = _sizes(n_items)
    titles = {str(n): f"{n:,} {view.items}" if n < n_items else f"all {n:,} {view.items}" for n in sizes}
    found = choose(
        st.selectbox, "Items", view.page, "items", list(titles), str(usual), format_func=titles.__getitem__,
        width=140, label_visibility="collapsed",
        help="The map shows the most frequent items; neighbors are sought among all.",
    )  # fmt: skip
    return int(found)


def ask(view: View, choice: Choice) -> tuple[Recipe, DeltaGenerator]:
    """The recipe of the map, with the settings that the user chose in the pop-over; and the place in it where a
    finished map offers its axes.
    """
    cls = PROJECTIONS[choice.method]
    with st.popover("Settings", icon=":material/tune:", help="Settings of the map"):
        axes = st.container()
        if "metric" in specs(cls):
            controls.suit({"metric": vars(usual(cls, view.recipe.learner))["metric"]}, cls, view.key(cls.name))
        learner = controls.draw(cls, view.key(cls.name), fixed=dict(cls.fixed(choice.dims)))
    return recipe_of(view, learner, choice.n_items), axes


def recipe_of(view: View, projection: Projection, n_items: int) -> Recipe:
    """A map of the first items, or of those shown alone."""
    if view.only:
        return Recipe(EmbeddingOf(view.run_id, view.name, only=view.only), projection)
    return map_of(view.run_id, view.name, view.embedding.n_items, projection, n_items)


def obtain(view: View, recipe: Recipe, dims: int, place: DeltaGenerator) -> Shown | None:
    """The map if it is there; until then its progress with the points on their way, or what begins it.

    place: where a finished map offers its axes, if it has some.
    """
    projection = recipe.learner
    assert isinstance(projection, Projection)
    return obtain_as(
        lambda run_id: _finished(view, projection, run_id, dims, place),
        recipe,
        projection.title,
        lambda: is_quick(view, projection, _n_shown(view, recipe)) or _offered(view, recipe, projection),
        lambda status: _live(projection, status),
    )


def _offered(view: View, recipe: Recipe, projection: Projection) -> bool:
    """What a map that takes its time would take; whether it is wanted."""
    estimate = projection.estimate(view.embedding.first(_n_shown(view, recipe)))
    with st.container(border=True, height=420, vertical_alignment="center", horizontal_alignment="center"):
        st.markdown(f"This {projection.title} map has not been computed yet.")
        taken = f"It takes about {jobs_panel.seconds(estimate.seconds)} and {estimate.megabytes:,.0f} MB."
        st.caption(f"{taken} {jobs_panel.outlook(lane_of(estimate))}")
        return st.button(f"Compute {projection.title}", type="primary", icon=":material/play_arrow:")


def _n_shown(view: View, recipe: Recipe) -> int:
    assert isinstance(recipe.dataset, EmbeddingOf)
    return recipe.dataset.n_items or view.embedding.n_items


def _live(projection: Projection, status: jobs.JobStatus) -> Shown | None:
    """Progress, and the points on their way, as far as the job has got."""
    jobs_panel.bar(status, projection.title, partial(steering.buttons, projection, status))
    seen: list[tuple[int, np.ndarray]] = st.session_state.setdefault(f"frames.{status.run_id}", [])
    seen += jobs.frames(status.run_id, seen[-1][0] if seen else -1)
    if not seen:
        return None
    steps, places = [step for step, _ in seen], np.stack([frame for _, frame in seen])
    frames = Frames(steps, places, unit=projection.step_unit, live=True)
    course = _course_of(status.progress.get("trace", []))
    return Shown(status.run_id, seen[-1][1], "", frames=frames, course=course)


def _course_of(trace: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """Columns step and what is to fall, out of what the job has told so far."""
    names = [name for name in (trace[-1] if trace else {}) if name not in ("done", "seconds_left")]
    told = [point for point in trace if names and names[0] in point]
    return {"step": [point["done"] for point in told]} | {name: [point[name] for point in told] for name in names[:1]}


def _finished(view: View, projection: Projection, run_id: str, dims: int, place: DeltaGenerator) -> Shown:
    fit = state.fit(run_id)
    st.session_state.pop(f"frames.{run_id}", None)
    components = projection.components(fit)
    if components is not None:
        with place:
            axes = _axes(view, components, dims)
        titles = tuple(components.titles[axis] for axis in axes)
        coordinates = np.ascontiguousarray(fit.main.vectors[:, axes])
        revision = f"{run_id}.{'.'.join(map(str, axes))}"
        mapped = run_id, ",".join(map(str, axes))
        return Shown(revision, coordinates, _told(projection, fit, axes), titles, mapped=mapped)
    told, film = _told(projection, fit, range(dims)), _film(projection, fit)
    return Shown(run_id, fit.main.vectors, told, frames=film, course=fit.history, mapped=(run_id, ""))


def _told(projection: Projection, fit: Fit, axes: Sequence[int]) -> str:
    """What stands below a map: how much of the embedding it shows, and what was to be noted when it was made."""
    return " ".join([projection.caption(fit, axes), *fit.notes]).strip()


def _film(projection: Projection, fit: Fit) -> Frames | None:
    if fit.snapshots is None or len(fit.snapshots.steps) < 2:
        return None
    unit = projection.frame_unit or projection.step_unit
    at = 0 if projection.frame_unit else -1
    return Frames([int(step) for step in fit.snapshots.steps], fit.snapshots.frames, unit=unit, at=at)


def _axes(view: View, components: Components, dims: int) -> list[int]:
    """Two or three of the components, which the user chooses below their shares of the variance."""
    available = len(components.titles)
    dims = min(dims, available)
    st.plotly_chart(spectrum.scree(components.ratios), key=view.key("scree"))
    return [
        column.selectbox(
            f"Axis {place + 1}",
            range(available),
            index=place,
            format_func=lambda axis: f"{components.titles[axis]} ({components.share([axis]):.1%})",
            key=view.key(f"component{place}", dims, available),
            persist_state="session",
        )
        for place, column in enumerate(st.columns(dims))
    ]


def subset(embedding: Embedding, n_items: int) -> Embedding:
    """The items that a map shows."""
    return embedding if n_items >= embedding.n_items else embedding.first(n_items)
