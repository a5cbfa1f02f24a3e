"""Two languages: texts or vectors of both, and pairs of words that mean the same."""
