"""Whether a run of the page was asked for by the browser's Back or Forward: Streamlit 1.67.0 knows, and does not say.

Widgets that are bound to the address follow it then; what a page itself keeps must be told. It can go when there is a
public way to ask, or when other values than those of widgets can be bound.
"""

from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx


def returning() -> bool:
    """True in the run that Back or Forward asks for."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation
