"""Inside the CNN: its filters, what each layer makes of the chosen image, and the parts that it is built of."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from engine.algorithms.probability import softmax
from engine.insight.images.vision import Vision, largest_patch
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.images.inside_cnn import building_blocks, experiments, units
from pages.images.sister_runs import learner_of
from pages.parts.explore.view import View
from pages.parts.run import method
from pages.parts.write import pictures
from pages.parts.write.plain import plain

MOST_MAPS = 32
COLUMNS = 16
LATEX_KERNEL = 3


def show(view: View) -> None:
    """The parts to choose from; those that need a network with convolutions offer one where there is none."""
    part = st.segmented_control(
        "Part", list(PARTS), default=FILTERS, required=True, key=view.key("inside"), label_visibility="collapsed"
    )
    row = chosen_row(view)
    name = plain(f"Image: {view.embedding.labels[row]}. Click another on the map to see what becomes of it.")
    if part in FREE:
        if part != "Experiments":
            st.caption(name)
        FREE[part](view, row)
        return
    network = learner_of(view).vision(view.fit, view.images.shape)
    if network is None:
        offer(view, "convolutions")
        return
    st.caption(name)
    PARTS[part](view, network, row)


def chosen_row(view: View) -> int:
    """The chosen image, or the first of the test part."""
    return view.selected if view.selected is not None else int(view.images.test_rows.start)


def offer(view: View, what: str) -> None:
    """Say that the run has none of that, and offer to train a network that has, on the same images."""
    st.info(f"This run ({plain(learner_of(view).title)}) has no {what}.", icon=":material/grid_on:")
    if not view.images.has_classes:
        st.caption("A convolutional network learns from classes, and these images have none (or not all).")
        return
    recipe = Recipe(view.recipe.dataset, ConvolutionalClassifier())
    verb = "Open the" if store.exists(recipe.run_id) else "Train a"
    label = f"{verb} convolutional network on these images"
    with st.container(key="a_step.offer"):
        if st.button(label, type="primary", icon=":material/play_arrow:", key=view.key("offer")):
            method.start(view.page, recipe)


def _filters(view: View, network: Vision, row: int) -> None:
    filters = network.filters
    shown = filters[:MOST_MAPS]
    st.markdown("**Filters of the first layer**")
    drawn = pictures.signed(shown.reshape(len(shown), -1), shown.shape[1:])
    with st.container(horizontal=True, gap="small"):
        for number, each in enumerate(drawn, 1):
            weights = shown[number - 1]
            alt = f"Filter {number}: weights {weights.min():.2f} to {weights.max():.2f}, {weights.sum():.2f} together"
            st.image(pictures.enlarged(each, side=42), caption=str(number), width=42, alt=alt)
    st.caption(
        f"{_of(len(shown), len(filters))} filters of {filters.shape[1]} x {filters.shape[2]}. Gray is 0, white "
        "positive, black negative. Where one side is white and the other black, the filter answers to an edge."
    )
    pixels = view.images.pixels([row])
    _arithmetic(view, network, pixels)
    st.markdown("**The image, layer by layer**")
    pictures.strip("Image", pictures.as_bytes(pixels, network.shape), side=84)
    answers = network.answers(pixels)
    for place in network.seen:
        _layer(network.titles[place], answers[place][0])
    if network.n_classes:
        _chances(view, answers[-1][0])


def _layer(title: str, answer: np.ndarray) -> None:
    """The maps of one layer as a sheet of pictures; numbers without a place as one picture."""
    if answer.ndim == 1:
        wide = np.zeros(-(-len(answer) // COLUMNS) * COLUMNS, answer.dtype)
        wide[: len(answer)] = answer
        maps, words = wide[None, None, :].reshape(1, -1, COLUMNS), f"{len(answer)} numbers"
    else:
        maps = answer[:MOST_MAPS]
        words = f"{_of(len(maps), len(answer))} maps of {answer.shape[1]} x {answer.shape[2]}"
    largest = max(float(np.abs(maps).max()), 1e-9)
    below = float(maps.min()) < 0
    levels = pictures.as_bytes(0.5 + maps / (2 * largest) if below else maps / largest, (*maps.shape[1:], 1))
    told = f"{words}, from {maps.min():.2f} to {maps.max():.2f}" + ("; gray is 0" if below else "; black is 0")
    pictures.strip(plain(title), levels, told, side=160 if answer.ndim == 1 else 56)


def _chances(view: View, scores: np.ndarray) -> None:
    chances = softmax(scores)
    likely = np.argsort(-chances)[:4]
    names = view.images.class_names
    st.caption("Softmax of the scores: " + plain(" · ".join(f"{names[at]} {chances[at]:.1%}" for at in likely)))


def _arithmetic(view: View, network: Vision, pixels: np.ndarray) -> None:
    """One number of one map: filter times patch, summed."""
    filters = network.filters
    if filters.shape[1:] != (LATEX_KERNEL, LATEX_KERNEL, 1):
        return
    with st.expander("How one number of a map comes about"):
        unit = st.number_input("Filter", 1, len(filters), 1, key=view.key("inside_filter", len(filters)), width=140)
        weights, patch, answer = largest_patch(network, pixels, unit - 1)
        bias = float(network.parameters(network.first_conv)["bias"][unit - 1])
        total = float((weights * patch).sum())
        st.latex(
            rf"\sum {_matrix(weights)} \odot {_matrix(patch)} + b = {total:.3f} {'+' if bias >= 0 else '-'} "
            rf"{abs(bias):.3f} = {answer:.3f}"
        )
        st.caption(
            f"Filter {unit} at the place of the image where it answers most: each weight times the pixel under it, "
            "summed, and the bias. The same filter is laid on every place."
        )


def _matrix(values: np.ndarray) -> str:
    rows = r" \\ ".join(" & ".join(f"{value:.2f}" for value in row) for row in values[..., 0])
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


def _of(shown: int, total: int) -> str:
    return f"{total}" if shown == total else f"The first {shown} of {total}"


FILTERS = "Filters and maps"
PARTS: dict[str, Callable[[View, Vision, int], None]] = {
    FILTERS: _filters,
    "Units": units.show,
    "Batch norm": building_blocks.batch_norm,
    "Pooling": lambda view, network, row: building_blocks.pooling(view, row),
    "Augmentation": lambda view, network, row: building_blocks.augmentation(view, row),
    "Experiments": lambda view, network, row: experiments.show(view),
}
FREE: dict[str, Callable[[View, int], None]] = {
    "Pooling": building_blocks.pooling,
    "Augmentation": building_blocks.augmentation,
    "Experiments": lambda view, row: experiments.show(view),
}
"""Parts that need no network."""
