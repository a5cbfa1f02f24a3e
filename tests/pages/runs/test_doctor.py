"""The page of the doctor: findings of this machine as they come, and an end to looking."""

import time

from engine import doctor
from tests.pages.opening import opened, texts


def test_findings_come_until_all_are_there_and_can_be_looked_for_again(fresh: None) -> None:
    app = opened("doctor")
    end = time.monotonic() + 100
    while "Looking" in texts(app) and time.monotonic() < end:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    told = texts(app)
    assert all(f"**{what}**" in told for what in doctor.CHECKS)
    assert ":material/error:" not in told and "torch 2" in told
    app.button[0].click().run()
    assert "Looking" in texts(app)
