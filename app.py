"""Entry point: page config and the list of pages."""

import streamlit as st

from pages.shared import site
from pages.shared.assets import ROOT, ensure_static

st.set_page_config(page_title="Embedding Workbench", page_icon=str(ROOT / "assets" / "icon.svg"), layout="wide")
ensure_static()
st.session_state["framed"] = True
st.navigation(site.pages(), position="top").run()
