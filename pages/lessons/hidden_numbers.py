"""Lesson 12: genes, faces, prices."""

import numpy as np
import streamlit as st

from engine.datasets.images.sources import FACES, IMAGE_SETS, DownloadedImages
from engine.datasets.tables.sources import SimulatedHomes
from engine.figures.lessons import bars, pictures, plane
from engine.figures.lessons.projections import curves
from engine.files.downloads.fetch import missing
from engine.insight.lessons import hidden_numbers as worked
from engine.insight.lessons.hidden_numbers import EXAMPLES, FACE, N_FACES, N_PEOPLE, PARTS, Genes, Redundant, Table
from engine.insight.lessons.slips import SLIPS
from engine.learners.images.pca import ImagePCA
from engine.learners.rows.row_pca import RowPCA
from engine.runs.recipe import Recipe
from pages.lessons import links
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LONGEST = 8_000
"""Characters of a table."""
N_SHOWN = 5
SHARE = 0.95
NEAR = 10
"""Percent."""
MOST_FACES = 40


@st.cache_data(show_spinner=False, max_entries=30)
def _population(n_snps: int, slope: float, seed: int) -> Genes:
    return worked.genes(n_snps, slope, seed)


def _genes(place: Place) -> None:
    with st.container(horizontal=True):
        n_snps = st.select_slider("SNPs", [50, 200, 500, 1_000, 2_000], 1_000, key=place.key("snps"),
        disabled=place.locked, width=200,
                                  format_func="{:,}".format)  # fmt: skip
        slope = st.slider(
            "Slope across the map", 0.0, 2.0, 0.5, 0.1, key=place.key("slope"), disabled=place.locked, width=200
        )
        seed = st.slider("Seed of the people", 0, 9, 0, key=place.key("seed"), disabled=place.locked, width=160)
    regions, found = _population(n_snps, slope, seed)
    by_chance = found.by_chance.mean()
    if not place.number(
        "genes", f"{N_PEOPLE} people, {n_snps:,} SNPs. Two components of the genes are laid over the map by one "
        "turn, mirror, stretch and shift. How many percent of the variance of the places do they meet?",
        100 * found.r2, NEAR, ".0f",
        f"With the places dealt out at random it would be {by_chance:.1%}. Each SNP alone says next to nothing; "
        "together they say the more, the more there are and the steeper the slope. Correlations: "
        f"{found.correlations[0]:.3f} from west to east, {found.correlations[1]:.3f} from south to north. With slope 0 "
        "nothing is there to be found.",
    ):  # fmt: skip
        return
    left, right = beside(2, narrowest=300)
    for block, title, places in ((left, "Where they live", found.places), (right, "Their genes", found.laid)):
        with block:
            st.markdown(f"**{title}**")
            kinds = {region: places[regions == region] for region in np.unique(regions)}
            centers = np.array([some.mean(axis=0) for some in kinds.values()])
            draw(
                plane.named({name: (some, [""] * len(some)) for name, some in kinds.items()}, ("east", "north")),
                place.key("places", title),
                f"{title}, the middle of each region: {plane.told(centers, list(kinds))}. Met of the places: "
                f"{found.r2:.1%}.",
            )  # fmt: skip


def _faces(place: Place) -> None:
    found = worked.faces()
    n = worked.kept(SHARE)
    if place.number(
        "faces", f"{N_FACES} faces of {FACE[0]} x {FACE[1]} pixels, drawn by {len(PARTS)} numbers. How many components "
        f"keep {SHARE:.0%} of their variance?",
        n, 1.5, ".0f",
        f"More than the {len(PARTS)} numbers, and far fewer than the {FACE[0] * FACE[1]} pixels: components add "
        "up, and an eye that moves is not a sum of a few fixed pictures. Networks that bend (autoencoders) can do with "
        "fewer.",
    ):  # fmt: skip
        mean, scale = found.axes.mean.reshape(FACE), np.abs(found.axes.components[:N_SHOWN]).max()
        ratios = found.axes.explained_variance_ratio
        left, right = beside(5, narrowest=100)
        with left:
            draw(
                pictures.strip(mean[None], ["mean face"], height=190), place.key("mean"),
                f"The mean face, mean brightness {mean.mean():.3f}.",
            )  # fmt: skip
        with right:
            names = [f"{place_ + 1}: {ratios[place_]:.0%}" for place_ in range(N_SHOWN)]
            draw(
                pictures.strip(found.axes.components[:N_SHOWN].reshape(-1, *FACE) / scale, names, True, 190),
                place.key("eigenfaces"), f"The first eigenfaces with their share of the variance: {', '.join(names)}.",
            )  # fmt: skip
    st.markdown("**A face of your own**")
    grid = st.grid(3, min_column_width=150)
    parts = []
    for name, (low, high) in PARTS.items():
        with grid.cell():
            parts.append(
                st.slider(name, low, high, (low + 2 * high) / 3, key=place.key("part", name), disabled=place.locked)
            )
    with grid.cell():
        n_faces = st.slider("Eigenfaces", 0, MOST_FACES, 5, key=place.key("n"), disabled=place.locked)
    face = worked.drawn_face(np.array(parts))
    errors = np.array([float(np.square(face - worked.made(face, k)).mean()) for k in range(MOST_FACES + 1)])
    draw(
        pictures.strip(np.stack([face, worked.made(face, n_faces)]), ["drawn", f"by {n_faces}"], height=260),
        place.key("own"),
        f"A face drawn by {bars.told([name.lower() for name in PARTS], parts, '.2f')}, and the mean face with "
        f"{n_faces} eigenfaces: mean squared error {errors[n_faces]:.5f} a pixel.",
    )  # fmt: skip
    every = range(0, MOST_FACES + 1, 5)
    draw(
        curves(np.arange(len(errors)), {"error": errors}, ("eigenfaces", "mean squared error"), n_faces),
        place.key("errors"),
        f"Error by eigenfaces: {bars.told([f'{k}:' for k in every], errors[list(every)], '.5f')}.",
    )  # fmt: skip


def _columns(place: Place) -> None:
    chosen = st.segmented_control(
        "Table", EXAMPLES, default=EXAMPLES[0], required=True, key=place.key("table"), disabled=place.locked
    )
    usual = worked.example(chosen)
    text = st.text_area(
        "Names and rows, with commas",
        usual.text(),
        height=150,
        max_chars=LONGEST,
        key=place.key("text", chosen),
        disabled=place.locked,
    )
    given = worked.table(text)
    if given is None:
        st.warning(
            f"Type a line of 2 to {worked.MOST_COLUMNS} names, then 2 to {worked.MOST_ROWS} lines of as many numbers, "
            "at least two of the columns varying; the example is used instead."
        )
        given = usual
    found = worked.redundant(given)
    n, m = given.values.shape
    if not place.number(
        "rank", f"{n} rows, {m} columns, each less its mean and over its spread. What is the rank?", found.rank, 0.5,
        ".0f", _why(given, found, usual),
    ):  # fmt: skip
        return
    names = [f"σ{place_ + 1}" for place_ in range(len(found.singular))]
    draw(
        bars.bars(names, {"singular values": found.singular}, "σ", ".2f", 260), place.key("singular"),
        f"Singular values: {bars.told(names, found.singular, '.2f')}.",
    )  # fmt: skip
    if chosen == EXAMPLES[1]:
        st.caption(f":material/info: {SLIPS['sale']}; a tax is not among the columns.")
    if not found.told:
        st.caption("With no more rows than columns the others tell each column exactly, whatever stands in it.")
        return
    told = [given.columns[one.column] for one in found.told]
    shares = np.array([one.r_squared for one in found.told])
    draw(
        bars.bars(told, {"told by the others": shares}, "R²", ".0%", 330), place.key("told"),
        f"Share of each column's variance that the others together tell: {bars.told(told, shares, '.1%')}.",
    )  # fmt: skip
    st.caption(
        "Best told by one other: "
        + "; ".join(
            plain(
                f"{given.columns[one.column]} changes by {one.slope:.3g} with one of {given.columns[one.partner]} "
                f"({one.partner_r_squared:.1%})"
            )
            for one in found.told[:4]
        ) + "."
    )  # fmt: skip


def _why(given: Table, found: Redundant, usual: Table) -> str:
    n, m = given.values.shape
    if n <= m:
        return f"{n} rows, less their mean, span at most {n - 1} directions, however many columns there are."
    known = given.columns == usual.columns and np.allclose(given.values, usual.values, rtol=0, atol=0.01)
    if known and "yard" in given.columns:
        lot, area = worked.combination(given, "yard", ("lot", "square feet"))
        (sale,), (tax,) = (worked.combination(given, name, ("list price",)) for name in ("sale price", "tax"))
        sign = "-" if area < 0 else "+"
        return (
            f"By least squares yard = {lot:.2f} lot {sign} {abs(area):.2f} square feet, exactly: one column adds "
            f"no direction. Sale price = {sale:.3f} list price and tax = {tax:.4f} list price only nearly: these "
            "directions are short, not gone."
        )
    if known and "cumulative" in given.columns:
        weights = worked.combination(given, "cumulative", given.columns[:-1])
        terms = " + ".join(f"{one:.2f} {name}" for one, name in zip(weights, given.columns[:-1], strict=True))
        return f"By least squares the cumulative grade is {terms}: it adds no direction."
    return f"{m - found.rank} of the {m} columns are combinations of others, or do not vary."


def _olivetti() -> Recipe:
    return Recipe(DownloadedImages(entry=FACES), ImagePCA(n_components=32))


def _links(place: Place) -> None:
    links.to_page("Tables: genes beside the map", "tables", "True places")
    entry = IMAGE_SETS[FACES]
    size = sum(file.size for file in missing(entry))
    more = f" (downloads {size / 1e6:.0f} MB)" if size else ""
    links.to_run(f"Images: eigenfaces of 40 people{more}", "images", _olivetti, place.key("olivetti"), "Rank k",
                 {"matrix": "Components"})  # fmt: skip
    links.to_run(
        "Tables: homes and the columns of their components", "tables",
        lambda: Recipe(SimulatedHomes(), RowPCA(n_components=2)), place.key("homes"), "Columns", map="pca",
    )  # fmt: skip
    links.to_tab(
        "Images: a table at every rank, and which columns others tell",
        "images",
        "Rank k",
        {"matrix": "Another picture or table"},
        place.key("ranks"),
    )


LESSON = Lesson(
    12,
    "Genes, faces, prices",
    "12_hidden_numbers",
    "Genes mirror geography, faces are sums of eigenfaces, and columns of a table tell each other.",
    ("genes", "faces", "rank"),
    (
        Step("Genes mirror geography", _genes),
        Step("Eigenfaces", _faces),
        Step("Columns that tell each other", _columns),
        Step("At full size", _links),
    ),
)
