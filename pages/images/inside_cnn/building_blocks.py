"""Parts of a convolutional network by themselves: batch normalization, pooling and augmentation, with numbers."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.networks import augmentation as moving
from engine.algorithms.networks.layers import pool
from engine.figures import image_charts as figure
from engine.insight.images.normalization import formula, normalization, table
from engine.insight.images.vision import Vision
from pages.images.inside_cnn import robustness
from pages.images.sister_runs import learner_of
from pages.parts.explore.view import View
from pages.parts.write import explanation, pictures
from pages.parts.write.layout import beside

BATCH = 64
N_MOVED = 10
CHANGES = {"Moves": "moves", "Mirror": "flip", "Skew": "skew", "Light": "light"}
"""What the user reads -> field of an Augmentation."""
EXAMPLES = {
    "Lecture, maximum": [[29, 15, 28, 184], [0, 100, 70, 38], [12, 12, 7, 2], [12, 12, 45, 6]],
    "Lecture, mean": [[31, 15, 28, 184], [0, 100, 70, 38], [12, 12, 7, 2], [12, 12, 45, 6]],
    "Edge": [[255, 255, 0, 0], [255, 255, 0, 0], [255, 255, 0, 0], [255, 0, 0, 0]],
}


def batch_norm(view: View, network: Vision, row: int) -> None:
    """A channel before and after, the formula with its numbers, and all channels."""
    places = network.normalizations
    if not places:
        st.caption("This network has no batch normalization; the convolutional network and the triplet network have.")
        return
    images = view.images
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(
            "Layer", places, format_func=lambda at: network.titles[at], key=view.key("norm_layer"), width=190
        )
        n_channels = network.n_units(place)
        key = view.key("norm_channel", place, n_channels)
        channel = st.number_input("Channel", 1, n_channels, 1, key=key, width=130) - 1
    others = np.linspace(0, images.n_train - 1, min(BATCH - 1, images.n_train)).astype(int)
    found = normalization(network, place, images.pixels([row, *others]))
    left, right = beside(2)
    left.plotly_chart(figure.normalized(found.before[channel], found.after[channel]), key=view.key("norm"))
    with right:
        explanation.show(formula(found, channel), view.key("norm_formula"))
    columns = table(found)
    numbers = dict.fromkeys(list(columns)[1:], st.column_config.NumberColumn(format="%.3f"))
    st.dataframe(pd.DataFrame(columns), hide_index=True, height=240, column_config=numbers)
    st.caption(
        f"Batch: the chosen image and {len(others)} of the training part; mean and spread are over all its images and "
        "places. In training each batch is normalized by its own mean and spread; afterwards the running ones are "
        "used, so that an image's answer does not depend on its company."
    )


def pooling(view: View, row: int) -> None:
    """A 4 x 4 table to edit and what either pooling makes of it; the chosen image, pooled."""
    example = st.segmented_control(
        "Numbers", list(EXAMPLES), default=next(iter(EXAMPLES)), required=True, key=view.key("pool_example")
    )
    columns = [str(column) for column in range(1, 5)]
    begin = pd.DataFrame(EXAMPLES[example], columns=columns, dtype=float)
    left, right = beside(2)
    with left:
        st.markdown("**4 x 4 numbers**, of which each can be changed")
        edited = st.data_editor(begin, hide_index=True, num_rows="fixed", key=view.key("pool", example))
        values = np.nan_to_num(edited.to_numpy(dtype=float))[None, None]
    with right:
        for kind, name in (("max", "Maximum of each 2 x 2 square"), ("mean", "Mean of each 2 x 2 square")):
            found = pool(values, 2, kind)[0, 0]  # type: ignore[arg-type]  # the two kinds
            st.latex(rf"\text{{{name}:}}\quad {_matrix(found)}")
    squares = values[0, 0].reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(4, 4)
    first = ", ".join(f"{value:g}" for value in squares[0])
    st.caption(
        f"The square at the top left holds {first}: its maximum is {squares[0].max():g}, its mean "
        f"{squares[0].sum():g} / 4 = {squares[0].mean():g}."
    )
    _pooled_image(view, row)
    robustness.shifted(view)


def _matrix(values: np.ndarray) -> str:
    rows = r" \\ ".join(" & ".join(f"{value:g}" for value in row) for row in values)
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


def _pooled_image(view: View, row: int) -> None:
    images = view.images
    planes = images.pixels([row]).reshape(1, *images.shape).transpose(0, 3, 1, 2)
    left, middle, right = st.columns(3)
    told = f"The chosen image, {images.shape[0]} x {images.shape[1]}"
    left.image(_plane(planes), alt=f"{told}, mean brightness {planes.mean():.3f} of 1")
    left.caption(told)
    for column, kind, name in ((middle, "max", "Maximum"), (right, "mean", "Mean")):
        found = pool(planes, 2, kind)  # type: ignore[arg-type]  # the two kinds
        told = f"{name}: {found.shape[2]} x {found.shape[3]}, mean brightness {found.mean():.3f}"
        column.image(_plane(found), alt=told)
        column.caption(told)


def _plane(planes: np.ndarray) -> np.ndarray:
    image = planes[0].transpose(1, 2, 0)
    return pictures.enlarged(pictures.as_bytes(image.reshape(1, -1), image.shape)[0], side=180)


def augmentation(view: View, row: int) -> None:
    """The chosen image as augmentation shows it to a network, with the numbers of each change."""
    images = view.images
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.pills(
            "Changes", list(CHANGES), default="Moves", selection_mode="multi", key=view.key("augment_changes")
        )
        seed = st.number_input("Seed", 0, 10_000, 0, key=view.key("augment_seed"), width=130)
    how = moving.Augmentation(**{CHANGES[name]: True for name in chosen})
    moves = moving.draw(N_MOVED, int(seed), how)
    pixels = images.pixels([row])
    found = moving.warped(np.repeat(pixels, N_MOVED, axis=0), images.shape, moves)
    pictures.strip("**Image**", pictures.as_bytes(pixels, images.shape), side=84)
    pictures.strip("**Augmented**", pictures.as_bytes(found, images.shape), side=84)
    _moves_table(moves, images.shape, np.abs(found - pixels).mean(axis=1))
    used = learner_of(view).augmentation
    names = [name.lower() for name, field in CHANGES.items() if getattr(used, field)]
    trained = f"with new {', '.join(names)} in every epoch" if used.any else "without any of it"
    st.caption(
        f"Moves: turned by at most {np.degrees(moving.TURN):.0f} degrees, shifted by at most {moving.SHIFT:.0%} of the "
        f"side, made larger or smaller by at most {moving.SCALE:.0%}. Mirror: half of the images. Skew: columns lean "
        f"by at most {np.degrees(np.arctan(moving.SKEW)):.0f} degrees. Light: brightness times {1 - moving.LIGHT:g} to "
        f"{1 + moving.LIGHT:g}. The class stays. Changed: mean difference per pixel. This run was trained {trained}."
    )
    robustness.show(view)


def _moves_table(moves: moving.Moves, shape: tuple[int, int, int], changed: np.ndarray) -> None:
    height, width, _ = shape
    table = pd.DataFrame(
        {
            "Picture": np.arange(1, N_MOVED + 1),
            "Turned (degrees)": np.degrees(moves.turn),
            "Size": 1 / moves.scale,
            "Right (pixels)": -moves.shift[:, 0] * width / 2,
            "Down (pixels)": -moves.shift[:, 1] * height / 2,
            "Leaning (degrees)": np.degrees(np.arctan(moves.skew)),
            "Mirrored": moves.flip,
            "Light": moves.light,
            "Changed": changed,
        }
    )
    numbers = {
        column: st.column_config.NumberColumn(format="%.2f") for column in list(table)[1:] if column != "Mirrored"
    }
    st.dataframe(table, hide_index=True, column_config=numbers, height=240)
