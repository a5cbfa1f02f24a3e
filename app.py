"""Entry point: page config and the list of pages."""

import streamlit as st

from pages.parts import server

if __name__ == "__main__":  # one run of a visitor's session
    from pages.lessons.lesson_pages import lesson_pages
    from pages.parts import domains, site
    from pages.parts.assets import ensure_static
    from pages.parts.navigation import page_of

    site.configure()
    ensure_static()
    pages = [
        st.Page("pages/home/page.py", title="Home", icon=":material/home:", url_path="", default=True),
        st.Page("pages/lessons/page.py", title="Lessons", icon=":material/school:", url_path="lessons"),
        *lesson_pages(),
        *map(page_of, domains.DOMAINS),
        st.Page("pages/runs/page.py", title="Runs", icon=":material/history:", url_path="runs"),
    ]
    st.navigation(pages, position="top").run()
else:  # imported by `streamlit run`, once
    app = st.App(__file__, lifespan=server.serving)
