"""Lets go of an uploaded file's bytes, which Streamlit 1.67.0 holds in memory until the widget or the visitor is gone.

The browser goes on to show the file by its name, and the widget to return it, empty: what has been kept on the disk is
not needed here again. It can go when Streamlit keeps uploads on the disk.
"""

from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec


def let_go(file: UploadedFile) -> None:
    """Forget the bytes of a file that this session has uploaded; its id and name stay."""
    context = get_script_run_ctx()
    if context is not None:
        kept = UploadedFileRec(file_id=file.file_id, name=file.name, type=file.type, data=b"")
        context.uploaded_file_mgr.add_file(context.session_id, kept)  # type: ignore[attr-defined]
    file.seek(0)
    file.truncate()
