"""The page of pictures and texts in one space."""
