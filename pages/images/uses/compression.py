"""Compression: codes, rounded to few bits, beside common formats at equal bytes, and what the model itself costs."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.picture_quality import n_scales, psnr
from engine.datasets.images.image_set import ImageSet
from engine.evaluation.images.coding import (
    N_BOUNDS,
    CodingScores,
    CodingTest,
    FormatScores,
    FormatTest,
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
    least_bytes,
    magnitude,
    rank_bytes,
)
from engine.insight.images.picture_formats import FORMATS, coded
from engine.runs.recipe import Recipe
from pages.images.sister_runs import Trained, components_run, decoders, measured, of_run, principal_axes
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.plain import plain

Formats = dict[str, FormatScores]

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
        *(
            (f"Compression by {form.title}", Recipe(view.recipe.dataset, FormatTest(key)))
            for key, form in FORMATS.items()
        ),
        ("Compression by principal components", of_run(pca.run_id, RankTest())),
    ]
    fits = measured([*tests, *((f"Compression: {run.title}", of_run(run.run_id, CodingTest())) for run in runs)])
    by_format, by_rank, fits = fits[: len(FORMATS)], fits[len(FORMATS)], fits[len(tests) :]
    if by_rank is None or None in by_format:
        return
    formats = {key: FormatScores.from_fit(fit) for key, fit in zip(FORMATS, by_format, strict=True) if fit}
    found = {run.title: CodingScores.from_fit(fit) for run, fit in zip(runs, fits, strict=True) if fit}
    ranks = rates_by_bits(by_rank)[bits]
    with place:
        _measures(view, formats, ranks, found, bits)
    own = next((run for run in runs if run.run_id == view.run_id), None)
    _strips(view, own, formats, ranks, bits)


def _measures(view: View, formats: Formats, by_rank: list[Rate], networks: dict[str, CodingScores], bits: int) -> None:
    """The curve and the table."""
    images = view.images
    rates = {title: scores.rates[bits - 1] for title, scores in networks.items()}
    by_format = {key: scores.rates for key, scores in formats.items()}
    st.plotly_chart(figure.rate_curves(by_format, by_rank, rates), key=view.key("rates"))
    methods = [(f"PCA, rank {rate.setting}", rate, rank_bytes(rate.setting, images.n_pixels)) for rate in by_rank]
    methods += [(title, rate, networks[title].model_bytes) for title, rate in rates.items()]
    _table(compared(methods, by_format))
    headers = ", ".join(f"{FORMATS[key].title} {scores.header_bytes:,}" for key, scores in formats.items())
    scales = n_scales(*images.shape[:2])
    st.caption(
        f"Over {len(tested(images, N_COMPRESSED))} test images. MS-SSIM: over {scales} "
        f"scale{'s' * (scales > 1)}, as many as pictures of {images.shape[0]} x {images.shape[1]} have of the five. Of "
        "each format the best picture that takes no more bytes; None where it has none so small. Bytes of the formats "
        "(by Pillow) count the coded data alone: headers and tables could be shared by all pictures, as the model is. "
        f"In each file they take, in bytes: {headers}. **The model is not free**: “Model” is its size as "
        "float32, “Pays from” the number of pictures from which on model and codes together are smaller than JPEG of "
        "the same error. A model serves pictures of its own kind only; the formats serve all."
    )
    _counts(images, view.embedding.n_components, bits)


def _counts(images: ImageSet, code_size: int, bits: int) -> None:
    """How many pictures there can be, and how many codes: why a code must know what pictures are like."""
    st.caption(
        f"There are {magnitude(images.maximum + 1, images.n_pixels)} possible pictures of this size, nearly all of "
        f"them noise, and {magnitude(2, bits * code_size)} codes ({code_size} numbers of {bits} bits): no more "
        "pictures than that can come back. A good code spends them on the pictures that occur."
    )


def _table(found: list[Compared]) -> None:
    """One row for each method, with the formats at equal bytes."""
    rows = []
    for each in found:
        row = {"Method": each.title, "Bytes": each.rate.n_bytes, "PSNR": float(psnr(each.rate.mse))}
        row |= {
            "MS-SSIM": each.rate.ms_ssim,
            "Model (kB)": round(each.model_bytes / 1e3, 1),
            "Pays from": each.pays_from,
        }
        for key, rival in each.rivals.items():
            row[f"{FORMATS[key].title} PSNR"] = float(psnr(rival.mse)) if rival else None
            row[f"{FORMATS[key].title} MS-SSIM"] = rival.ms_ssim if rival else None
        rows.append(row)
    table = pd.DataFrame(rows)
    formats = {name: "%.3f" if "SSIM" in name else "%.1f dB" if "PSNR" in name else "localized" for name in table}
    formats |= {"Bytes": "%.1f"}
    numbers = {name: st.column_config.NumberColumn(format=how) for name, how in formats.items() if name != "Method"}
    st.dataframe(table, hide_index=True, column_config=numbers)


def _strips(view: View, run: Trained | None, formats: Formats, by_rank: list[Rate], bits: int) -> None:
    """A few test images: as they are, from the rounded code of this run, and by PCA and the formats at equal bytes."""
    images, axes = view.images, principal_axes(view)
    if axes is None:
        return
    rates = {key: scores.rates for key, scores in formats.items()}
    ranks = [rate.setting for rate in by_rank]
    enough = [rate.setting for rate in by_rank if rate.n_bytes >= least_bytes(rates)]
    rank = st.select_slider(
        "Rank of PCA", ranks, min([*enough, ranks[-1]]), key=view.key("compressed_rank", bits), width=400,
        help="At first the smallest whose bytes are enough for every format.",
    )  # fmt: skip
    clean = images.pixels(tested(images, N_SHOWN))
    raw = pictures.as_bytes(clean, images.shape)
    pictures.strip("**Original**", raw, f"{images.n_pixels:,} bytes as pixels")
    if run is not None and not run.learner.every_size:
        quantizer = Quantizer.of(run.fit.main.vectors[: images.n_train], bits)
        found = run.decode(quantizer.rounded(run.encode(clean)))
        _strip(view, run.title, found, f"{len(quantizer.low)} numbers of {bits} bits: {quantizer.n_bytes():.1f} bytes")
    known = images.pixels(slice(0, min(N_BOUNDS, images.n_train)))
    quantizer = Quantizer.of(axes.transform(known, rank), bits)
    found = axes.reconstruct(quantizer.rounded(axes.transform(clean, rank)))
    _strip(view, f"PCA, rank {rank}", found, f"{rank} numbers of {bits} bits: {quantizer.n_bytes():.1f} bytes")
    for key, form in FORMATS.items():
        best = at_equal_bytes(rates[key], quantizer.n_bytes())
        if best is None:
            st.caption(
                f"**{form.title}** has no picture of {quantizer.n_bytes():.1f} bytes: its smallest take "
                f"{min(rate.n_bytes for rate in rates[key]):.1f} on average."
            )
            continue
        made = np.stack([coded(picture, form, best.setting).pixels for picture in raw])
        pictures.strip(f"**{form.title}**", made, f"{form.setting} {best.setting}: {best.n_bytes:.1f} bytes on average")


def _strip(view: View, title: str, pixels: np.ndarray, words: str) -> None:
    pictures.strip(f"**{plain(title)}**", pictures.as_bytes(pixels, view.images.shape), words)
