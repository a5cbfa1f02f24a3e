"""Files of vectors to choose, for every page that opens them, and what was understood of one."""

import pandas as pd

from engine.datasets.base import Source
from engine.datasets.vectors.sources import UploadedVectors
from engine.datasets.vectors.vectors import Vectors
from pages.parts.data.choices import Choice, File, Fold, Understood

ROWS, COLUMNS = 8, 8

LABELS = Fold("Labels in a file of their own", "label")
METADATA = Fold("Metadata, joined by label", "table_rows")
PICTURES = Fold("Pictures of the items", "image")


def own(title: str) -> Choice:
    """Vectors of the user's own under that title."""
    return Choice(
        title,
        UploadedVectors,
        files=(
            File("sha256", "Vectors: word2vec, GloVe, fastText .vec, TSV, CSV, .npy, .npz, safetensors, Parquet"),
            File("labels", "Labels: a row for each vector (text, TSV, CSV or .npy)", LABELS),
            File("joined", "Metadata: a table with the labels in one column", METADATA),
            File("pictures", "Pictures: a ZIP of files named by label", PICTURES),
        ),
        hint="The pair of TensorFlow's projector is the vectors here, and its metadata as labels in the fold that "
        "opens then. It stays on this machine.",
    )


def understood(vectors: Vectors, source: Source) -> Understood:
    """Sizes, what is known of the items, and the beginnings of the first vectors."""
    known = {name: column[:ROWS] for name, column in vectors.metadata.items()}
    numbers = {f"x{place + 1}": vectors.vectors[:ROWS, place] for place in range(min(COLUMNS, vectors.n_components))}
    return Understood(
        (f"**{vectors.n_items:,}** vectors of **{vectors.n_components:,}** numbers",),
        vectors.notes,
        table=pd.DataFrame({"Label": vectors.labels[:ROWS]} | known | numbers),
    )
