"""Learners of documents."""
