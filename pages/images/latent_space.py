"""Latent space: click anywhere on a plane of codes and see it decoded; grids, ways between images, samples."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from engine.insight.images import latent
from pages.images.sister_runs import learner_of
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight, embedding_map, map_event
from pages.parts.write import pictures
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

MOST_POINTS = 2_000
GRID = 16
SHEET = 760
"""Pixels across the grid: as high as it is wide, it is to fit on a screen."""
SIDE = 72
"""Pixels of a picture in the sheets of codes and samples, so that strokes can be seen."""
STEPS = 11
N_SLIDERS = 6
N_SAMPLES = 12
N_DRAWN = 48
Decode = Callable[[np.ndarray], np.ndarray]


def show(view: View) -> None:
    """The plane of two code numbers, and what can be made of codes."""
    learner = learner_of(view)
    if not learner.decodes:
        st.caption("This method makes codes but no images of them; choose PCA or an autoencoder.")
        return

    def decode(codes: np.ndarray) -> np.ndarray:
        found = learner.decode(view.fit, view.images.shape, codes.astype(np.float32))
        return pictures.as_bytes(found, view.images.shape)

    if view.embedding.n_components > 1:
        _plane(view, decode)
        _grid_of_codes(view, decode)
    _way(view, decode)
    _samples(view, decode)


def _axes(view: View) -> tuple[int, int]:
    n = view.embedding.n_components
    if n == 2:
        return 0, 1
    with st.container(horizontal=True):
        chosen = [
            st.number_input(name, 1, n, place + 1, key=view.key(f"latent_axis{place}", n), width=130)
            for place, name in enumerate(("Across", "Upwards"))
        ]
    return chosen[0] - 1, chosen[1] - 1


def _rest(view: View) -> np.ndarray:
    """The code that is moved about: the chosen image's, or the mean of all."""
    vectors = view.embedding.vectors
    return vectors[view.selected] if view.selected is not None else vectors.mean(axis=0)


def _plane(view: View, decode: Decode) -> None:
    """A map of two code numbers on which every place can be clicked."""
    across, up = _axes(view)
    key = f"{view.page}_plane"
    shown = min(MOST_POINTS, view.embedding.n_items)
    event = map_event(key, shown)
    place_key = view.key("place", view.run_id, across, up)
    if event.clicked is not None:
        st.session_state.pop(place_key, None)
    if event.spot is not None:
        st.session_state[place_key] = event.spot
    code = _rest(view).copy()
    if place_key in st.session_state:
        code[[across, up]] = st.session_state[place_key]
    left, right = beside(3, wide=2)
    with left:
        _draw_plane(view, key, shown, across, up)
    with right:
        _sliders(view, code, (across, up), place_key)
        decoded = decode(code[None])[0]
        st.image(pictures.enlarged(decoded, side=240), alt=pictures.told("Decoded", decoded))
        st.caption(
            f"Decoded: z{across + 1} = {code[across]:.2f}, z{up + 1} = {code[up]:.2f}"
            + ("" if len(code) == 2 else "; all other numbers are those of the chosen image, or the mean.")
        )


def _draw_plane(view: View, key: str, shown: int, across: int, up: int) -> None:
    embedding = view.embedding
    metadata = {name: values[:shown] for name, values in embedding.metadata.items()}
    embedding_map(
        key,
        revision=f"plane.{view.run_id}.{across}.{up}",
        coordinates=embedding.vectors[:shown][:, [across, up]],
        labels=embedding.labels[:shown],
        colors=view.colors(view.color, metadata),
        highlight=Highlight(view.selected if view.selected is not None and view.selected < shown else None),
        axis_titles=(f"z{across + 1}", f"z{up + 1}"),
        thumbnails=view.thumbnails(shown),
        spots=True,
        choose=view.select,
        height=430,
    )
    st.caption("Click anywhere: the place is decoded at once. Click a point to start from its image.")


def _sliders(view: View, code: np.ndarray, axes: tuple[int, int], place_key: str) -> None:
    """Sliders for the leading code numbers that are not on the plane; they change `code`."""
    others = [at for at in range(min(N_SLIDERS, len(code))) if at not in axes]
    if not others:
        return
    with st.popover("Other code numbers", icon=":material/tune:"):
        for at in others:
            low, high = latent.bounds(view.embedding.vectors, at)
            if high > low:
                value = float(np.clip(code[at], low, high))
                code[at] = st.slider(f"z{at + 1}", low, high, value, key=f"{place_key}.{view.selected}.z{at}")


def _grid_of_codes(view: View, decode: Decode) -> None:
    """Decoded codes over the plane of the first two numbers; in sight where samples are what the method is for."""
    with st.expander("The first two code numbers as a grid of pictures", expanded=learner_of(view).samples):
        codes = latent.grid(view.embedding.vectors, _rest(view), GRID)
        decoded = decode(codes)
        st.image(pictures.grid(decoded, GRID, side=SIDE), width=SHEET, alt=pictures.told("Decoded, by rows", decoded))
        st.caption(f"z1 to the right, z2 upwards, at the {GRID} middle quantiles of all images' codes.")


def _way(view: View, decode: Decode) -> None:
    """From one image to another, in code and in pixels."""
    images, embedding = view.images, view.embedding
    first = view.selected if view.selected is not None else images.test_rows.start
    typed = st.text_input("Way to the image", key=view.key("way_to"), placeholder="name of another image", width=260)
    second = embedding.index.get(typed.strip()) if typed else (first + 1) % embedding.n_items
    if second is None:
        st.caption(f"There is no image “{plain(typed[:60])}”; copy a name from the list of neighbors.")
        return
    codes = latent.way(embedding.vectors[first], embedding.vectors[second], STEPS)
    begin, end = images.pixels([first, second])
    pixels = latent.way(begin, end, STEPS)
    st.caption(plain(f"From {embedding.labels[first]} to {embedding.labels[second]}"))
    pictures.strip("**Through codes**", decode(codes))
    pictures.strip("**Through pixels**", pictures.as_bytes(pixels, images.shape))


def _samples(view: View, decode: Decode) -> None:
    """What comes of chance: in pixels, in codes, in the prior."""
    seed = st.number_input("Seed of the samples", 0, 10_000, 0, key=view.key("sample_seed"), width=180)
    generator = np.random.default_rng(seed)
    images, vectors = view.images, view.embedding.vectors
    noise = generator.random((N_SAMPLES, images.n_pixels))
    pictures.strip("**Random pixels**", pictures.as_bytes(noise, images.shape))
    spread = latent.drawn_like(vectors, generator.standard_normal((N_SAMPLES, vectors.shape[1])))
    pictures.strip("**Random codes**", decode(spread), "normal, with the codes' own mean and spread")
    if learner_of(view).samples:
        drawn = generator.standard_normal((N_DRAWN, vectors.shape[1]))
        st.markdown(f"**The prior**: {N_DRAWN} samples, of standard normal codes")
        decoded = decode(drawn)
        st.image(pictures.grid(decoded, N_SAMPLES, side=SIDE), width="stretch", alt=pictures.told("Samples", decoded))
