"""Documents of a corpus: what is counted, where they are cut, and what they are called."""

import numpy as np
import pytest

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.document_terms import Counting, document_terms, words_in
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.tokenizer import Tokenization

TEXTS = (
    Document("row 1", "a", ("The red fox runs. A dog sleeps here today.",)),
    Document("fable", "b", ("The fox is red.",)),
    Document("fable", "b", ("The and of it.",)),
    Document("fable", "a", ("A lazy dog barks at the moon tonight.",)),
)


@pytest.fixture
def corpus() -> Corpus:
    return Corpus.from_text(TextInput(TEXTS), Tokenization())


def test_documents_without_a_counted_term_are_left_out(corpus: Corpus) -> None:
    found = document_terms(corpus, Counting(without_stop_words=True))
    assert found.n_documents == 3 and found.n_empty == 1
    assert found.labels == ("the red fox runs a dog… (row 1)", "fable", "fable (2)")
    assert found.classes == ("a", "b", "a")
    assert not {"the", "a", "is"} & set(found.words)
    assert found.lengths.tolist() == [9, 4, 8]
    dense = {word: found.counts[:, [at]].toarray()[:, 0].tolist() for at, word in enumerate(found.words)}
    assert dense["fox"] == [1, 1, 0] and dense["dog"] == [1, 0, 1] and dense["moon"] == [0, 0, 1]
    assert dict(zip(found.words, found.having.tolist(), strict=True))["red"] == 2


def test_rare_terms_are_not_counted(corpus: Corpus) -> None:
    assert set(document_terms(corpus, Counting(2, without_stop_words=True)).words) == {"red", "fox", "dog"}
    assert len(document_terms(corpus, Counting(1, 2)).words) == 2


def test_a_text_is_told_sentence_by_sentence(corpus: Corpus) -> None:
    found = document_terms(corpus, Counting())
    assert found.text(0) == ["the red fox runs", "a dog sleeps here today"]
    assert found.text(1) == ["the fox is red"]


def test_sentences_can_be_documents(corpus: Corpus) -> None:
    found = document_terms(corpus, Counting(piece="sentence"))
    assert found.n_documents == 5 and found.text(1) == ["a dog sleeps here today"]
    assert found.labels[:3] == ("the red fox runs (row 1, part 1)", "a dog sleeps here today (row 1, part 2)", "fable")
    assert found.classes == ("a", "a", "b", "b", "a")


def test_windows_are_of_even_size_and_cover_every_word() -> None:
    words = [f"w{number}" for number in range(95)]
    corpus = Corpus.from_text(TextInput([Document("one", "", (" ".join(words),))]), Tokenization())
    found = document_terms(corpus, Counting(piece="window", length=10))
    assert found.n_documents == 10 and set(found.lengths.tolist()) == {9, 10}
    assert " ".join(" ".join(found.text(row)) for row in range(10)).split() == words
    assert found.labels[1] == "w9 w10 w11 w12 w13 w14… (one, part 2)"


def test_names_stay_different_whatever_they_are() -> None:
    names = ("x", "x", "x (2)", "x")
    texts = [Document(name, "", (f"alpha beta{at} gamma{at} delta{at} epsilon{at}",)) for at, name in enumerate(names)]
    found = document_terms(Corpus.from_text(TextInput(texts), Tokenization()), Counting())
    assert len(set(found.labels)) == 4 and found.labels[0] == "x"


def test_a_query_is_spelled_as_the_corpus_is(corpus: Corpus) -> None:
    found = document_terms(corpus, Counting())
    columns, unknown = found.columns(words_in("A DOG, unseen fox dog!", Tokenization()))
    assert [found.words[at] for at in columns] == ["a", "dog", "fox", "dog"] and unknown == ["unseen"]
    assert words_in("", Tokenization()) == [] and words_in("Fox", Tokenization(lower_case=False)) == ["Fox"]
    assert np.array_equal(found.by_term.toarray(), found.counts.toarray())


def test_the_first_of_many_documents_are_from_all_parts_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.datasets.text.document_terms.SAMPLE", 3)
    sentences = [[f"w{number}", f"x{number}", "y"] for number in range(8)]
    found = document_terms(Corpus.from_sentences(sentences, [f"c{number}" for number in range(8)]), Counting())
    assert found.classes == ("c0", "c3", "c6", "c1", "c4", "c7", "c2", "c5")
    assert [found.text(row) for row in (1, 3)] == [["w3 x3 y"], ["w1 x1 y"]]
    row = found.counts[[1]].toarray()[0]
    assert {found.words[at] for at in np.flatnonzero(row)} == {"w3", "x3", "y"}


def test_a_name_that_ends_in_a_digit_is_a_name() -> None:
    texts = [
        Document(name, "", ("one two three four five six seven eight nine ten",)) for name in ("fft2", "Row 2", "3")
    ]
    found = document_terms(Corpus.from_text(TextInput(texts), Tokenization()), Counting())
    assert found.labels[0] == "fft2" and found.labels[2] == "one two three four five six… (3)"


ARTICLES = (
    Document("birds", "a", ("The red kite flies, etc.\n\nAn owl sees. It hears\nmice.\n \n\n", "The end!\n\n")),
    Document("none", "c", ("\n\n",)),
    Document("fish", "b", ("A pike swims alone here.",)),
)


@pytest.mark.parametrize("boundary", ["sentences", "lines"])
def test_paragraphs_can_be_documents_and_keep_the_label_of_their_article(boundary: str) -> None:
    corpus = Corpus.from_text(TextInput(ARTICLES), Tokenization(boundary=boundary))
    found = document_terms(corpus, Counting(piece="paragraph"))
    told = [" ".join(found.text(row)) for row in range(found.n_documents)]
    assert told == ["the red kite flies etc", "an owl sees it hears mice", "the end", "a pike swims alone here"]
    assert found.classes == ("a", "a", "a", "b") and found.labels[3] == "fish"
    assert found.labels[1] == "an owl sees it hears mice (birds, part 2)"


def test_an_empty_line_does_not_end_a_sentence_that_an_abbreviation_leaves_open() -> None:
    corpus = Corpus.from_text(TextInput(ARTICLES), Tokenization())
    first = document_terms(corpus, Counting()).text(0)
    assert first[0] == "the red kite flies etc an owl sees" and len(first) == 3


def test_paragraphs_stay_where_words_are_dropped_and_are_kept() -> None:
    texts = [
        Document(
            "one", "", ("alpha beta alpha gamma\n\nalpha delta beta eps\n\nbeta zeta alpha eta theta iota kappa.",)
        )
    ]
    corpus = Corpus.from_text(TextInput(texts), Tokenization())
    again = Corpus.unpack(*corpus.pack())
    assert again.paragraphs.tolist() == corpus.paragraphs.tolist() == [0, 4, 8, 15]
    assert corpus.pruned(2).paragraphs.tolist() == [0, 3, 5, 7]
