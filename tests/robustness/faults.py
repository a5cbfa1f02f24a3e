"""Rows F1-F29: what breaks while the app runs."""

from tests.robustness.row import Row

FAULTS: tuple[Row, ...] = ()
