"""A map as a file: what it holds is what was shown, and no label gets out of its place."""

import base64
import hashlib
import json
import re
import struct
import zlib
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from engine.embedding import Embedding
from engine.figures.coloring import Categories
from pages.parts.map import pieces, portable
from pages.parts.map.component import Drawn
from pages.parts.map.picture import Highlight, Picture

HOSTILE = ["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028</SCRIPT >", '"quoted" & <b>', "naïve 日本"]


def drawn(labels: list[str], thumbs: bytes = b"") -> tuple[Drawn, Embedding]:
    """A flat map of some items in three classes, with its vectors."""
    n_items = len(labels)
    vectors = np.random.default_rng(0).normal(size=(n_items, 5))
    colors = Categories(np.arange(n_items) % 3, ["</script>", "b", "c"], "class </script>")
    places = vectors[:, :2].astype(np.float32)
    picture = Picture("test_map", "r", places, labels, colors, None, Highlight(), (), None)
    parts = {"names": pieces.names(picture), "paint": pieces.paint(picture), "cards": pieces.cards(picture, labels)}
    found = Drawn(picture, {**parts, **({"thumbs": thumbs} if thumbs else {})}, pieces.state(picture, True, ["<i>x"]))
    return found, Embedding(vectors, labels)


class Page(HTMLParser):
    """The scripts and the tags of a page, as a parser finds them."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.policy = ""
        self.in_script = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.in_script = tag == "script"
        if tag == "script":
            self.scripts.append((dict(attrs), ""))
        if tag == "meta" and "http-equiv" in dict(attrs):
            self.policy = dict(attrs)["content"] or ""

    def handle_data(self, data: str) -> None:
        if self.in_script:
            attrs, text = self.scripts[-1]
            self.scripts[-1] = attrs, text + data

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False

    @property
    def content(self) -> dict[str, Any]:
        return dict(json.loads(self.scripts[0][1]))


def unpacked(packet: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Header and raw arrays of a packet."""
    length = struct.unpack("<I", packet[:4])[0]
    header, start, arrays = json.loads(packet[4 : 4 + length]), 4 + length, {}
    for entry in header["arrays"]:
        raw = packet[start : start + entry["bytes"]]
        arrays[entry["name"]] = zlib.decompress(raw) if entry["deflated"] else raw
        start += entry["bytes"]
    return header, arrays


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_it_holds_the_map_and_the_neighbors_in_the_vectors(metric: Any) -> None:
    found, embedding = drawn([*HOSTILE, *map(str, range(34))])
    content = Page(portable.page(found, "A map", ["Told."], embedding, metric)).content
    packets = {head["part"]: arrays for head, arrays in map(unpacked, map(base64.b64decode, content["packets"][:4]))}
    assert packets["names"]["labels"].decode().split("\n")[1:5] == ["<!--", "]]>", " </SCRIPT >", '"quoted" & <b>']
    place = np.frombuffer(packets["points"]["place"], "<u2").reshape(2, -1) / 65_535
    span = np.ptp(embedding.vectors[:, :2], axis=0)
    assert_allclose(place.T * span + embedding.vectors[:, :2].min(axis=0), embedding.vectors[:, :2], atol=1e-4)
    near = content["near"]
    rows = np.frombuffer(base64.b64decode(near["rows"]), "<u2").reshape(40, 10)
    steps = np.frombuffer(base64.b64decode(near["scores"]), "<u2").reshape(40, 10) / 65_535
    unit = embedding.vectors / np.linalg.norm(embedding.vectors, axis=1, keepdims=True)
    gaps = np.linalg.norm(embedding.vectors[:, None] - embedding.vectors[None], axis=2)
    scores = unit @ unit.T if metric == "cosine" else -gaps
    np.fill_diagonal(scores, -np.inf)
    assert_array_equal(rows, np.argsort(-scores, axis=1)[:, :10])
    expected = np.take_along_axis(np.abs(scores) if metric == "euclidean" else scores, rows.astype(int), axis=1)
    assert_allclose(near["low"] + steps * (near["high"] - near["low"]), expected, atol=1e-4)


def test_an_item_without_direction_has_no_neighbors() -> None:
    found, embedding = drawn(["a", "b", "c"])
    vectors = np.array(embedding.vectors)
    vectors[1] = 0
    near = Page(portable.page(found, "", [], Embedding(vectors, embedding.labels), "cosine")).content["near"]
    rows = np.frombuffer(base64.b64decode(near["rows"]), "<u2").reshape(3, 2)
    assert rows.tolist() == [[2, portable.NONE], [portable.NONE] * 2, [0, portable.NONE]]


@settings(max_examples=40, deadline=None)
@given(labels=st.lists(st.text() | st.sampled_from(HOSTILE), min_size=1, max_size=5), title=st.text())
def test_nothing_breaks_out_of_the_page(labels: list[str], title: str) -> None:
    found, embedding = drawn(labels)
    title = (title + "</script><img src=x>").encode("utf-8", "replace").decode()
    data = portable.page(found, title, [title], embedding, "cosine")
    page = Page(data)
    assert len(re.findall(rb"</script", data, re.IGNORECASE)) == 2
    assert page.tags == ["html", "head", "meta", "meta", "meta", "title", "style", "body", "script", "script"]
    assert page.content["title"] == title and page.content["told"] == [title]


def test_the_policy_lets_our_script_run_and_nothing_else() -> None:
    page = Page(portable.page(*drawn_with("a", "b"), "cosine"))
    script = page.scripts[1][1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert page.policy.split("; ")[:2] == ["default-src 'none'", f"script-src 'sha256-{digest}'"]
    assert "http" not in page.policy and not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket", script)


def drawn_with(*labels: str) -> tuple[Drawn, str, list[str], Embedding]:
    found, embedding = drawn(list(labels))
    return found, "", [], embedding


def test_large_pictures_are_left_out_and_this_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    thumbs = pieces.pack({"part": "thumbs", "view": "test_map"}, {"pixels": np.zeros(1, np.uint8)})
    found, embedding = drawn(["a", "b"], thumbs)
    packet = base64.b64encode(thumbs).decode()
    assert packet in Page(portable.page(found, "", [], embedding, "cosine")).content["packets"]
    monkeypatch.setattr(portable, "PICTURE_BYTES", len(thumbs) - 1)
    content = Page(portable.page(found, "", [], embedding, "cosine")).content
    assert packet not in content["packets"] and "Pictures are left out" in content["told"][0]


def test_of_too_many_items_no_neighbors_are_sought_and_this_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable, "NEAR_ITEMS", 2)
    content = Page(portable.page(*drawn_with("a", "b", "c"), "cosine")).content
    assert content["near"] is None and content["why"].startswith("Neighbors are left out of the file")


def test_the_size_that_is_told_is_the_size() -> None:
    found, embedding = drawn([f"item {row}" for row in range(3_000)])
    assert_allclose(portable.size(found), len(portable.page(found, "", [], embedding, "cosine")), rtol=0.02)
