"""The life of the server, which begins before the first visitor comes and ends after the last job."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from engine.runs import supervisor
from pages.parts import log
from pages.parts.streamlit_fixes import outer_address, pages_folder, references
from pages.parts.web import turns
from pages.parts.web.headers import Headers
from pages.parts.web.origins import Origins
from pages.parts.web.upload_room import UploadRoom
from pages.parts.web.visitor import Visitor

MIDDLEWARE = (Middleware(Headers), Middleware(Origins), Middleware(Visitor), Middleware(UploadRoom))
"""What every request passes before Streamlit has it, in this order."""

OPEN_FILES = 65_536
"""A visitor who is connected takes four: the usual 1,024 would end at 250 of them."""


@asynccontextmanager
async def serving(app: st.App) -> AsyncIterator[None]:
    """Correct Streamlit, import what the pages need, so that nobody waits for it; in the end stop all jobs."""
    pages_folder.correct()
    outer_address.correct()
    references.correct()
    turns.take()
    allow_open_files()
    log.listen()
    import pages.parts.domains  # noqa: F401 - not before: its caches belong to the server

    yield
    supervisor.stop()


def allow_open_files() -> None:
    """Let this process have as many open files as it may need, as far as the system lets it say so."""
    if sys.platform == "win32":  # which has no such limit
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
