"""Tests: the folders below mirror those of engine and pages; see also browser and benchmarks."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The folder of the project."""
