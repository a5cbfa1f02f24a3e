"""Vectors to choose from, and what was understood of a file of them."""

from engine.datasets.vectors.colors import NamedColors
from pages.parts.data.choices import Choice, Picker
from pages.parts.data.vector_files import own, understood

PICKER = Picker(
    "vectors",
    "Vectors",
    "Embeddings that were made elsewhere, or by another page.",
    {"colors": Choice("Named colors (built in)", NamedColors), "upload": own("Your own vectors…")},
    understood,
)
