"""UMAP (McInnes, Healy and Melville, 2018): memberships of neighbors, the curve of the map, and the layout by both."""
