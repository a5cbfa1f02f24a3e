"""Lessons: the steps of a course on embeddings, each with figures to move and a question to predict."""
