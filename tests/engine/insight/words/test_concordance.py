"""Keyword in context: against brute force on small texts."""

from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.text.corpus import Corpus
from engine.insight.words.concordance import Line, concordance
from tests.engine.datasets.text.test_corpus import corpus_of, spelled, texts


def slow_lines(corpus: Corpus, word: str, other: str | None, width: int, window: int) -> list[Line]:
    lines = []
    for name, document in zip(corpus.document_names, spelled(corpus), strict=True):
        for sentence in document:
            for place, spelling in enumerate(sentence):
                around = sentence[max(0, place - window) : place] + sentence[place + 1 : place + 1 + window]
                if spelling == word and (other is None or other in around):
                    left, right = sentence[max(0, place - width) : place], sentence[place + 1 : place + 1 + width]
                    lines.append(Line(" ".join(left), word, " ".join(right), name))
    return lines


@given(texts, st.integers(0, 4), st.integers(0, 4), st.integers(1, 3), st.booleans())
def test_concordance_agrees_with_brute_force(texts: list[str], a: int, b: int, window: int, with_other: bool) -> None:
    corpus = corpus_of(*texts)
    other = b if with_other else None
    lines = concordance(corpus, a, other, width=2, limit=1_000, window=window)
    assert lines == slow_lines(corpus, corpus.words[a], corpus.words[b] if with_other else None, 2, window)
    assert concordance(corpus, a, other, width=2, limit=3, window=window) == lines[:3]


@given(texts, st.integers(0, 4), st.integers(0, 4), st.integers(1, 3))
def test_lines_of_a_text_counted_without_its_rare_words(texts: list[str], a: int, b: int, window: int) -> None:
    """Each line of the text without rare words is found in the whole text, which is spelled out with them."""
    corpus = corpus_of(*texts)
    counted = corpus.pruned(1, max_words=6)
    lines = concordance(corpus, a, b, width=100, limit=1_000, window=window, counted=counted)
    bare = concordance(counted, a, b, width=100, limit=1_000, window=window)
    kept = set(counted.words)

    def without_rare(side: str) -> str:
        return " ".join(word for word in side.split(" ") if word in kept)

    assert [(without_rare(x.left), x.keyword, without_rare(x.right)) for x in lines] == [
        (x.left, x.keyword, x.right) for x in bare
    ]
