"""The page of tables."""
