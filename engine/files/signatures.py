"""What a file is, by its first bytes; its name proves nothing."""

from pathlib import PurePath

from engine.errors import InputError

HEAD = 512
"""Bytes needed to tell."""
ZIP, GZIP, PICKLE = "a ZIP archive", "a gzip file", "a Python pickle"
BZIP2, XZ, ZSTD, TAR = "a bzip2 archive", "an XZ archive", "a Zstandard archive", "a tar archive"
PARQUET, OLD_OFFICE = "a Parquet file", "an old Office document"
OFFICE, OPEN_DOCUMENT, BOOK = "an Office document (Word, Excel, PowerPoint)", "an OpenDocument file", "an EPUB book"
"""What is packed as ZIP, too."""
POINTER, WEB_PAGE = "a Git LFS pointer", "a web page"
"""Text that stands for something else."""

_SIGNATURES = (
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
    (0, b"\x1f\x8b", GZIP),
    (0, b"BZh", BZIP2),
    (0, b"\xfd7zXZ\x00", XZ),
    (0, b"\x28\xb5\x2f\xfd", ZSTD),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", TAR),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF8", "a GIF image"),
    (0, b"RIFF", "a sound, picture or film"),
    (0, b"OggS", "a sound"),
    (0, b"ID3", "a sound"),
    (0, b"%PDF-", "a PDF document"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\x00", "a program"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (0, b"\x93NUMPY", "a NumPy array"),
    (0, b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
    (0, b"PAR1", PARQUET),
    *((0, bytes([0x80, protocol]), PICKLE) for protocol in (2, 3, 4, 5)),
)
_OFFICE_PARTS = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/app.xml", b"docProps/core.xml")
_TEXT_NAMES = {".txt": "text", ".text": "text", ".csv": "CSV", ".tsv": "TSV"}


def kind(head: bytes) -> str:
    """What the file is, as a noun with its article, or "" if it begins like none of the known formats."""
    found = next((name for at, magic, name in _SIGNATURES if head.startswith(magic, at)), "")
    if found == ZIP:
        return _packed(head)
    return found or _stand_in(head)


def _packed(head: bytes) -> str:
    """What a ZIP archive is, by its first entry."""
    length, extra = int.from_bytes(head[26:28], "little"), int.from_bytes(head[28:30], "little")
    name, content = head[30 : 30 + length], head[30 + length + extra :]
    if name == b"mimetype":
        return BOOK if content.startswith(b"application/epub+zip") else OPEN_DOCUMENT
    return OFFICE if name in _OFFICE_PARTS or name.startswith((b"word/", b"xl/", b"ppt/")) else ZIP


def _stand_in(head: bytes) -> str:
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begins.startswith(b"version https://git-lfs"):
        return POINTER
    is_page = begins.startswith((b"<!doctype html", b"<html")) or (
        begins[:5] == b"<?xml" and b"<!doctype html" in begins
    )
    return WEB_PAGE if is_page else ""


def is_zip(found: str) -> bool:
    """True if what `kind` said is packed as ZIP."""
    return found in (ZIP, OFFICE, OPEN_DOCUMENT, BOOK)


def is_archive(found: str) -> bool:
    """True if what `kind` said holds other files."""
    return found == GZIP or found.endswith("archive")


def require_honest_name(head: bytes, file_name: str) -> None:
    """Raise InputError if the name promises text and the bytes are something else, or if they are a pickle."""
    found = kind(head)
    if found == PICKLE:
        raise InputError(
            "This is a Python pickle; reading one can run any program in it, so it is never opened. "
            "Please export text or CSV.",
            "E-GEN-17",
        )
    promised = _TEXT_NAMES.get(PurePath(file_name).suffix.lower())
    if found and promised and found not in (POINTER, WEB_PAGE):
        raise InputError(f"This is {found}, not {promised}; please check the file and its name.", "E-GEN-18")


def require_text(head: bytes, where: str = "This file", *, may_be_a_page: bool = False) -> None:
    """Raise InputError if the bytes begin like a known format that is no plain text, or no data."""
    found = kind(head)
    if found == POINTER:
        raise InputError(
            f"{where} is {found}, not the data: a few lines that say where they are. Please get the file itself, with "
            "“git lfs pull”, or by the button Download on its page.",
            "E-GEN-22",
        )
    if found == WEB_PAGE and may_be_a_page:
        return
    if found == WEB_PAGE:
        raise InputError(
            f"{where} is {found}, not the data. Please download the file itself (on GitHub by the button Raw), or copy "
            "the table into a file.",
            "E-GEN-23",
        )
    if is_archive(found):
        raise InputError(
            f"{where} is {found}. Archives inside archives are not read, nor .7z and .rar; please unpack it.",
            "E-GEN-10",
        )
    if found:
        raise InputError(f"{where} is {found}, not text; please save it as plain text or CSV (UTF-8).", "E-GEN-05")
