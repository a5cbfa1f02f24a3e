"""Uploaded text of every make, good and bad: rows 1-34 of the table of inputs, each a case; then random damage."""

import gzip
import io
import random
import tarfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import limits
from engine.datasets import SOURCES
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.reader import Layout, read
from engine.datasets.text.sources import UploadedText
from engine.datasets.text.tokenizer import Tokenization
from engine.errors import InputError
from engine.fields import from_json
from engine.files import archives, uploads
from engine.report import Silent
from tests.conftest import real_data

TEXT = "The quick brown fox jumps over the lazy dog. A brown dog sleeps, and the fox runs home quickly.\n"
FRENCH = "Le café était fermé ; “déjà vu” à la française, où l’été naît dans les forêts près du château.\n"


def load(data: bytes, name: str = "upload", **options: Any) -> Corpus:
    return UploadedText(sha256=uploads.keep(data, name).sha256, **options).load(Silent())


def zipped(members: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def changed(archive: bytes, in_file: int, in_directory: int) -> bytes:
    """A ZIP archive of one file with a bit flipped at these places of its two headers."""
    data = bytearray(archive)
    data[in_file] ^= 1
    data[data.index(b"PK\x01\x02") + in_directory] ^= 1
    return bytes(data)


def tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return stream.getvalue()


def noise(size: int) -> bytes:
    return np.random.default_rng(3).bytes(size)


MIXED = (FRENCH * 3).encode() + (FRENCH * 3).encode("cp1252")
REFUSED = {
    "1 empty": (b"", {}, "E-GEN-02", "is empty"),
    "1 empty gzip": (gzip.compress(b""), {}, "E-GEN-15", "only white space"),
    "1 empty zip": (zipped({}), {}, "E-GEN-16", "no files with content"),
    "2 white space": (b" \n\t\r\n \n", {}, "E-GEN-15", "only white space"),
    "2 byte order mark alone": (b"\xef\xbb\xbf\n", {}, "E-GEN-15", "only white space"),
    "5 image": (b"\x89PNG\r\n\x1a\n" + noise(99), {}, "E-GEN-05", "is a PNG image, not text"),
    "5 pickle": (b"\x80\x04\x95\x00.", {}, "E-GEN-17", "Python pickle"),
    "5 pickle in gzip": (gzip.compress(b"\x80\x04\x95\x00."), {}, "E-GEN-05", "a Python pickle, not text"),
    "5 Word": (zipped({"[Content_Types].xml": "<a/>", "word/document.xml": TEXT}), {}, "E-GEN-19", "a Word document"),
    "7 gzip bomb": (gzip.compress(bytes(30_000_000)), {}, "E-GEN-07", "expands to more than 10 MB"),
    "7 zip bomb": (zipped({"a.txt": bytes(30_000_000)}), {}, "E-GEN-07", "expands to more than 10 MB"),
    "8 truncated gzip": (gzip.compress(TEXT.encode() * 9)[:-9], {}, "E-GEN-08", "cut off or damaged; please download"),
    "8 gzip of nothing": (b"\x1f\x8b", {}, "E-GEN-08", "cut off"),
    "8 gzip with a wrong sum": (gzip.compress(TEXT.encode())[:-8] + b"12345678", {}, "E-GEN-08", "damaged"),
    "8 truncated zip": (zipped({"a.txt": TEXT})[:-9], {}, "E-GEN-08", "ZIP archive is cut off or damaged"),
    "8 zip with a wrong sum": (changed(zipped({"a.txt": TEXT}), 14, 16), {}, "E-GEN-08", "damaged"),
    "10 zip in zip": (
        zipped({"a.txt": TEXT, "b.zip": zipped({"c.txt": TEXT})}),
        {},
        "E-GEN-10",
        "b.zip is a ZIP archive",
    ),
    "10 gzip in gzip": (gzip.compress(gzip.compress(TEXT.encode())), {}, "E-GEN-10", "is a gzip file"),
    "11 encrypted": (changed(zipped({"a.txt": TEXT}), 6, 8), {}, "E-GEN-11", "is encrypted"),
    "19 mixed encodings": (MIXED, {}, "E-TXT-19", "first in lines 4, 5, 6"),
    "24 no words": ("。、！".encode(), {}, "E-TXT-24", "Choose character mode"),
    "24 no blanks": (b"x" * 1_000_000, {}, "E-TXT-24", "Choose character mode"),
    "25 noise": (noise(5_000), {}, "E-TXT-25", "it is not text"),
    "25 zeros": (bytes(5_000), {}, "E-TXT-25", "it is not text"),
    "27 one word": (b"word word word", {}, "E-TXT-27", "at least 10 different words"),
    "28 no neighbors": (
        b"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n",
        {"boundary": "lines"},
        "E-TXT-28",
        "No word has a neighbor",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    data, options, code, sentence = REFUSED[case]
    with pytest.raises(InputError) as caught:
        load(data, **options)
    assert (caught.value.code, sentence in str(caught.value)) == (code, True), str(caught.value)


NUL_WORDS = "".join(f"w{row}\0x{row}\x07y{row} " for row in range(5))
ACCEPTED: dict[str, tuple[bytes, dict[str, Any], list[str], str]] = {
    "9 gzip and rubbish": (gzip.compress(TEXT.encode()) + b"rubbish", {}, ["quick"], "What follows the end"),
    "9 several members": (gzip.compress(TEXT.encode()) + gzip.compress(FRENCH.encode()), {}, ["quick", "fermé"], ""),
    "9 zero padding": (gzip.compress(TEXT.encode()) + bytes(512), {}, ["quick"], ""),
    "15 byte order mark": (b"\xef\xbb\xbf" + TEXT.encode(), {}, ["the", "quick"], ""),
    "16 UTF-16 LE": (b"\xff\xfe" + FRENCH.encode("utf-16-le"), {}, ["café", "château"], ""),
    "16 UTF-16 BE": (b"\xfe\xff" + FRENCH.encode("utf-16-be"), {}, ["café", "château"], ""),
    "16 UTF-32": (FRENCH.encode("utf-32"), {}, ["café", "château"], ""),
    "17 UTF-16 LE without mark": (FRENCH.encode("utf-16-le"), {}, ["café", "château"], "Read as UTF-16 (LE)"),
    "17 UTF-16 BE without mark": (FRENCH.encode("utf-16-be"), {}, ["café", "château"], "Read as UTF-16 (BE)"),
    "18 cp1252": (FRENCH.encode("cp1252"), {}, ["café", "château", "l'été"], "Read as Windows-1252"),
    "25 Russian in 8 bits": (
        "Съешь ещё этих мягких французских булок, да выпей горячего чаю. ".encode("cp1251") * 3,
        {},
        ["съешь", "мягких", "булок"],
        "Read as Windows-1251 (Cyrillic)",
    ),
    "18 as the user says": (FRENCH.encode("cp1252"), {"encoding": "cp1252"}, ["café", "l'été"], ""),
    "18 latin-1": ("naïve café élan ".encode("latin-1") + TEXT.encode(), {"encoding": "latin-1"}, ["naïve"], ""),
    "18 UTF-16 as the user says": (FRENCH.encode("utf-16-le"), {"encoding": "utf-16"}, ["château"], "UTF-16 (LE)"),
    "19 a few bad bytes": (FRENCH.encode() * 9 + b"\nna\xefve\n", {}, ["café"], "not UTF-8, replaced by U+FFFD: 1"),
    "20 lone surrogates": (
        TEXT.encode() + b"x \xed\xa0\x80 y",
        {},
        ["quick"],
        "(lone surrogates) replaced by U+FFFD: 1",
    ),
    "21 control characters": (NUL_WORDS.encode(), {}, ["w0", "x0", "y4"], "Control characters replaced by blanks: 10"),
    "22 bidi and zero width": (
        (TEXT + "pay\u202epal\u200b in\u2066vo\ufeffice").encode(),
        {},
        ["paypal", "invoice"],
        "",
    ),
    "23 NFD": ((TEXT + "cafe\u0301 café").encode(), {}, ["café"], ""),
    "24 characters": ("我们爱吃鱼和米饭。你好吗".encode(), {"unit": "characters"}, ["我", "饭"], ""),
    "29 HTML": (f"{TEXT}<img src=x onerror=alert(1)>".encode(), {}, ["img", "onerror", "alert"], ""),
    "30 formulas": (TEXT.encode() + rb"$\href{javascript:alert(1)}{x}$", {}, ["href", "javascript"], ""),
    "31 spreadsheet formulas": (f"{TEXT}=cmd|' /C calc'!A0 +1 -x @a".encode(), {}, ["cmd", "calc", "a0", "1", "x"], ""),
    "34 words that mean nothing": (
        f"{TEXT}None nan null 1e5 __proto__".encode(),
        {},
        ["none", "nan", "null", "1e5"],
        "",
    ),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(case: str) -> None:
    data, options, words, note = ACCEPTED[case]
    corpus = load(data, **options)
    assert set(words) <= set(corpus.words)
    assert any(note in found for found in corpus.notes) if note else corpus.notes == ()
    assert all(word[0].isalnum() and word[-1].isalnum() for word in corpus.words)
    assert not any(set(word) & set("<>$=|@\0\ufeff\u200b\u202e") for word in corpus.words)


def test_row_7_a_bomb_of_200_mb_is_stopped_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACK_RATIO", 10_000)
    upload = uploads.keep(gzip.compress(bytes(201_000_000), 1), "bomb.gz")
    tracemalloc.start()
    with archives.opened(uploads.path(upload.sha256), []) as (entry,), pytest.raises(InputError, match="200 MB"):
        assert sum(map(len, entry.blocks())) < 0
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_row_7_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_ENTRIES", 3)
    assert load(zipped({"a": "a a", "b": "b c", "c": TEXT})).details["documents"] == 3  # type: ignore[index]
    with pytest.raises(InputError, match="more than 3 files") as caught:
        load(zipped({"a": "a a", "b": "b c", "c": TEXT, "d": "d d"}))
    assert caught.value.code == "E-GEN-20"


def test_row_12_the_same_file_is_the_same_recipe() -> None:
    sources = [UploadedText(sha256=uploads.keep(TEXT.encode(), name).sha256) for name in ("a.txt", "b.txt")]
    assert sources[0] == sources[1] == from_json(SOURCES, sources[1].to_json())
    assert sources[0].title() == "b.txt"


def test_row_19_lines_of_bad_bytes_are_named() -> None:
    corpus = load(FRENCH.encode() * 20 + b"x \xff\n" + FRENCH.encode() + b"y \xfe\xfe z")
    assert any("replaced by U+FFFD: 3 (first in lines 21, 23)" in n for n in corpus.notes)


def test_an_archive_of_texts_is_one_corpus_of_documents() -> None:
    corpus = load(
        zipped(
            {
                "good/one.txt": TEXT,
                "good/two.txt": FRENCH.encode("cp1252"),
                "bad/three.txt": b"\xef\xbb\xbf" + TEXT.encode(),
                "bad/picture.png": b"\x89PNG\r\n\x1a\n",
                "__MACOSX/good/._one.txt": "junk",
                "good/.DS_Store": "junk",
                "bad/empty.txt": "",
            }
        )
    )
    assert corpus.document_names == ("good/one.txt", "good/two.txt", "bad/three.txt")
    assert corpus.document_labels == ("good", "good", "bad")
    assert corpus.details is not None and corpus.details["encoding"] == "UTF-8, Windows-1252 (Western)"
    assert any("not text: 1 (bad/picture.png)" in note for note in corpus.notes)
    assert any("Empty or hidden files in the archive, left out: 3" in note for note in corpus.notes)
    assert any(note.startswith("good/two.txt: Read as Windows-1252") for note in corpus.notes)
    assert "fermé" in corpus.index and "quick" in corpus.index


def table(delimiter: str = ",", header: bool = True, n_rows: int = 50) -> bytes:
    lines = [delimiter.join(["id", "review", "stars"])] * header
    lines += [
        f'{row}{delimiter}"film {row}{delimiter} ""very"" good, and word{row}"{delimiter}{row % 5}'
        for row in range(n_rows)
    ]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("packed", [False, True])
def test_tables(delimiter: str, packed: bool) -> None:
    data = gzip.compress(table(delimiter)) if packed else table(delimiter)
    corpus = load(data, label_column="stars")
    details = corpus.details or {}
    assert (details["format"], details["delimiter"], details["header"]) == ("table", delimiter, True)
    assert (details["columns"], details["text_column"]) == (["id", "review", "stars"], "review")
    assert corpus.document_labels == tuple(str(row % 5) for row in range(50))
    assert corpus.document_names[:2] == ("row 2", "row 3")
    assert corpus.counts[corpus.index["film"]] == 50 and corpus.counts[corpus.index["very"]] == 50


def test_tables_without_header_number_their_columns() -> None:
    corpus = load(table(header=False), text_column="column 2", label_column="column 3")
    assert corpus.details is not None and corpus.details["columns"] == ["column 1", "column 2", "column 3"]
    assert corpus.document_names[0] == "row 1" and len(corpus.document_labels) == 50


WORDS = ["amber", "birch", "cedar", "dune", "elm", "fern", "grove", "heath", "iris", "jasmine"]


def sorted_rows(labels: list[str], head: str = "", more: str = "") -> bytes:
    """A hundred rows of each label, one label after the other; in the first rows there is but one."""
    texts = [f"the {WORDS[row % 10]} stands near the {WORDS[row // 10]} and grows" * 20 for row in range(100)]
    return (head + "".join(f"{label},{more}{text}\n" for label in labels for text in texts)).encode()


@pytest.mark.parametrize(
    ("labels", "head", "more"),
    [
        (["good", "bad"], "", ""),
        (["0", "4"], "", "NO_QUERY,"),
        (["1", "2"], "label,text\n", ""),
        (["de", "fr"], "lang,text\n", ""),
        (["ham", "spam"], "kind,text\n", ""),
    ],
    ids=["words", "numbers", "named numbers", "named", "another name"],
)
def test_a_label_is_found_in_a_table_that_is_sorted_by_it(labels: list[str], head: str, more: str) -> None:
    corpus = load(sorted_rows(labels, head, more))
    assert corpus.document_labels == tuple(label for label in labels for _ in range(100))


def test_a_column_that_is_the_same_throughout_is_no_label() -> None:
    corpus = load(sorted_rows(["en"], "lang,text\n"))
    assert corpus.document_labels == ()
    assert "All rows have the label “en”, which tells none apart: it is left out." in corpus.notes


@pytest.mark.parametrize(
    ("numbers", "are_labels"),
    [("0 1", True), ("1 2 3 4", True), ("-1 1", True), ("-1 0 1", True), ("0 4", False), ("1.5 2.5", False)],
)
def test_numbers_of_classes_are_labels_where_no_heading_says_what_they_are(numbers: str, are_labels: bool) -> None:
    kinds = numbers.split()
    rows = [f"{kinds[row % len(kinds)]},the {WORDS[row % 10]} and the {WORDS[row // 10]} grow\n" for row in range(50)]
    corpus = load("".join(rows).encode())
    assert (corpus.document_labels[: len(kinds)] == tuple(kinds)) is are_labels
    likes = load(("likes,text\n" + "".join(rows)).encode())
    assert likes.document_labels == ()


def test_a_table_can_be_read_as_running_text_and_the_reverse() -> None:
    corpus = load(table(), layout="text")
    assert corpus.document_names == ("text",) and "stars" in corpus.index
    lines = load(TEXT.encode() * 3, layout="table", header="no", delimiter="\t")
    assert len(lines.document_names) == 3 and "fox" in lines.index


def test_prose_with_as_many_commas_in_each_line_is_no_table() -> None:
    assert load(FRENCH.encode() * 20).document_names == ("text",)


def test_fields_may_span_lines_and_rows_are_named_by_their_first() -> None:
    data = 'text,label\n"one two\nthree four five",a\n"six seven eight",b\n"nine ten eleven",c\n'
    corpus = load(data.encode(), text_column="text")
    assert corpus.document_names == ("row 2", "row 4", "row 5")


TABLES_REFUSED = {
    "E-CSV-38": (table(), {"text_column": "text"}, "choose one of: id, review, stars"),
    "E-CSV-39": (table().replace(b"stars", b"id"), {"header": "yes"}, "called id"),
    "E-CSV-40": (table() + b"\n1,2" * 3, {}, "3 of 53 rows do not have 3 fields (first in lines 52, 53, 54)"),
    "E-CSV-41": (table() + b'\n51,"never closed,1\n52,b,3\n', {}, "opens in line 52 is never closed"),
    "E-CSV-42": (b"\n".join([b",".join([b"cell"] * 65)] * 5), {}, "more than 64 columns"),
    "E-CSV-43": (table() + b"\n1," + b"x" * (1 << 20) + b",3", {}, "Line 52 is longer than 1,024 KiB"),
}


@pytest.mark.parametrize("code", TABLES_REFUSED)
def test_tables_refused(code: str) -> None:
    data, options, sentence = TABLES_REFUSED[code]
    with pytest.raises(InputError) as caught:
        load(data, **options)
    assert (caught.value.code, sentence in str(caught.value)) == (code, True), str(caught.value)


def test_a_quote_open_for_too_long_is_refused_at_its_row() -> None:
    with pytest.raises(InputError, match="opens in line 52 is never closed") as caught:
        load(table() + b'\n51,"' + b"long line\n" * 200_000)
    assert caught.value.code == "E-CSV-41"


def test_a_million_columns_are_refused_at_once() -> None:
    with pytest.raises(InputError, match="more than 64 columns") as caught:
        load(b"a," * 400_000 + b"\n" + b"1," * 400_000, layout="table")
    assert caught.value.code == "E-CSV-42"


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CSV_ROWS", 49)
    with pytest.raises(InputError, match="more than 49 rows") as caught:
        load(table())
    assert caught.value.code == "E-CSV-54"


def test_one_odd_row_in_a_hundred_is_left_out_and_said() -> None:
    corpus = load(table(n_rows=100) + b"\n1,2,3,4")
    assert len(corpus.document_names) == 100
    assert corpus.notes == ("Rows left out because they do not have 3 fields: 1 (first: line 102).",)


def outcome(data: bytes, path: Path, layout: Layout) -> Corpus | InputError:
    """What becomes of any bytes: a valid Corpus, or an InputError with a code of ours."""
    path.write_bytes(data)
    try:
        corpus = Corpus.from_text(read(path, layout), Tokenization(), Silent())
    except InputError as error:
        assert error.code.startswith(("E-GEN-", "E-TXT-", "E-CSV-")) and error.code != "E-GEN-00"
        return error
    assert corpus.tokens.min() >= 0 and corpus.tokens.max() < corpus.n_words
    assert corpus.counts.tolist() == np.bincount(corpus.tokens).tolist()
    assert (np.diff(corpus.counts) <= 0).all() and len(set(corpus.words)) == corpus.n_words >= 10
    assert corpus.sentences[0] == 0 and corpus.sentences[-1] == corpus.documents[-1] == corpus.n_tokens
    assert set(corpus.documents.tolist()) <= set(corpus.sentences.tolist())
    assert len(corpus.document_names) == len(corpus.documents) - 1
    return corpus


layouts = st.builds(
    Layout, st.sampled_from(["auto", "text", "table"]), encoding=st.sampled_from(["auto", "utf-8", "cp1252", "utf-16"])
)


@settings(max_examples=200)
@given(st.binary(max_size=400) | st.text().map(lambda text: text.encode("utf-16", "surrogatepass")), layouts)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, layout: Layout) -> None:
    outcome(data, tmp_path_factory.getbasetemp() / "any", layout)


GOOD = [
    (TEXT * 3).encode(),
    FRENCH.encode("cp1252"),
    FRENCH.encode("utf-16"),
    table(),
    gzip.compress((TEXT * 3).encode()),
    zipped({"a/one.txt": TEXT, "b/two.txt": FRENCH, "c/three.csv": table()}),
]


@settings(max_examples=400)
@given(st.sampled_from(GOOD), st.integers(1, 4), st.integers(0, 2**32), layouts)
def test_damaged_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, good: bytes, n_changes: int, seed: int, layout: Layout
) -> None:
    generator = random.Random(seed)
    data = bytearray(good)
    for _ in range(n_changes):
        at, length = generator.randrange(len(data) + 1), generator.randrange(1, 20)
        change = generator.choice(["flip", "cut", "insert", "repeat", "end"])
        if change == "flip" and at < len(data):
            data[at] ^= 1 << generator.randrange(8)
        elif change == "cut":
            del data[at : at + length]
        elif change == "insert":
            data[at:at] = generator.randbytes(length)
        elif change == "repeat":
            data[at:at] = data[at : at + 10 * length]
        elif change == "end":
            del data[max(at, 20) :]
    outcome(bytes(data), tmp_path_factory.getbasetemp() / "damaged", layout)


@pytest.mark.parametrize("good", GOOD, ids=["text", "cp1252", "utf-16", "table", "gzip", "zip"])
def test_the_undamaged_files_are_read(good: bytes, tmp_path: Path) -> None:
    assert isinstance(outcome(good, tmp_path / "good", Layout()), Corpus)


def test_real_table_without_header() -> None:
    corpus = load(real_data("test.csv").read_bytes(), text_column="column 3", label_column="column 1")
    assert len(corpus.document_names) == 7_600
    assert {label: corpus.document_labels.count(label) for label in "1234"} == dict.fromkeys("1234", 1_900)
    assert corpus.notes == ()


def test_the_label_of_a_real_table_without_header_is_found() -> None:
    corpus = load(real_data("test.csv").read_bytes())
    assert corpus.details is not None and corpus.details["text_column"] == "column 3"
    assert {label: corpus.document_labels.count(label) for label in "1234"} == dict.fromkeys("1234", 1_900)


def test_real_archive() -> None:
    corpus = load(real_data("sentence_polarity.zip").read_bytes(), boundary="lines")
    assert corpus.document_names[1:] == ("sentence_polarity/rt-polarity.neg", "sentence_polarity/rt-polarity.pos")
    start, middle, end = corpus.documents[1:]
    negative = ((corpus.sentences > start) & (corpus.sentences <= middle)).sum()
    positive = ((corpus.sentences > middle) & (corpus.sentences <= end)).sum()
    assert (negative, positive) == (5_331, 5_331)
