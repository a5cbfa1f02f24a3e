"""Random texts written in every layout, encoding and packing, and read back: the same words in the same order."""

import bz2
import csv
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable

import numpy as np
import pytest

from engine.datasets.text.corpus import Corpus
from tests.engine.datasets.text.test_reader import load

RUSSIAN = """
    он сказал что завтра поедет в город она ответила дождь будет идти весь день мать готовила ужин дети играли саду
    старый дом стоял над рекой никто давно жил там только ветер гулял между деревьями тихо пела птица
"""
WORDS = {
    "utf-8": "abcdefghijklmnopqrstuvwxyzäöüßéñ",
    "utf-8-sig": "abcdefghijklmnopqrstuvwxyzčšž",
    "utf-16": "абвгдежзийклмнопрстуфхцчшщыьэюя",
    "cp1251": RUSSIAN,
}
"""Encoding -> letters of which words are drawn or, where the encoding is told by what is usual, words."""
Texts = list[list[str]]


def plain(texts: Texts) -> str:
    return "\n\n".join(" ".join(text) + "." for text in texts)


def table(delimiter: str) -> Callable[[Texts], str]:
    def written(texts: Texts) -> str:
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(["id", "text", "stars"])
        writer.writerows([[number, " ".join(text), number % 5] for number, text in enumerate(texts)])
        return stream.getvalue()

    return written


def lines(texts: Texts) -> str:
    return "".join(
        json.dumps({"id": n, "text": " ".join(text)}, ensure_ascii=False) + "\n" for n, text in enumerate(texts)
    )


def listed(texts: Texts) -> str:
    return json.dumps([{"n": n, "text": " ".join(text)} for n, text in enumerate(texts)], indent=1, ensure_ascii=False)


def subtitles(texts: Texts) -> str:
    return "".join(
        f"{n}\n00:{n // 60:02}:{n % 60:02},000 --> 00:{n // 60:02}:{n % 60:02},900\n{' '.join(text)}\n\n"
        for n, text in enumerate(texts, 1)
    )


def treebank(texts: Texts) -> str:
    return "".join(
        "".join(f"{n}\t{word}\t_\tX\t_\t_\t0\t_\t_\t_\n" for n, word in enumerate(text, 1)) + "\n" for text in texts
    )


def html(texts: Texts) -> str:
    return "<html><body>" + "".join(f"<p>{' '.join(text)}.</p>\n" for text in texts) + "</body></html>"


LAYOUTS: dict[str, Callable[[Texts], str]] = {
    "plain": plain, "commas": table(","), "tabs": table("\t"), "semicolons": table(";"), "JSON lines": lines,
    "JSON list": listed, "subtitles": subtitles, "treebank": treebank, "HTML": html,
}  # fmt: skip


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner", data)
    return stream.getvalue()


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": bytes, "gzip": gzip.compress, "bzip2": bz2.compress, "XZ": lzma.compress, "ZIP": zipped,
}  # fmt: skip


def drawn(given: str, seed: int) -> Texts:
    """Thirty texts of words that are letters alone."""
    rng = np.random.default_rng(seed)
    words = given.split()
    if len(words) == 1:
        words = sorted({"".join(rng.choice(list(given), rng.integers(2, 9))) for _ in range(60)})
    return [rng.choice(words, rng.integers(6, 30)).tolist() for _ in range(30)]


def words_of(corpus: Corpus) -> list[str]:
    return [corpus.words[token] for token in corpus.tokens]


@pytest.mark.parametrize("encoding", WORDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_was_written_is_read(layout: str, encoding: str) -> None:
    for seed, (packing, pack) in enumerate(PACKINGS.items()):
        texts = drawn(WORDS[encoding], seed)
        corpus = load(pack(LAYOUTS[layout](texts).encode(encoding)), boundary="lines")
        assert words_of(corpus) == [word for text in texts for word in text], packing
