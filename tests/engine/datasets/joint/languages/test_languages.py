"""Two languages are read from texts, parallel or not, and from vectors; the toy ones are one word for word."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from engine.datasets.joint.languages.downloaded import PARALLEL, DownloadedLanguages
from engine.datasets.joint.languages.languages import Languages
from engine.datasets.joint.languages.toy_languages import ToyLanguages, invented
from engine.datasets.joint.languages.uploaded import UploadedLanguages, UploadedVectorPair
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.toy_world import ToyWorld
from engine.datasets.vectors.vectors import Vectors
from engine.errors import InputError
from engine.files import uploads
from tests.conftest import real_data

WORDS = [f"{a}{b}" for a in ("ba", "do", "ki", "mu") for b in ("l", "n", "r", "s", "t")]


def kept(text: str, name: str) -> str:
    return uploads.keep(text.encode(), name).sha256


def lines(n: int, seed: int, suffix: str = "") -> str:
    """Sentences of six words."""
    rng = np.random.default_rng(seed)
    return "\n".join(" ".join(rng.choice(WORDS, 6)) + suffix for _ in range(n)) + "\n"


def table(n: int, d: int, prefix: str) -> str:
    """Vectors as GloVe writes them."""
    values = np.random.default_rng(d).normal(size=(n, d))
    return "\n".join(f"{prefix}{row} " + " ".join(f"{x:.4f}" for x in values[row]) for row in range(n)) + "\n"


def test_the_toy_languages_are_one_word_for_word_in_other_sentences() -> None:
    found = ToyLanguages(n_tokens=20_000, seed=5).load()
    first, second = found.first, found.second
    assert isinstance(first, Corpus) and isinstance(second, Corpus)
    names = dict(found.pairs)
    assert len(set(names.values())) == len(names) > 1_000
    assert not set(first.words) & set(second.words) and not found.aligned
    told = ToyWorld(n_tokens=20_000, seed=5 + 1_000_003).load()
    assert_array_equal(second.tokens, told.tokens)
    assert [names.get(word, "") for word in told.words][:200] == list(second.words[:200])
    assert first.tokens[:50].tolist() != second.tokens[:50].tolist()
    assert second.word_kinds[names["norway"]] == first.word_kinds["norway"] == "countries"


def test_invented_words_are_the_same_for_every_seed_and_new_to_english() -> None:
    found = invented(["norway", "oslo", "to"])
    assert found == invented(["norway", "oslo", "to"]) and len(set(found.values())) == 3
    assert all(word.isalpha() and word not in found for word in found.values())


@pytest.mark.parametrize("choice", ["auto", "yes"])
def test_equally_many_lines_are_translations_and_keep_their_place(choice: str) -> None:
    first = "\n".join(["one two three four five six seven eight nine ten eleven", "!!!", "two one", ""])
    second = "\n".join(["eins zwei drei vier fünf sechs sieben acht neun zehn elf", "null vier", "zwei eins", ""])
    source = UploadedLanguages(
        first=kept(first, "a.txt"), second=kept(second, "b.txt"), listed=kept("eins one\nzwei two\n", "c"), lines=choice
    )
    found = source.load()
    assert isinstance(found.first, Corpus) and isinstance(found.second, Corpus)
    assert found.aligned and len(found.first.documents) == len(found.second.documents) == 4
    assert np.diff(found.first.documents).tolist() == [11, 0, 2]
    assert np.diff(found.second.documents).tolist() == [11, 2, 2]
    assert found.pairs == (("one", "eins"), ("two", "zwei"))
    assert any("the other way round" in note for note in found.notes)
    assert source.title() == "a.txt and b.txt"


def test_other_texts_are_read_apart_and_packed_and_unpacked() -> None:
    source = UploadedLanguages(
        first=kept(lines(40, 1), "a"), second=kept(lines(30, 2), "b"), first_name="Left", second_name="Right"
    )
    found = source.load()
    assert not found.aligned and found.names == ("Left", "Right") and found.pairs == ()
    again = Languages.unpack(*found.pack())
    assert again.names == found.names and again.notes == found.notes and again.vocabularies == found.vocabularies
    assert isinstance(again.first, Corpus) and isinstance(found.first, Corpus)
    assert_array_equal(again.first.tokens, found.first.tokens)
    assert not source.replace(first=kept(lines(30, 3), "c"), lines="no").load().aligned


def test_two_files_of_vectors_may_have_other_sizes() -> None:
    source = UploadedVectorPair(
        first=kept(table(30, 4, "a"), "a.txt"), second=kept(table(40, 6, "b"), "b.txt"),
        listed=kept("a0,b0\na1,b1\nx,y\n", "c"),
    )  # fmt: skip
    found = source.load()
    assert isinstance(found.first, Vectors) and isinstance(found.second, Vectors)
    assert found.first.vectors.shape == (30, 4) and found.second.vectors.shape == (40, 6)
    assert found.pairs == (("a0", "b0"), ("a1", "b1"))
    assert any("left out: 1 of 3" in note for note in found.notes)
    assert Languages.unpack(*found.pack()).vocabularies == found.vocabularies


HOSTILE = {
    "E-JNT-23": {"listed": "x y\nz w\n"},
    "E-JNT-24": {"second": lines(40, 1)},
    "E-JNT-25": {"lines": "yes"},
}


@pytest.mark.parametrize("code", HOSTILE)
def test_what_cannot_serve_is_named(code: str) -> None:
    given = {"first": lines(40, 1), "second": lines(30, 2)} | HOSTILE[code]
    files = {name: kept(text, name) for name, text in given.items() if name != "lines"}
    source = UploadedLanguages(**files, lines=given.get("lines", "auto"))
    with pytest.raises(InputError) as error:
        source.load()
    assert error.value.code == code


@pytest.mark.parametrize("empty", ["\n", "!!! ???\n... ,,,\n"])
def test_a_text_without_words_is_refused_with_a_sentence(empty: str) -> None:
    with pytest.raises(InputError, match=r"\w+"):
        UploadedLanguages(first=kept(lines(40, 1), "a"), second=kept(empty, "b")).load()


def test_the_dictionaries_of_the_catalogue_are_the_tables_that_some_have() -> None:
    """The file that is downloaded holds the pairs of the table on disk, in the words of its other layout."""
    for key, entry in PARALLEL.items():
        *_, listed = entry.files
        *_, unpacked = entry.unpacked
        rows = [line.split("\t") for line in real_data(unpacked.name).read_text("utf-8").splitlines()]
        told = "".join(f"{b} @ {a}\n" for a, b in rows).encode()
        assert (len(told), hashlib.sha256(told).hexdigest()) == (listed.size, listed.sha256), key


def test_captions_and_their_translations_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    path: Path = real_data("train.de.gz")
    assert path.exists() and real_data("en-de.tsv").exists()
    found = DownloadedLanguages().load()
    assert isinstance(found.first, Corpus) and isinstance(found.second, Corpus)
    assert found.names == ("English", "German") and found.aligned
    assert len(found.first.documents) == len(found.second.documents) == 29_001
    assert len(found.pairs) == 9_338 and ("dog", "hund") in found.pairs
