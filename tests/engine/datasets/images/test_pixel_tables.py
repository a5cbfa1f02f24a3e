"""Tables of pixels: what divides the fields, and which columns stand beside the pixels."""

import gzip
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import real_data
from tests.engine.datasets.images.written import classes, load, refusal, table, told, zipped

PIXELS = np.random.default_rng(0).integers(0, 256, (40, 16), dtype=np.uint8)
LABELS = (np.arange(40) % 4).tolist()
NAMES = ["cat", "dog", "boot, high", "it's"]
WANTED = {row.tobytes(): str(label) for row, label in zip(PIXELS, LABELS, strict=True)}
PIXEL_NAMES = [f"pixel{place}" for place in range(16)]


def beside(before: list[list[Any]], after: list[list[Any]]) -> list[list[Any]]:
    """Rows of pixels with columns before and after."""
    columns = [*before, *PIXELS.T.tolist(), *after]
    return [list(row) for row in zip(*columns, strict=True)]


ROWS = list(range(40))
FIRST, LAST, PLAIN = beside([LABELS], []), beside([], [LABELS]), beside([], [])
LAYOUTS = {
    "label first": table(FIRST, ["label", *PIXEL_NAMES]),
    "label last": table(LAST, [*PIXEL_NAMES, "class"]),
    "label within": table([[*row[:7], label, *row[7:]] for row, label in zip(PLAIN, LABELS, strict=True)],
                          [*PIXEL_NAMES[:7], "target", *PIXEL_NAMES[7:]]),
    "another heading": table(FIRST, ["what it is", *PIXEL_NAMES]),
    "no heading, first": table(FIRST),
    "no heading, last": table(LAST),
    "sorted, last": table(sorted(LAST, key=lambda row: row[-1])),
    "index by pandas": table(beside([ROWS, LABELS], []), ["", "label", *PIXEL_NAMES]),
    "index, no heading": table(beside([ROWS, LABELS], [])),
    "numbers as headings": table(FIRST, ["label", *range(16)]),
    "index and numbers as headings": table(beside([ROWS], [LABELS]), ["", *range(17)]),
    "blanks": table(FIRST, (), " "),
    "tabs": table(FIRST, (), "\t"),
    "semicolons": table(FIRST, ["label", *PIXEL_NAMES], ";"),
    "blanks at both ends": b"\n".join(b"  " + line + b" " for line in table(FIRST, (), "  ").split(b"\n")[:-1]),
    "title above": b"My pictures\n" + table(FIRST, ["label", *PIXEL_NAMES]),
    "quoted": b"\n".join(b",".join(b'"%b"' % field for field in line.split(b",")) for line in
                         table(FIRST, ["label", *PIXEL_NAMES]).split(b"\n")[:-1]),
    "UTF-16": table(FIRST, ["label", *PIXEL_NAMES]).decode().encode("utf-16"),
    "Windows lines": table(FIRST, ["label", *PIXEL_NAMES]).replace(b"\n", b"\r\n"),
    "an empty column": table([[*row, ""] for row in FIRST], ["label", *PIXEL_NAMES, ""]),
    "one field": table([[label, " ".join(map(str, row))] for label, row in zip(LABELS, PLAIN, strict=True)],
                       ["emotion", "pixels"]),
    "a list in one field": table([[label, f'"{row}"'] for label, row in zip(LABELS, PLAIN, strict=True)],
                                 ["label", "image"]),
    "gzip": gzip.compress(table(FIRST)),
    "ZIP": zipped({"digits.csv": table(FIRST, ["label", *PIXEL_NAMES])}),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_images_and_classes(layout: str) -> None:
    found = load(LAYOUTS[layout])
    assert classes(found) == WANTED and found.has_classes


def test_labels_of_text() -> None:
    names = [NAMES[label] for label in LABELS]
    wanted = {row.tobytes(): name for row, name in zip(PIXELS, names, strict=True)}
    quoted = [f'"{name}"' for name in names]
    assert classes(load(table(beside([quoted], []), ["label", *PIXEL_NAMES]))) == wanted
    assert classes(load(table(beside([], [quoted])))) == wanted
    files = [f"{row}.png" for row in ROWS]
    found = load(table(beside([files, quoted], []), ["file", "name of it", *PIXEL_NAMES]))
    assert classes(found) == wanted and set(found.names) == set(files)


def test_parts_in_a_column_and_what_is_left_out_are_told() -> None:
    usage = ["Training"] * 24 + ["PublicTest"] * 8 + ["PrivateTest"] * 8
    rows = [[label, " ".join(map(str, row)), use] for label, row, use in zip(LABELS, PLAIN, usage, strict=True)]
    found = load(table(rows, ["emotion", "pixels", "Usage"]))
    assert (found.n_train, found.n_test) == (24, 16) and classes(found) == WANTED
    assert found.raw[:24].reshape(24, 16).tolist() == PIXELS[:24].tolist()
    assert "“emotion”" in told(found) and "“Usage”" in told(found) and "“pixels”" in told(found)
    other = load(table(beside([LABELS, [0.5 * row for row in ROWS]], []), ["label", "weight", *PIXEL_NAMES]))
    assert "left out: “weight”" in told(other)
    assert "only numbers the rows" in told(load(LAYOUTS["index by pandas"]))


def test_decimal_commas_and_scales() -> None:
    rows = [[str(value / 255).replace(".", ",") for value in row] for row in PLAIN]
    found = load(table(rows, PIXEL_NAMES, ";"))
    assert {row.tobytes() for row in PIXELS} == {image.tobytes() for image in found.raw}
    assert "decimal comma" in told(found)


def test_two_tables_of_an_archive_are_its_parts() -> None:
    data = {"sign_train.csv": table(FIRST[:30], ["label", *PIXEL_NAMES]),
            "sign_test.csv": table(FIRST[30:], ["label", *PIXEL_NAMES]), "readme.txt": b"Signs."}  # fmt: skip
    found = load(zipped(data))
    assert (found.n_train, found.n_test) == (30, 10) and classes(found) == WANTED
    assert refusal(zipped({"a.csv": table(FIRST), "b.csv": table(FIRST)})).startswith("E-IMG-114")


def test_the_first_column_asked_for_is_the_label() -> None:
    rows = beside([LABELS, [row % 2 for row in ROWS]], [])
    found = load(table(rows, ["digit", "even", *PIXEL_NAMES]), label_column="even")
    assert found.class_names == ("0", "1") and "left out: “digit”" in told(found)


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (table([*PLAIN, [*PLAIN[0][:3], "x", *PLAIN[0][4:]]]), "E-CSV-62", "Row 41 of the table holds “x”"),
        (table([*PLAIN, [*PLAIN[0][:3], "", *PLAIN[0][4:]]]), "E-CSV-62", "an empty field"),
        (table([*PLAIN, [*PLAIN[0][:3], "nan", *PLAIN[0][4:]]]), "E-CSV-62", "“nan”"),
        (table([*PLAIN, [*PLAIN[0][:3], "1e39", *PLAIN[0][4:]]]), "E-CSV-62", "“1e39”"),
        (table([*PLAIN, [*PLAIN[0][:3], "1_0", *PLAIN[0][4:]]]), "E-CSV-62", "“1_0”"),
        (table([*PLAIN, PLAIN[0][:9]]), "E-CSV-58", "Row 41 holds 9 numbers of pixels, those before it 16"),
        (table([*FIRST, [3]], ["label", *PIXEL_NAMES]), "E-CSV-62", "Row 41"),
        (table([row[:13] for row in PLAIN]), "E-IMG-111", "13 columns"),
        (table(FIRST[:0], ["label", *PIXEL_NAMES]), "E-CSV-69", "no rows"),
        (b"Once upon a time there was a cat.\nIt sat.\nThe end.\n", "E-IMG-115", "text without columns"),
    ],
)
def test_faults_are_named_by_row_in_our_own_words(data: bytes, code: str, word: str) -> None:
    message = refusal(data)
    assert message.startswith(code) and word in message and "float" not in message


def test_a_table_of_many_zeros_takes_little_memory() -> None:
    line = b",".join([b"0"] * 784) + b"\n"
    data = line * 12_000
    tracemalloc.start()
    assert refusal(data).startswith("E-IMG-88")
    assert tracemalloc.get_traced_memory()[1] < 70_000_000  # float32 alone would be 38 million more
    tracemalloc.stop()


@given(
    st.integers(12, 30), st.sampled_from([(3, 4), (5, 5), (6, 7)]), st.sampled_from(",;\t| "), st.booleans(),
    st.sampled_from(["", "first", "last"]), st.booleans(), st.integers(0, 2**16),
)  # fmt: skip
def test_random_tables_are_read_back(
    n: int, size: tuple[int, int], delimiter: str, heading: bool, label: str, index: bool, seed: int
) -> None:
    generator = np.random.default_rng(seed)
    height, width = size if size[0] > 3 else (4, 4)
    pixels = generator.integers(0, 256, (n, height * width), dtype=np.uint8)
    labels = np.arange(n) % 3
    columns: list[tuple[str, Any]] = [(f"p{place}", column) for place, column in enumerate(pixels.T)]
    if label:
        columns.insert(0 if label == "first" else len(columns), ("label", labels))
    if index:
        columns.insert(0, ("id", range(n)))
    rows = list(zip(*(column for _, column in columns), strict=True))
    data = table(rows, [name for name, _ in columns] if heading else (), delimiter)
    found = load(data, height=height, width=width)
    assert {image.tobytes() for image in found.raw} == {row.tobytes() for row in pixels}
    if label:
        assert classes(found) == {row.tobytes(): str(at) for row, at in zip(pixels, labels, strict=True)}


@pytest.mark.parametrize(
    ("name", "first", "white"),
    [("images_blank_delimited_zip_train.txt", "0", 255), ("images_text_labels.csv", "A", 16)],
)
def test_the_cases_that_people_had(name: str, first: str, white: int) -> None:
    found = load(real_data(name).read_bytes())
    assert (found.n_images, len(found.class_names), found.class_names[0], found.maximum) == (60, 10, first, white)
