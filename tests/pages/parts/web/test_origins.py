"""A WebSocket opens for pages of this very address; for no other one, and nobody is asked where this machine is."""

import pytest
from streamlit import net_util
from streamlit.web.server import server_util

from pages.parts.streamlit_fixes import outer_address
from pages.parts.web import origins
from pages.parts.web.origins import Origins
from tests.pages.parts.web.asking import Inner, asked

HERE = "127.0.0.1:8501"


@pytest.mark.parametrize(
    ("origin", "opens"),
    [
        ("http://127.0.0.1:8501", True),
        ("https://127.0.0.1:8501", True),  # a proxy speaks TLS to the browser
        (None, True),  # a program that is no browser
        ("http://127.0.0.1:8502", False),
        ("http://localhost:8501", False),
        ("http://localhost:3000", False),
        ("https://elsewhere.example", False),
        ("http://127.0.0.1:8501.elsewhere.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_its_own_pages_connect(origin: str | None, opens: bool) -> None:
    inner = Inner()
    headers = {} if origin is None else {"origin": origin}
    sent = asked(Origins(inner), kind="websocket", path="/_stcore/stream", host=HERE, **headers)
    assert [message["type"] for message in sent] == ["websocket.accept" if opens else "websocket.close"]
    assert inner.asked == opens


def test_an_address_that_the_owner_of_the_server_names_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins.config, "get_option", {"server.corsAllowedOrigins": ["https://a.example"]}.get)
    inner = Inner()
    asked(Origins(inner), kind="websocket", host=HERE, origin="https://a.example")
    assert inner.asked == 1


def test_other_requests_pass() -> None:
    inner = Inner()
    asked(Origins(inner), host=HERE, origin="https://elsewhere.example")
    assert inner.asked == 1


def test_streamlit_asks_nobody_for_the_address_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[str] = []
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, timeout: asked_for.append(url))
    server_util.is_url_from_allowed_origins("https://elsewhere.example")
    assert asked_for  # when this fails Streamlit asks no more, and the correction can go
    asked_for.clear()
    outer_address.correct()
    assert not server_util.is_url_from_allowed_origins("https://elsewhere.example")
    assert not asked_for
