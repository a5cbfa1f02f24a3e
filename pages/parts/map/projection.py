"""Which map of an embedding is shown: the choice, the job that computes it, and what it leaves out."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.embedding import Embedding
from engine.figures import spectrum
from engine.fit import Fit
from engine.learners.base import Learner
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE
from engine.runs import jobs, store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.view import View
from pages.parts.map.component import Frames
from pages.parts.run import controls, jobs_panel, state
from pages.parts.write.plain import plain

METHODS = {"pca": "PCA", "tsne": "t-SNE"}
SIZES = (250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 70_000)
USUAL_ITEMS = 2_000


@dataclass(frozen=True, eq=False)
class Shown:
    """What the map draws: (n, 2 or 3) coordinates of the first n items, and words about them."""

    revision: str
    coordinates: np.ndarray
    caption: str
    axis_titles: tuple[str, ...] = ()
    frames: Frames | None = None


def toolbar(view: View, extra: dict[str, str]) -> tuple[str, int, int]:
    """Ask for method, dimensions and number of items.

    extra: maps that need no job (method -> title), which are flat.
    """
    options = METHODS | extra
    method = st.segmented_control(
        "Map",
        list(options),
        format_func=options.__getitem__,
        required=True,
        default="pca",
        key="map",
        bind="query-params",
    )
    dims = 2
    if method not in extra:
        dims = st.segmented_control(
            "Space", [2, 3], format_func="{}-D".format, required=True, default=2, key="dims", bind="query-params"
        )
    n_items = view.embedding.n_items
    sizes = [size for size in SIZES if size < n_items] + ([n_items] if n_items <= SIZES[-1] else [])
    key = f"{view.page}.items.{view.run_id}"
    usual = max(size for size in sizes if size <= max(USUAL_ITEMS, sizes[0]))
    size = st.selectbox(
        "Items",
        sizes,
        index=sizes.index(usual),
        format_func=lambda n: f"{n:,}" if n < n_items else f"all {n:,}",
        key=key,
        width=120,
        help="The map shows the most frequent items; neighbors are sought among all.",
        persist_state="session",
    )
    return method if method in options else "pca", dims if dims in (2, 3) else 2, size


def ask(view: View, method: str, dims: int, n_items: int) -> Recipe:
    """The recipe of the map, with the settings that the user chose in the pop-over."""
    with st.popover("Settings", icon=":material/tune:"):
        learner: Learner
        if method == "tsne":
            learner = controls.draw(TSNE, f"{view.page}.tsne", fixed={"n_components": dims})
        else:
            learner = controls.draw(PCA, f"{view.page}.pca", skip=("n_components",))
    shown = 0 if n_items >= view.embedding.n_items else n_items
    return Recipe(EmbeddingOf(view.run_id, view.name, shown), learner)


def obtain(view: View, recipe: Recipe, dims: int, bar: DeltaGenerator) -> Shown | None:
    """The map if it is there; if not, submit it (PCA at once, t-SNE on a click) and show how far it is.

    bar: where further controls of a finished map go.
    """
    run_id = recipe.run_id
    if store.exists(run_id):
        return _finished(view, state.fit(run_id), recipe, dims, bar)
    status = jobs.status(run_id)
    if status is not None and status.active:
        return _live(recipe, status)
    if status is not None and status.state in ("failed", "cancelled"):
        jobs_panel.failed(status)
    elif isinstance(recipe.learner, PCA):
        if jobs_panel.submit(recipe):
            st.rerun()
    else:
        _offer(view, recipe)
    return None


def _offer(view: View, recipe: Recipe) -> None:
    assert recipe.learner is not None and isinstance(recipe.dataset, EmbeddingOf)
    embedding = view.embedding
    estimate = recipe.learner.estimate(embedding.first(recipe.dataset.n_items or embedding.n_items))
    with st.container(border=True, height=420, vertical_alignment="center", horizontal_alignment="center"):
        st.markdown(f"This {recipe.learner.title} map has not been computed yet.")
        st.caption(f"It takes about {jobs_panel.seconds(estimate.seconds)} and {estimate.megabytes:,.0f} MB.")
        pressed = st.button(f"Compute {recipe.learner.title}", type="primary", icon=":material/play_arrow:")
        if pressed and jobs_panel.submit(recipe):
            st.rerun()


def _live(recipe: Recipe, status: jobs.JobStatus) -> Shown | None:
    """Progress, and the points on their way, as far as the job has got."""
    assert recipe.learner is not None
    jobs_panel.bar(status, recipe.learner.title)
    seen: list[tuple[int, np.ndarray]] = st.session_state.setdefault(f"frames.{recipe.run_id}", [])
    seen += jobs.frames(recipe.run_id, seen[-1][0] if seen else -1)
    if not seen:
        return None
    frames = Frames([step for step, _ in seen], np.stack([frame for _, frame in seen]), unit="iterations", live=True)
    return Shown(recipe.run_id, seen[-1][1], "", frames=frames)


def _finished(view: View, fit: Fit, recipe: Recipe, dims: int, bar: DeltaGenerator) -> Shown:
    st.session_state.pop(f"frames.{recipe.run_id}", None)
    for note in fit.notes:
        st.caption(f":material/info: {plain(note)}")
    if isinstance(recipe.learner, PCA):
        return _components(view, fit, recipe.run_id, dims, bar)
    frames = None
    if fit.snapshots is not None and len(fit.snapshots.steps) > 1:
        frames = Frames([int(step) for step in fit.snapshots.steps], fit.snapshots.frames, unit="iterations")
    return Shown(recipe.run_id, fit.main.vectors, _neighborhoods(fit, ""), frames=frames)


def _components(view: View, fit: Fit, run_id: str, dims: int, bar: DeltaGenerator) -> Shown:
    """Two or three of the principal components, which the user chooses beside the scree plot."""
    available = fit.main.n_components
    dims = min(dims, available)
    ratios = fit.arrays["explained_variance_ratio"]
    with bar, st.popover("Components", icon=":material/bar_chart:"):
        st.plotly_chart(spectrum.scree(ratios), key=f"{view.page}.scree")
        columns = st.columns(dims)
        axes = [
            column.selectbox(
                f"Axis {place + 1}",
                range(available),
                index=place,
                format_func=lambda c: f"PC{c + 1} ({_percent(ratios, c)})",
                key=f"{view.page}.component{place}.{dims}.{available}",
                persist_state="session",
            )
            for place, column in enumerate(columns)
        ]
    share = sum(float(ratios[axis]) for axis in set(axes) if axis < len(ratios))
    caption = f"These {dims} axes show {share:.0%} of the variance; {1 - share:.0%} is not on the map."
    if axes == list(range(dims)):
        caption += _neighborhoods(fit, f"_{dims}d")
    titles = tuple(f"PC{axis + 1}" for axis in axes)
    coordinates = np.ascontiguousarray(fit.main.vectors[:, axes])
    return Shown(f"{run_id}.{'.'.join(map(str, axes))}", coordinates, caption, titles)


def _percent(ratios: np.ndarray, component: int) -> str:
    return f"{ratios[component]:.1%}" if component < len(ratios) else "0%"


def _neighborhoods(fit: Fit, suffix: str) -> str:
    """How many of the true neighbors the map shows as neighbors."""
    recall, trust = fit.summary.get(f"neighbor_recall{suffix}"), fit.summary.get(f"trustworthiness{suffix}")
    if recall is None:
        return ""
    return (
        f" Of an item's 10 nearest neighbors {recall:.0%} are among its 10 nearest here; trustworthiness {trust:.3f}."
    )


def subset(embedding: Embedding, n_items: int) -> Embedding:
    """The items that a map shows."""
    return embedding if n_items >= embedding.n_items else embedding.first(n_items)
