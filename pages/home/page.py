"""Home: what an embedding is, a living map for each domain with a question to try, and a place for one's own file."""

import streamlit as st

from pages.home import drop, news
from pages.parts import domains, site
from pages.parts.assets import text
from pages.parts.domain import Domain
from pages.parts.explore import explorer
from pages.parts.explore.state import PageState
from pages.parts.navigation import page_of

NARROWEST = 460
"""Pixels of a card: three beside each other on the widest screens, two on a laptop's, one on narrow ones."""


def main() -> None:
    site.enter()
    beginning = st.grid(2, min_column_width=NARROWEST, gap="medium")
    with beginning.cell():
        st.title("Embedding Workbench", anchor=False)
        st.markdown(text("home"))
        st.page_link(
            "pages/lessons/page.py", label="New to embeddings? Begin with the lessons", icon=":material/school:"
        )
    with beginning.cell():
        drop.show()
        news.show()
    explorer.begin_quickest([domain.first for domain in domains.DOMAINS])
    cards = st.grid(3, min_column_width=NARROWEST, gap="medium")
    for domain in domains.DOMAINS:
        with cards.cell(), st.container(border=True, key=f"card_{domain.name}"):
            _card(domain)


def _card(domain: Domain) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(domain.title, anchor=False)
        label = f"Open {domain.title}: {domain.link}"
        st.page_link(page_of(domain), label=label, icon=":material/arrow_forward:", width="content")
    st.markdown(domain.told)
    with st.container():
        own = PageState(f"home_{domain.name}", addressed=False)
        explorer.preview(domain.first, own, domain.first_item)
    st.caption(f":material/help: **Try:** {domain.question}")


main()
