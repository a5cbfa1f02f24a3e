"""Entry point: page config and the list of pages."""

import streamlit as st

from pages.shared import site
from pages.shared.assets import ensure_static

site.configure()
ensure_static()
st.session_state["framed"] = True
st.navigation(site.pages(), position="top").run()
