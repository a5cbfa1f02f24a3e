"""The page that lays two runs side by side."""
