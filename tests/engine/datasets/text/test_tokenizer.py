"""Tokenizing and counting: planted sentences come back, however the text is cut; published and independent counts."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import limits
from engine.datasets.text import documents, phrases
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.documents import Chunks, Document, TextInput
from engine.datasets.text.expressions import expression
from engine.datasets.text.tokenizer import STOP_WORDS, Tokenization
from engine.errors import Cancelled, InputError
from engine.report import Silent
from tests.conftest import real_data

PADDING = "zero one two three four five six seven eight nine\n\n"


def corpus_of(pieces: Iterable[str], **options: Any) -> Corpus:
    return Corpus.from_text(TextInput([Document("text", "", pieces)]), Tokenization(**options), Silent())


def sentences(text: str, **options: Any) -> list[list[str]]:
    """The sentences of a text, behind some padding that makes any text large enough."""
    corpus = corpus_of([PADDING, text], **options)
    starts = corpus.sentences.tolist()
    spelled = [[corpus.words[t] for t in corpus.tokens[a:b]] for a, b in itertools.pairwise(starts)]
    return spelled[1:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't stop-start! Why?", [["don't", "stop-start"], ["why"]]),
        ("'Tis the dogs' well--known -end-", [["tis", "the", "dogs", "well", "known", "end"]]),
        ("it’s it's", [["it's", "it's"]]),
        ("_very good_ snake_case ___", [["very", "good", "snake_case"]]),
        ("pi is 3.14, see www.example.org", [["pi", "is", "3", "14", "see", "www", "example", "org"]]),
        ("Mr. Fox met Dr. J. Hare. They ran.", [["mr", "fox", "met", "dr", "j", "hare"], ["they", "ran"]]),
        ("So did I. You too", [["so", "did", "i"], ["you", "too"]]),
        ('"Go!" he said. (Now.) Then', [["go"], ["he", "said"], ["now"], ["then"]]),
        ("one line\nthe same\n\nnext paragraph", [["one", "line", "the", "same"], ["next", "paragraph"]]),
        ("नमस्ते दुनिया। फिर", [["नमस्ते", "दुनिया"], ["फिर"]]),
        ("שָׁלוֹם עולם", [["שָׁלוֹם", "עולם"]]),
        ("ΟΔΟΣ Straße İs", [["οδο\u03c2", "straße", "i\u0307s"]]),
    ],
)
def test_words_and_sentences(text: str, expected: list[list[str]]) -> None:
    assert sentences(text) == [[unicodedata.normalize("NFC", word) for word in sentence] for sentence in expected]


def test_options() -> None:
    assert sentences("The Cat. the cat", lower_case=False) == [["The", "Cat"], ["the", "cat"]]
    assert sentences("a b\nc. d\n\ne", boundary="lines") == [["a", "b"], ["c", "d"], ["e"]]
    assert sentences("The cat is ON the mat, I'm sure", stop_words=True) == [["cat", "mat", "sure"]]
    assert sentences("我爱。你们 ok", unit="characters") == [["我", "爱"], ["你", "们", "o", "k"]]
    assert {"the", "of", "and", "is", "don't"} <= STOP_WORDS and 150 < len(STOP_WORDS) < 250


words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12)
planted = st.lists(st.lists(words, min_size=1, max_size=9), min_size=1, max_size=9)


@given(planted, st.randoms())
def test_planted_sentences_come_back(wanted: list[list[str]], random: Any) -> None:
    joined = (random.choice([" ", ", ", " -- ", "; ", "\n", ' "']).join(sentence) for sentence in wanted)
    text = "".join(sentence + random.choice(["! ", "? ", '." ', "\n\n", "...\n"]) for sentence in joined)
    assert sentences(text) == wanted


@given(st.lists(st.text("ab é.!'\n-\u0301M", max_size=30), max_size=30), st.sampled_from(["sentences", "lines"]))
@example(pieces=["", ".M", "-.  ", "M"], boundary="sentences")
def test_where_the_text_is_cut_does_not_matter(pieces: list[str], boundary: str) -> None:
    whole = corpus_of([PADDING + " ".join(pieces)], boundary=boundary)
    with patch.object(documents, "CHUNK", 60):
        cut = corpus_of([PADDING, *" ".join(pieces)], boundary=boundary)
    assert (cut.words, cut.details) == (whole.words, whole.details)
    np.testing.assert_array_equal(cut.tokens, whole.tokens)
    np.testing.assert_array_equal(cut.sentences, whole.sentences)


@given(st.lists(st.text(max_size=20), max_size=20))
def test_chunks_hold_all_documents_in_order(texts: list[str]) -> None:
    with patch.object(documents, "CHUNK", 5):
        chunks = Chunks(Document(f"{row}", "", [text]) for row, text in enumerate(texts))
        found = "".join(chunks).split(documents.END_OF_DOCUMENT)
    assert len(found) == len(texts) + 1 and chunks.names == [f"{row}" for row in range(len(texts))]
    for text, clean in zip(texts, found, strict=False):
        if text.isascii() and text.isprintable():
            assert clean == text


def test_counts_agree_with_an_independent_count() -> None:
    generator = np.random.default_rng(5)
    text = " ".join(f"w{row}" for row in generator.zipf(1.5, 50_000))
    corpus = corpus_of([text])
    counts = Counter(text.split())
    assert dict(zip(corpus.words, corpus.counts.tolist(), strict=True)) == counts
    assert [corpus.words[token] for token in corpus.tokens[:1_000]] == text.split()[:1_000]
    assert list(corpus.words) == [word for word, _ in counts.most_common()]  # ties by first occurrence in both


def test_row_32_no_quantifier_can_backtrack() -> None:
    for unit, boundary, more in itertools.product(("words", "characters", "mixed"), ("sentences", "lines"), (0, 1)):
        pattern = expression(unit, boundary, elision=bool(more), emoji=bool(more), hyphens=bool(more)).pattern
        assert _quantifiers(_parser.parse(pattern)) <= {_constants.POSSESSIVE_REPEAT, "optional"}


def _quantifiers(tree: Any) -> set[Any]:
    """The sorts of repetition in a parsed expression; an optional single character counts as harmless."""
    found = set()
    for operation, argument in tree:
        if operation is _constants.MAX_REPEAT and argument[1] == 1 and len(argument[2]) == 1:
            found.add("optional")
        elif "REPEAT" in str(operation):
            found |= {operation} | _quantifiers(argument[2])
        elif operation is _constants.BRANCH:
            found |= set().union(*(_quantifiers(branch) for branch in argument[1]))
        elif operation is _constants.SUBPATTERN:
            found |= _quantifiers(argument[3])
    return found


@pytest.mark.parametrize("unit", ["a-", "'", ".", "\n "])
def test_row_32_hostile_text_of_10_mb_is_read_to_its_end(unit: str) -> None:
    corpus = corpus_of([PADDING, unit * (10_000_000 // len(unit)), "\n\nthe end"])
    assert [corpus.words[token] for token in corpus.tokens[-2:]] == ["the", "end"]
    assert corpus.n_tokens == 12


def test_row_33_long_sentences_are_split_and_read_whole() -> None:
    corpus = corpus_of([" ".join(f"w{row % 100}" for row in range(20_500))])
    assert np.diff(corpus.sentences).tolist() == [1_000] * 20 + [500]
    assert corpus.counts.tolist() == [205] * 100
    assert any("more than 1,000 words: 1." in note for note in corpus.notes)


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("", "E-TXT-24", "No words found"),
        (", . ; \u2603", "E-TXT-24", "No words found"),
        ("中" * 10_000, "E-TXT-24", "Chinese or Japanese"),
        ("word", "E-TXT-28", "No word has a neighbor"),
        ("a. b. c. d. e. f. g? h! i? j! k".replace(". ", "!\n"), "E-TXT-28", "No word has a neighbor"),
        ("word word word", "E-TXT-27", "at least 10 different words"),
        ("a b c d e f g h i", "E-TXT-27", "has 9 different words"),
    ],
)
def test_rows_24_27_28_too_little_is_refused(text: str, code: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        corpus_of([text])
    assert caught.value.code == code


def test_caps_on_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "common common " + " ".join(f"w{row}" for row in range(50))
    monkeypatch.setattr(limits, "VOCABULARY", 20)
    corpus = corpus_of([text])
    assert corpus.n_words == 20 and corpus.words[0] == "common" and corpus.n_tokens == 21
    assert corpus.notes == ("The 20 most frequent of 51 words were kept.",)
    monkeypatch.setattr(limits, "SPELLINGS", 50)
    with pytest.raises(InputError, match="more than 50 different words") as caught:
        corpus_of([text])
    assert caught.value.code == "E-TXT-35"


def test_long_words_are_dropped_and_counted() -> None:
    corpus = corpus_of([PADDING, "x" * 64, " ", "y" * 65])
    assert "x" * 64 in corpus.index and "y" * 65 not in corpus.index
    assert corpus.details is not None and corpus.details["dropped_tokens"] == 1


def test_details_and_documents() -> None:
    given_documents = [
        Document("a", "x", ["one two", " three\n\nfour"]),
        Document("b", "", []),
        Document("c", "y", [PADDING]),
    ]
    corpus = Corpus.from_text(TextInput(given_documents), Tokenization(), Silent())
    assert corpus.documents.tolist() == [0, 4, 4, 14]
    assert set(corpus.documents.tolist()) <= set(corpus.sentences.tolist())
    assert corpus.document_names == ("a", "b", "c") and corpus.document_labels == ("x", "", "y")
    assert corpus.details == {"documents": 3, "lines": 5, "characters": 19 + len(PADDING), "dropped_tokens": 0}


@given(st.lists(st.text("ab.!\n ", max_size=6), min_size=1, max_size=9))
def test_each_document_ends_where_it_ends(texts: list[str]) -> None:
    given_documents = [Document("padding", "", [PADDING])] + [Document("", "", [text]) for text in texts]
    corpus = Corpus.from_text(TextInput(given_documents), Tokenization(), Silent())
    assert np.diff(corpus.documents)[1:].tolist() == [len(re.findall("[ab]+", text)) for text in texts]


def test_chinese_read_as_words_brings_advice() -> None:
    assert any(
        "Words by a dictionary" in note
        for note in corpus_of(["，".join("甲乙丙丁戊己庚辛壬癸"[i:] * 3 for i in range(10)) + " 吧"]).notes
    )


class Busy(Silent):
    """Cancels after some calls, and remembers the progress."""

    def __init__(self, calls: int):
        self.calls = calls
        self.seen: list[tuple[float, float]] = []

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
        self.seen.append((done, total))

    def cancelled(self) -> bool:
        self.calls -= 1
        return self.calls < 0


def endless() -> Iterator[str]:
    while True:
        yield PADDING * 100


def test_cancel_stops_an_endless_text() -> None:
    report = Busy(3)
    with pytest.raises(Cancelled):
        Corpus.from_text(TextInput([Document("text", "", endless())], size=10_000_000), Tokenization(), report)
    assert len(report.seen) == 3
    assert all(0 < done <= total == 10_000_000 for done, total in report.seen)


def slow_phrases(text: list[list[str]], threshold: float) -> set[tuple[str, str]]:
    """Pairs above the threshold by Mikolov's formula, counted with dictionaries."""
    count = Counter(word for sentence in text for word in sentence)
    pairs = Counter(pair for sentence in text for pair in itertools.pairwise(sentence))
    return {
        (a, b)
        for (a, b), n in pairs.items()
        if n > phrases.DISCOUNT and (n - phrases.DISCOUNT) * count.total() / (count[a] * count[b]) > threshold
    }


@given(st.integers(0, 10_000), st.sampled_from([1.0, 1.5, 3.0]))
def test_phrases_agree_with_brute_force(seed: int, threshold: float) -> None:
    generator = np.random.default_rng(seed)
    names = [f"w{row}" for row in range(12)]
    text = [[names[row] for row in generator.zipf(1.4, 8) % 12] for _ in range(40)]
    ids = {name: row for row, name in enumerate(names)}
    tokens = np.array([ids[word] for sentence in text for word in sentence], dtype=np.int32)
    joined, moved, longer = phrases.join(tokens, np.arange(0, 321, 8), names, threshold)
    chosen = slow_phrases(text, threshold)
    expected: list[str] = []
    for sentence in text:
        place = 0
        while place < 8:
            is_pair = tuple(sentence[place : place + 2]) in chosen
            expected.append("_".join(sentence[place : place + 1 + is_pair]))
            place += 1 + is_pair
    assert [longer[token] for token in joined] == expected
    assert set(longer[12:]) == {f"{a}_{b}" for a, b in chosen}
    assert moved[0] == 0 and moved[-1] == len(joined)


def test_phrases_join_names_and_leave_function_words() -> None:
    text = (
        "she moved to new york in the spring. he is in the house. " * 8
        + "all other words come only once here. "
        + PADDING
    )
    corpus = corpus_of([text], phrases=True, phrase_threshold=2.0)
    assert "new_york" in corpus.index and "in_the" not in corpus.index
    assert corpus.counts[corpus.index["new_york"]] == 8 and "york" not in corpus.index


def test_brown_has_the_published_count_of_the() -> None:
    """Kucera and Francis (1967) count 69,971 times "the" in the Brown corpus, and 36,411 times "of"."""
    corpus = corpus_of([real_data("brown_plain.txt").read_text("utf-8")])
    count = dict(zip(corpus.words[:2], corpus.counts[:2].tolist(), strict=True))
    assert count["the"] == 69_971
    assert abs(count["of"] - 36_411) <= 1


def test_shakespeare_agrees_with_a_plain_count() -> None:
    text = real_data("input.txt").read_text("utf-8")
    assert len(text.split()) == 202_651
    corpus = corpus_of([text])
    plain = Counter(re.findall(r"[a-z0-9]+(?:['-][a-z0-9]+)*", text.lower()))
    assert dict(zip(corpus.words, corpus.counts.tolist(), strict=True)) == plain
    assert corpus.details is not None and corpus.details["lines"] == 40_000
