"""Packed files, archives, Parquet files and workbooks: what is in them, and hostile or damaged ones."""

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from engine import limits
from engine.errors import InputError
from engine.files import archives

TEXT = "".join(f"line {number} of a text\n" for number in range(20_000)).encode()


def packed_by_arrow(data: bytes) -> bytes:
    return bytes(pyarrow.Codec("zstd").compress(data, asbytes=True))


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": packed_by_arrow,
}


def contents(path: Path, notes: list[str] | None = None, sheet: str = "") -> dict[str, bytes]:
    with archives.opened(path, [] if notes is None else notes, sheet) as entries:
        return {entry.name: b"".join(entry.blocks()) for entry in entries}


def written(folder: Path, data: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        contents(path)
    return caught.value.code


@pytest.mark.parametrize("packer", PACKERS)
def test_packed_files_are_what_was_packed_and_can_be_read_again(tmp_path: Path, packer: str) -> None:
    path = written(tmp_path, PACKERS[packer](TEXT))
    with archives.opened(path, []) as (entry,):
        assert b"".join(entry.blocks()) == b"".join(entry.blocks()) == TEXT
        assert not entry.name  # no archive of files


@pytest.mark.parametrize("packer", ["gzip", "bzip2", "xz"])
def test_several_streams_follow_each_other(tmp_path: Path, packer: str) -> None:
    pack = PACKERS[packer]
    assert contents(written(tmp_path, pack(TEXT) + pack(b"more")))[""] == TEXT + b"more"


@pytest.mark.parametrize("packer", PACKERS)
def test_what_is_cut_off_is_said_to_be(tmp_path: Path, packer: str) -> None:
    whole = PACKERS[packer](TEXT)
    assert refusal(written(tmp_path, whole[: len(whole) // 2])) == "E-GEN-08"


@pytest.mark.parametrize("packer", PACKERS)
def test_bombs_are_not_unpacked(tmp_path: Path, packer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_SMALL", 100_000)
    monkeypatch.setattr(limits, "UNPACK_RATIO", 10)
    assert refusal(written(tmp_path, PACKERS[packer](bytes(5_000_000)))) == "E-GEN-07"


def tar(files: dict[str, bytes], *more: tarfile.TarInfo) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    return stream.getvalue()


@pytest.mark.parametrize("packer", ["", *PACKERS])
def test_tar_archives_give_their_files_alone(tmp_path: Path, packer: str) -> None:
    link = tarfile.TarInfo("link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    data = tar({"a/one.txt": b"first", "../two.txt": TEXT, "a/.hidden": b"no"}, link)
    path = written(tmp_path, PACKERS[packer](data) if packer else data)
    notes: list[str] = []
    assert contents(path, notes) == {"a/one.txt": b"first", "../two.txt": TEXT}
    assert notes == ["Hidden files in the archive, left out: 1."]


def test_damaged_and_empty_tar_archives(tmp_path: Path) -> None:
    whole = tar({"a.txt": TEXT})
    assert refusal(written(tmp_path, whole[:20_000])) == "E-GEN-08"
    assert refusal(written(tmp_path, tar({".hidden": b"no"}))) == "E-GEN-16"


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode())))


def test_parquet_is_the_csv_that_it_would_make(tmp_path: Path) -> None:
    path = tmp_path / "file"
    table = pyarrow.table(
        {
            "source": ["Ada", 'Ben "B"', None],
            "weight": [1.5, 2.0, None],
            "count": [1, 2, 3],
            "sort": pyarrow.array(["x", "y", "x"]).dictionary_encode(),
            "vector": [[1.0, 2.0], [3.0, 4.0], None],
        }
    )
    parquet.write_table(table, path)
    header, *rows = rows_of(contents(path)[""])
    assert header == ["source", "weight", "count", "sort", "vector"]
    assert [row[0] for row in rows] == ["Ada", 'Ben "B"', ""]
    assert [float(row[1] or "nan") for row in rows[:2]] == [1.5, 2.0]
    assert [row[2:4] for row in rows] == [["1", "x"], ["2", "y"], ["3", "x"]]
    assert json.loads(rows[1][4]) == [3.0, 4.0]
    parquet.write_table(table.slice(0, 0), path)
    assert rows_of(contents(path)[""]) == [header]
    path.write_bytes(b"PAR1 and nothing else PAR1")
    assert refusal(path) == "E-GEN-30"


def workbook(**sheets: list[list[str | float]]) -> bytes:
    """A small .xlsx, its texts in the cells themselves."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, 1))
        archive.writestr("[Content_Types].xml", "<Types/>")
        packages = "http://schemas.openxmlformats.org/package/2006/relationships"
        whole = f'<Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{packages}">{whole}</Relationships>')
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{listed}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{at}" Type="{relations}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packages}">{links}</Relationships>',
        )
        for at, rows in enumerate(sheets.values(), 1):
            body = "".join(
                f'<row r="{y}">' + "".join(_cell(f"{chr(65 + x)}{y}", value) for x, value in enumerate(row)) + "</row>"
                for y, row in enumerate(rows, 1)
            )
            archive.writestr(
                f"xl/worksheets/sheet{at}.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
            )
    return stream.getvalue()


def _cell(place: str, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def test_a_workbook_is_read_by_its_first_sheet_with_rows_or_the_chosen_one(tmp_path: Path) -> None:
    data = workbook(Cover=[], Edges=[["source", "target", "weight"], ["Ada", "Ben", 3.0], ["Ben", "Cleo", 2.5]],
                    Notes=[["of the author"]])  # fmt: skip
    path, notes = written(tmp_path, data), list[str]()
    assert list(contents(path)) == [""]  # no archive of files
    wanted = [["source", "target", "weight"], ["Ada", "Ben", "3"], ["Ben", "Cleo", "2.5"]]
    assert rows_of(contents(path, notes)[""]) == wanted
    assert notes == ["Read from the sheet “Edges”; not read: Cover, Notes."]
    assert rows_of(contents(path, sheet="Notes")[""]) == [["of the author"]]
    with pytest.raises(InputError, match="choose one of: Cover, Edges, Notes"):
        contents(path, sheet="Tabelle1")
    assert refusal(written(tmp_path, workbook(Cover=[]))) == "E-GEN-31"
    assert refusal(written(tmp_path, data[:-40] + bytes(40))) in ("E-GEN-08", "E-GEN-27")


def test_an_old_document_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))) == "E-GEN-27"
