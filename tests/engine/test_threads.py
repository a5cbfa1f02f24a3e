"""Threads by the cores that are free."""

import os

import psutil
import pytest

from engine import threads


@pytest.mark.parametrize(
    ("cores", "busy", "expected"), [(2, 0, 2), (2, 26, 1), (2, 100, 1), (8, 50, 4), (8, 97, 1), (1, 0, 1), (None, 0, 1)]
)
def test_as_many_as_are_free_and_at_least_one(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, busy: float, expected: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(psutil, "cpu_percent", lambda interval: busy)
    assert threads.free_cores() == expected
