"""The menu, the pages of domains as Streamlit knows them, and the way from a saved run to the page that shows it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from engine.runs import catalogue
from engine.runs.catalogue import RunRow
from pages.parts import admission, domains, frame
from pages.parts.domain import Domain
from pages.parts.domains import domain_of

DOCTOR = "pages/runs/doctor.py"
ADMIN = "pages/runs/admin.py"


def menu(hidden: Sequence[StreamlitPage]) -> dict[str, list[StreamlitPage]]:
    """Heading -> pages: those without a section stand in the menu themselves, those of one behind its name.

    hidden: pages that have an address and no place in the menu.
    """
    sections: dict[str, list[StreamlitPage]] = {
        "": [
            st.Page("pages/home/page.py", title="Home", icon=":material/home:", url_path="", default=True),
            st.Page("pages/lessons/page.py", title="Lessons", icon=":material/school:", url_path="lessons"),
            *hidden,
        ]
    }
    for domain in domains.DOMAINS:
        sections.setdefault(domain.section, []).append(page_of(domain))
    sections[""] += [
        st.Page("pages/compare/page.py", title="Compare", icon=":material/compare:", url_path="compare"),
        st.Page("pages/runs/page.py", title="Runs", icon=":material/history:", url_path="runs"),
        st.Page(DOCTOR, title="Doctor", url_path="doctor", visibility="hidden"),
    ]
    if admission.is_offered():
        sections[""].append(st.Page(ADMIN, title="Admin", url_path="admin", visibility="hidden"))
    return sections


def page_of(domain: Domain) -> StreamlitPage:
    """The page of a domain, for the menu and for links."""
    return st.Page(
        partial(frame.run, domain), title=domain.title, icon=f":material/{domain.icon}:", url_path=domain.name
    )


def open_run(row: RunRow) -> None:
    """Go to the page of a run; of a map or a test, to the run that it was made from."""
    while row.parent:
        parent = catalogue.get(row.parent)
        if parent is None:
            break
        row = parent
    st.switch_page(page_of(domain_of(row)), query_params={"run": row.run_id})
