"""A map that forms, in the user's hands: pause it, let it go on longer, and change how hard neighbors attract."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.errors import InputError
from engine.fields import specs
from engine.projections.base import Projection
from engine.runs import jobs
from engine.runs.jobs import JobStatus
from pages.parts.run import controls, state
from pages.parts.write.plain import plain


def buttons(projection: Projection, status: JobStatus) -> None:
    """What stands beside the progress of a job that can be steered; nothing for others, or before it has begun."""
    if not projection.steerable or not status.progress.get("stoppable"):
        return
    asked = jobs.asked(status.run_id)
    paused = bool(asked.get("paused"))
    st.button(
        "Resume" if paused else "Pause", key=f"pause.{status.run_id}", on_click=_ask,
        args=(status.run_id, {"paused": not paused}), icon=f":material/{'play_arrow' if paused else 'pause'}:",
    )  # fmt: skip
    with st.popover("Change", icon=":material/tune:", help="Change the map while it forms"):
        _fields(projection, status.run_id, asked)


def _fields(projection: Projection, run_id: str, asked: Mapping[str, Any]) -> None:
    key = f"steer.{run_id}"
    for name in projection.steerable:
        st.session_state.setdefault(f"{key}.{name}", asked.get(name, getattr(projection, name)))
    wanted = controls.values(type(projection), key, projection.steerable)
    before = {name: asked.get(name, getattr(projection, name)) for name in wanted}
    if wanted != before:
        _ask(run_id, wanted)
    labels = " and ".join(specs(type(projection))[name].label.lower() for name in projection.steerable)
    st.caption(f"A map whose {labels} were changed is a run of its own, which its recipe gives again.")


def _ask(run_id: str, wanted: Mapping[str, Any]) -> None:
    try:
        jobs.steer(run_id, state.owner(), wanted)
    except InputError as error:
        st.toast(plain(str(error)), icon=":material/block:", duration="long")
