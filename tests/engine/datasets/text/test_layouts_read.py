"""Uploads of layouts that people have: each is read as what it is, or named with the way out, and it is told."""

import json
from typing import Any

import pytest

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.sources import UploadedText
from engine.datasets.text.tokenizer import Tokenization
from engine.errors import InputError
from engine.fields import from_json
from tests.conftest import real_data
from tests.engine.datasets.text.test_reader import FRENCH, TEXT, load, zipped

SENTENCE = "the quick brown fox jumps over a lazy dog and runs home"
WORDS = SENTENCE.split()
TAGGED = " ".join(f"{word}/nn" if word != "the" else "the/at" for word in WORDS) + "\n"
SRT = "".join(f"{n}\n00:00:0{n},101 --> 00:00:0{n},901\n<i>{TEXT.strip()}</i>\n\n" for n in range(1, 6))
CONLLU = "".join(
    "".join(f"{n}\t{w}\t{w}\tNOUN\tNN\t_\t0\troot\t_\t_\n" for n, w in enumerate(WORDS, 1)) + "\n" for _ in range(3)
)
READ: dict[str, tuple[bytes, dict[str, Any], str]] = {
    "subtitles": (SRT.encode(), {}, "Read as subtitles: the words of 5 captions"),
    "subtitles with Windows line ends": (SRT.replace("\n", "\r\n").encode(), {}, "Read as subtitles"),
    "a treebank": (CONLLU.encode(), {}, "Read as one word a line: the second column"),
    "words with tags": (TAGGED.encode() * 5, {}, "tags"),
    "JSON lines": (f"{json.dumps({'id': 7, 'text': TEXT, 'label': 'x'})}\n".encode() * 3, {}, "field “text”"),
    "HTML": (f"<html><body><p>{TEXT}</p></body></html>".encode(), {}, "Read as HTML or XML"),
    "HTML as .txt": (f"<!DOCTYPE html><p>{TEXT}</p>".encode(), {"name": "page.txt"}, "Read as HTML or XML"),
    "fastText": (f"__label__good {TEXT}".encode() * 5, {}, "its label before it"),
    "a web page, asked to be read as it is": (f"<html><br/><br/>{TEXT}".encode(), {"layout": "text"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_read_and_told(case: str) -> None:
    data, options, note = READ[case]
    corpus = load(data, **options)
    strange = {"id", "label", "nn", "noun", "p", "body", "00", "i", "html", "good"} & set(corpus.words)
    assert {"quick", "brown", "fox"} <= set(corpus.words) and (bool(strange) is not bool(note))
    assert any(note in told for told in corpus.notes) or not note


def test_fields_of_json_are_columns_and_give_labels() -> None:
    rows = [{"label": f"l{n % 2}", "text": f"{TEXT} number {n}", "note": f"other words {n} here"} for n in range(9)]
    data = "\n".join(map(json.dumps, rows)).encode()
    corpus = load(data, label_column="label")
    assert corpus.details is not None and corpus.details["columns"] == ["label", "text", "note"]
    assert corpus.document_labels[:2] == ("l0", "l1") and "other" not in corpus.index
    assert "other" in load(data, text_column="note").index
    with pytest.raises(InputError, match="choose one of: label, text, note"):
        load(data, text_column="body")


def test_one_comma_a_line_is_running_text_and_it_is_told() -> None:
    verses = "春眠不觉晓,处处闻啼鸟\n夜来风雨声,花落知多少\n白日依山尽,黄河入海流\n欲穷千里目,更上一层楼\n"
    corpus = load(verses.encode() * 20)
    assert corpus.n_tokens == 20 * 40 and corpus.document_names == ("text",)
    assert any("choose the layout Table" in note for note in corpus.notes)


def test_quotes_of_messages_are_letters_and_the_first_row_is_none_of_names() -> None:
    data = "".join(f'ham\tsee you at {n} o clock\nspam\t"you won {n} prizes now\n' for n in range(40)).encode()
    corpus = load(data, label_column="column 1")
    assert len(corpus.document_names) == 80 and corpus.document_labels.count("ham") == 40


def test_a_document_among_texts_is_left_out_with_its_name() -> None:
    corpus = load(zipped({"a.txt": TEXT, "notes.docx": zipped({"[Content_Types].xml": "<a/>", "word/d.xml": "<a/>"})}))
    assert corpus.document_names == ("a.txt",)
    assert any("left out" in note and "notes.docx is an Office document" in note for note in corpus.notes)


def test_errors_in_an_archive_name_the_file() -> None:
    mixed = (FRENCH * 3).encode() + (FRENCH * 3).encode("cp1252")
    with pytest.raises(InputError, match=r"^b\.txt: .*mixes encodings") as caught:
        load(zipped({"a.txt": TEXT, "b.txt": mixed}))
    assert caught.value.code == "E-TXT-19"
    with pytest.raises(InputError, match=r"b\.json: .*no JSON objects"):
        load(zipped({"a.txt": TEXT, "b.json": '{"text": "a b"}\n{\n"text"'}))


def test_an_archive_without_texts_says_what_its_files_are() -> None:
    with pytest.raises(InputError, match=r"a\.png is a PNG image"):
        load(zipped({"a.png": b"\x89PNG\r\n\x1a\n123", "b.png": b"\x89PNG\r\n\x1a\n456"}))


def test_chapters_of_a_book_come_in_their_order() -> None:
    package = (
        '<package><manifest><item href="text/b.xhtml" id="two"/><item id="one" href="text/a%20x.xhtml"/></manifest>'
        '<spine><itemref idref="two"/><itemref linear="yes" idref="one"/></spine></package>'
    )
    book = {
        "mimetype": "application/epub+zip",
        "content.opf": package,
        "text/a x.xhtml": f"<html><body><p>last {TEXT}</p></body></html>",
        "text/b.xhtml": f"<html><body><p>first {TEXT}</p></body></html>",
        "cover.png": b"\x89PNG\r\n\x1a\n",
    }
    corpus = load(zipped(book))
    assert corpus.document_names == ("text/b.xhtml", "text/a x.xhtml")
    assert [corpus.words[corpus.tokens[start]] for start in corpus.documents[:-1]] == ["first", "last"]
    assert corpus.notes[0] == "Texts of an EPUB book, its pictures and lists left out: 2."


def test_a_pointer_is_no_text() -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    with pytest.raises(InputError, match="git lfs pull") as caught:
        load(pointer, "corpus.txt")
    assert caught.value.code == "E-GEN-22"


def test_a_refusal_says_what_was_understood() -> None:
    with pytest.raises(InputError, match=r"3 different words \(.*\).*Read as subtitles") as caught:
        load(SRT.replace(TEXT.strip(), "one two three").encode())
    assert caught.value.code == "E-TXT-27"


def test_lines_without_full_stops_bring_a_hint() -> None:
    text = "\n".join(" ".join(WORDS[n % 9 : n % 9 + 4]) for n in range(40)).encode()
    assert any("choose the boundaries Lines" in note for note in load(text).notes)
    assert not load(text, boundary="lines").notes


def test_a_recipe_of_the_version_before_opens_as_it_was_set() -> None:
    document = UploadedText(sha256="0" * 64).to_json() | {"version": 2, "unit": "words"}
    del document["turkish"], document["mend_print"]
    outdated: list[str] = []
    source = from_json({"uploaded_text": UploadedText}, document, outdated)
    assert source.unit == "words" and outdated and Tokenization.unit == "words"
    assert UploadedText.unit == "auto" and UploadedText.mend_print


CASES = {
    "text_brown_word_slash_tag.txt": (400, {}, "tags left out"),
    "text_chinese_gb18030.txt": (1290, {}, "GB18030"),
    "text_emoji_carry_the_meaning.txt": (750, {"emoji": True}, "boundaries Lines"),
    "text_epub.epub.zip": (105, {}, "EPUB"),
    "text_japanese_shift_jis.txt": (1290, {}, "Shift_JIS"),
    "text_jsonl.txt": (1100, {}, "Read as JSON"),
    "text_khmer_zero_width_spaces.txt": (320, {}, "Khmer"),
    "text_mojibake_utf8_read_as_latin1.txt": (220, {}, "MÃ¤dchen for Mädchen"),
    "text_persian_zwnj.txt": (280, {}, ""),
    "text_russian_cp1251.txt": (460, {}, "Windows-1251"),
    "text_thai.txt": (1800, {}, "Thai"),
    "text_tsv_unbalanced_quotes.tsv": (1410, {}, ""),
    "text_turkish_iso8859_9.txt": (250, {}, "Turkish"),
    "text_verses_with_ascii_comma.txt": (1200, {}, "Commas divide"),
    "text_zip_with_one_docx.zip": (210, {}, "notes.docx"),
}


@pytest.mark.parametrize("name", CASES)
def test_shared_cases(name: str) -> None:
    n_tokens, options, note = CASES[name]
    corpus: Corpus = load(real_data(name).read_bytes(), **options)
    assert corpus.n_tokens == n_tokens
    assert any(note in told for told in corpus.notes) or not note
