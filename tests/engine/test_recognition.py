"""What a file is, is found out by its beginning: each kind in the layouts that people have, under any name."""

import gzip
import io
import json
import zipfile

import numpy as np
import pytest
from PIL import Image

from engine.datasets.graphs.graph import Graph
from engine.datasets.images.image_set import ImageSet
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.tables.matrix import Matrix
from engine.datasets.text.corpus import Corpus
from engine.datasets.vectors.vectors import Vectors
from engine.errors import InputError
from engine.files import uploads
from engine.recognition import UPLOADED, recognize
from tests.engine.datasets.vectors import written as vector_files

RNG = np.random.default_rng(7)
SENTENCE = "The quick brown fox jumps over the lazy dog, and nobody knows why it would do so number {}."


def lines(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def table(head: str, row: str, n: int = 60) -> bytes:
    """A heading, and a row for each number: {0} is the number, {1}, {2}, {3} are others below 17, 13 and 5."""
    return lines(*([head] if head else []), *(row.format(i, i * 7 % 17, i * 5 % 13, i * 3 % 5) for i in range(n)))


def measured(head: str = "name,height,weight,age,income") -> bytes:
    """A table of measurements."""
    rows = RNG.normal(50, 9, (40, 4)).round(2)
    return lines(head, *(",".join([f"person {i}", *map(str, row)]) for i, row in enumerate(rows)))


def png(shade: int = 99) -> bytes:
    """A picture of 8 x 8."""
    stream = io.BytesIO()
    Image.fromarray(np.full((8, 8), shade, np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def zipped(**files: bytes) -> bytes:
    """An archive of these files; __ in a name is a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def array(values: np.ndarray) -> bytes:
    """A file of NumPy."""
    stream = io.BytesIO()
    np.save(stream, values)
    return stream.getvalue()


def objects(key: str, other: str) -> bytes:
    """JSON Lines whose objects have two keys, one of a name and one of a sentence or a name."""
    return lines(*(json.dumps({key: f"a{i % 7}", other: SENTENCE.format(i)}) for i in range(40)))


GML = lines("graph [", *(f"node [ id {i} ]" for i in range(5)), *(f"edge [ source 0 target {i} ]" for i in (1, 2)), "]")
WIDE = RNG.normal(size=(12, 20)).astype(np.float32)
LINKS = {"nodes": [{"id": 0}, {"id": 1}], "links": [{"source": 0, "target": 1}]}
CHINESE = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜。\n" * 30
PROSE = "\n".join(SENTENCE.format(i) for i in range(50))
REVIEWS = lines("text,label", *(f'"{SENTENCE.format(i)}",{"ab"[i % 2]}' for i in range(40)))
GRAY = RNG.integers(0, 256, (30, 8, 8), dtype=np.uint8)
PIXELS = lines(*(",".join(map(str, [i % 10, *picture.ravel()])) for i, picture in enumerate(GRAY)))
PLACES = RNG.normal(size=(30, 3))
APART = np.linalg.norm(PLACES[:, None] - PLACES, axis=2).round(4)
TOGETHER = np.corrcoef(RNG.normal(size=(12, 40)))


def square(values: np.ndarray, sign: str = ",") -> bytes:
    """A table of pairs with names."""
    names = [f"p{row}" for row in range(len(values))]
    rows = (sign.join([name, *map(str, row)]) for name, row in zip(names, values.tolist(), strict=True))
    return lines(sign.join(["", *names]), *rows)


OF_KIND = {
    PairMatrix.kind: {
        "of distances": square(APART),
        "of distances with semicolons and decimal commas": square(APART, ";").replace(b".", b","),
        "of distances without names": lines(*(" ".join(map(str, row)) for row in APART.tolist())),
        "of correlations": square(np.round(TOGETHER + TOGETHER.T, 3), "\t"),
        "of PHYLIP, the lower half": lines(
            "  12", *(f"p{row}  {' '.join(map(str, APART[row, :row]))}" for row in range(12))
        ),
        "too long to be seen as a whole": square(np.tile(APART, (1, 1)).repeat(12, 0).repeat(12, 1) + 1 - np.eye(360)),
        "in an array": array(APART),
        "in an array of similarities": array((TOGETHER + TOGETHER.T).astype(np.float32)),
    },
    Ratings.kind: {
        "with headings": table("userId,movieId,rating,timestamp", "{1},{2},4.5,97{0}"),
        "with headings in German": table("Kunde;Artikel;Wertung", "K{1};Film {2};4,5"),
        "with grades and without headings": table("", "{0}\t{2}\t{3}\t97{0}"),
        "compressed": gzip.compress(table("user,item,rating", "u{1},i{2},3")),
        "in JSON": json.dumps(
            [{"user": f"u{i % 7}", "item": f"i{i % 5}", "rating": i % 3} for i in range(40)]
        ).encode(),
    },
    Graph.kind: {
        "with headings": table("source,target,weight", "n{1},n{2},{0}"),
        "of numbers": table("", "{1} {2}"),
        "of names": table("", "ann{1}\tann{2}"),
        "in an adjacency matrix": lines(*(" ".join(map(str, row)) for row in (APART < 1).astype(int).tolist())),
        "in GML": GML,
        "in JSON": json.dumps(LINKS).encode(),
    },
    Corpus.kind: {
        "in a table": REVIEWS,
        "as prose": PROSE.encode(),
        "as prose in UTF-16": PROSE.encode("utf-16"),
        "as Chinese prose": CHINESE.encode(),
        "in JSON Lines": objects("author", "body"),
    },
    Matrix.kind: {
        "with commas": measured(),
        "with semicolons": measured().replace(b",", b";"),
    },
    Vectors.kind: {
        "of GloVe": vector_files.lines(values=WIDE).encode(),
        "of word2vec": (vector_files.header() + vector_files.lines()).encode(),
        "of word2vec, binary": vector_files.binary(),
        "compressed": gzip.compress(vector_files.lines(values=WIDE).encode()),
        "in an array": array(WIDE),
        "in safetensors": vector_files.tensors(x=WIDE),
        "in lists of Parquet": vector_files.parquet(w=["a"] * 12, x=WIDE.tolist()),
    },
    ImageSet.kind: {
        "in a ZIP": zipped(a__png=png(9), b__png=png(200)),
        "alone": png(),
        "in an array": array(GRAY),
        "as pixels in a table": PIXELS,
    },
}
FILES = {f"{kind} {how}": (kind, content) for kind, files in OF_KIND.items() for how, content in files.items()}


@pytest.mark.parametrize("name", FILES)
def test_each_kind_is_recognized_by_its_content(name: str) -> None:
    kind, content = FILES[name]
    assert recognize(uploads.keep(content, "dropped").sha256)[0] == kind


@pytest.mark.parametrize("name", FILES)
def test_every_kind_is_offered_once(name: str) -> None:
    found = recognize(uploads.keep(FILES[name][1], "dropped").sha256)
    assert sorted(found) == sorted(UPLOADED)


def test_a_source_of_each_kind_takes_uploads() -> None:
    for kind, source in UPLOADED.items():
        assert source.kind == kind and source(sha256="0" * 64).sha256 == "0" * 64  # type: ignore[call-arg]


def test_a_file_that_is_not_there_is_refused_in_a_sentence() -> None:
    with pytest.raises(InputError):
        recognize("0" * 64)


ODD = (b"\x00", b"\n", b"x", b"{", b"[]", b"1", b"PK\x03\x04", b"\xff\xfe", b'"', b"a,b\n")


@pytest.mark.parametrize("content", ODD)
def test_whatever_is_in_it_a_file_is_of_some_kind(content: bytes) -> None:
    assert set(recognize(uploads.keep(content, "dropped").sha256)) == set(UPLOADED)
