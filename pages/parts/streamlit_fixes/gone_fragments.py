"""A correction of Streamlit 1.67.0, without which a page that the app opens by itself may stay blank.

While the page runs that `st.switch_page` opened, the browser may ask for another run of a fragment that polled on the
page before. It is let in, as that fragment is not forgotten before the run ends; its turn comes after that, as a run of
the page before. The browser takes it for a change of pages, empties the page, and nothing comes. Here the run of
fragments that are all forgotten is left out, as Streamlit itself does where the request comes a little later.
"""

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

_run_script = ScriptRunner._run_script


def correct() -> None:
    """Let every session of this server leave such runs out. Doing it again changes nothing."""
    ScriptRunner._run_script = run_script  # type: ignore[assignment, method-assign]


def run_script(runner: ScriptRunner, rerun_data: RerunData) -> None:
    """Run the page, or fragments of it that it still has."""
    asked = rerun_data.fragment_id_queue
    if not asked or any(map(runner._fragment_storage.contains, asked)):
        _run_script(runner, rerun_data)
