"""Learners of items of which only a number for each pair is known."""
