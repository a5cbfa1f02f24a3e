"""Files beside the vectors: labels row by row, tables joined by label, pictures by name."""

import io

import numpy as np
import pytest
from PIL import Image

from engine.errors import InputError
from tests.engine.datasets.vectors.conftest import Read
from tests.engine.datasets.vectors.written import LABELS, VALUES, lines, npy, zipped

TABLE = "id,word,kind,size\n" + "".join(f"{row},{label},k{row % 2},{row / 2}\n" for row, label in enumerate(LABELS))


def test_labels_and_what_is_known_row_by_row(read: Read) -> None:
    found = read(npy(), labels=TABLE.encode())
    assert found.labels == LABELS
    assert found.metadata["kind"].tolist() == ["k0", "k1"] * 6
    np.testing.assert_array_equal(found.metadata["size"], np.arange(12) / 2)


def test_labels_in_an_array(read: Read) -> None:
    assert read(npy(), labels=npy(np.array(LABELS))).labels == LABELS
    assert read(npy(), labels=npy(np.arange(12))).labels == tuple(map(str, range(12)))
    with pytest.raises(InputError) as refused:
        read(npy(), labels=npy(VALUES))
    assert refused.value.code == "E-VEC-19"


def test_labels_with_commas_and_blank_lines_are_not_cut(read: Read) -> None:
    names = ["Story, A (1995)", "", "b", *LABELS[3:]]
    found = read(npy(), labels="\n".join(names).encode())
    assert found.labels == ("Story, A (1995)", "<space>", "b", *LABELS[3:])


def test_a_row_of_a_projector_file_with_missing_fields_is_filled(read: Read) -> None:
    rows = ["name\tkind\tsize", *(f"{label}\tx\t1" for label in LABELS)]
    rows[3] = "sea2"
    found = read(npy(), labels="\n".join(rows).replace("sea2", "sea2\tx").encode())
    assert np.isnan(found.metadata["size"][2]) and found.metadata["size"][0] == 1
    with pytest.raises(InputError) as refused:
        read(npy(), labels="\n".join([*rows[:3], "a\tb\tc\td", *rows[4:]]).encode())
    assert refused.value.code == "E-VEC-13"


def test_a_table_is_joined_by_the_column_that_holds_the_labels(read: Read) -> None:
    shuffled = TABLE.splitlines()
    shuffled = [shuffled[0], *reversed(shuffled[2:]), "99,unheard,k9,1"]
    found = read(lines().encode(), joined="\n".join(shuffled).encode())
    assert found.labels == LABELS
    assert found.metadata["kind"].tolist() == ["", "k1", *["k0", "k1"] * 5]
    assert np.isnan(found.metadata["size"][0]) and found.metadata["size"][11] == 5.5
    assert any("“word”: 11 of 12" in note and "“king0”" in note for note in found.notes)


def test_a_table_of_other_items_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match="king0, queen1") as refused:
        read(lines().encode(), joined=b"a,b\nx,1\ny,2\n")
    assert refused.value.code == "E-VEC-16"
    with pytest.raises(InputError) as refused:
        read(lines().encode(), joined=b"king0\nqueen1\n")
    assert refused.value.code == "E-VEC-17"


def png(level: int, size: tuple[int, int] = (8, 8)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, (level, 0, 0)).save(stream, "PNG")
    return stream.getvalue()


def test_pictures_are_found_by_name_and_fitted_into_squares(read: Read) -> None:
    found = read(lines().encode(), pictures=zipped(king0__png=png(200), Sea2__png=png(90, (16, 8)), other__png=png(1)))
    assert found.pictures is not None and found.pictures.shape == (12, 48, 48, 3)
    assert (found.pictures[0] == (200, 0, 0)).all()
    assert (found.pictures[1] == 128).all()
    assert (found.pictures[2, 12:36] == (90, 0, 0)).all() and (found.pictures[2, :12] == 128).all()
    again = type(found).unpack(*found.pack())
    np.testing.assert_array_equal(again.pictures, found.pictures)


def test_as_many_pictures_as_vectors_are_taken_in_order(read: Read) -> None:
    found = read(npy(), pictures=zipped(**{f"p{row:02}__png": png(row) for row in range(12)}))
    assert found.pictures is not None and found.pictures[:, 0, 0, 0].tolist() == list(range(12))
    with pytest.raises(InputError) as refused:
        read(npy(), pictures=zipped(a__png=png(1)))
    assert refused.value.code == "E-VEC-25"
