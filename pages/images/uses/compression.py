"""Compression: codes, rounded to few bits, beside JPEG at equal bytes, and what the model itself costs."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.images.image_set import ImageSet
from engine.evaluation.images.coding import (
    CodingScores,
    CodingTest,
    JpegScores,
    JpegTest,
    RankTest,
    rates_by_bits,
    tested,
)
from engine.figures import compression as figure
from engine.insight.images.compression import (
    BITS,
    N_COMPRESSED,
    Compared,
    Quantizer,
    Rate,
    at_equal_bytes,
    compared,
    jpeg,
    rank_bytes,
)
from engine.runs.recipe import Recipe
from pages.images.sister_runs import Trained, components_run, decoders, measured, of_run
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.plain import plain

N_SHOWN = 10


def show(view: View) -> None:
    """The curve, the table, and pictures at equal bytes."""
    pca = components_run(view)
    if pca is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        bits = st.slider(
            "Bits per code number", BITS[0], BITS[-1], 6, key=view.key("bits"), width=300,
            help="Each number is rounded to one of 2^bits equal steps between its bounds on training images.",
        )  # fmt: skip
    runs, place = decoders(view), st.container()
    tests = [
        ("Compression by JPEG", Recipe(view.recipe.dataset, JpegTest())),
        ("Compression by principal components", of_run(pca.run_id, RankTest())),
    ]
    by_jpeg, by_rank, *fits = measured(
        [*tests, *((f"Compression: {run.title}", of_run(run.run_id, CodingTest())) for run in runs)]
    )
    if by_jpeg is None or by_rank is None:
        return
    found = {run.title: CodingScores.from_fit(fit) for run, fit in zip(runs, fits, strict=True) if fit}
    with place:
        _measures(view, JpegScores.from_fit(by_jpeg), rates_by_bits(by_rank)[bits], found, bits)
    own = next((run for run in runs if run.run_id == view.run_id), pca)
    _strips(view, own, JpegScores.from_fit(by_jpeg).rates, bits)


def _measures(
    view: View, by_jpeg: JpegScores, by_rank: list[Rate], networks: dict[str, CodingScores], bits: int
) -> None:
    """The curve and the table."""
    images = view.images
    rates = {title: scores.rates[bits - 1] for title, scores in networks.items()}
    st.plotly_chart(figure.rate_curves(by_jpeg.rates, by_rank, rates), key=view.key("rates"))
    methods = [(f"PCA, rank {rate.setting}", rate, rank_bytes(rate.setting, images.n_pixels)) for rate in by_rank]
    methods += [(title, rate, networks[title].model_bytes) for title, rate in rates.items()]
    _table(compared(methods, by_jpeg.rates))
    st.caption(
        f"Over {len(tested(images, N_COMPRESSED))} test images. JPEG (Pillow) counts the coded picture alone: its "
        f"headers and tables, {by_jpeg.header_bytes:,} bytes in each file, could be shared by all pictures, as the "
        "model is. **The model is not free**: the last columns give its size as float32 and from how many pictures on "
        "model and codes together are smaller than JPEG of the same error. A model serves pictures of its own kind "
        "only; JPEG serves all."
    )


def _table(found: list[Compared]) -> None:
    """JPEG's columns: the finest quality that takes no more bytes; JPEG at its coarsest where it cannot go as low."""
    rows = [
        (
            each.title, each.rate.n_bytes, each.psnr, each.rate.ssim, each.rival.n_bytes, each.rival.setting,
            each.rival_psnr, each.rival.ssim, round(each.model_bytes / 1e3, 1), each.pays_from,
        )
        for each in found
    ]  # fmt: skip
    formats = {
        "Bytes": "%.1f", "PSNR (dB)": "%.1f", "SSIM": "%.3f", "JPEG bytes": "%.1f", "JPEG quality": "%d",
        "JPEG PSNR": "%.1f", "JPEG SSIM": "%.3f", "Model (kB)": "localized", "Pays from": "localized",
    }  # fmt: skip
    numbers = {name: st.column_config.NumberColumn(format=how) for name, how in formats.items()}
    st.dataframe(pd.DataFrame(rows, columns=["Method", *formats]), hide_index=True, column_config=numbers)


def _strips(view: View, run: Trained, by_quality: Sequence[Rate], bits: int) -> None:
    """A few test images: as they are, from the rounded code of this run (or of PCA), and by JPEG at equal bytes."""
    images = view.images
    clean = images.pixels(tested(images, N_SHOWN))
    quantizer = _quantizer(run, images, bits)
    rival = at_equal_bytes(by_quality, quantizer.n_bytes())
    raw = pictures.as_bytes(clean, images.shape)
    pictures.strip("**Original**", raw, f"{images.n_pixels:,} bytes as pixels")
    found = run.decode(quantizer.rounded(run.encode(clean)))
    title = "PCA" if run.learner.every_size else run.title
    pictures.strip(
        f"**{plain(title)}**", pictures.as_bytes(found, images.shape),
        f"{len(quantizer.low)} numbers of {bits} bits: {quantizer.n_bytes():.1f} bytes",
    )  # fmt: skip
    words = f"quality {rival.setting}: {rival.n_bytes:.1f} bytes"
    if rival.n_bytes > quantizer.n_bytes():
        words += ", its coarsest: JPEG cannot go as low"
    pictures.strip("**JPEG**", np.stack([jpeg(picture, rival.setting)[2] for picture in raw]), words)


def _quantizer(run: Trained, images: ImageSet, bits: int) -> Quantizer:
    return Quantizer.of(run.fit.main.vectors[: images.n_train], bits)
