"""A run of fragments that the page no longer has is left out; all else runs."""

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from pages.parts.streamlit_fixes import gone_fragments


@pytest.mark.parametrize(("asked", "runs"), [([], True), (["here"], True), (["gone", "here"], True), (["gone"], False)])
def test_only_what_the_page_has_runs(asked: list[str], runs: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Any] = []
    monkeypatch.setattr(gone_fragments, "_run_script", lambda runner, data: ran.append(data))
    runner: Any = SimpleNamespace(_fragment_storage=SimpleNamespace(contains={"here"}.__contains__))
    data = RerunData(fragment_id_queue=asked)
    gone_fragments.run_script(runner, data)
    assert ran == ([data] if runs else [])


def test_correcting_twice_is_correcting_once() -> None:
    gone_fragments.correct()
    gone_fragments.correct()
    assert ScriptRunner._run_script is gone_fragments.run_script
    assert gone_fragments._run_script is not gone_fragments.run_script
