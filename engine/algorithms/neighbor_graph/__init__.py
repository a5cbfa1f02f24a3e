"""Exact nearest neighbors of all points at once, in tiles."""
