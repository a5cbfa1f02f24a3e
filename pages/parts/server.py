"""The life of the server, which begins before the first visitor comes and ends after the last job."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from engine.runs import supervisor
from pages.parts.streamlit_fixes import pages_folder, references


@asynccontextmanager
async def serving(app: st.App) -> AsyncIterator[None]:
    """Correct Streamlit, import what the pages need, so that nobody waits for it; in the end stop all jobs."""
    pages_folder.correct()
    references.correct()
    import pages.parts.domains  # noqa: F401 - not before: its caches belong to the server

    yield
    supervisor.stop()
