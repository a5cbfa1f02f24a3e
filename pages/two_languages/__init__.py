"""The page of two languages in one space."""
