"""Rank k of any matrix: an uploaded picture, channel by channel, or a table with redundant columns."""

import numpy as np
import streamlit as st

from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.sources import SimulatedHomes, UploadedMatrix
from engine.figures import spectrum
from engine.insight.tables.approximation import FLOAT_BYTES, Approximation, Scaling, approximation
from engine.runs.recipe import Recipe
from pages.images.rank_k import layers, table
from pages.parts.data import picker
from pages.parts.data.choices import Choice, File, Picker
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write import explanation, pictures
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LECTURE_RANKS = (*range(1, 10), 50)
SHOWN_SIDE = 320
PICKER = Picker(
    "kind",
    "Picture or table",
    "",
    {
        "homes": Choice("Homes for sale (simulated)", SimulatedHomes, asked=False),
        "upload": Choice(
            "Your own picture or table",
            UploadedMatrix,
            files=(File("sha256", "A picture (PNG, JPEG) or a table of numbers (CSV, TSV)"),),
            hint="It stays on this machine. Of a table the columns of numbers are taken, text names the rows.",
        ),
    },
    buttons=True,
)
SCALINGS: dict[Scaling, str] = {"standardized": "Standardized", "centered": "Centered", "bare": "As it is"}


def show(view: View) -> None:
    """Choose the matrix; its spectrum, its best approximation of every rank, and what that keeps."""
    key = view.key("own")
    source, matrix = picker.pick(PICKER, key)
    if source is None or matrix is None:
        return
    for note in matrix.notes:
        st.caption(f":material/info: {plain(note)}")
    run_id = Recipe(source).run_id
    if matrix.is_table:
        scaling, left_out = _table_settings(key, run_id, matrix)
    else:
        scaling, left_out = "bare", ()
    if len(left_out) > len(matrix.columns) - 2 and matrix.is_table:
        st.caption("Keep at least two columns.")
        return
    found = _taken_apart(run_id, scaling, left_out)
    most = found.n_ranks
    k = st.slider("Rank k", 1, most, min(5, most), key=f"{key}.rank.{run_id}.{most}") if most > 1 else 1
    if not matrix.is_table:
        _pictures(matrix, found, k)
        layers.layers(found, key)
    _spectrum(key, found, k)
    layers.randomized(found, k, key)
    explanation.show(found.identity(k), f"{key}.identity")
    _bytes(matrix, found, k)
    if matrix.is_table:
        names = [name for name in matrix.columns if name not in left_out]
        table.show(key, f"{run_id}.{scaling}.{len(names)}", found, names, matrix.rows, k)


def _table_settings(key: str, run_id: str, matrix: Matrix) -> tuple[Scaling, tuple[str, ...]]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scaling = st.segmented_control(
            "Columns", list(SCALINGS), format_func=SCALINGS.__getitem__, default="standardized", required=True,
            key=f"{key}.scaling", help="Standardized: each less its mean, over its spread; units do not matter then.",
        )  # fmt: skip
        left_out = st.multiselect("Leave out", matrix.columns, key=f"{key}.left_out.{run_id}", width=320)
    return scaling, tuple(left_out)


@st.cache_resource(show_spinner="Taking the matrix apart…", max_entries=12)
def _taken_apart(run_id: str, scaling: Scaling, left_out: tuple[str, ...]) -> Approximation:
    return approximation(state.matrix(run_id), scaling, left_out)


def _pictures(matrix: Matrix, found: Approximation, k: int) -> None:
    """The original beside rank k, and the lecture's grid."""
    original = np.rint(matrix.channels.transpose(1, 2, 0) * 255).astype(np.uint8)
    left, right = beside(2)
    for block, picture, caption in ((left, original, "Original"), (right, found.picture(k), f"Rank {k}")):
        block.image(pictures.enlarged(picture, side=SHOWN_SIDE), caption=caption, alt=pictures.told(caption, picture))
    with st.expander("Rank 1 to 9 and 50 side by side"):
        ranks = [rank for rank in LECTURE_RANKS if rank <= found.n_ranks]
        sheet = np.stack([original, *(found.picture(rank) for rank in ranks)])
        rows = "the original, then rank " + ", ".join(map(str, ranks))
        st.image(pictures.grid(sheet, 4, side=150), alt=pictures.told(f"Pictures: {rows}", sheet))
        st.caption(f"By rows: {rows}.")


def _spectrum(key: str, found: Approximation, k: int) -> None:
    left, right = beside(2)
    left.plotly_chart(spectrum.singular_values(found.singular_values, k), key=f"{key}.spectrum")
    right.plotly_chart(spectrum.error_by_rank(found.errors, k), key=f"{key}.errors")
    if len(found.factors) > 1:
        left.caption("Of the three colors together: the root of the sum of their squares.")


def _bytes(matrix: Matrix, found: Approximation, k: int) -> None:
    """Numbers and bytes of rank k against those of the matrix."""
    size = found.size(k)
    words = (
        f"Rank {k} keeps k (rows + columns + 1) = {size.numbers:,} numbers of {size.whole:,} "
        f"({size.numbers / size.whole:.0%}); it is smaller up to rank {size.pays_to:,}. As float32: "
        f"{size.n_bytes:,} bytes"
    )
    if matrix.is_table:
        st.caption(f"{words}, the table {FLOAT_BYTES * size.whole:,}.")
    else:
        st.caption(f"{words}; the picture takes {size.whole:,} with a byte for each value.")
