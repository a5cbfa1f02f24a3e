"""Parts of a convolutional network by themselves: batch normalization, pooling and augmentation, with numbers."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.networks import augmentation as moving
from engine.algorithms.networks.layers import BatchNorm, pool
from engine.figures import image_charts as figure
from engine.insight.images import inside_cnn
from engine.insight.images.inside_cnn import Vision
from engine.learners.images.classifier import ClassNetwork
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.layout import beside

BATCH = 64
N_MOVED = 10
EXAMPLES = {
    "Lecture, maximum": [[29, 15, 28, 184], [0, 100, 70, 38], [12, 12, 7, 2], [12, 12, 45, 6]],
    "Lecture, mean": [[31, 15, 28, 184], [0, 100, 70, 38], [12, 12, 7, 2], [12, 12, 45, 6]],
    "Edge": [[255, 255, 0, 0], [255, 255, 0, 0], [255, 255, 0, 0], [255, 0, 0, 0]],
}


def batch_norm(view: View, network: Vision, row: int) -> None:
    """A channel before and after, the formula with its numbers, and all channels."""
    places = [place for place, layer in enumerate(network.layers) if isinstance(layer, BatchNorm)]
    if not places:
        st.caption("This network has no batch normalization; the convolutional network and the triplet network have.")
        return
    images = view.images
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(
            "Layer", places, format_func=lambda at: network.titles[at], key=f"{view.page}.norm_layer", width=190
        )
        n_channels = len(network.parameters(place)["bias"])
        key = f"{view.page}.norm_channel.{place}.{n_channels}"
        channel = st.number_input("Channel", 1, n_channels, 1, key=key, width=130) - 1
    others = np.linspace(0, images.n_train - 1, min(BATCH - 1, images.n_train)).astype(int)
    found = inside_cnn.normalization(network, place, images.pixels([row, *others]))
    left, right = beside(2)
    left.plotly_chart(figure.normalized(found.before[channel], found.after[channel]), key=f"{view.page}.norm")
    with right:
        _norm_formula(found, channel)
    _norm_table(found)
    st.caption(
        f"Batch: the chosen image and {len(others)} of the training part; mean and spread are over all its images and "
        "places. In training each batch is normalized by its own mean and spread; afterwards the running ones are "
        "used, so that an image's answer does not depend on its company."
    )


def _norm_formula(found: inside_cnn.Normalization, channel: int) -> None:
    value = float(found.before[channel, np.abs(found.before[channel]).argmax()])
    mean, spread = float(found.running_mean[channel]), float(found.running_spread[channel])
    scale, shift = float(found.scale[channel]), float(found.shift[channel])
    answer = (value - mean) / spread * scale + shift
    st.latex(r"\hat a = \gamma\,\frac{a - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta")
    st.latex(
        rf"{scale:.2f} \cdot \frac{{{value:.2f} - {_signed(mean)}}}{{{spread:.3f}}} + {_signed(shift)} = {answer:.2f}"
    )
    st.caption("The number of this channel that is farthest from 0, with the running mean and spread.")


def _norm_table(found: inside_cnn.Normalization) -> None:
    columns = {
        "Channel": np.arange(1, len(found.mean) + 1),
        "Mean of the batch": found.mean,
        "Spread of the batch": found.spread,
        "Running mean μ": found.running_mean,
        "Running spread": found.running_spread,
        "Scale γ": found.scale,
        "Shift β": found.shift,
        "Mean after": found.after.mean(axis=1),
        "Spread after": found.after.std(axis=1),
    }
    three = st.column_config.NumberColumn(format="%.3f")
    numbers = dict.fromkeys(list(columns)[1:], three)
    st.dataframe(pd.DataFrame(columns), hide_index=True, height=240, column_config=numbers)


def _signed(value: float) -> str:
    return f"{value:.2f}" if value >= 0 else f"({value:.2f})"


def pooling(view: View, row: int) -> None:
    """A 4 x 4 table to edit and what either pooling makes of it; the chosen image, pooled."""
    example = st.segmented_control(
        "Numbers", list(EXAMPLES), default=next(iter(EXAMPLES)), required=True, key=f"{view.page}.pool_example"
    )
    columns = [str(column) for column in range(1, 5)]
    begin = pd.DataFrame(EXAMPLES[example], columns=columns, dtype=float)
    left, right = beside(2)
    with left:
        st.markdown("**4 x 4 numbers**, of which each can be changed")
        edited = st.data_editor(begin, hide_index=True, num_rows="fixed", key=f"{view.page}.pool.{example}")
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


def _matrix(values: np.ndarray) -> str:
    rows = r" \\ ".join(" & ".join(f"{value:g}" for value in row) for row in values)
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


def _pooled_image(view: View, row: int) -> None:
    images = view.images
    planes = images.pixels([row]).reshape(1, *images.shape).transpose(0, 3, 1, 2)
    left, middle, right = st.columns(3)
    left.image(_plane(planes))
    left.caption(f"The chosen image, {images.shape[0]} x {images.shape[1]}")
    for column, kind, name in ((middle, "max", "Maximum"), (right, "mean", "Mean")):
        found = pool(planes, 2, kind)  # type: ignore[arg-type]  # the two kinds
        column.image(_plane(found))
        column.caption(f"{name}: {found.shape[2]} x {found.shape[3]}, mean brightness {found.mean():.3f}")


def _plane(planes: np.ndarray) -> np.ndarray:
    image = planes[0].transpose(1, 2, 0)
    return pictures.enlarged(pictures.as_bytes(image.reshape(1, -1), image.shape)[0], side=180)


def augmentation(view: View, row: int) -> None:
    """The chosen image as augmentation shows it to a network, with the numbers of each move."""
    images, learner = view.images, view.recipe.learner
    seed = st.number_input("Seed", 0, 10_000, 0, key=f"{view.page}.augment_seed", width=130)
    moves = moving.draw(N_MOVED, int(seed))
    pixels = images.pixels([row])
    found = moving.warped(np.repeat(pixels, N_MOVED, axis=0), images.shape, moves)
    pictures.strip("**Image**", pictures.as_bytes(pixels, images.shape), side=84)
    pictures.strip("**Augmented**", pictures.as_bytes(found, images.shape), side=84)
    height, width, _ = images.shape
    table = pd.DataFrame(
        {
            "Picture": np.arange(1, N_MOVED + 1),
            "Turned (degrees)": np.degrees(moves.turn),
            "Size": 1 / moves.scale,
            "Right (pixels)": -moves.shift[:, 0] * width / 2,
            "Down (pixels)": -moves.shift[:, 1] * height / 2,
            "Changed": np.abs(found - pixels).mean(axis=1),
        }
    )
    numbers = dict.fromkeys(list(table)[1:], st.column_config.NumberColumn(format="%.2f"))
    st.dataframe(table, hide_index=True, column_config=numbers, height=240)
    used = isinstance(learner, ClassNetwork) and learner.augment
    st.caption(
        f"Turned by at most {np.degrees(moving.TURN):.0f} degrees, shifted by at most {moving.SHIFT:.0%} of the side, "
        f"made larger or smaller by at most {moving.SCALE:.0%}; the class stays. Changed: mean difference per pixel. "
        + ("This run was trained so, with new moves in every epoch." if used else "This run was trained without it.")
    )
