"""What a student does with the controls of a page, by their labels, in Streamlit's own test client."""

import base64
import io
import json
import zipfile
from typing import Any

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from engine.fit import Fit
from engine.projections.pca import PCA
from engine.runs import selections, store
from engine.runs.recipe import EmbeddingOf, Recipe


def labeled(app: AppTest, kind: str, label: str) -> Any:
    """The one control of that kind and label."""
    found = [one for one in app.get(kind) if one.label == label]
    assert len(found) == 1, f"{len(found)} of {label}; there are {[one.label for one in app.get(kind)]}"
    return found[0]


def slider(app: AppTest, label: str) -> Any:
    return labeled(app, "slider", label)


def select(app: AppTest, label: str) -> Any:
    return labeled(app, "selectbox", label)


def typed(app: AppTest, label: str) -> Any:
    return labeled(app, "text_input", label)


def pasted(app: AppTest, label: str) -> Any:
    return labeled(app, "text_area", label)


def row(app: AppTest, label: str) -> Any:
    """A row of buttons."""
    return labeled(app, "button_group", label)


def press(app: AppTest, label: str) -> AppTest:
    return labeled(app, "button", label).click().run()


def metric(app: AppTest, label: str) -> str:
    return next(one.value for one in app.metric if one.label == label)


def dataframe(app: AppTest, column: str) -> pd.DataFrame:
    """The first table on the page with a column of that name."""
    found = [one.value for one in app.dataframe if column in one.value.columns]
    assert found, f"no table has {column}; there are {[list(one.value.columns) for one in app.dataframe]}"
    return found[0]


def charts(app: AppTest) -> dict[str, Any]:
    """Key -> Plotly figure as JSON."""
    return {chart.key: json.loads(chart.proto.spec) for chart in app.get("plotly_chart")}


def unpacked(values: Any) -> np.ndarray:
    """Numbers of a figure, which Plotly writes as base64."""
    if not isinstance(values, dict):
        return np.array(values)
    flat = np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
    return flat.reshape([int(part) for part in str(values.get("shape", len(flat))).split(",")])


def run_of(app: AppTest) -> str:
    """The run that the page was sent to."""
    run = app.query_params["run"]
    return run if isinstance(run, str) else run[-1]


def keep_map(run_id: str, n_items: int = 0, only: str = "", name: str = "") -> str:
    """Make the map by PCA that a page asks for, as its job would; its run."""
    fit = store.load(run_id)
    assert isinstance(fit, Fit)
    name = name or next(iter(fit.embeddings))
    whole = fit.embeddings[name]
    shown = whole.first(n_items) if n_items else whole
    if only:
        rows = whole.rows_of(selections.labels_of(only))
        only, shown = selections.keep([whole.labels[row] for row in rows]), whole.among(rows)
    recipe = Recipe(EmbeddingOf(run_id, name, n_items, only=only), PCA())
    if not store.exists(recipe.run_id):
        store.save(recipe, PCA().fit(shown), 0.1)
    return recipe.run_id


def old_recipes() -> bytes:
    """A ZIP of four books of recipes, for exercise 28."""
    stream = io.BytesIO()
    lines = [f"take the {what} and boil it with {how} ." for what in ("beef", "fish", "peas", "milk") for how in
             ("salt", "sugar", "water")]  # fmt: skip
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(4):
            archive.writestr(f"recipes/book{number}.txt", "\n".join(lines * 6))
    return stream.getvalue()
