"""Compare: one setting swept, many seeds, equal budgets; the same on every page."""
