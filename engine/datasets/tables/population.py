"""A simulated population in which genes mirror geography, as in Novembre et al. (2008)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.tables.matrix import Matrix
from engine.fields import integer, real
from engine.report import Report, Silent, stop_if_cancelled

REGIONS = {
    "Westcape": (0.0, 0.35), "Highmoor": (0.1, 0.95), "Midvale": (0.35, 0.55), "Southbay": (0.3, 0.05),
    "Lakeland": (0.55, 0.75), "Northport": (0.6, 1.3), "Boot": (0.7, 0.2), "Plains": (0.95, 0.7),
    "Eastgate": (1.35, 0.95), "Isles": (1.1, 0.1),
}  # fmt: skip
"""Invented regions and where they lie: east and north."""
SCATTER = 0.06


@dataclass(frozen=True)
class SimulatedPopulation(Source):
    """People at places of a made-up map, and how often they carry the rarer letter at each of many SNPs: 0, 1 or 2.

    The log-odds of the letter rise along one direction, drawn for each SNP alone; both copies are drawn by it, one SNP
    independently of the next (after Novembre et al., 2008, doi:10.1038/nature07331). Attributes: east, north, region.
    """

    name = "simulated_population"
    kind: ClassVar[str] = Matrix.kind

    n_people: int = integer(600, 50, 3_000, label="People", help="Rows of the table.", step=50)
    n_snps: int = integer(3_000, 50, 8_000, label="SNPs", help="Columns: places in the genome that differ.", step=500)
    slope: float = real(
        0.5, 0.0, 3.0, label="Slope", step=0.1,
        help="How steeply the log-odds of a letter change across the map; 0 leaves nothing to be found.",
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def title(self) -> str:
        """What the user calls it."""
        return f"{self.n_people:,} people, {self.n_snps:,} SNPs (simulated)"

    def load(self, report: Report = Silent()) -> Matrix:
        """Draw people, slopes and letters."""
        stop_if_cancelled(report)
        generator = np.random.default_rng(self.seed)
        names = np.array(list(REGIONS))
        regions = generator.integers(len(names), size=self.n_people)
        centers = np.array(list(REGIONS.values()))
        places = centers[regions] + SCATTER * generator.standard_normal((self.n_people, 2))
        angles = generator.uniform(0, 2 * np.pi, self.n_snps)
        steepness = self.slope * np.abs(generator.standard_normal(self.n_snps))
        directions = steepness * np.stack([np.cos(angles), np.sin(angles)])  # (2, n_snps)
        odds = generator.normal(-1.0, 0.7, self.n_snps) + (places - places.mean(axis=0)) @ directions
        counts = generator.binomial(2, 1 / (1 + np.exp(-odds)))
        rows = tuple(f"person {number + 1}" for number in range(self.n_people))
        columns = tuple(f"SNP {number + 1}" for number in range(self.n_snps))
        attributes = {"east": places[:, 0], "north": places[:, 1], "region": names[regions]}
        notes = (
            "Simulated: these people, regions and SNPs do not exist. What is put in: the chance of a letter rises "
            "along one direction of the map, another for each SNP. The places themselves are not among the columns.",
        )
        return Matrix(counts[None].astype(np.float32), columns, rows, notes, attributes)
