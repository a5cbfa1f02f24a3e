"""What is said on a server that several people share, where something is made that lets others in."""

import streamlit as st

from engine import settings
from engine.runs.catalogue import RunRow


def warn(row: RunRow, what: str) -> None:
    """Say that the link to a run, or a file that names it, carries the upload that the run was made from.

    what: the subject of the sentence, such as "The address of this page".
    """
    if settings.shared_mode() and row.unlisted:
        st.caption(
            f":material/link: {what} lets everybody who has it see this run and use the uploaded file that it was made "
            "from. Nobody else finds either."
        )
