"""Learners of vectors that were made elsewhere."""
