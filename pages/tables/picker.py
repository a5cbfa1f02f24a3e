"""Tables to choose from, and what was understood of one."""

import pandas as pd

from engine.datasets.base import Source
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.population import SimulatedPopulation
from engine.datasets.tables.sources import SimulatedHomes, UploadedTable
from pages.parts.data.choices import Choice, File, Picker, Understood

ROWS, COLUMNS = 8, 12


def understood(table: Matrix, source: Source) -> Understood:
    """Sizes, what is known of the rows, and the first fields."""
    n_rows, n_columns = table.shape
    fields = {name: table.channels[0, :ROWS, place] for place, name in enumerate(table.columns[:COLUMNS])}
    known = {name: values[:ROWS] for name, values in table.attributes.items()}
    return Understood(
        (f"**{n_rows:,}** rows, **{n_columns:,}** columns of numbers",),
        table.notes,
        table=pd.DataFrame({"Row": table.rows[:ROWS]} | known | fields),
    )


PICKER = Picker(
    "table",
    "Table",
    "Each row becomes a vector.",
    {
        "population": Choice("People and their genes (simulated)", SimulatedPopulation),
        "homes": Choice("Homes for sale (simulated)", SimulatedHomes),
        "upload": Choice(
            "Your own table…",
            UploadedTable,
            files=(File("sha256", "A table: a line each item, columns of numbers or genotypes"),),
            hint="Numbers, SNPs as 0/1/2 or letters (AG, A/G), expression of genes; text is shown beside. It stays on "
            "this machine.",
        ),
    },
    understood,
)
