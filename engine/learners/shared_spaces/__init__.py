"""Learners that put things of two kinds into one space."""
