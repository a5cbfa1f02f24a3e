"""Home: what an embedding is, a live picture for each domain, and where to go."""

import streamlit as st

from pages.parts import domains, site
from pages.parts.assets import text
from pages.parts.explore import explorer
from pages.parts.explore.state import PageState
from pages.parts.navigation import page_of


def main() -> None:
    site.enter()
    st.title("Embedding Workbench")
    st.markdown(text("home"))
    for domain in domains.DOMAINS:
        with st.container(border=True):
            st.subheader(domain.title, anchor=False)
            st.markdown(domain.told)
            with st.container():
                own = PageState(f"home_{domain.name}", addressed=False)
                explorer.preview(domain.first, own, domain.first_item)
            label = f"Open {domain.title}: {domain.link}"
            st.page_link(page_of(domain), label=label, icon=":material/arrow_forward:")
    st.page_link("pages/runs/page.py", label="Runs: everything computed so far", icon=":material/history:")


main()
