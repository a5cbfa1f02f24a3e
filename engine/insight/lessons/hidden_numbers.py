"""Tables in which few numbers are hidden: genes of people from places, drawn faces, columns that tell each other."""

from functools import cache
from typing import NamedTuple

import numpy as np

from engine.algorithms.probability import sigmoid
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.population import SimulatedPopulation
from engine.datasets.tables.sources import SimulatedHomes
from engine.insight.lessons.autoencoders import GRADES, HOMES, with_mean
from engine.insight.tables.mirrored import Mirrored, mirrored
from engine.insight.tables.redundancy import Told, told_by_others
from engine.low_rank import Principal, factorize, principal

N_PEOPLE = 150
FACE = (24, 20)
"""Pixels, down and across."""
PARTS = {
    "Width of the head": (0.65, 0.95), "Eyes apart": (0.25, 0.5), "Size of the eyes": (0.08, 0.2),
    "Mouth": (-0.5, 0.5), "Brows": (0.1, 0.3),
}  # fmt: skip
"""What a face is drawn by, from and to. Mouth: above 0 it smiles."""
N_FACES = 80
NEARLY_NONE = 1e-4
"""Singular values below this share of the largest are taken for rounding."""
MOST_ROWS, MOST_COLUMNS = 60, 12
HOME_COLUMNS = ("bedrooms", "bathrooms", "square feet", "floors", "list price", "sale price")
N_HOMES = 20


class Genes(NamedTuple):
    """regions: of each person (n,); found: their genes' first two components laid over where they live."""

    regions: np.ndarray
    found: Mirrored


def genes(n_snps: int, slope: float, seed: int = 0) -> Genes:
    """150 simulated people, and as many places of their genome."""
    matrix = SimulatedPopulation(n_people=N_PEOPLE, n_snps=n_snps, slope=slope, seed=seed).load()
    places = np.column_stack([matrix.attributes["east"], matrix.attributes["north"]])
    found = mirrored(matrix.channels[0].astype(float), places)
    assert found is not None
    return Genes(matrix.attributes["region"], found)


def drawn_face(parts: np.ndarray) -> np.ndarray:
    """A face by the numbers of `PARTS` (5,), brightness from 0 to 1, (24, 20): Chernoff's idea (1973)."""
    head, apart, size, mouth, brows = parts
    down, across = np.meshgrid(np.linspace(-1.2, 1.2, FACE[0]), np.linspace(-1, 1, FACE[1]), indexing="ij")
    face = sigmoid(8 * (1 - (across / head) ** 2 - (down / 1.1) ** 2)) * 0.85
    for side in (-apart, apart):
        face -= 0.7 * np.exp(-((across - side) ** 2 + (down + 0.25) ** 2) / (2 * size**2))
        near = np.exp(-((across - side) ** 2) / 0.03)
        face -= 0.5 * near * np.exp(-((down + 0.3 + brows) ** 2) / 0.004)
    line = 0.5 + mouth * (0.08 - across**2) * 2
    face -= 0.6 * np.exp(-(across**2) / 0.06) * np.exp(-((down - line) ** 2) / 0.008)
    return np.clip(face, 0, 1)


class Faces(NamedTuple):
    """pixels: (80, 480); axes: their principal components, the eigenfaces (Turk and Pentland, 1991)."""

    pixels: np.ndarray
    axes: Principal


@cache
def faces() -> Faces:
    """Eighty, each of the five numbers evenly by chance."""
    ends = np.array(list(PARTS.values()))
    drawn = np.random.default_rng(0).uniform(ends[:, 0], ends[:, 1], (N_FACES, len(ends)))
    pixels = np.array([drawn_face(one).ravel() for one in drawn])
    return Faces(pixels, principal(pixels))


def kept(share: float) -> int:
    """How many eigenfaces hold that share of the variance of the faces."""
    return int((np.cumsum(faces().axes.explained_variance_ratio) < share).sum()) + 1


def made(face: np.ndarray, n: int) -> np.ndarray:
    """A face (24, 20) by n eigenfaces and the mean, of the same shape."""
    axes = faces().axes
    return axes.reconstruct(axes.transform(face.reshape(1, -1), n)).reshape(face.shape)


class Table(NamedTuple):
    """columns: m names; values: float64 (n, m)."""

    columns: tuple[str, ...]
    values: np.ndarray

    def text(self) -> str:
        """As lines of fields between commas, the names first."""
        rows = [", ".join(f"{value:.10g}" for value in row) for row in self.values.round(2)]
        return "\n".join([", ".join(self.columns), *rows])


def example(name: str) -> Table:
    """One of `EXAMPLES`."""
    if name == "Three homes":
        return Table(HOME_COLUMNS, np.array(HOMES))
    if name == "Grades":
        years = tuple(f"year {year + 1}" for year in range(len(GRADES[0])))
        return Table((*years, "cumulative"), with_mean(np.array(GRADES)))
    homes: Matrix = SimulatedHomes(n_homes=N_HOMES).load()
    return Table(homes.columns, homes.channels[0].astype(float))


EXAMPLES = ("Twenty homes", "Three homes", "Grades")


def table(text: str) -> Table | None:
    """What `Table.text` wrote, or the like. None unless there are 2 to 60 rows of as many numbers as there are names,
    2 to 12 columns, and two of these vary.
    """
    lines = [[field.strip() for field in line.split(",")] for line in text.splitlines() if line.strip()]
    columns, rows = tuple(lines[0]) if lines else (), lines[1:]
    if not 2 <= len(columns) <= MOST_COLUMNS or not 2 <= len(rows) <= MOST_ROWS or {*map(len, rows)} != {len(columns)}:
        return None
    try:
        values = np.array(rows, dtype=float)
    except ValueError:
        return None
    varies = (np.ptp(values, axis=0) > 0).sum() > 1 if np.isfinite(values).all() else False
    return Table(columns, values) if varies and np.abs(values).max() < 1e12 else None


class Redundant(NamedTuple):
    """singular: of the columns, each less its mean and over its spread; rank: those that are more than rounding. told:
    how well others tell each column, where there are more rows than columns.
    """

    singular: np.ndarray
    rank: int
    told: list[Told]


def redundant(given: Table) -> Redundant:
    """How many numbers a row has in truth."""
    spread = given.values.std(axis=0)
    scaled = (given.values - given.values.mean(axis=0)) / np.where(spread > 0, spread, 1)
    singular = factorize(scaled).values
    n, m = given.values.shape
    rank = int((singular > NEARLY_NONE * singular[0]).sum())
    return Redundant(singular, rank, told_by_others(given.values) if n > m else [])


def combination(given: Table, column: str, others: tuple[str, ...]) -> np.ndarray:
    """Weights of other columns that make a column, by least squares without a constant, (len(others),)."""
    places = [given.columns.index(name) for name in others]
    return np.linalg.lstsq(given.values[:, places], given.values[:, given.columns.index(column)], rcond=None)[0]
