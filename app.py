"""Entry point: page config and the list of pages."""

import streamlit as st

from pages.parts import site
from pages.parts.assets import ensure_static

site.configure()
ensure_static()
st.session_state["framed"] = True
st.navigation(site.pages(), position="top").run()
