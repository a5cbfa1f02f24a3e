"""A correction of Streamlit 1.67.0, without which the first visitor of a server may be told "Page not found".

Until `st.navigation` has been called once, Streamlit takes a folder named pages beside the script for its older kind
of app, in which scripts lie in it flat: a link to /words then leads nowhere. Only what runs before the first session
can say that it is not, which is why app.py hands the server an `st.App`. It can go when Streamlit asks the script.
"""

from streamlit.runtime.pages_manager import PagesManager


def correct() -> None:
    """Tell this server that its pages are listed by `st.navigation`."""
    PagesManager.uses_pages_directory = False
