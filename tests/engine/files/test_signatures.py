"""What a file is by its first bytes: documents that are packed as ZIP, and text that stands for something else."""

import io
import zipfile

import pytest

from engine.errors import InputError
from engine.files import signatures

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
PAGES = (
    b"<!DOCTYPE html>\n<html>",
    b"\n <HTML lang='en'>",
    b"\xef\xbb\xbf<!doctype html>",
    b'<?xml version="1.0"?><!DOCTYPE html>',
)


def packed(*entries: tuple[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (packed(("a.txt", "text")), signatures.ZIP),
        (packed(("[Content_Types].xml", "<a/>"), ("word/document.xml", "<a/>")), signatures.OFFICE),
        (packed(("xl/workbook.xml", "<a/>")), signatures.OFFICE),
        (packed(("mimetype", "application/epub+zip")), signatures.BOOK),
        (packed(("mimetype", "application/vnd.oasis.opendocument.text")), signatures.OPEN_DOCUMENT),
        (POINTER, signatures.POINTER),
        *((page, signatures.WEB_PAGE) for page in PAGES),
        (b"<?xml version='1.0'?><graphml>", ""),
        (b"version https is a scheme", ""),
        (b"", ""),
    ],
)
def test_kinds(head: bytes, kind: str) -> None:
    assert signatures.kind(head) == kind


@pytest.mark.parametrize(
    ("head", "code", "way_out"),
    [
        (POINTER, "E-GEN-22", "git lfs pull"),
        (PAGES[0], "E-GEN-23", "download the file itself"),
        (packed(("word/document.xml", "")), "E-GEN-05", "save it as plain text"),
        (packed(("a.txt", "")), "E-GEN-10", "please unpack it"),
    ],
)
def test_what_is_no_text_is_named_with_the_way_out(head: bytes, code: str, way_out: str) -> None:
    with pytest.raises(InputError, match=f"notes is .*{way_out}") as caught:
        signatures.require_text(head, "notes")
    assert caught.value.code == code


def test_a_web_page_may_be_text_and_be_called_so() -> None:
    signatures.require_text(PAGES[0], may_be_a_page=True)
    for data in (PAGES[0], POINTER):
        signatures.require_honest_name(data, "data.txt")
