"""What leaves the app: embeddings, recipes and charts as bytes of formats that other programs read."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from engine.embedding import Embedding
from engine.figures.style import CONFIG

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that spreadsheets take for a formula, full-width forms included."""
_UNSEEN = r"[\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
"""What a spreadsheet may drop before it looks: blanks, control characters, and those of no width."""
_FORMULA = re.compile(rf"^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?={_UNSEEN}[\"']?{_UNSEEN}[=+\-@＝＋－＠])(?!')")
"""Where a cell may begin, that of a program to which ; or a tab ends a cell too, and a formula with it."""
DIGITS = "%.9g"
"""Enough for any float32 to be read back as it was."""


def vectors_tsv(embedding: Embedding) -> bytes:
    """The vectors as TensorFlow's projector reads them: a line for each item, tabs between numbers, no header."""
    line = "\t".join([DIGITS] * embedding.n_components)
    return "".join(f"{line % tuple(row)}\n" for row in embedding.vectors.tolist()).encode()


def metadata_tsv(embedding: Embedding) -> bytes:
    """The labels and metadata that belong to `vectors_tsv`; a header only if there is more than one column.

    Text that a spreadsheet would take for a formula is guarded by `safe_csv`.
    """
    columns = [list(map(_line_cell, embedding.labels))]
    columns += [[_line_cell(value) for value in column.tolist()] for column in embedding.metadata.values()]
    lines = ["\t".join(cells) for cells in zip(*columns, strict=True)]
    if len(columns) > 1:
        lines.insert(0, "\t".join(["label", *map(_line_cell, embedding.metadata)]))
    return "".join(f"{line}\n" for line in lines).encode()


def word2vec_text(embedding: Embedding) -> bytes:
    """word2vec's text format: a line "n_items n_components", then a label and its numbers with spaces between.

    Spaces in labels become _ and an empty label becomes _, because a space ends the label. `safe_csv` guards here too.
    """
    line = " ".join([DIGITS] * embedding.n_components)
    labels = (safe_csv(re.sub(r"\s", "_", label)) or "_" for label in embedding.labels)
    rows = (f"{label} {line % tuple(row)}\n" for label, row in zip(labels, embedding.vectors.tolist(), strict=True))
    return (f"{embedding.n_items} {embedding.n_components}\n" + "".join(rows)).encode()


def table_csv(embedding: Embedding) -> bytes:
    """A table for spreadsheets: label, metadata and components x1, x2, ...; UTF-8 with a mark that Excel knows.

    Text that a spreadsheet would take for a formula is guarded by `safe_csv`.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    names = [f"x{component + 1}" for component in range(embedding.n_components)]
    writer.writerow([safe_csv(name) for name in ["label", *embedding.metadata, *names]])
    metadata = [column.tolist() for column in embedding.metadata.values()]
    for row, label in enumerate(embedding.labels):
        cells = [_cell(column[row]) for column in metadata]
        writer.writerow([safe_csv(label), *cells, *(DIGITS % number for number in embedding.vectors[row].tolist())])
    return file.getvalue().encode("utf-8-sig")


def columns_csv(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """Any columns of one length as such a table, text guarded alike."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(list(map(safe_csv, columns)))
    writer.writerows([_cell(value) for value in row] for row in zip(*columns.values(), strict=True))
    return file.getvalue().encode("utf-8-sig")


def safe_csv(text: str) -> str:
    """The text with a ' before each part that a spreadsheet would take for a formula; twice is the same as once.

    >>> safe_csv("red;=1+1")
    "red;'=1+1"
    """
    return _FORMULA.sub("'", text)


def recipe_json(recipe: Mapping[str, Any]) -> bytes:
    """A recipe's document (`Recipe.to_json`) for people and for `Recipe.from_json`."""
    return (json.dumps(recipe, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def archive(embedding: Embedding, recipe: Mapping[str, Any]) -> bytes:
    """A zip of all of these; the same content gives the same bytes."""
    content = {
        "vectors.tsv": vectors_tsv(embedding),
        "metadata.tsv": metadata_tsv(embedding),
        "word2vec.txt": word2vec_text(embedding),
        "table.csv": table_csv(embedding),
        "recipe.json": recipe_json(recipe),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in content.items():
            info = zipfile.ZipInfo(name)  # of 1980: the time of export is no part of the content
            packed.writestr(info, data, zipfile.ZIP_DEFLATED, compresslevel=1)  # higher: 7 times as long, 8 % smaller
    return file.getvalue()


def figure_html(figure: Any) -> bytes:
    """A Plotly figure as a page of its own that needs no network (about 5 MB, most of it plotly.js)."""
    return figure.to_html(config=CONFIG, include_plotlyjs=True, full_html=True).encode()


def _one_line(text: str) -> str:
    """Without the tabs and line ends that would break a TSV."""
    return re.sub(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", " ", text)


def _line_cell(value: Any) -> str:
    """A cell of a TSV."""
    return _cell(_one_line(value) if isinstance(value, str) else value)


def _cell(value: Any) -> str:
    """Numbers as they are, so that a negative one stays a number; text guarded."""
    return safe_csv(value) if isinstance(value, str) else str(value)
