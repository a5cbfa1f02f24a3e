"""What two seeds of one method agree on: the ruler for any difference."""

import streamlit as st

from engine.runs import jobs, store
from pages.compare.asked import Asked, Twin
from pages.compare.pair import by_item, drift_of
from pages.compare.state import CompareState
from pages.parts.run import jobs_panel, state
from pages.parts.run.together import together


def _is_drift_here(twin: Twin) -> bool:
    return twin.is_here and store.exists(twin.drift.run_id)


def told(asked: Asked, k: int) -> list[tuple[str, float]]:
    """Method and share of neighbors that two seeds of it agree on, of those that were compared."""
    return [
        (twin.title, 1 - float(by_item(twin.drift.run_id, k).mean())) for twin in asked.twins() if _is_drift_here(twin)
    ]


def curves(asked: Asked) -> list[tuple[str, str]]:
    """Title and run of each drift between two seeds."""
    return [(f"two seeds of {twin.title}", twin.drift.run_id) for twin in asked.twins() if _is_drift_here(twin)]


def offer(page: CompareState, asked: Asked) -> None:
    """Train what lacks another seed on a click; compare the two once both are there."""
    twins = asked.twins()
    if not twins:
        st.caption("Chance plays no part in either method: every seed gives the same.")
        return
    for twin in twins:
        _one(page, asked, twin)


def _one(page: CompareState, asked: Asked, twin: Twin) -> None:
    if _is_drift_here(twin):
        return
    key = page.key("seed", twin.drift.run_id)
    if not twin.is_here and not st.session_state.get(key) and jobs.status(twin.other.run_id) is None:
        side = asked.first if asked.twins()[0].title == twin.title else asked.second
        run_id = asked.maps[0 if side is asked.first else 1].run_id if asked.on_maps else side.run_id
        taken = jobs_panel.seconds(state.row_of(run_id).seconds)
        if st.button(
            f"Train {twin.title} with another seed", key=key + ".button", icon=":material/casino:",
            help=f"The first training took {taken}. Then it is told what two seeds of one method agree on.",
        ):  # fmt: skip
            st.session_state[key] = True
            st.rerun()
        return
    done = together({f"{twin.title}, another seed": twin.other}, wanted=True)
    if done and together({f"Two seeds of {twin.title}": twin.drift}, wanted=True):
        drift_of(twin.drift.run_id)
        st.rerun()
