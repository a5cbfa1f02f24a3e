"""Two spaces of vectors as one: maps between them, and the search of what belongs together."""
