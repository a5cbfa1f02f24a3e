"""t-SNE (van der Maaten and Hinton, 2008): affinities of neighbors, the forces of a map, and the descent along them."""
