"""The texts in a file: the file itself, what it unpacks to (gzip, bzip2, XZ, Zstandard), or the entries of an archive
(ZIP, tar). Parquet files and workbooks are given as the CSV that they would make.

Everything is streamed in blocks and no name in an archive is used as a path, so that none can write anywhere, and the
caps on size hold whatever an archive says of itself.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote

from engine import limits
from engine.errors import InputError
from engine.files import columnar, packed, signatures, tars
from engine.files.display import displayable
from engine.files.packed import BLOCK, damaged

_PACKED_BLOCK = 1 << 16
_SMALL = 10 * limits.MB
"""Unpacked bytes up to which the ratio of compression is not looked at: short repetitive texts pack well."""
_OFFICE = {"word": "a Word document", "xl": "an Excel workbook", "ppt": "a PowerPoint presentation"}
"""Folder of an Office document -> what it is."""
_CHAPTER_ENDINGS = (".xhtml", ".html", ".htm")
_LARGE_WORKBOOK = 4 * limits.MB
_DIRECTORY_ENTRY = b"PK\x01\x02"
_DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, OverflowError)
"""All that zipfile was seen to raise on damaged archives (NotImplementedError is a RuntimeError)."""


class Entry(NamedTuple):
    """One text: its name within an archive (else ""), its size in bytes as declared, and its bytes in blocks.

    `blocks` can be called again; it raises InputError where the bytes cannot be read.
    """

    name: str
    size: int
    blocks: Callable[[], Iterator[bytes]]


def beginning_of(entry: Entry, n_bytes: int) -> Entry:
    """The first bytes alone, of a file of any size."""
    start = first_bytes(entry.blocks(), n_bytes)
    return Entry(entry.name, len(start), lambda: iter([start]))


def first_bytes(blocks: Iterable[bytes], n_bytes: int) -> bytes:
    """At most so many bytes, of no more blocks than it takes."""
    taken = b""
    for block in blocks:
        taken += block
        if len(taken) >= n_bytes:
            break
    return taken[:n_bytes]


@contextmanager
def opened(path: Path, notes: list[str], sheet: str = "", most: int = limits.UNPACKED_BYTES) -> Iterator[list[Entry]]:
    """The texts in a file, readable inside the `with` block. Sentences for the user are added to `notes`.

    sheet: which of a workbook; empty for the first that holds something. most: bytes of all of them, unpacked.
    """
    with path.open("rb") as file:
        found = signatures.kind(file.read(signatures.HEAD))
        if signatures.is_zip(found) and not columnar.is_workbook(path):
            with _zip(path) as archive:
                infos = _texts(archive, _cap(path, most), notes)
                yield [Entry(_shown(i.filename), i.file_size, _reader(archive, i)) for i in infos]
            return
        size, blocks = _single(path, file, found, notes, sheet, most)
        if found == signatures.TAR or (found in PACKED and _is_tar(blocks)):
            with tars.opened(blocks()) as members:
                yield _named([Entry(_shown(name), size, read) for name, size, read in members], notes)
        else:
            yield [Entry("", size, blocks)]


def sheets(path: Path) -> tuple[str, ...]:
    """The names of the sheets of a workbook; none if the file is no workbook that can be read."""
    with path.open("rb") as file:
        found = signatures.kind(file.read(signatures.HEAD))
    try:
        if signatures.is_zip(found) and columnar.is_workbook(path):
            with _zip(path) as archive:
                _require_small(archive.infolist(), _cap(path))
            return columnar.sheets(path)
        return columnar.sheets(path) if found == signatures.OLD_OFFICE else ()
    except InputError:
        return ()


def is_slow(path: Path) -> bool:
    """Whether even the first rows take long, as those of a large workbook, which has no beginning."""
    return path.stat().st_size > _LARGE_WORKBOOK and columnar.is_workbook(path)


PACKED = (signatures.GZIP, *packed.KINDS)


def _single(
    path: Path, file: BinaryIO, found: str, notes: list[str], sheet: str, most: int
) -> tuple[int, Callable[[], Iterator[bytes]]]:
    """Size as far as it is known, and the bytes, of what is one text."""
    size, cap = path.stat().st_size, _cap(path, most)
    if found == signatures.GZIP:
        return _declared(file), lambda: _unzipped(file, cap, notes)
    if found in packed.KINDS:
        return size, lambda: _within(cap, packed.unpacked(file, found))
    if found == signatures.PARQUET:
        return size, lambda: _within(cap, columnar.parquet(path))
    if signatures.is_zip(found) or found == signatures.OLD_OFFICE:
        if found != signatures.OLD_OFFICE:
            with _zip(path) as archive:
                _require_small(archive.infolist(), cap)
        # All of a sheet is in memory to give its first row; it is asked for several times.
        rows = cache(lambda: list(_within(cap, columnar.sheet(path, sheet, notes))))
        return size, lambda: iter(rows())
    return size, lambda: _plain(file)


def _within(cap: int, blocks: Iterator[bytes]) -> Iterator[bytes]:
    total = 0
    for block in blocks:
        total += len(block)
        if total > cap:
            raise _too_large(cap)
        yield block


def _is_tar(blocks: Callable[[], Iterator[bytes]]) -> bool:
    return signatures.kind(first_bytes(blocks(), signatures.HEAD)) == signatures.TAR


def _shown(name: str) -> str:
    return displayable(name, limits.LABEL_LENGTH)


def _named(entries: list[Entry], notes: list[str]) -> list[Entry]:
    """The entries of a tar archive that are not hidden; raises InputError if there are none."""
    kept = [entry for entry in entries if not _is_hidden(entry.name)]
    if not kept:
        raise InputError("The archive holds no files with content; please check it.", "E-GEN-16")
    if len(kept) < len(entries):
        notes.append(f"Hidden files in the archive, left out: {len(entries) - len(kept):,}.")
    return kept


def _declared(file: BinaryIO) -> int:
    """The size at the end of a gzip file: a guess for the progress, and no more."""
    file.seek(max(0, file.seek(0, 2) - 4))
    return min(int.from_bytes(file.read(4), "little"), limits.UNPACKED_BYTES)


def _cap(path: Path, most: int = limits.UNPACKED_BYTES) -> int:
    return min(most, max(_SMALL, limits.UNPACK_RATIO * path.stat().st_size))


def _too_large(cap: int) -> InputError:
    return InputError(
        f"The archive expands to more than {cap // limits.MB} MB, which is the limit for a file of its size; "
        "please take a part of it.",
        "E-GEN-07",
    )


def _plain(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def _unzipped(file: BinaryIO, cap: int, notes: list[str]) -> Iterator[bytes]:
    """All members of a gzip file, one after the other; what follows the last one is noted and left."""
    file.seek(0)
    rest, total = b"", 0
    for _ in range(limits.ARCHIVE_ENTRIES):
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            rest = rest or file.read(_PACKED_BLOCK)
            block, rest = _inflated(member, rest)
            total += len(block)
            if total > cap:
                raise _too_large(cap)
            yield block
        rest = member.unused_data
        if len(rest) < 2:
            rest += file.read(_PACKED_BLOCK)
        if not rest.startswith(b"\x1f\x8b"):
            break
    note = "What follows the end of the gzip file was left out."
    if rest.strip(b"\0") and note not in notes:
        notes.append(note)


def _inflated(member: "zlib._Decompress", data: bytes) -> tuple[bytes, bytes]:
    """At most a block of output, and the input that is left."""
    try:
        block = member.decompress(data, BLOCK) if data else member.flush()
    except zlib.error as error:
        raise damaged("gzip file") from error
    if not data and not member.eof:
        raise damaged("gzip file")
    return block, member.unconsumed_tail


@contextmanager
def _zip(path: Path) -> Iterator[zipfile.ZipFile]:
    if _n_entries(path) > limits.ARCHIVE_ENTRIES:  # before zipfile makes an object of each
        raise InputError(
            f"The archive holds more than {limits.ARCHIVE_ENTRIES:,} files; please join them or take a part.",
            "E-GEN-20",
        )
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGES as error:
        raise damaged("ZIP archive") from error
    with archive:
        yield archive


def _n_entries(path: Path) -> int:
    """How often the sign of an entry of the directory occurs."""
    count, rest = 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            data = rest + block
            count += data.count(_DIRECTORY_ENTRY)
            rest = data[-len(_DIRECTORY_ENTRY) + 1 :]
    return count


def _texts(archive: zipfile.ZipFile, cap: int, notes: list[str]) -> list[zipfile.ZipInfo]:
    """The entries to read; refuses what cannot be read. zipfile gives no more bytes than an entry declares."""
    infos = [info for info in archive.infolist() if info.file_size and not _is_hidden(info.filename)]
    if not infos:
        raise InputError("The archive holds no files with content; please check it.", "E-GEN-16")
    what = _document(archive)
    if what:
        if what != signatures.BOOK:
            raise InputError(f"This is {what}, not text; please save it as plain text or CSV.", "E-GEN-19")
        infos = _chapters(archive, infos, notes)
    if any(info.flag_bits & 1 for info in infos):
        raise InputError("The archive is encrypted; please pack it again without a password.", "E-GEN-11")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise InputError("The archive is compressed in an unusual way; please pack it as an ordinary ZIP.", "E-GEN-21")
    _require_small(infos, cap)
    n_hidden = sum(not info.filename.endswith("/") for info in archive.infolist()) - len(infos)
    if n_hidden and not what:
        notes.append(f"Empty or hidden files in the archive, left out: {n_hidden:,}.")
    return infos


def _require_small(infos: list[zipfile.ZipInfo], cap: int) -> None:
    if sum(info.file_size for info in infos) > cap:
        raise _too_large(cap)


def _document(archive: zipfile.ZipFile) -> str:
    """What an archive is that a program wrote as one document; "" if it is an archive of files."""
    names = archive.namelist()
    if "mimetype" in names:
        written = archive.getinfo("mimetype")
        is_book = written.file_size < BLOCK and b"epub" in b"".join(_reader(archive, written)())
        return signatures.BOOK if is_book else signatures.OPEN_DOCUMENT
    if "[Content_Types].xml" not in names:
        return ""
    parts = {name.partition("/")[0] for name in names}
    return next((what for part, what in _OFFICE.items() if part in parts), signatures.OFFICE)


def _chapters(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], notes: list[str]) -> list[zipfile.ZipInfo]:
    """The texts of an EPUB book, in the order in which its table lists them, if it does."""
    chapters = [info for info in infos if PurePosixPath(info.filename).suffix.lower() in _CHAPTER_ENDINGS]
    if not chapters:
        raise InputError("The EPUB book holds no texts; please convert it to plain text.", "E-GEN-24")
    listed = next((info for info in infos if info.filename.endswith(".opf") and info.file_size < BLOCK), None)
    if listed is not None:
        order = _reading_order(b"".join(_reader(archive, listed)()).decode("utf-8", "replace"))
        last = len(order)
        chapters.sort(key=lambda info: order.get(PurePosixPath(info.filename).name, last))
    notes.append(f"Texts of an EPUB book, its pictures and lists left out: {len(chapters):,}.")
    return chapters


def _reading_order(package: str) -> dict[str, int]:
    """File name -> place of its chapter, by the spine of a book's package document."""
    names = {}
    for item in re.findall(r"<(?:opf:)?item\s([^<>]*)>", package):
        known = dict(re.findall(r'(id|href)\s*=\s*"([^"]*)"', item))
        names[known.get("id", "")] = PurePosixPath(unquote(known.get("href", ""))).name
    spine = re.findall(r'<(?:opf:)?itemref\s[^<>]*?idref\s*=\s*"([^"]*)"', package)
    return {names[item]: place for place, item in enumerate(spine) if item in names}


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name.endswith("/") or not parts or parts[0] == "__MACOSX" or parts[-1].startswith(".")


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], Iterator[bytes]]:
    def blocks() -> Iterator[bytes]:
        try:
            with archive.open(info) as stream:
                while block := stream.read(BLOCK):
                    yield block
        except _DAMAGES as error:
            raise damaged("ZIP archive") from error

    return blocks
