"""Every format gives the numbers back bit by bit, with the labels and what else is known."""

import gzip

import numpy as np
import pytest

from engine import exports
from engine.embedding import Embedding
from engine.errors import InputError
from tests.engine.datasets.vectors.conftest import Read
from tests.engine.datasets.vectors.written import (
    LABELS,
    VALUES,
    binary,
    header,
    lines,
    npy,
    npz,
    numbers,
    parquet,
    tensors,
    zipped,
)

FLAT = [float(number) for number in VALUES.ravel()]
LISTS = [list(map(float, row)) for row in VALUES]
COLUMNS = {f"x{place}": VALUES[:, place] for place in range(VALUES.shape[1])}
LABELED = {
    "GloVe": lines().encode(),
    "word2vec text": (header() + lines()).encode(),
    "word2vec text with blanks at line ends": (header() + lines(end=" \n")).encode(),
    "fastText, Windows": (header() + lines(end=" \r\n")).encode(),
    "old line ends": lines(end="\r").encode(),
    "tabs": lines("\t").encode(),
    "several blanks": lines("   ").encode(),
    "UTF-16": lines().encode("utf-16"),
    "gzip": gzip.compress(lines().encode()),
    "a ZIP of one file": zipped(glove__txt=lines().encode()),
    "no newline at the end": lines().rstrip("\n").encode(),
    "word2vec binary": binary(),
    "gensim binary": binary(b""),
    "comma": lines(",").encode(),
    "CSV with headings": ("word," + ",".join(COLUMNS) + "\n" + lines(",")).encode(),
    "CSV with semicolons": ("word;" + ";".join(COLUMNS) + "\n" + lines(";")).encode(),
    "CSV, quoted": ("word," + ",".join(COLUMNS) + "\n" + "".join(
        f'"{line.split(",", 1)[0]}",{line.split(",", 1)[1]}\n' for line in lines(",").splitlines())).encode(),
    "npz with labels": npz(vectors=VALUES, labels=np.array(LABELS)),
    "Parquet of lists": parquet(word=list(LABELS), embedding=LISTS),
    "Parquet of columns": parquet(word=list(LABELS), **COLUMNS),
}  # fmt: skip
BARE = {
    "npy": npy(),
    "npy, big-endian": npy(VALUES.astype(">f4")),
    "npy, float64": npy(VALUES.astype(np.float64)),
    "npy, columns first": npy(np.asfortranarray(VALUES)),
    "TSV": numbers().encode(),
    "CSV": numbers(",").encode(),
    "blanks": numbers(" ").encode(),
    "safetensors": tensors(embedding=VALUES, bias=np.zeros(3, np.float32)),
    "npz": npz(a=VALUES),
}


@pytest.mark.parametrize("name", LABELED)
def test_labeled_vectors_come_back(read: Read, name: str) -> None:
    found = read(LABELED[name])
    assert found.labels == LABELS
    np.testing.assert_array_equal(found.vectors, VALUES)
    assert not found.metadata


@pytest.mark.parametrize("name", BARE)
def test_vectors_without_labels_come_back_numbered(read: Read, name: str) -> None:
    found = read(BARE[name])
    np.testing.assert_array_equal(found.vectors, VALUES)
    assert found.labels == tuple(f"row {row + 1}" for row in range(len(VALUES)))


@pytest.mark.parametrize("kind", ["float16", "int8", "int64", "uint8", "float64"])
def test_numbers_of_other_sizes(read: Read, kind: str) -> None:
    values = (VALUES * 20).astype(kind) if kind != "uint8" else np.abs(VALUES * 20).astype(kind)
    for data in (npy(values), tensors(x=values)):
        np.testing.assert_array_equal(read(data).vectors, values.astype(np.float32))


def test_brain_floats_are_the_upper_halves_of_floats(read: Read) -> None:
    from tests.engine.datasets.vectors.written import tensor_header

    halves = (VALUES.view(np.uint32) >> 16).astype("<u2")
    document = {"x": {"dtype": "BF16", "shape": list(VALUES.shape), "data_offsets": [0, halves.nbytes]}}
    found = read(tensor_header(document, halves.tobytes()))
    np.testing.assert_array_equal(found.vectors, (halves.astype(np.uint32) << 16).view(np.float32))
    np.testing.assert_allclose(found.vectors, VALUES, rtol=2**-7)


def test_the_first_rows_alone(read: Read) -> None:
    for data in (LABELED["GloVe"], LABELED["word2vec text"], LABELED["word2vec binary"], BARE["npy"],
                 BARE["safetensors"], LABELED["Parquet of lists"], LABELED["Parquet of columns"],
                 LABELED["CSV with headings"], LABELED["CSV, quoted"]):  # fmt: skip
        found = read(data, first=4)
        np.testing.assert_array_equal(found.vectors, VALUES[:4])
        assert not [note for note in found.notes if "which were taken" in note]


def test_node_ids_are_labels_where_they_come_first(read: Read) -> None:
    ids = tuple(str(10 + row) for row in range(len(VALUES)))
    for data in (lines(labels=ids), header() + lines(labels=ids)):
        found = read(data.encode())
        assert found.labels == ids
        np.testing.assert_array_equal(found.vectors, VALUES)


def test_texts_and_odd_numbers_of_a_table_are_known_and_not_of_the_vector(read: Read) -> None:
    head = "word,class,count," + ",".join(COLUMNS)
    rows = [f"{line.split(',', 1)[0]},c{row % 2},{row + 0.5},{line.split(',', 1)[1]}"
            for row, line in enumerate(lines(",").splitlines())]  # fmt: skip
    for data in ("\n".join([head, *rows]), "\n".join([head, *rows]).replace(",", "\t")):
        found = read(data.encode())
        assert found.labels == LABELS
        np.testing.assert_array_equal(found.vectors, VALUES)
        assert found.metadata["class"].tolist() == ["c0", "c1"] * 6
        np.testing.assert_array_equal(found.metadata["count"], np.arange(12) + 0.5)


def test_the_user_says_what_the_columns_are(read: Read) -> None:
    head = "a,b," + ",".join(COLUMNS)
    rows = [f"n{row},m{row},{line}" for row, line in enumerate(numbers(",").splitlines())]
    found = read("\n".join([head, *rows]).encode(), label_column="b", known="x0", unused="a")
    assert found.labels == tuple(f"m{row}" for row in range(12))
    np.testing.assert_array_equal(found.vectors, VALUES[:, 1:])
    np.testing.assert_allclose(found.metadata["x0"], VALUES[:, 0])
    with pytest.raises(InputError) as refused:
        read("\n".join([head, *rows]).encode(), label_column="nowhere")
    assert refused.value.code == "E-CSV-38"


def test_numbers_as_people_write_them(read: Read) -> None:
    values = np.round(VALUES, 3)
    head = "name;" + ";".join(COLUMNS)
    rows = [";".join([label, *(f"{number:.3f}".replace(".", ",") for number in row.tolist())])
            for label, row in zip(LABELS, values, strict=True)]  # fmt: skip
    found = read("\n".join([head, *rows]).encode())
    np.testing.assert_allclose(found.vectors, values, atol=1e-6)
    assert any("decimal comma" in note for note in found.notes)


def test_one_of_several_matrices_is_asked_for_by_name(read: Read) -> None:
    for data in (npz(a=VALUES, b=-VALUES), tensors(a=VALUES, b=-VALUES)):
        with pytest.raises(InputError, match=r"a \(12 x 5\), b \(12 x 5\)") as refused:
            read(data)
        assert refused.value.code == "E-VEC-10"
        np.testing.assert_array_equal(read(data, part="b").vectors, -VALUES)
    archive = zipped(one__txt=lines().encode(), two__txt=lines(values=-VALUES).encode())
    np.testing.assert_array_equal(read(archive, part="two.txt").vectors, -VALUES)


@pytest.fixture
def embedding() -> Embedding:
    """Labels and metadata that are hard to write down."""
    labels = ("New York", "a,b", '"q"', "=1+1", "naïve", "王", "nan", "1.5", "x y z", "tab", "Ω", "</s>")
    metadata = {
        "kind": np.array(["city", "a b", "", "x", "y", "z", "None", "u", "v", "w", "q", "r"]),
        "count": np.arange(12) * 1.25,
    }
    return Embedding(VALUES * np.float32(1e-3), labels, metadata)


def test_the_pair_that_is_exported_comes_back(read: Read, embedding: Embedding) -> None:
    found = read(exports.vectors_tsv(embedding), labels=exports.metadata_tsv(embedding))
    np.testing.assert_array_equal(found.vectors, embedding.vectors)
    assert found.labels == tuple(map(exports.safe_csv, embedding.labels))
    assert found.metadata["kind"].tolist() == embedding.metadata["kind"].tolist()
    np.testing.assert_array_equal(found.metadata["count"], embedding.metadata["count"])


def test_labels_alone_are_a_file_without_header(read: Read, embedding: Embedding) -> None:
    bare = Embedding(embedding.vectors, embedding.labels)
    data = exports.metadata_tsv(bare)
    assert data.count(b"\n") == bare.n_items
    assert read(exports.vectors_tsv(bare), labels=data).labels == tuple(map(exports.safe_csv, bare.labels))


def test_word2vec_text_and_the_table_that_are_exported_come_back(read: Read, embedding: Embedding) -> None:
    found = read(exports.word2vec_text(embedding))
    np.testing.assert_array_equal(found.vectors, embedding.vectors)
    assert found.labels == tuple(exports.safe_csv(label.replace(" ", "_")) for label in embedding.labels)
    table = read(exports.table_csv(embedding))
    np.testing.assert_array_equal(table.vectors, embedding.vectors)
    assert table.labels == tuple(exports.safe_csv(label) for label in embedding.labels)
    np.testing.assert_array_equal(table.metadata["count"], embedding.metadata["count"])


def test_what_was_read_is_saved_whole(read: Read) -> None:
    found = read(LABELED["GloVe"], joined=b"word,kind,size\nking0,man,3\nqueen1,woman,4.5\n")
    again = type(found).unpack(*found.pack())
    assert again.labels == found.labels and again.notes == found.notes
    np.testing.assert_array_equal(again.vectors, found.vectors)
    assert {name: column.tolist() for name, column in again.metadata.items()}["kind"][:3] == ["man", "woman", ""]
