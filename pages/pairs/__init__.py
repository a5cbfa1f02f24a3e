"""The page of distances and similarities."""
