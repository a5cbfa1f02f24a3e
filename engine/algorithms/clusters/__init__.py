"""Clusters of points at every granularity: dense regions (HDBSCAN*), and centers that are merged (Ward)."""
