"""ZIP archives of pictures: folders as classes, hostile and broken entries, sizes and colors."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import ImagesToEncode, UploadedImages
from engine.errors import InputError
from engine.files import uploads
from engine.report import Silent

GENERATOR = np.random.default_rng(0)


def picture(height: int = 9, width: int = 12, kind: str = "PNG", *, mode: str = "RGB", **options: Any) -> bytes:
    channels = {"L": (), "RGB": (3,), "RGBA": (4,), "CMYK": (4,), "LA": (2,)}[mode]
    pixels = GENERATOR.integers(0, 256, (height, width, *channels), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels, mode).save(stream, kind, **options)
    return stream.getvalue()


def packed(entries: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return stream.getvalue()


def many(n: int = 20, folder: str = "") -> list[tuple[str, bytes]]:
    return [(f"{folder}{at:03d}.png", picture()) for at in range(n)]


def load(entries: list[tuple[str, bytes]] | bytes, **options: Any) -> ImageSet:
    data = entries if isinstance(entries, bytes) else packed(entries)
    return UploadedImages(sha256=uploads.keep(data, "pictures.zip").sha256, **options).load(Silent())


def refusal(entries: list[tuple[str, bytes]] | bytes) -> str:
    with pytest.raises(InputError) as caught:
        load(entries)
    return f"{caught.value.code}: {caught.value}"


def test_folders_are_classes_and_every_pixel_is_kept() -> None:
    entries = [*many(12, "animals/cat/"), *many(8, "animals/dog/")]
    found = load(entries, test_share=0.25)
    assert found.class_names == ("cat", "dog")
    assert (found.n_train, found.n_test) == (15, 5)
    assert np.bincount(found.targets[found.n_train :]).tolist() == [3, 2]
    rows = {name: row for row, name in enumerate(found.names)}
    for name, data in entries:
        np.testing.assert_array_equal(found.raw[rows[name]], np.asarray(Image.open(io.BytesIO(data))))
        assert found.class_of(rows[name]) == name.split("/")[1]


def test_folders_named_train_and_test_are_the_parts() -> None:
    names = [f"{part}/{sort}/" for part in ("test", "train") for sort in "ab"]
    found = load([entry for name in names for entry in many(6, name)])
    assert found.class_names == ("a", "b")
    assert (found.n_train, found.n_test) == (12, 12)
    assert all(name.startswith("train/") for name in found.names[:12])


def test_names_that_would_leave_the_folder_are_names_only() -> None:
    evil = [("../../etc/cron.d/x.png", picture()), ("/abs/y.png", picture()), ("C:\\win\\z.png", picture())]
    link = zipfile.ZipInfo("link.png")
    link.external_attr = 0o120777 << 16
    data = io.BytesIO(packed([*many(), *evil]))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    found = load(data.getvalue())
    assert found.n_images == 23  # the link is no picture: its target is its only content
    assert "Pictures left out because they are broken, or no pictures: 1." in found.notes


def test_more_entries_than_the_cap() -> None:
    assert refusal([(f"{at}.png", b"x") for at in range(20_001)]).startswith("E-GEN-20")


def test_zip_bomb_is_stopped() -> None:
    assert refusal([("a.png", bytes(60_000_000)), *many()]).startswith("E-GEN-07")


def test_entries_that_overlap_give_no_more_than_the_cap() -> None:
    data = bytearray(packed([("a.png", picture(200, 300)), *many()]))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = struct.pack("<I", 0)  # the second entry points at the first one's data
    try:
        assert load(bytes(data)).n_images <= 21
    except InputError as error:
        assert error.code == "E-GEN-08"


def test_a_forged_size_is_found_out() -> None:
    data = bytearray(packed(many()))
    first = data.find(b"PK\x01\x02")
    data[first + 24 : first + 28] = struct.pack("<I", 10)
    with pytest.raises(InputError) as caught:
        load(bytes(data))
    assert caught.value.code in ("E-GEN-08", "E-IMG-84")


def test_entries_of_the_same_name_are_both_kept() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        found = load([*many(), ("twin.png", picture()), ("twin.png", picture())])
    assert {"twin.png", "twin.png #2"} <= set(found.names)
    assert found.n_images == 22


def test_what_systems_put_into_archives_is_left_out_and_counted() -> None:
    junk = [("__MACOSX/._a.png", b"x"), (".DS_Store", b"x"), ("Thumbs.db", b"x"), ("sub/", b""), ("notes.txt", b"x")]
    found = load([*many(), *junk])
    assert found.n_images == 20
    assert "Empty or hidden files in the archive, left out: 2." in found.notes
    assert "Files that are no pictures, left out: 2." in found.notes


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    whole = picture()
    content = b"comment\0\0" + zlib.compress(bytes(200_000_000), 9)
    chunk = struct.pack(">I", len(content)) + b"zTXt" + content + struct.pack(">I", zlib.crc32(b"zTXt" + content))
    return whole[:33] + chunk + whole[33:]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (png_claiming(100_000, 100_000), "too many pixels"),
        (png_claiming(9_000, 9_000), "more than 4 million pixels"),
        (text_bomb(), "Pictures left out because text hidden in them unpacks to more than 1 MB: 1."),
        (picture()[:200], "broken, or no pictures"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "broken, or no pictures"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "broken, or no pictures"),
        (b"<html></html>", "broken, or no pictures"),
        (picture(6, 600), "20 times the other"),
    ],
    ids=["bomb", "81 Mpx", "text bomb", "cut", "svg", "eps", "html", "strip"],
)
def test_a_picture_that_cannot_be_read_is_left_out_and_the_others_stay(data: bytes, why: str) -> None:
    found = load([*many(), ("odd.png", data)])
    assert found.n_images == 20
    assert any(why in note for note in found.notes), found.notes


def test_row_83_a_text_bomb_takes_little_memory() -> None:
    entries = [*many(), ("odd.png", text_bomb())]
    data = packed(entries)
    tracemalloc.start()
    assert load(data).n_images == 20
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_too_many_broken_or_too_few_left() -> None:
    broken = [(f"broken{at}.png", b"no picture") for at in range(5)]
    message = refusal([*many(), *broken])
    assert message.startswith("E-IMG-84") and "20 of 25" in message
    assert refusal(many(9)).startswith("E-IMG-84")


def gif(n_frames: int) -> bytes:
    frames = [Image.fromarray(np.full((9, 12), 10 + at % 200, np.uint8)) for at in range(n_frames)]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    return stream.getvalue()


def saved(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def one(data: bytes, name: str = "one.png", **options: Any) -> np.ndarray:
    found = load([*many(), (name, data)], **options)
    return found.raw[found.names.index(name)]


def test_first_frame_depth_transparency_and_palette() -> None:
    assert (one(gif(40), "a.gif") == 10).all()
    told = load([*many(), ("a.gif", gif(40)), ("b.gif", gif(1))]).notes
    assert "Pictures with several frames or pages, of which the first was taken: 1." in told
    deep = Image.fromarray((np.arange(108).reshape(9, 12) * 600).astype(np.uint16))
    np.testing.assert_allclose(one(saved(deep))[..., 0], np.arange(108).reshape(9, 12) * 600 / 257, atol=0.6)
    clear = Image.new("RGBA", (12, 9), (200, 10, 10, 0))
    assert (one(saved(clear)) == 255).all()
    red = Image.new("RGB", (12, 9), (200, 10, 10))
    assert (one(saved(red.quantize(4))) == [200, 10, 10]).all()
    assert np.abs(one(saved(red.convert("CMYK"), "JPEG", quality=100), "a.jpg").astype(int) - [200, 10, 10]).max() < 12


def test_a_turned_photograph_is_put_upright() -> None:
    sideways = np.zeros((12, 9, 3), np.uint8)
    sideways[:6] = 255  # bright on top before it is turned to the right
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = one(saved(Image.fromarray(sideways), "JPEG", exif=exif, quality=100), "a.jpg")
    assert upright.shape == (9, 12, 3)
    assert upright[:, 7:].min() > 240 and upright[:, :5].max() < 15


def test_different_sizes_are_made_one_and_it_is_said() -> None:
    entries = [*many(), *((f"wide{at}.png", picture(90, 120)) for at in range(3))]
    found = load(entries)
    assert found.shape == (9, 12, 3)
    assert any("9 x 12 pixels (they have 2 different sizes)" in note for note in found.notes)
    assert load(entries, side=24).shape == (18, 24, 3)
    assert not any("were made" in note for note in load(many()).notes)


def test_gray_pictures_have_one_channel() -> None:
    gray = [(f"{at}.png", picture(mode="L")) for at in range(12)]
    assert load(gray).shape == (9, 12, 1)
    assert load(gray, colors="color").shape == (9, 12, 3)
    assert load([*gray, ("color.png", picture())]).shape == (9, 12, 3)
    assert load([*gray, ("color.png", picture())], colors="gray").shape == (9, 12, 1)


def test_pictures_that_are_all_black() -> None:
    black = saved(Image.new("L", (12, 9)))
    message = refusal([(f"{at}.png", black) for at in range(30)])
    assert message.startswith("E-IMG-88") and "All 30 images" in message


def test_an_archive_without_pictures_names_what_it_holds() -> None:
    message = refusal([*((f"{at}.txt", b"x") for at in range(3)), ("a.pdf", b"x"), ("README", b"x")])
    assert message.startswith("E-IMG-89")
    assert ".txt (3), .pdf (1), no ending (1)" in message


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_picture_alone_can_be_encoded_but_not_learned_from(kind: str) -> None:
    one = picture(kind=kind)
    found = ImagesToEncode(sha256=uploads.keep(one, "mine").sha256).load(Silent())
    assert (found.n_images, found.n_test, found.shape, found.names) == (1, 0, (9, 12, 3), ("the picture",))
    if kind in ("PNG", "BMP"):
        np.testing.assert_array_equal(found.raw[0], np.asarray(Image.open(io.BytesIO(one))))
    assert refusal(one).startswith("E-IMG-84") and "Only 1 of 1" in refusal(one)


def test_three_pictures_can_be_encoded() -> None:
    found = ImagesToEncode(sha256=uploads.keep(packed(many(3)), "three.zip").sha256).load(Silent())
    assert found.n_images == 3
    with pytest.raises(InputError, match="no pictures"):
        ImagesToEncode(sha256=uploads.keep(packed([("a.txt", b"no picture")]), "none.zip").sha256).load(Silent())


def test_text_that_begins_like_a_bitmap_is_a_table() -> None:
    rows = "\n".join(",".join(str((row * column) % 255) for column in range(16)) for row in range(12))
    header = ",".join(["BMW", *(f"p{column}" for column in range(1, 16))])
    assert load(f"{header}\n{rows}\n".encode()).n_images == 12
