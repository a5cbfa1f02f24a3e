"""Streams of bytes packed by bzip2, XZ or Zstandard, unpacked block by block; gzip is in `archives`."""

import bz2
import lzma
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from engine import limits
from engine.errors import InputError
from engine.files.signatures import BZIP2, XZ, ZSTD

BLOCK = 1 << 20
"""Bytes handed on at a time."""
_PACKED_BLOCK = 1 << 16
_XZ_BYTES = 256 * limits.MB
"""Memory that unpacking XZ may take: its highest usual setting takes 65 MB."""
_MAKERS: Mapping[str, Callable[[], Any]] = {
    BZIP2: bz2.BZ2Decompressor,
    XZ: lambda: lzma.LZMADecompressor(memlimit=_XZ_BYTES),
}
KINDS = (BZIP2, XZ, ZSTD)


def unpacked(file: BinaryIO, kind: str) -> Iterator[bytes]:
    """The bytes in a packed file, from its beginning; kind: one of KINDS.

    Raises InputError (E-GEN-08) where it is cut off or damaged. How many bytes are wanted is for the caller to say.
    """
    file.seek(0)
    try:
        yield from _by_arrow(file) if kind == ZSTD else _members(file, _MAKERS[kind])
    except (OSError, lzma.LZMAError, ValueError) as error:
        raise damaged(kind.removeprefix("a ").removeprefix("an ")) from error


def damaged(what: str) -> InputError:
    """What to say of a file that ends too early or makes no sense."""
    return InputError(f"The {what} is cut off or damaged; please download or pack it again.", "E-GEN-08")


def _members(file: BinaryIO, maker: Callable[[], Any]) -> Iterator[bytes]:
    """All streams of the file, one after the other."""
    rest = file.read(_PACKED_BLOCK)
    for _ in range(limits.ARCHIVE_ENTRIES):
        member = maker()
        while not member.eof:
            if member.needs_input and not rest:
                rest = file.read(_PACKED_BLOCK)
                if not rest:
                    raise ValueError("the stream has no end")
            block = member.decompress(rest if member.needs_input else b"", BLOCK)
            rest = b""
            if block:
                yield block
        rest = member.unused_data.lstrip(b"\0") or file.read(_PACKED_BLOCK).lstrip(b"\0")
        if not rest:
            return


def _by_arrow(file: BinaryIO) -> Iterator[bytes]:
    import pyarrow

    # A file of its own: the stream closes what it reads from.
    with pyarrow.CompressedInputStream(pyarrow.OSFile(file.name), "zstd") as stream:
        while block := stream.read(BLOCK):
            yield block
