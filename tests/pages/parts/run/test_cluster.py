"""Who waits for the workers of a cluster is told when they are not there."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.runs.executors import told


def _waiting() -> None:
    from engine.runs.jobs import JobStatus
    from pages.parts.run import jobs_panel

    jobs_panel.bar(JobStatus("0" * 32, "queued", position=1, lane="heavy"), "GloVe")


def _text() -> str:
    app = AppTest.from_function(_waiting).run()
    assert not app.exception
    return " ".join(element.proto.text for element in app.get("progress"))


def test_a_job_that_waits_says_that_the_scheduler_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _text().endswith("queue of long work")
    monkeypatch.setenv("EMBEDDING_CLUSTER", "tcp://127.0.0.1:1")
    assert "The cluster's scheduler does not answer; jobs wait" in _text()
    told.tell(told.Told("tcp://127.0.0.1:1", True, 2, 2, 0))
    assert _text().endswith("queue of long work")
