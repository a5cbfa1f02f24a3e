"""The cookie that names a visitor: given once, with a page, and never read by a script."""

import re

import pytest
from streamlit import config

from pages.parts.web.visitor import COOKIE, Visitor, name_of
from tests.pages.parts.web.asking import Inner, asked

SECRET = "0f" * 32
PAGE = {"Content-Type": "text/html; charset=utf-8"}


def given(inner: Inner, scheme: str = "http", **headers: str) -> list[str]:
    """The cookies of an answer."""
    start = asked(Visitor(inner), scheme=scheme, **headers)[0]
    return [value.decode() for name, value in start["headers"] if name == b"set-cookie"]


def test_a_first_page_brings_a_random_cookie_that_scripts_cannot_read() -> None:
    (first,), (second,) = given(Inner(PAGE)), given(Inner(PAGE))
    assert re.fullmatch(rf"{COOKIE}=[0-9a-f]{{64}}; Max-Age=\d+; Path=/; HttpOnly; SameSite=Lax", first)
    assert first != second
    assert given(Inner(PAGE), scheme="https")[0].endswith("; Secure")


def test_below_a_sub_path_it_is_shown_to_nothing_else_on_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "get_option", {"server.baseUrlPath": "class/embeddings/"}.get)
    assert "; Path=/class/embeddings; HttpOnly" in given(Inner(PAGE))[0]


def test_who_has_one_keeps_it() -> None:
    assert given(Inner(PAGE), cookie=f"a=b; {COOKIE}={SECRET}") == []
    assert len(given(Inner(PAGE), cookie=f"{COOKIE}=invented")) == 1


def test_other_answers_bring_none() -> None:
    assert given(Inner({"Content-Type": "application/json"})) == [] == given(Inner())


def test_the_name_tells_nothing_of_the_secret() -> None:
    name = name_of({COOKIE: SECRET})
    assert re.fullmatch("[0-9a-f]{32}", name) and name not in SECRET
    assert name_of({COOKIE: SECRET}) == name != name_of({COOKIE: "1" + SECRET[1:]})
    for secret in ("", "short", SECRET.upper(), SECRET + "0"):
        assert name_of({COOKIE: secret}) == ""
    assert name_of({}) == ""
