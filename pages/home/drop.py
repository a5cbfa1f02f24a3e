"""A file of the visitor's own, dropped on Home: recognized by its beginning, and opened on the page of its kind."""

import streamlit as st

from engine import limits, settings
from engine.errors import InputError
from engine.recognition import UPLOADED, recognize
from engine.runs import bookmarks, visitors
from pages.home import bookmark
from pages.parts import frame
from pages.parts.domain import Domain
from pages.parts.domains import DOMAINS
from pages.parts.navigation import page_of
from pages.parts.run import state
from pages.parts.streamlit_fixes.taken_files import let_go
from pages.parts.write.plain import plain

LAST = "home.dropped"
"""In the session: sha256, name and kinds of the file dropped last, the likeliest kind first."""
HINT = (
    "a text, ratings, edges, pictures, a table, distances or vectors, in any usual layout, or a bookmark; its content "
    "tells what it is"
)


def show() -> None:
    """The place for a file; once one is there its page is opened, and the other pages are offered here afterwards."""
    file = st.file_uploader(
        f"**Drop a file of your own:** {HINT}", key="home.file",
        max_upload_size=settings.upload_bytes() // limits.MB,
    )  # fmt: skip
    if file is not None and st.session_state.get("home.file_id") != file.file_id:
        st.session_state["home.file_id"] = file.file_id
        st.session_state.pop(bookmark.TAKEN, None)
        try:
            if bookmarks.is_one(file.getvalue()):
                bookmark.take(file.getvalue())
                bookmark.show()
                return
            with st.spinner("Finding out what it is"):
                upload = visitors.keep_upload(file.getvalue(), file.name, state.owner())
                let_go(file)
                kinds = recognize(upload.sha256)
        except InputError as error:
            st.error(plain(str(error)))
            return
        st.session_state[LAST] = upload.sha256, upload.name, kinds
        _open(kinds[0], _domain(kinds[0]))
    bookmark.show()
    if LAST in st.session_state:
        _again()


def _again() -> None:
    """The file dropped last on the page that it was opened on, and on the others."""
    _, name, kinds = st.session_state[LAST]
    st.caption(f"{plain(name)} was opened on {_domain(kinds[0]).title}. Is it something else? Open it on")
    with st.container(horizontal=True, gap="small", key="a_step.dropped"):
        for kind in kinds:
            for domain in (domain for domain in DOMAINS if domain.kind == kind):
                if st.button(domain.title, key=f"home.as.{domain.name}"):
                    _open(kind, domain)


def _open(kind: str, domain: Domain) -> None:
    sha256, *_ = st.session_state[LAST]
    frame.bring(domain, UPLOADED[kind], sha256)
    st.switch_page(page_of(domain))


def _domain(kind: str) -> Domain:
    """The page on which data of a kind are opened at first."""
    return next(domain for domain in DOMAINS if domain.kind == kind)
