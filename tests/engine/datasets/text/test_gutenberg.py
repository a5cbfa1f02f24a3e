"""Project Gutenberg's header and licence: found in every spelling, in pieces of any size, and in nothing else."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.text import gutenberg
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.gutenberg import LeftOut, body
from engine.datasets.text.sources import UploadedText
from engine.files import uploads

NOVEL = "\n".join(f"Chapter {n}. The cat sat on the mat, and the dog slept beside the fire.\n" for n in range(1, 9))
HEADER = "The Project Gutenberg eBook of A Novel\n\nThis ebook is for the use of anyone anywhere.\nTitle: A Novel\n\n"
LICENCE = "\nSection 1. General Terms of Use and Redistributing Project Gutenberg works\n" * 40
STARTS = [
    "*** START OF THE PROJECT GUTENBERG EBOOK A NOVEL ***",
    "*** START OF THIS PROJECT GUTENBERG EBOOK A NOVEL ***",
    "***START OF THE PROJECT GUTENBERG EBOOK A NOVEL***",
    "*** START OF PROJECT GUTENBERG E-TEXT A NOVEL",
    "*** START OF THE PROJECT GUTENBERG EBOOK A NOVEL OF MANY WORDS,\nOR, WHAT A CAT DOES\nALL DAY LONG ***",
    "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
    "*END THE SMALL PRINT! FOR PUBLIC DOMAIN E-TEXTS*Ver.10/04/01*END*",
    "* * * START OF THE PROJECT GUTENBERG EBOOK * * *",
]
ENDS = [
    "*** END OF THE PROJECT GUTENBERG EBOOK A NOVEL ***",
    "***END OF THIS PROJECT GUTENBERG EBOOK A NOVEL***",
    "End of the Project Gutenberg EBook of A Novel, by Nobody",
    "End of Project Gutenberg's A Novel, by Nobody\n\n*** END OF THIS PROJECT GUTENBERG EBOOK A NOVEL ***",
    "End of The Project Gutenberg Etext of A Novel",
]


def cut(text: str, size: int = 10**9) -> tuple[str, LeftOut]:
    left_out = LeftOut()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return "".join(body(pieces, left_out)), left_out


def book(start: str, end: str, text: str = NOVEL) -> str:
    return f"{HEADER}{start}\n{text}{end}\n{LICENCE}"


@pytest.mark.parametrize("ends_of_lines", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("start", STARTS)
def test_header_and_licence_go_and_the_novel_stays(start: str, end: str, ends_of_lines: str) -> None:
    whole = book(start, end).replace("\n", ends_of_lines)
    kept, left_out = cut(whole)
    assert kept == NOVEL.replace("\n", ends_of_lines)
    assert left_out.before == HEADER.count("\n") + start.count("\n") + 1
    assert left_out.before + left_out.after + NOVEL.count("\n") == whole.count("\n")
    assert left_out.told() == [
        "The licence of Project Gutenberg was left out: "
        f"{left_out.before:,} lines before the text and {left_out.after:,} after it."
    ]


@given(st.integers(1, 4_000), st.sampled_from(STARTS), st.sampled_from(ENDS))
def test_pieces_may_be_cut_anywhere(size: int, start: str, end: str) -> None:
    assert cut(book(start, end), size) == cut(book(start, end))


def test_long_texts_are_not_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is longer than a header is let go before it is read to its end, and is cut the same."""
    monkeypatch.setattr(gutenberg, "LIMIT", 6_000)
    whole = book(STARTS[0], ENDS[0], NOVEL * 60)
    for size in (100, 1_777, 10**6):
        assert cut(whole, size)[0] == NOVEL * 60
    read: list[int] = []

    def pieces() -> Iterator[str]:
        for at in range(0, len(whole), 1_000):
            read.append(at)
            yield whole[at : at + 1_000]

    next(part for part in body(pieces(), LeftOut()) if part)
    assert max(read) < 20_000


def test_several_books_in_one_text() -> None:
    whole = book(STARTS[0], ENDS[0]) + book(STARTS[5], ENDS[2], NOVEL.upper())
    kept, left_out = cut(whole)
    assert kept == NOVEL + NOVEL.upper() and left_out.texts == 1


def test_a_trimmed_book() -> None:
    assert cut(NOVEL + ENDS[0] + "\n" + LICENCE)[0] == NOVEL
    assert cut(HEADER + STARTS[0] + "\n" + NOVEL)[0] == NOVEL


@pytest.mark.parametrize(
    "text",
    [
        NOVEL,
        "",
        "She read about Project Gutenberg and the START OF THE PROJECT GUTENBERG EBOOK in the news.\n" + NOVEL,
        "*** START OF THE STORY ***\n" + NOVEL + "*** END OF THE STORY ***\n",
        "no line end at all",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    kept, left_out = cut(text)
    assert kept == text and left_out.told() == []


def test_a_text_goes_on_after_an_end_that_no_licence_follows() -> None:
    """The next book's start mark was lost: nothing of it is."""
    rest = NOVEL * (gutenberg.LIMIT // len(NOVEL) + 2)
    assert cut(NOVEL + ENDS[0] + "\n" + rest)[0] == NOVEL + rest


def load(data: bytes, name: str, **options: bool) -> Corpus:
    return UploadedText(sha256=uploads.keep(data, name).sha256, **options).load()


def test_an_upload_is_read_without_its_licence_and_says_so() -> None:
    data = book(STARTS[0], ENDS[0]).encode()
    corpus = load(data, "novel.txt")
    assert "gutenberg" not in corpus.index and corpus.counts[corpus.index["cat"]] == 8
    assert any("licence of Project Gutenberg was left out" in note for note in corpus.notes)
    whole = load(data, "novel.txt", leave_out_licence=False)
    assert whole.counts[whole.index["gutenberg"]] > 40 and not whole.notes


def test_every_book_of_an_archive_is_cut() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for place, (start, end) in enumerate(zip(STARTS[:3], ENDS[:3], strict=True)):
            archive.writestr(f"book{place}.txt", book(start, end))
        archive.writestr("own.txt", NOVEL)
    corpus = load(stream.getvalue(), "books.zip")
    assert "gutenberg" not in corpus.index and corpus.counts[corpus.index["cat"]] == 32
    assert any("left out in 3 files" in note for note in corpus.notes)
