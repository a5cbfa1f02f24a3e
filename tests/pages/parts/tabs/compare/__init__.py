"""Tests of the tabs that compare."""
