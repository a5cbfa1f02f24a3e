"""Tar archives, packed or not: their files as entries. No name in them is ever used as a path."""

import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from engine import limits
from engine.errors import InputError
from engine.files.packed import BLOCK, damaged


@contextmanager
def opened(blocks: Iterable[bytes]) -> Iterator[list[tuple[str, int, Callable[[], Iterator[bytes]]]]]:
    """Name, size and bytes of each ordinary file of an archive that comes in blocks.

    A tar archive has no directory, and is wanted from the beginning more than once: it lies in a nameless temporary
    file meanwhile. Raises InputError if it is damaged (E-GEN-08) or holds too many files (E-GEN-20).
    """
    with tempfile.TemporaryFile() as file:
        for block in blocks:
            file.write(block)
        file.seek(0)
        try:
            archive = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115  # closed below
        except tarfile.TarError as error:
            raise damaged("tar archive") from error
        with archive:
            yield [(member.name, member.size, _reader(archive, member)) for member in _members(archive)]


def _members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Ordinary files: no links, no devices, none with holes, which may be larger than all that was packed."""
    try:
        for count, member in enumerate(archive):
            if count >= limits.ARCHIVE_ENTRIES:
                raise InputError(
                    f"The archive holds more than {limits.ARCHIVE_ENTRIES:,} files; please join them or take a part.",
                    "E-GEN-20",
                )
            if member.isreg() and not member.issparse() and member.size:
                yield member
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise damaged("tar archive") from error


def _reader(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], Iterator[bytes]]:
    def blocks() -> Iterator[bytes]:
        try:
            stream = archive.extractfile(member)
            while stream is not None and (block := stream.read(BLOCK)):
                yield block
        except (tarfile.TarError, OSError, ValueError, EOFError) as error:
            raise damaged("tar archive") from error

    return blocks
