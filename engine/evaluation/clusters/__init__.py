"""Clusters of the vectors of an embedding, at every granularity, with names."""
