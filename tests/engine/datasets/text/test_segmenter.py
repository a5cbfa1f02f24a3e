"""Words of scripts without blanks between them, by dictionaries."""

import sys

import pytest

from engine.datasets.text.segmenter import divider
from engine.errors import InputError
from tests.engine.datasets.text.test_reader import load

SAID = {
    "Chinese": ("他说明天要去城里看电影", {"电影", "去"}),
    "Japanese": ("私は明日東京へ行きます", {"私", "明日", "東京"}),
    "Thai": ("ฉันรักภาษาไทยและอาหารไทย", {"ฉัน", "รัก", "ภาษา", "ไทย", "และ", "อาหาร"}),
    "Khmer": ("ខ្ញុំចូលចិត្តអានសៀវភៅ", {"ខ្ញុំ", "ចូលចិត្ត", "អាន", "សៀវភៅ"}),
    "Lao": ("ຂ້ອຍມັກອ່ານປຶ້ມ", {"ຂ້ອຍ", "ມັກ", "ອ່ານ", "ປຶ້ມ"}),
    "Burmese": ("ကျွန်တော်မြန်မာစာဖတ်တယ်", {"ကျွန်တော်"}),
}
"""Sentences -> some of their words, as a dictionary has them."""


@pytest.mark.parametrize("script", SAID)
def test_words_are_divided_and_nothing_is_lost(script: str) -> None:
    sentence, words = SAID[script]
    divided = divider()(sentence)
    assert divided.replace(" ", "") == sentence and words <= set(divided.split())


def test_all_else_stays_as_it_is() -> None:
    text = "The fox, 37.5 km away, saw Ελλάδα and Москва.\nمی‌رود\n"
    assert divider()(text) == text


def test_a_corpus_of_words_by_a_dictionary() -> None:
    text = "".join(f"{sentence}。and the fox runs home.\n" for sentence, _ in SAID.values()) * 5
    corpus = load(text.encode(), unit="dictionary")
    assert {"电影", "東京", "ภาษา", "សៀវភៅ", "fox", "home"} <= set(corpus.words)
    by_characters = load(text.encode(), unit="characters")
    assert "电影" not in by_characters.words and "电" in by_characters.words
    assert corpus.counts[corpus.index["ไทย"]] == 10


def test_without_the_package_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icu4py.breakers", None)
    with pytest.raises(InputError, match="icu4py") as refused:
        load(SAID["Thai"][0].encode() * 20, unit="dictionary")
    assert refused.value.code == "E-TXT-43"
