"""Tables of pairs to choose from, and what was understood of one."""

import pandas as pd

from engine.datasets.base import Source
from engine.datasets.pairs.great_circle import GreatCircles
from engine.datasets.pairs.measurements import CellMeasurements
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.datasets.pairs.sources import UploadedPairs
from pages.parts.data.choices import Choice, File, Picker, Understood

SHOWN = 8


def understood(pairs: PairMatrix, source: Source) -> Understood:
    """How many items, which sort of numbers, and the first of them."""
    names = pairs.labels[:SHOWN]
    first = {name: pairs.values[:SHOWN, place] for place, name in enumerate(_told_apart(names))}
    unit = f" in {pairs.unit}" if pairs.unit else ""
    return Understood(
        (f"**{pairs.n_items:,}** items, **{pairs.sort}** of each two{unit}",),
        pairs.notes,
        table=pd.DataFrame({"Item": names} | first),
    )


def _told_apart(names: tuple[str, ...]) -> list[str]:
    """As headings beside “Item”."""
    return [name if name != "Item" else "Item " for name in names]


PICKER = Picker(
    "pairs",
    "Distances",
    "A number for each two items, and nothing else.",
    {
        "cities": Choice("Great circles between cities (built in)", GreatCircles),
        "cells": Choice("Correlations of measurements (built in)", CellMeasurements),
        "upload": Choice(
            "Your own distances or similarities…",
            UploadedPairs,
            files=(File("sha256", "A table of pairs: a square, half of one, or a list"),),
            hint="A number for each two items: travel times, genetic distances, alignment scores, correlations, a "
            "kernel. CSV, TSV, PHYLIP, R’s dist, a workbook, .npy, .npz. It stays on this machine.",
        ),
    },
    understood,
)
