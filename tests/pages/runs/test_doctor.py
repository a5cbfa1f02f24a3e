"""The page of the doctor: findings of this machine as they come, and an end to looking."""

import time

import pytest

from engine import doctor
from tests.pages.opening import opened, texts


def test_findings_come_until_all_are_there_and_can_be_looked_for_again(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("doctor")
    began = time.monotonic()
    end = began + 100
    while "Looking" in texts(app) and time.monotonic() < end:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    told = texts(app)
    assert all(f"**{what}**" in told for what in doctor.CHECKS)
    assert ":material/error:" not in told and "torch 2" in told
    with monkeypatch.context() as patch:
        patch.setenv("EMBEDDING_SHARED", "1")  # where many share a server, nobody keeps it busy with looking
        patch.setattr("time.monotonic", lambda: began)
        app.button[0].click().run()
        assert "Looking" not in texts(app) and "not older" in app.toast[0].value
    app.button[0].click().run()
    assert "Looking" in texts(app)
