"""Entry point: page config and the list of pages."""

import streamlit as st

from pages.parts import server

if __name__ == "__main__":  # one run of a visitor's session
    from pages.lessons.lesson_pages import lesson_pages
    from pages.parts import navigation, site
    from pages.parts.assets import ensure_static

    site.configure()
    ensure_static()
    st.navigation(navigation.menu(lesson_pages()), position="top", expanded=True).run()
else:  # imported by `streamlit run`, once
    app = st.App(__file__, lifespan=server.serving, middleware=server.MIDDLEWARE)
