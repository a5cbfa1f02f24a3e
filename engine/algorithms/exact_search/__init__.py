"""Exact nearest neighbors among many items, without an index."""
