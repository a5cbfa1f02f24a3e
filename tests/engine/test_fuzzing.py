"""Thousands of damaged files: each is read, or refused with a sentence; nothing else happens, and none takes long."""

import gzip
import io
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.datasets.base import Source
from engine.errors import InputError
from engine.files import uploads
from engine.report import Silent
from engine.understand import SOURCES
from tests.engine.datasets.vectors import written as vector_files

N_MUTATIONS = (pytest.param(4_000, id="some"), pytest.param(20_000, id="many", marks=pytest.mark.soak))
"""Of all kinds together."""
SECONDS = 20
"""Of one reading; the slowest takes a fraction of a second, but the machine may be busy."""


def written_by(save: object, **arrays: np.ndarray) -> bytes:
    stream = io.BytesIO()
    save(stream, **arrays)  # type: ignore[operator]
    return stream.getvalue()


def zipped(entries: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def picture(generator: np.random.Generator) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(generator.integers(0, 255, (6, 6), np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def valid() -> dict[str, list[bytes]]:
    """Kind -> small files that can be read."""
    rng = np.random.default_rng(0)
    pairs = rng.integers(0, 12, (40, 2))
    edges = "".join(f"n{a},n{b},{a + 1.5}\n" for a, b in pairs)
    stars = "".join(f"u{a},i{b},{a % 5 + 1},{1_000_000_000 + 7 * a}\n" for a, b in pairs)
    names = ["the", "a", "king", "queen", "road", "sea", "land", "walks", "to", "town", "of", "by", "night"]
    chosen = rng.choice(names, 120)
    words = "".join(f"{word}{end}" for word, end in zip(chosen, [" ", ". "] * 60, strict=True))
    pixels = rng.integers(0, 255, (12, 16))
    table = "\n".join(",".join(map(str, row)) for row in pixels)
    npy, npz = io.BytesIO(), io.BytesIO()
    np.save(npy, pixels.reshape(12, 4, 4).astype(np.uint8))
    np.savez(npz, x_train=pixels.reshape(12, 4, 4), y_train=np.arange(12) % 3)
    matrix = "%%MatrixMarket matrix coordinate pattern symmetric\n12 12 40\n"
    return {
        "graph": [
            f"source,target,weight\n{edges}".encode(),
            edges.replace(",", " ").encode(),
            (matrix + "".join(f"{a + 1} {b + 1}\n" for a, b in pairs)).encode(),
            "".join(f"{a} {b} {{'weight': {a}}}\n" for a, b in pairs).encode(),
            ("*Vertices 12\n" + "".join(f'{a + 1} "n{a}"\n' for a in range(12)) + "*Edges\n"
             + "".join(f"{a + 1} {b + 1} 2\n" for a, b in pairs)).encode(),
            ('<graphml><graph edgedefault="undirected">' + "".join(f'<node id="n{a}"/>' for a in range(12))
             + "".join(f'<edge source="n{a}" target="n{b}"/>' for a, b in pairs) + "</graph></graphml>").encode(),
        ],
        "ratings": [
            f"user,item,rating,time\n{stars}".encode(),
            stars.replace(",", "::").encode(),
            "".join(f"{a} " + " ".join(map(str, rng.integers(0, 9, 4))) + "\n" for a in range(20)).encode(),
            "".join(f'{{"user": "u{a}", "item": "i{b}", "stars": {a % 5}}}\n' for a, b in pairs).encode(),
        ],
        "text": [
            words.encode(),
            gzip.compress(words.encode()),
            zipped({"a.txt": words.encode(), "b.txt": words.upper().encode("utf-16")}),
            ("label\ttext\n" + "".join(f'{n % 2}\t"{words[n:n + 60]}"\n' for n in range(20))).encode(),
            "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n<i>{words[n:n + 40]}</i>\n\n" for n in range(9)).encode(),
            (words + "Съешь ещё этих мягких французских булок. " * 9).encode("cp1251", "replace"),
        ],
        "images": [
            npy.getvalue(),
            npz.getvalue(),
            table.encode(),
            b"\0\0\x08\x03" + b"".join(n.to_bytes(4, "big") for n in (12, 4, 4)) + pixels.astype(np.uint8).tobytes(),
            zipped({f"{'ab'[n % 2]}/{n}.png": picture(rng) for n in range(12)}),
        ],
        "numbers": [f"{','.join(f'c{n}' for n in range(16))}\n{table}".encode(), table.replace(",", ";").encode()],
        "pairs": [b",a,b,c\na,0,3,4\nb,3,0,5\nc,4,5,0\n", b"  3\na\nb 3\nc 4 5\n", b"a b 3,5\nb c 5\na c 4,25\n",
                  vector_files.npy(np.abs(np.subtract.outer(np.arange(5.0), np.arange(5.0))))],
        "vectors": [vector_files.lines().encode(), vector_files.binary(), vector_files.npz(a=vector_files.VALUES),
                    vector_files.tensors(x=vector_files.VALUES), f"{table}".encode()],
    }  # fmt: skip


def mutated(data: bytes, generator: np.random.Generator) -> bytes:
    """The file with a few things done to it, as by a bad editor, transfer or person."""
    changed = bytearray(data)
    for _ in range(generator.integers(1, 5)):
        at, length = int(generator.integers(0, len(changed) + 1)), int(generator.integers(1, 20))
        piece = changed[at : at + length]
        what = generator.integers(0, 8)
        if what == 0:
            del changed[at : at + length]
        elif what == 1:
            changed[at:at] = generator.bytes(length)
        elif what == 2:
            changed[at:at] = bytes(piece) * int(generator.integers(1, 50))
        elif what == 3 and piece:
            changed[at] ^= 1 << int(generator.integers(0, 8))
        elif what == 4:
            changed[at:] = b""
        elif what == 5:
            changed[at:at] = bytes(generator.choice(HOSTILE))
        elif what == 6:
            changed[at : at + length] = bytes(reversed(piece))
        else:
            other = int(generator.integers(0, len(changed) + 1))
            changed[at:at] = changed[other : other + 200]
        if not changed:
            changed += b"\0"
    return bytes(changed)


HOSTILE = np.array(
    [b'"', b"\n", b"\r", b"\0", b",", b"\t", b";", b" ", b"1e999", b"-1", b"nan", b"9" * 40, b"1e-50", b"1e39", b"#",
     b"\xff\xfe", b"\xef\xbb\xbf", b"{", b"]", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\xed\xa0\x80", b"(", b"'", b"\\",
     b"99999999999", b"*Edges\n", b"p edge 9 9\n", b"1:\n"],
    dtype=object,
)  # fmt: skip


def read(kind: str, data: bytes, path: Path) -> str:
    """What comes of reading: "" or the code of a refusal."""
    path.write_bytes(data)
    begun = time.monotonic()
    source: Source = SOURCES[kind](sha256="0" * 64)  # type: ignore[call-arg]
    try:
        source.look("sha256")
        source.load(Silent())
        return ""
    except InputError as error:
        assert error.code and str(error)
        return error.code
    finally:
        assert time.monotonic() - begun < SECONDS


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "file"
    monkeypatch.setattr(uploads, "path", lambda sha256: path)
    return path


@pytest.mark.parametrize("kind", SOURCES)
def test_the_files_are_valid_before_they_are_damaged(kind: str, file: Path) -> None:
    assert {place: read(kind, data, file) for place, data in enumerate(valid()[kind])} == dict.fromkeys(
        range(len(valid()[kind])), ""
    )


@pytest.mark.slow
@pytest.mark.parametrize("n_mutations", N_MUTATIONS)
@pytest.mark.parametrize("kind", SOURCES)
def test_damaged_files_are_read_or_refused(kind: str, n_mutations: int, file: Path) -> None:
    generator = np.random.default_rng(1)
    files = valid()[kind]
    for turn in range(n_mutations // len(SOURCES)):
        data = mutated(files[turn % len(files)], generator)
        try:
            read(kind, data, file)
        except Exception as error:
            raise AssertionError(f"file {turn % len(files)}, turn {turn}: {error!r} of {data[:2_000]!r}") from error
