"""Learners of the rows of tables."""
