"""A network that tells phrases of a text from phrases with one word switched (Collobert and Weston, 2008)."""
