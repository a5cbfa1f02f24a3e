"""The numbers behind pictures and texts in one space."""
