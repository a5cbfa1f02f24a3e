"""Rank k of any matrix: an uploaded picture, channel by channel, or a table with redundant columns."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.sources import SimulatedHomes, UploadedMatrix
from engine.figures import spectrum
from engine.low_rank import Factors, factorize
from engine.runs.recipe import Recipe
from pages.images.rank_k import table
from pages.parts.data import picker
from pages.parts.data.choices import Choice, File, Picker
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write import pictures
from pages.parts.write.formula import power_of_ten
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LECTURE_RANKS = (*range(1, 10), 50)
SHOWN_SIDE = 320
FLOAT_BYTES = 4
KINDS = ("png", "jpg", "jpeg", "csv", "tsv", "txt", "gz")
PICKER = Picker(
    "kind",
    "Picture or table",
    "",
    {
        "homes": Choice("Homes for sale (simulated)", SimulatedHomes, asked=False),
        "upload": Choice(
            "Your own picture or table",
            UploadedMatrix,
            files=(File("sha256", "A picture (PNG, JPEG) or a table of numbers (CSV, TSV)", KINDS),),
            hint="It stays on this machine. Of a table the columns of numbers are taken, text names the rows.",
        ),
    },
    buttons=True,
)
SCALINGS = {"standardized": "Standardized", "centered": "Centered", "bare": "As it is"}


def show(view: View) -> None:
    """Choose the matrix; its spectrum, its best approximation of every rank, and what that keeps."""
    key = f"{view.page}.own"
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
    factors, offset, scale = _factors(run_id, scaling, left_out)
    most = min(matrix.shape[0], matrix.shape[1] - len(left_out))
    k = st.slider("Rank k", 1, most, min(5, most), key=f"{key}.rank.{run_id}.{most}") if most > 1 else 1
    if not matrix.is_table:
        _pictures(matrix, factors, k)
    _spectrum(key, factors, k)
    kept = np.stack([each.rank(k) for each in factors])
    _identity(_stack(matrix, left_out, offset, scale), kept, factors, k)
    _bytes(matrix, factors, k)
    if matrix.is_table:
        names = [name for name in matrix.columns if name not in left_out]
        values = _values(matrix, left_out)[0].astype(np.float64)
        table.show(key, f"{run_id}.{scaling}.{len(names)}", factors[0], values, names, matrix.rows, k)


def _table_settings(key: str, run_id: str, matrix: Matrix) -> tuple[str, tuple[str, ...]]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scaling = st.segmented_control(
            "Columns", list(SCALINGS), format_func=SCALINGS.__getitem__, default="standardized", required=True,
            key=f"{key}.scaling", help="Standardized: each less its mean, over its spread; units do not matter then.",
        )  # fmt: skip
        left_out = st.multiselect("Leave out", matrix.columns, key=f"{key}.left_out.{run_id}", width=320)
    return scaling, tuple(left_out)


def _values(matrix: Matrix, left_out: Sequence[str]) -> np.ndarray:
    kept = [place for place in range(matrix.shape[1]) if not matrix.columns or matrix.columns[place] not in left_out]
    return matrix.channels[:, :, kept]


def _stack(matrix: Matrix, left_out: Sequence[str], offset: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """What is approximated, float64 (channels, n, d)."""
    return (_values(matrix, left_out) - offset) / scale


@st.cache_resource(show_spinner="Taking the matrix apart…", max_entries=12)
def _factors(run_id: str, scaling: str, left_out: tuple[str, ...]) -> tuple[list[Factors], np.ndarray, np.ndarray]:
    """The factors of each channel, and what was taken off and divided by first: (d,) each."""
    matrix = state.matrix(run_id)
    values = _values(matrix, left_out).astype(np.float64)
    offset = values[0].mean(axis=0) if scaling != "bare" else np.zeros(values.shape[2])
    spread = values[0].std(axis=0)
    scale = np.where(spread > 0, spread, 1) if scaling == "standardized" else np.ones(values.shape[2])
    return [factorize(channel) for channel in _stack(matrix, left_out, offset, scale)], offset, scale


def _approximation(factors: Sequence[Factors], k: int) -> np.ndarray:
    """Rank k of every channel as a picture, uint8 (height, width, channels)."""
    channels = np.stack([each.rank(k) for each in factors], axis=-1)
    return np.rint(np.clip(channels, 0, 1) * 255).astype(np.uint8)


def _pictures(matrix: Matrix, factors: Sequence[Factors], k: int) -> None:
    """The original beside rank k, and the lecture's grid."""
    original = np.rint(matrix.channels.transpose(1, 2, 0) * 255).astype(np.uint8)
    left, right = beside(2)
    for block, picture, caption in ((left, original, "Original"), (right, _approximation(factors, k), f"Rank {k}")):
        block.image(pictures.enlarged(picture, side=SHOWN_SIDE), caption=caption)
    with st.expander("Rank 1 to 9 and 50 side by side"):
        ranks = [rank for rank in LECTURE_RANKS if rank <= len(factors[0].values)]
        sheet = np.stack([original, *(_approximation(factors, rank) for rank in ranks)])
        st.image(pictures.grid(sheet, 4, side=150))
        st.caption("By rows: the original, then rank " + ", ".join(map(str, ranks)) + ".")


def _errors(factors: Sequence[Factors]) -> np.ndarray:
    """Squared error of rank 0, 1, ..., over all channels."""
    return np.sum([each.squared_errors for each in factors], axis=0)


def _spectrum(key: str, factors: Sequence[Factors], k: int) -> None:
    left, right = beside(2)
    values = np.sqrt(np.sum([np.square(each.values) for each in factors], axis=0))
    left.plotly_chart(spectrum.singular_values(values, k), key=f"{key}.spectrum")
    right.plotly_chart(spectrum.error_by_rank(_errors(factors), k), key=f"{key}.errors")
    if len(factors) > 1:
        left.caption("Of the three colors together: the root of the sum of their squares.")


def _identity(stack: np.ndarray, kept: np.ndarray, factors: Sequence[Factors], k: int) -> None:
    """Eckart and Young on the screen: the error measured entry by entry, and the squared values left out."""
    measured = float(np.square(stack - kept).sum())
    left_out = float(_errors(factors)[k])
    total = float(_errors(factors)[0])
    st.latex(
        rf"\lVert X - X_{{{k}}} \rVert_F^2 = {_number(measured)} \qquad \sum_{{i>{k}}} \sigma_i^2 = {_number(left_out)}"
    )
    st.caption(
        f"Left: measured entry by entry; right: the squared singular values left out, summed. Rank {k} keeps "
        f"{1 - left_out / total:.2%} of the squared size."
    )


def _number(value: float) -> str:
    """A positive number for a formula, in full or as a power of ten where it is small."""
    return f"{value:,.2f}" if value >= 0.01 or value == 0 else power_of_ten(value)


def _bytes(matrix: Matrix, factors: Sequence[Factors], k: int) -> None:
    """Numbers and bytes of rank k against those of the matrix."""
    numbers = sum(each.numbers_kept(k) for each in factors)
    whole = sum(len(each.left) * len(each.right) for each in factors)
    n_rows, n_columns = len(factors[0].left), len(factors[0].right)
    pays = (n_rows * n_columns) // (n_rows + n_columns + 1)
    words = (
        f"Rank {k} keeps k (rows + columns + 1) = {numbers:,} numbers of {whole:,} ({numbers / whole:.0%}); it is "
        f"smaller up to rank {pays:,}. As float32: {FLOAT_BYTES * numbers:,} bytes"
    )
    if matrix.is_table:
        st.caption(f"{words}, the table {FLOAT_BYTES * whole:,}.")
    else:
        st.caption(f"{words}; the picture takes {whole:,} with a byte for each value.")
