"""Learners of one space for two kinds of things."""
