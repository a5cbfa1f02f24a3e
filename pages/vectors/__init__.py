"""The page of vectors that were made elsewhere."""
