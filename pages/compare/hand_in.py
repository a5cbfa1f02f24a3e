"""The sheet of a comparison, to be handed in: both maps, who moved most, the sentence, and a script for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from engine.evaluation.neighbor_drift import KEPT, Drift
from engine.figures.drift import two_maps
from engine.lab_sheet import Picture, Sheet, Table
from engine.reproduce_several import drift_script, reproducible
from engine.runs import selections
from pages.compare import moved
from pages.compare.asked import Asked
from pages.compare.pair import Maps, by_item, on_maps
from pages.compare.side import Side
from pages.compare.state import CompareState
from pages.parts.run import state
from pages.parts.tabs import hand_in

IN_WORDS = 8
"""Items whose drift is told in words below the figure."""
ON_SHEET = 50


@dataclass(frozen=True)
class Compared:
    """What the page shows. said: its sentences, without marks of Markdown. agreed: the share of k neighbors."""

    asked: Asked
    maps: Maps
    drift: Drift
    k: int
    agreed: float
    said: tuple[str, ...]


def show(page: CompareState, compared: Compared) -> None:
    """The form and its two buttons, folded away."""
    opened = st.expander("Hand in", icon=":material/assignment:", key=page.key("sheet"), on_change="rerun")
    if not opened.open:
        return
    with opened:
        student, answers = hand_in.fields(str(page))
        address = address_of(str(page), compared.asked.first.run_id, compared.asked.second.run_id, st.query_params)
        sheet = partial(_sheet, compared, student, answers, address)
        hand_in.buttons(sheet, f"compare-{compared.asked.drift.run_id[:8]}-lab-sheet")
        made = "and a script that trains both and compares them again" if script(compared) else (
            "but no script: one of the two is not made again from its recipe alone"
        )  # fmt: skip
        st.caption(
            f"Your answers, both maps, the items that moved most, what is said above, both runs with settings and "
            f"seeds, {made}; it opens without the app."
        )


def address_of(page: str, first: str, second: str, query: Mapping[str, str]) -> str:
    """Where the sheet was made. It names both runs even if the page chose them: another time it would choose others."""
    return f"/{page}?{urlencode({'a': first, 'b': second} | dict(query.items()))}"


def _sheet(compared: Compared, student: str, answers: str, address: str) -> Sheet:
    asked, drift = compared.asked, compared.drift
    sides = {"A": asked.first, "B": asked.second}
    settings = [table for letter, side in sides.items() for table in hand_in.settings_of(side.recipe, f"{letter}, ")]
    return Sheet(
        title="Two runs compared",
        student=student,
        answers=answers,
        about=(
            *(f"{letter}: {side.told()}. Run {side.run_id}." for letter, side in sides.items()),
            *compared.said,
        ),
        parts=[
            Table(
                f"How many of the {drift.size(compared.k)} nearest agree",
                {"of": ["A and B", "chance"], "share": [compared.agreed, drift.chance(compared.k)]},
            ),
            _figure(compared),
            _moved(compared),
            *settings,
        ],
        script=script(compared),
        address=address,
    )


def _order(compared: Compared) -> np.ndarray:
    """Places of the items that moved most."""
    run_id = compared.asked.drift.run_id
    return moved.order_of(by_item(run_id, compared.k), by_item(run_id, KEPT))[:ON_SHEET]


def _moved(compared: Compared) -> Table:
    drift, embedding, places = compared.drift, compared.asked.first.embedding, _order(compared)
    values = by_item(compared.asked.drift.run_id, compared.k)[places]
    k = drift.size(compared.k)
    columns = {
        "item": [embedding.labels[row] for row in drift.rows[0][places]],
        "drift": values.round(4).tolist(),
        f"in both of {k}": np.rint((1 - values) * k).astype(int).tolist(),
    }
    return Table("Items that moved most", columns)


def _figure(compared: Compared) -> Picture:
    """Both maps, with a few of the items that moved most in words."""
    asked, maps, drift = compared.asked, compared.maps, compared.drift
    values = by_item(asked.drift.run_id, compared.k)
    places = _order(compared)[:IN_WORDS]
    labels = asked.first.embedding.labels
    named = "; ".join(f"{labels[drift.rows[0][at]]} {values[at]:.0%}" for at in places)
    titles = [f"A: {asked.first.told(asked.second)}", f"B: {asked.second.told(asked.first)}"]
    figure = two_maps((maps.first, maps.second), maps.labels, on_maps(values, drift, maps), titles, compared.said[0])
    told = (
        f"Two maps of {maps.n:,} items, A and B, colored by drift. Mean drift {1 - compared.agreed:.1%}. Most: {named}."
    )
    return Picture("Both maps", figure, told)


def script(compared: Compared) -> str:
    """It makes the comparison again; "" where one of the runs is not made again from its recipe alone."""
    asked = compared.asked
    if not all(reproducible(side.recipe) for side in (asked.first, asked.second)):
        return ""
    sides = [_document(side, map_recipe.to_json() if asked.on_maps else None)
             for side, map_recipe in zip((asked.first, asked.second), asked.maps, strict=True)]  # fmt: skip
    return drift_script(sides, asked.drift.to_json(), compared.k, compared.agreed)


def _document(side: Side, map_document: object) -> dict[str, object]:
    """A side as the script reads it; lists of items are kept below the home, so that their labels go along."""
    only = list(selections.labels_of(side.only)) if side.only and map_document is not None else []
    return {
        "recipe": dict(state.row_of(side.run_id).recipe), "embedding": side.name, "moment": side.moment,
        "map": map_document, "only": only,
    }  # fmt: skip
