"""What a student does with the controls of a page, by their labels, in Streamlit's own test client."""

from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest


def labeled(app: AppTest, kind: str, label: str) -> Any:
    """The one control of that kind and label."""
    found = [one for one in app.get(kind) if one.label == label]
    assert len(found) == 1, f"{len(found)} of {label}; there are {[one.label for one in app.get(kind)]}"
    return found[0]


def slider(app: AppTest, label: str) -> Any:
    return labeled(app, "slider", label)


def number(app: AppTest, label: str) -> Any:
    return labeled(app, "number_input", label)


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
    import json

    return {chart.key: json.loads(chart.proto.spec) for chart in app.get("plotly_chart")}
