"""The map's Python side: what is sent, how exactly, how little of it twice, and what is refused."""

import json
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.errors import InputError
from engine.figures.coloring import Categories, Ramp, color_by
from engine.figures.colors import FALSE, MISSING, SHARED
from pages.parts import assets
from pages.parts.bits import packed
from pages.parts.map import pieces
from pages.parts.map.component import Frames, Highlight, MapEvent, _event
from pages.parts.map.packets import digest, fixed_point, joined, pack, rows_of_bits
from pages.parts.map.picture import Picture

RNG = np.random.default_rng(5)
POINTS = RNG.normal(size=(40, 3)).astype(np.float32)
LABELS = [f"word{i}" for i in range(40)]


def picture(**changes) -> Picture:
    parts = {"key": "map", "revision": "r1", "coordinates": POINTS, "labels": LABELS, "colors": None, "sizes": None}
    return Picture(**(parts | {"highlight": Highlight(), "landmarks": (), "frames": None} | changes))


def test_shapes_travel_with_the_paint() -> None:
    shapes = np.arange(40) % 2 == 1
    header, arrays = unpack(pieces.paint(picture(shapes=shapes)))
    assert header["part"] == "paint" and arrays["shapes"].tolist() == shapes.astype(int).tolist()
    assert "shapes" not in unpack(pieces.paint(picture()))[1]
    with pytest.raises(ValueError, match="shapes has 3 rows"):
        picture(shapes=shapes[:3])


def unpack(packet: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """An independent reading of the format, as the browser does it."""
    length = struct.unpack_from("<I", packet)[0]
    header, start, arrays = json.loads(packet[4 : 4 + length]), 4 + length, {}
    for entry in header["arrays"]:
        raw = packet[start : start + entry["bytes"]]
        start += entry["bytes"]
        arrays[entry["name"]] = np.frombuffer(zlib.decompress(raw) if entry["deflated"] else raw, "<" + entry["type"])
    assert start == len(packet)
    return header, arrays


# --- coordinates ---


@given(some.lists(some.floats(-1e6, 1e6, width=32), min_size=4, max_size=60), some.sampled_from([2, 3]))
def test_coordinates_survive_within_half_a_step_of_their_range(values: list[float], dims: int) -> None:
    coordinates = np.array(values[: len(values) // dims * dims], np.float32).reshape(-1, dims)
    columns, low, high = fixed_point(coordinates)
    span = np.array(high) - low
    back = columns.T / 65_535 * span + low
    assert columns.shape == (dims, len(coordinates)) and columns.dtype == np.uint16
    assert (np.abs(back - coordinates) <= span / 65_535 * 0.5 + 1e-9 * np.abs(coordinates)).all()


def test_the_ends_of_each_axis_are_exact() -> None:
    columns, low, high = fixed_point(POINTS)
    assert (columns.min(axis=1) == 0).all() and (columns.max(axis=1) == 65_535).all()
    np.testing.assert_array_equal(np.float32(low), POINTS.min(axis=0))
    np.testing.assert_array_equal(np.float32(high), POINTS.max(axis=0))


@pytest.mark.parametrize("n", [1, 2, 5])
def test_equal_points_become_zeros_at_their_own_place(n: int) -> None:
    columns, low, high = fixed_point(np.full((n, 2), 3.5, np.float32))
    assert not columns.any() and low == high == [3.5, 3.5]


# --- packets ---


def test_a_packet_gives_back_what_went_in_and_deflates_only_what_shrinks() -> None:
    noise, zeros = RNG.integers(0, 65_536, 3000, dtype=np.uint16), np.zeros(3000, np.float32)
    packet = pack({"part": "test"}, {"noise": noise, "zeros": zeros, "empty": np.zeros(0, np.int32)})
    header, arrays = unpack(packet)
    assert header["part"] == "test"
    for name, expected in (("noise", noise), ("zeros", zeros)):
        np.testing.assert_array_equal(arrays[name], expected)
    assert [entry["deflated"] for entry in header["arrays"]] == [False, True, False]
    assert len(packet) < noise.nbytes + 500


def test_seventy_thousand_points_with_ordinary_words_fit_one_megabyte() -> None:
    letters = RNG.choice(list("etaoinshrdlcumwfgypbvk"), size=(70_000, 8))
    labels = ["".join(row[: 3 + i % 6]) for i, row in enumerate(letters)]
    big = picture(
        coordinates=RNG.normal(size=(70_000, 3)).astype(np.float32),
        labels=labels,
        colors=Ramp(RNG.normal(size=70_000), "score"),
        landmarks=range(400),
    )
    total = len(pieces.points(big, 560)) + len(pieces.names(big)) + len(pieces.paint(big))
    assert total <= 1_000_000


def test_a_highlight_changes_only_the_small_part() -> None:
    before = picture(colors=color_by("n", np.arange(40)))
    after = picture(colors=color_by("n", np.arange(40)), highlight=Highlight(3, [4, 5]))
    assert pieces.points(before, 560) == pieces.points(after, 560)
    assert pieces.names(before) == pieces.names(after)
    assert pieces.paint(before) == pieces.paint(after)
    assert pieces.state(after, True, ())["neighbors"] == [4, 5]
    assert len(json.dumps(pieces.state(after, True, ()))) < 300


def test_what_is_false_and_missing_travels_with_the_highlight() -> None:
    told = pieces.state(picture(highlight=Highlight(3, [4, 5], missing=[5], strangers=[9])), True, ())
    assert [told[name] for name in ("neighbors", "missing", "strangers")] == [[4, 5], [5], [9]]
    assert told["hues"] == [MISSING, FALSE] and pieces.state(picture(), True, ())["hues"] == []
    with pytest.raises(ValueError, match="outside"):
        picture(highlight=Highlight(3, [4], strangers=[40]))


def test_edges_of_several_kinds_come_one_kind_after_the_other() -> None:
    kinds = {MISSING: np.array([[0, 1]]), FALSE: np.empty((0, 2), int), SHARED: np.array([[2, 3], [4, 5]])}
    header, arrays = unpack(pieces.edges(picture(), kinds))
    assert header["counts"] == [1, 0, 2] and header["palette"] == [MISSING, FALSE, SHARED]
    assert arrays["ends"].tolist() == [0, 1, 2, 3, 4, 5]
    header, arrays = unpack(pieces.edges(picture(), np.array([[2, 3]])))
    assert header["counts"] == [1] and header["palette"] == [] and arrays["ends"].tolist() == [2, 3]


def test_other_colors_leave_points_and_names_alone() -> None:
    before, after = picture(), picture(colors=Categories(np.arange(40) % 3, "abc"))
    assert pieces.points(before, 560) == pieces.points(after, 560)
    assert pieces.names(before) == pieces.names(after)
    assert pieces.paint(before) != pieces.paint(after)


def test_moved_points_of_one_revision_are_sent_anew_but_not_their_names() -> None:
    before, after = picture(), picture(coordinates=POINTS * 2)
    headers = [unpack(pieces.points(each, 560))[0] for each in (before, after)]
    assert headers[0]["digest"] != headers[1]["digest"]
    assert headers[0]["revision"] == headers[1]["revision"] and headers[0]["items"] == headers[1]["items"]
    assert pieces.names(before) == pieces.names(after)


def test_frames_keep_their_own_range_however_small() -> None:
    film = Frames([0, 10], np.stack([POINTS * 1e-4, POINTS]), unit="iteration", live=True)
    header, arrays = unpack(pieces.film(picture(frames=film), film))
    place = arrays["place"].reshape(2, 3, 40)
    np.testing.assert_allclose(place[0].astype(int), place[1].astype(int), atol=1)
    np.testing.assert_allclose(header["high"][0], POINTS.max(axis=0) * 1e-4, rtol=1e-5)
    assert header["steps"] == [0, 10] and header["live"] is True


# --- labels ---


@pytest.mark.parametrize(
    "label", ["<img src=x onerror=alert(1)>", r"$\href{javascript:alert(1)}{x}$", "שלום", "naïve 🙂"]
)
def test_labels_travel_as_they_are_because_the_browser_never_reads_them_as_markup(label: str) -> None:
    assert joined([label, "b"]).tobytes().decode() == f"{label}\nb"


def test_labels_cannot_break_their_line_and_are_cut_at_two_hundred_characters() -> None:
    text = joined(["a\nb\x00c\u2028d\ud800", "x" * 500]).tobytes().decode()
    assert text.split("\n") == ["a b c d ", "x" * 199 + "…"]


def test_the_digest_depends_on_values_type_and_shape() -> None:
    arrays = [np.zeros(4, np.int32), np.zeros((2, 2), np.int32), np.zeros(4, np.float32), np.ones(4, np.int32)]
    assert len({digest(array) for array in arrays}) == 4
    assert digest(arrays[0].copy()) == digest(arrays[0])


# --- colors ---


def test_whole_numbers_travel_exactly() -> None:
    counts = np.array([16_777_217, 5, 1] + [7] * 37)  # float32 cannot hold the first
    _, arrays = unpack(pieces.paint(picture(colors=Ramp(counts, "count"))))
    assert arrays["values"].tolist() == counts.tolist()


def test_the_ends_of_a_ramp_travel() -> None:
    header, _ = unpack(pieces.paint(picture(colors=Ramp(np.arange(40), "rank", ends=(0.0, 99.0)))))
    assert header["ends"] == [0, 99]


def test_items_without_a_class_have_the_code_of_none() -> None:
    codes = np.arange(40) % 3 - 1
    header, arrays = unpack(pieces.paint(picture(colors=Categories(codes, ["x", "y"]), sizes=np.full(40, 9.0))))
    assert ((arrays["codes"] == 255) == (codes == -1)).all() and len(header["palette"]) == 2
    assert (arrays["sizes"] == 250).all()


# --- refusals ---


def test_an_empty_map_and_points_that_are_not_finite_are_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match="no items") as empty:
        picture(coordinates=np.zeros((0, 2), np.float32), labels=[])
    bad = POINTS.copy()
    bad[7, 1] = np.nan
    with pytest.raises(InputError, match=r"1 of 40 .* 'word7'") as broken:
        picture(coordinates=bad)
    assert (empty.value.code, broken.value.code) == ("E-MAP-01", "E-MAP-02")


@pytest.mark.parametrize(
    "changes",
    [
        {"coordinates": POINTS[:, :1]},
        {"coordinates": POINTS[:39]},
        {"colors": Ramp(np.zeros(39))},
        {"sizes": np.ones(41)},
        {"highlight": Highlight(40)},
        {"highlight": Highlight(0, [-1])},
        {"landmarks": [40]},
        {"frames": Frames([0], np.zeros((1, 39, 3)))},
    ],
)
def test_parts_that_do_not_fit_each_other_are_refused(changes: dict) -> None:
    with pytest.raises(ValueError):
        picture(**changes)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Categories(np.array([0, 2]), ["a", "b"]),
        lambda: Categories(np.array([0]), [str(i) for i in range(255)]),
        lambda: Categories(np.array([0]), ["a"], palette=["#000000", "#ffffff"]),
        lambda: Ramp(np.array([1.0, 0.0]), log=True),
        lambda: Frames([2, 1], np.zeros((2, 4, 2))),
        lambda: Frames([], np.zeros((0, 4, 2))),
    ],
)
def test_impossible_colors_and_frames_are_refused(build) -> None:
    with pytest.raises(ValueError):
        build()


# --- what comes back ---


@given(some.integers(1, 200).flatmap(lambda n: some.tuples(some.just(n), some.sets(some.integers(0, n - 1)))))
def test_a_selection_comes_back_as_its_rows(case: tuple[int, set[int]]) -> None:
    import base64

    n, rows = case
    bits = bytearray((n + 7) // 8)
    for row in rows:
        bits[row >> 3] |= 1 << (row & 7)
    assert rows_of_bits(base64.b64encode(bytes(bits)).decode(), n) == tuple(sorted(rows))


@pytest.mark.parametrize("junk", [None, 5, "%%%", "A" * 10_000, ["a"], "é"])
def test_a_selection_that_is_junk_is_none(junk: object) -> None:
    assert rows_of_bits(junk, 100) is None


@pytest.mark.parametrize(
    ("click", "expected"),
    [
        ({"row": 3}, 3),
        ({"row": 40}, None),
        ({"row": -1}, None),
        ({"row": True}, None),
        ({"row": "3"}, None),
        ([], None),
    ],
)
def test_a_click_counts_only_if_its_row_exists(click: object, expected: int | None) -> None:
    assert _event({"click": click, "select": None, "escape": None}, 40) == MapEvent(expected)


# --- scripts ---


def test_the_served_folder_is_filled_once_and_holds_only_the_scripts(tmp_path) -> None:
    target = assets.ensure_static(tmp_path / "static")
    copies = {path.relative_to(target).as_posix() for path in target.rglob("*.*")}
    sources = {path for name in assets.FOLDERS for path in (assets.SOURCE / name).iterdir()}
    assert copies == {path.relative_to(assets.SOURCE).as_posix() for path in sources} and "map/index.js" in copies
    before = (target / "map" / "index.js").stat().st_mtime_ns
    assert assets.ensure_static(tmp_path / "static") == target
    assert (target / "map" / "index.js").stat().st_mtime_ns == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert f"{target.name}/map/index.js" in assets.loader("map/index.js")


@pytest.mark.parametrize("n_shown", [3, 100, 1_000])
def test_a_lasso_counts_on_a_map_that_shows_the_first_items_alone(n_shown: int) -> None:
    bits = packed(np.arange(n_shown) == 2)
    assert _event({"select": {"bits": bits, "n": n_shown}}, 1_000).selection == (2,)
    for wrong in (1_001, -1, True, "3", None):
        assert _event({"select": {"bits": bits, "n": wrong}}, 1_000).selection is None
