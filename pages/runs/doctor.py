"""Doctor: what works on the machine of the server, as it is found out, and what only the browser knows."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import IO, Any

import streamlit as st

from engine import settings
from pages.parts import site
from pages.parts.assets import ROOT, loader
from pages.parts.write.plain import plain

ICONS = {
    "works": ":material/check_circle:",
    "note": ":material/info:",
    "fails": ":material/error:",
}
NARROWEST = 300
"""Pixels of a finding."""
EVERY = 1.0
"""Seconds between looks at a doctor who is at work."""
REST = 60.0
"""Seconds from one beginning to the next, at least, where several people share the server."""
_webgl = st.components.v2.component(
    "webgl", html='<p data-webgl role="status">The browser is being asked.</p>', js=loader("page/webgl.js")
)


@dataclass(frozen=True)
class Look:
    """A doctor at work in a process of its own, and what it has written so far, a line of JSON a finding."""

    process: subprocess.Popen[bytes]
    written: IO[bytes]
    begun: float = field(default_factory=time.monotonic)

    @property
    def over(self) -> bool:
        return self.process.poll() is not None

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Those whose lines are whole."""
        text = os.pread(self.written.fileno(), 1 << 20, 0) if hasattr(os, "pread") else self._read()
        return [json.loads(line) for line in text.split(b"\n")[:-1]]

    def _read(self) -> bytes:
        self.written.seek(0)
        return self.written.read()


@st.cache_resource(show_spinner=False, ttl=3600)
def looked() -> Look:
    """The last look of this server, an hour old at most."""
    written = tempfile.TemporaryFile()  # noqa: SIM115  # it lasts as long as the look
    command = [sys.executable, "-m", "engine.doctor", "--json"]
    return Look(subprocess.Popen(command, cwd=ROOT, stdout=written, stderr=subprocess.DEVNULL), written)


def main() -> None:
    site.enter()
    st.header("Doctor")
    st.caption("What works on this machine. The same in a terminal: python -m engine.doctor")
    st.button("Look again", icon=":material/refresh:", on_click=_look_again)
    st.fragment(_show, run_every=None if looked().over else EVERY)()
    with st.container(border=True):
        st.markdown(":material/monitor: **Your browser**")
        _webgl(key="webgl")


def _look_again() -> None:
    """One look at a time; where several people share the server, one a minute: it writes, compiles and loads much."""
    look = looked()
    if not look.over:
        return
    if settings.shared_mode() and time.monotonic() - look.begun < REST:
        st.toast(f"This is not older than {REST:.0f} seconds; try again then.", icon=":material/hourglass:")
    else:
        looked.clear()


def _show() -> None:
    look = looked()
    grid = st.grid(3, min_column_width=NARROWEST, gap="small")
    for finding in look.findings:
        with grid.cell(), st.container(border=True, gap="xsmall", height="stretch"):
            st.markdown(f"{ICONS[finding['state']]} **{plain(finding['what'])}**")
            st.markdown(plain(finding["told"]))
            if finding["fix"]:
                st.caption(plain(finding["fix"]))
    if not look.over:
        st.caption(":material/hourglass: Looking …")
    elif st.session_state.get("doctor.was_at_work"):
        st.session_state["doctor.was_at_work"] = False
        st.rerun()  # so that the page polls no more
    st.session_state["doctor.was_at_work"] = not look.over


main()
