"""Denoising and in-painting: a damaged picture goes through a code that only knows whole ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from engine.insight.images.damage import MOST_ROUNDS, NOISES, SETTLED, Filled, inpainted, noisy, painted
from engine.insight.images.reconstruction import likeness
from engine.low_rank import Principal
from pages.images.brush import Brush
from pages.images.sister_runs import decoders, principal_axes
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

N_SHOWN = 10
BY_HAND = "by_hand"
INKS = {"black": "Black", "white": "White", "noise": "Random"}
INK_COLORS = {"black": "rgb(0 0 0)", "white": "rgb(255 255 255)", "noise": "rgb(136 136 136)"}
HOLE_COLOR = "rgb(213 94 0 / 0.75)"


@dataclass(frozen=True)
class Repair:
    """What a trained code makes of images (n, n_pixels). key: names it among all of the view's images."""

    key: str
    title: str
    reconstruct: Callable[[np.ndarray], np.ndarray]


def denoise(view: View) -> None:
    """Spoil pictures by chance or by hand, and see what each code makes of them."""
    axes = principal_axes(view)
    if axes is None:
        return
    kind = st.segmented_control(
        "Damage", [*NOISES, BY_HAND], format_func=(NOISES | {BY_HAND: "Painted by hand"}).__getitem__,
        default="gaussian", required=True, key=view.key("damage"),
    )  # fmt: skip
    rank = _rank(view, axes)
    if kind == BY_HAND:
        clean, spoiled = _by_hand(view)
    else:
        clean, spoiled = _by_chance(view, kind)
    shape = view.images.shape
    pictures.strip("**Original**", pictures.as_bytes(clean, shape))
    pictures.strip("**Damaged**", pictures.as_bytes(spoiled, shape))
    table = [("Damaged, nothing done", *_scores(clean, spoiled, shape))]
    for repair in _repairs(view, axes, rank):
        found = np.clip(repair.reconstruct(spoiled), 0, 1)
        pictures.strip(f"**{plain(repair.title)}**", pictures.as_bytes(found, shape))
        table.append((repair.title, *_scores(clean, found, shape)))
    _table(table, ["Method", "MSE", "PSNR (dB)", "SSIM"])
    st.caption(
        f"Against the originals, over the {len(clean)} pictures above. A code without training on noise removes what "
        "it has no numbers for; one trained with noise (Autoencoder: Noise) learns the way back."
    )


def inpaint(view: View) -> None:
    """Cut a hole into the chosen picture and let each code fill it."""
    axes = principal_axes(view)
    if axes is None:
        return
    pixels, shape = _chosen(view), view.images.shape
    rank = _rank(view, axes)
    left, right = beside(3)
    with left:
        mask = _drawing(view, "hole", HOLE_COLOR, "Picture with a hole: paint the pixels to fill")
    hole = np.repeat(mask.ravel(), shape[2])
    with right:
        if not hole.any():
            st.caption("Paint over a part of the picture, or cut out a box: it is then filled by each trained code.")
            return
        start = np.clip(axes.mean, 0, 1)
        cut = np.where(hole, 0.5, pixels)
        mean = np.where(hole, start, pixels)
        found = {"Mean image in the hole": Filled(mean, 0, True)}
        for repair in _repairs(view, axes, rank):
            found[repair.title] = _filled(repair.key, pixels.tobytes(), hole.tobytes(), repair, start)
        shown = np.concatenate([pixels, cut, *(filled.pixels for filled in found.values())])
        drawn = pictures.as_bytes(shown, shape)
        rows = "original; with its hole; " + "; ".join(found)
        st.image(pictures.grid(drawn, 4, side=110), alt=pictures.told(f"Pictures: {rows}", drawn))
        st.caption(plain(f"By rows: {rows}"))
    errors = {title: float(np.square(pixels - each.pixels)[0, hole].mean()) for title, each in found.items()}
    table = [
        (title, errors[title], *_scores(pixels, each.pixels, shape)[1:], each.rounds, each.settled)
        for title, each in found.items()
    ]
    _table(table, ["Method", "MSE in the hole", "PSNR (dB)", "SSIM", "Rounds", "Settled"])
    st.caption(
        f"{int(mask.sum()):,} of {mask.size:,} pixels are missing. Each round decodes the picture, brings what is "
        "darker than black or lighter than white back to them, and puts the known pixels back, until no pixel changes "
        f"by {SETTLED} or after {MOST_ROUNDS} rounds. For PCA this tends to the picture nearest to what its components "
        "can draw, among all that have the known pixels: the least-squares fit of the known pixels, but for places "
        "where that would be darker than black or lighter than white."
    )
    if min(errors, key=errors.__getitem__) == next(iter(errors)):
        st.caption(":material/info: In this hole no code does better than the mean image by squared error.")


def _rank(view: View, axes: Principal) -> int:
    most = len(axes.components)
    return st.slider("Rank of PCA", 1, most, min(view.embedding.n_components, most), key=view.key("repair_rank"))


def _chosen(view: View) -> np.ndarray:
    row = view.selected if view.selected is not None else view.images.test_rows.start
    return view.images.pixels([row])


def _by_chance(view: View, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """The chosen picture and the first of the test part, clean and noisy."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = st.slider(
            "Strength", 0.0, 1.0, 0.3, 0.05, key=view.key("damage_level"), width=300,
            help="Standard deviation of Gaussian noise, or the share of pixels that are spoiled.",
        )  # fmt: skip
        seed = st.number_input("Seed", 0, 10_000, 0, key=view.key("damage_seed"), width=130)
    images = view.images
    tested = np.arange(images.n_images)[images.test_rows][:N_SHOWN]
    clean = images.pixels(tested)
    if view.selected is not None:
        clean = np.concatenate([_chosen(view), clean[: N_SHOWN - 1]])
    return clean, noisy(clean, kind, level, seed)


def _by_hand(view: View) -> tuple[np.ndarray, np.ndarray]:
    """The chosen picture, and what was painted over it."""
    clean = _chosen(view)
    ink = st.segmented_control(
        "Ink", list(INKS), format_func=INKS.__getitem__, default="white", required=True, key=view.key("ink")
    )
    mask = _drawing(view, "damage", INK_COLORS[ink], "Picture to damage: paint on it")
    return clean, painted(clean, np.repeat(mask.ravel(), view.images.shape[2]), ink)


def _drawing(view: View, purpose: str, ink: str, label: str) -> np.ndarray:
    """The drawing surface with its tools; the mask, bool (height, width)."""
    height, width, _ = view.images.shape
    row = view.selected if view.selected is not None else view.images.test_rows.start
    brush = Brush(f"{view.page}_{purpose}", f"{view.run_id}.{row}", (height, width))
    mask = brush.mask
    surface = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        largest = max(2.0, max(height, width) / 4)
        radius = st.slider("Brush", 0.5, largest, max(1.0, height / 14), 0.5, key=f"{brush.key}.radius", width=150)
        erase = st.toggle("Erase", key=f"{brush.key}.erase")
        st.button("Clear", key=f"{brush.key}.clear", icon=":material/delete:", on_click=brush.clear)
    with st.popover("Box", icon=":material/crop:", help="Paint a rectangle by its edges, without a mouse."):
        rows = st.slider("Rows", 1, height, (height // 2, height), key=f"{brush.key}.rows.{height}")
        columns = st.slider("Columns", 1, width, (1, width), key=f"{brush.key}.columns.{width}")
        st.button("Paint the box", key=f"{brush.key}.box", on_click=brush.paint, args=(rows, columns))
    with surface:
        shown = pictures.as_bytes(view.images.pixels([row]), view.images.shape)[0]
        brush.show(shown, ink=ink, radius=radius, erase=erase, label=label)
        st.caption("Drag to paint; or focus the picture, move with the arrow keys, paint with the space bar.")
    return mask


def _repairs(view: View, axes: Principal, rank: int) -> list[Repair]:
    """PCA of that rank, and every trained network that decodes."""
    key = f"{view.dataset_id}.{rank}"
    pca = Repair(key, f"PCA, rank {rank}", lambda pixels: axes.reconstruct(axes.transform(pixels, rank)))
    return [pca, *(Repair(run.run_id, run.title, run.reconstruct) for run in decoders(view))]


@st.cache_data(show_spinner=False, max_entries=200)
def _filled(key: str, pixels: bytes, hole: bytes, _repair: Repair, _start: np.ndarray) -> Filled:
    """The image with its hole filled, made once for each hole."""
    image, mask = np.frombuffer(pixels, dtype=np.float32)[None], np.frombuffer(hole, dtype=bool)
    return inpainted(image, mask, _repair.reconstruct, _start)


def _scores(clean: np.ndarray, found: np.ndarray, shape: tuple[int, int, int]) -> tuple[float, float, float]:
    """MSE, PSNR in decibels, SSIM, over all pictures."""
    scores = likeness(clean, found, shape)
    return scores.mse, scores.psnr, scores.ssim


def _table(rows: Sequence[tuple[object, ...]], columns: list[str]) -> None:
    formats = {name: "%.5f" if "MSE" in name else "%.3f" if name in ("SSIM",) else "%.1f" for name in columns[1:]}
    formats |= {"Rounds": "%d"}
    numbers = {name: st.column_config.NumberColumn(format=formats[name]) for name in columns[1:] if name != "Settled"}
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, column_config=numbers)
