"""Pictures and tables as matrices: what is read, what is refused, and what their decomposition says."""

import gzip
import io
import zlib

import numpy as np
import pytest
from PIL import Image

from engine import limits
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.sources import HOME_COLUMNS, SimulatedHomes, UploadedMatrix
from engine.errors import InputError
from engine.files import uploads
from engine.insight.tables.redundancy import told_by_others
from engine.low_rank import factorize
from engine.report import Silent
from tests.conftest import real_data


def read(data: bytes, name: str = "matrix", **settings: object) -> Matrix:
    source = UploadedMatrix(sha256=uploads.keep(data, name).sha256, **settings)  # type: ignore[arg-type]
    return source.load(Silent())


def picture(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind)
    return stream.getvalue()


def test_a_png_keeps_every_pixel() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3)).astype(np.uint8)
    found = read(picture(pixels))
    assert found.channels.shape == (3, 20, 30) and not found.is_table and not found.notes
    assert np.array_equal(np.rint(255 * found.channels.transpose(1, 2, 0)), pixels)


def test_gray_and_large_pictures() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (300, 200, 3)).astype(np.uint8)
    found = read(picture(pixels, "JPEG"), side=150, gray=True)
    assert found.channels.shape == (1, 150, 100)
    assert found.notes == ("The picture was made 150 x 100 pixels; it had 300 x 200.",)


TABLES = {
    "names of rows": b"city,rooms,price\nBonn,3,100\nKiel,2,80\nUlm,5,190\n",
    "semicolons, decimal commas": b"city;rooms;price\nBonn;3;100,0\nKiel;2;80,0\nUlm;5;190,0\n",
    "tabs, packed": gzip.compress(b"city\trooms\tprice\nBonn\t3\t100\nKiel\t2\t80\nUlm\t5\t190\n"),
}


@pytest.mark.parametrize("case", TABLES)
def test_tables(case: str) -> None:
    found = read(TABLES[case], "homes.csv" if case != "tabs, packed" else "homes.gz")
    assert found.columns == ("rooms", "price") and found.rows == ("Bonn", "Kiel", "Ulm")
    assert found.channels[0].tolist() == [[3, 100], [2, 80], [5, 190]]


def test_gaps_and_other_text_are_told() -> None:
    rows = [f"home {n},{n % 5},{'ab'[n % 2]},{100 + n}" for n in range(20)]
    rows[7] = "home 7,,a,107"
    found = read("\n".join(["name,rooms,kind,price", *rows]).encode(), "homes.csv")
    assert found.shape == (19, 2) and "home 7" not in found.rows
    assert found.notes == (
        "Rows left out because a field is no number: 1.",
        "Columns left out because they hold no numbers: kind (as “a”).",
        "The column “name” names the rows.",
    )


def test_a_table_as_r_writes_it_has_a_header_with_an_empty_corner() -> None:
    found = read(b'"","s1","s2"\n"g1",0.5,1\n"g2",2,-3\n"g3",4,5\n', "genes.csv")
    assert found.columns == ("s1", "s2") and found.rows == ("g1", "g2", "g3")


def test_without_header_columns_are_numbered() -> None:
    assert read(b"1,2\n3,5\n5,7\n").columns == ("column 1", "column 2")


@pytest.mark.parametrize(
    ("text", "columns", "first", "said"),
    [
        ('city,people\na,"52,645",1\nb,"696,011",2\nc,"870,592",4\n'.replace("people", "people,area"),
         ("people", "area"), [52_645, 1], "“52,645” is 52645"),
        ("Ort;Leute;Fläche\na;314.903;52,5\nb;1.500;3,25\nc;20;4\n", ("Leute", "Fläche"), [314_903, 52.5],
         "“314.903” is 314903"),
        ("place,a,b\nx,1_000,1\ny,2,5\nz,3,6\nu,4,7\nv,5,9\nw,6,2\n", ("a", "b"), [2, 5], "no number: 1."),
        ("a b\n1,5 2\n2,5 3\n4,5 7\n", ("a", "b"), [1.5, 2], "decimal comma"),
        ('"a" "b"\n"1" 3 5\n"2" 4 9\n"3" 7 1\n', ("a", "b"), [3, 5], "only numbers the rows"),
        (",a,b\n0,3,5\n1,4,9\n2,7,1\n", ("a", "b"), [3, 5], "only numbers the rows"),
        ("x,y\n0,3\n1,4\n2,7\n", ("x", "y"), [0, 3], ""),
        ("a,b,c\n1,$3,5\n4,$5,7\n2,$9,1\n", ("a", "c"), [1, 5], "no numbers: b (as “$3”)"),
        ("a,b,c\n1,2e39,5\n4,3e39,7\n2,1e39,1\n", ("a", "c"), [1, 5], "beyond 1e+30"),
        ("Title of a table\n\na,b\n1,2\n3,5\n5,7\n7,7\n", ("a", "b"), [1, 2], "Title of a table"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, columns: tuple[str, ...], first: list[float], said: str) -> None:
    found = read(text.encode(), "a.csv")
    assert found.columns == columns
    assert found.channels[0, 0].tolist() == first
    assert said in " ".join(found.notes)


def test_three_rows_of_headings() -> None:
    found = read(
        b"name\ta\tb\nstring\tc\tc\nmeta\t\t\n" + b"".join(b"x%d\t%d\t%d\n" % (n, n, n % 7) for n in range(30))
    )
    assert found.shape == (30, 2) and "no number: 2." in " ".join(found.notes)


def wide(n: int) -> bytes:
    return b"\n".join([b",".join([b"1"] * n)] * 3)


REFUSED = {
    "text": (b"a,b\nx,y\nz,w\nu,v\n", "a.csv", "E-CSV-63"),
    "one column of numbers": (b"a,b\nx,1\nz,2\nu,3\n", "a.csv", "E-CSV-63"),
    "header alone": (b"a,b\n", "a.csv", "E-CSV-56"),
    "columns half empty": (b"a,b\n1,\n,2\n3,4\n5,6\n", "a.csv", "E-CSV-63"),
    "hardly a whole row": (b"a,b,c\n,1,2\n3,,5\n6,7,\n1,2,4\n2,5,9\n", "a.csv", "E-CSV-64"),
    "rows that are all the same": (b"1,2\n1,2\n1,2\n", "a.csv", "E-CSV-71"),
    "rows of other lengths": (b"1,2\n3,4\n5,6\n" + b"1,2,3\n" * 2, "a.csv", "E-CSV-40"),
    "the same name twice": (b"a,a\n1,2\n3,4\n5,6\n", "a.csv", "E-CSV-39"),
    "a quote that never ends": (b'a,b\n1,"2\n3,4\n5,6\n', "a.csv", "E-CSV-41"),
    "too many columns": (wide(limits.MATRIX_COLUMNS + 1), "a.csv", "E-CSV-42"),
    "white space": (b"  \n \n", "a.csv", "E-GEN-15"),
    "a damaged archive": (b"PK\x03\x04" + b"0" * 600, "a", "E-GEN-08"),
    "a program": (b"\x7fELF" + b"0" * 600, "a", "E-CSV-70"),
    "a cut picture": (
        picture(np.random.default_rng(0).integers(0, 256, (90, 90), np.uint8))[:99], "a.png", "E-IMG-102",
    ),
    "one color": (picture(np.full((20, 20), 7, np.uint8)), "a.png", "E-IMG-103"),
    "a strip": (picture(np.eye(30, 900, dtype=np.uint8)), "a.png", "E-IMG-102"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_serve_is_refused_in_a_sentence(case: str) -> None:
    data, name, code = REFUSED[case]
    with pytest.raises(InputError) as refused:
        read(data, name)
    assert refused.value.code == code
    assert len(str(refused.value)) > 30


def test_a_picture_whose_header_claims_too_much_is_refused_unread() -> None:
    huge = bytearray(picture(np.zeros((8, 8), np.uint8)))
    huge[16:24] = (100_000).to_bytes(4, "big") * 2
    crc = zlib.crc32(bytes(huge[12:29]))
    huge[29:33] = crc.to_bytes(4, "big")
    with pytest.raises(InputError, match="pixels"):
        read(bytes(huge), "a.png")


def test_a_table_too_large_to_take_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MATRIX_PRODUCTS", 11)
    with pytest.raises(InputError) as refused:
        read(TABLES["names of rows"], "a.csv")
    assert refused.value.code == "E-CSV-67"


def test_pack_and_unpack() -> None:
    first = SimulatedHomes(n_homes=30).load(Silent())
    second = Matrix.unpack(*first.pack())
    assert np.array_equal(first.channels, second.channels)
    assert (first.columns, first.rows, first.notes) == (second.columns, second.rows, second.notes)


def test_homes_keep_the_promises_of_their_columns() -> None:
    homes = SimulatedHomes().load(Silent())
    values = dict(zip(homes.columns, homes.channels[0].T.astype(float), strict=True))
    assert homes.columns == HOME_COLUMNS
    assert values["yard"] == pytest.approx(values["lot"] - values["square feet"] / 2, rel=1e-3)
    assert (values["sale price"] / values["list price"]).mean() == pytest.approx(1.05, abs=0.003)
    assert (values["tax"] / values["list price"]).mean() == pytest.approx(0.01, rel=0.003)
    told = {homes.columns[each.column]: each for each in told_by_others(homes.channels[0].astype(float))}
    assert told["yard"].r_squared == pytest.approx(1, abs=1e-6)
    assert told["sale price"].r_squared > 0.95
    assert homes.columns[told["tax"].partner] == "list price"
    assert told["tax"].slope == pytest.approx(0.01, rel=0.01)
    assert told["floors"].r_squared < 0.1
    standardized = (homes.channels[0] - homes.channels[0].mean(axis=0)) / homes.channels[0].std(axis=0)
    factors = factorize(standardized)
    assert factors.values[-1] / factors.values[0] < 1e-3  # one column of ten is an exact combination


def test_shares_told_agree_with_an_independent_regression() -> None:
    from sklearn.linear_model import LinearRegression

    generator = np.random.default_rng(0)
    values = generator.normal(size=(200, 5)) @ generator.normal(size=(5, 5)) * [1, 10, 100, 0.1, 1]
    values = np.column_stack([values, np.full(200, 3.0)])
    found = told_by_others(values)
    assert sorted(each.column for each in found) == [0, 1, 2, 3, 4]
    for each in found:
        others = np.delete(values, each.column, axis=1)
        wanted = LinearRegression().fit(others, values[:, each.column]).score(others, values[:, each.column])
        assert each.r_squared == pytest.approx(wanted, abs=1e-9)
        alone = values[:, [each.partner]]
        line = LinearRegression().fit(alone, values[:, each.column])
        assert each.slope == pytest.approx(line.coef_[0])
        assert each.partner_r_squared == pytest.approx(line.score(alone, values[:, each.column]))


def test_the_genes_of_sixty_cell_lines() -> None:
    found = read(real_data("nci.data.csv").read_bytes(), "nci.data.csv")
    assert found.shape == (6_830, 64) and found.columns[0] == "s1"
