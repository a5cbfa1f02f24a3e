"""Tables that were edited, by the state that Streamlit keeps of an editor."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

EDITED = "edited_rows"
"""What tells the state of a table that is edited from those of other controls."""


def with_edits(data: pd.DataFrame, edits: Mapping[str, Any]) -> pd.DataFrame:
    """The table with cells changed, rows taken out and rows added."""
    table = data.copy().astype(object)
    for row, cells in edits[EDITED].items():
        for column, value in cells.items():
            table.iat[int(row), list(table.columns).index(column)] = value
    table = table.drop(index=[table.index[row] for row in edits.get("deleted_rows", ())])
    added = pd.DataFrame(edits.get("added_rows", ()), columns=table.columns)
    return pd.concat([table, added], ignore_index=True) if len(added) else table
