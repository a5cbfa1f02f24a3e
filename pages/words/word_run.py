"""What a run that the page of words shows was made from: a text of this app, or vectors that came without one."""

from collections.abc import Sequence

from engine.arithmetic.lookup import find
from engine.datasets.text.corpus import Corpus
from engine.insight.words.examples import telling_rows
from pages.parts.explore.view import View


def is_of_text(view: View) -> bool:
    """Whether the text is here whose words the run learned."""
    return getattr(view.recipe.dataset, "kind", "") == Corpus.kind


def has_contexts(view: View) -> bool:
    """Whether each word has a second vector, as a context of others."""
    return "context" in view.fit.embeddings


def begin_with(view: View, wished: Sequence[str], n: int, fewest: int = 3) -> list[str]:
    """Words to begin with: those of the wished that are known, or telling ones where too few of them are."""
    embedding = view.embedding
    known = [embedding.labels[row] for word in wished if (row := find(embedding, word)) is not None]
    found = known if len(known) >= fewest else [embedding.labels[row] for row in telling_rows(embedding, n)]
    return list(dict.fromkeys(found))[:n]
