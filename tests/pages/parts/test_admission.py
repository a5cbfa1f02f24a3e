"""The admin's page is there for who sits at the machine, or for who has the token, and for nobody else."""

import pytest

from engine import settings
from pages.parts import admission

TOKEN = "0123456789abcdef-token"
HERE = {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"}


@pytest.mark.parametrize(
    ("headers", "ip", "direct"),
    [
        (HERE, None, True),
        ({"host": "localhost"}, None, True),
        ({"Host": "[::1]:8501"}, "::1", True),
        (HERE, "192.168.0.7", False),
        ({"Host": "workbench.example.org"}, None, False),  # a proxy that says nothing but hands the host on
        ({"Host": "127.0.0.1.example.org"}, None, False),
        ({}, None, False),
        *[(HERE | {name: "1.2.3.4"}, None, False) for name in ("X-Forwarded-For", "x-real-ip", "Forwarded", "Via")],
    ],
)
def test_what_came_through_a_proxy_is_not_from_this_machine(
    headers: dict[str, str], ip: str | None, direct: bool
) -> None:
    assert admission.is_direct(headers, ip) is direct


@pytest.mark.parametrize(
    ("token", "shared", "direct", "offered"),
    [
        (None, False, True, True),
        (None, False, False, False),
        (None, True, True, False),  # behind a proxy everybody seems to be here
        (TOKEN, True, True, True),
        (TOKEN, True, False, True),
        (TOKEN, False, False, True),
        ("", False, True, False),
        ("too short", False, True, False),
        ("too short", True, True, False),
    ],
)
def test_without_a_token_a_shared_server_has_no_such_page(
    token: str | None, shared: bool, direct: bool, offered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "is_direct", lambda headers, ip: direct)
    monkeypatch.setenv("EMBEDDING_SHARED", "1" if shared else "")
    monkeypatch.delenv(settings.ADMIN_TOKEN, raising=False)
    if token is not None:
        monkeypatch.setenv(settings.ADMIN_TOKEN, token)
    assert admission.is_offered() is offered
    assert admission.is_admitted() is (offered and not token)


def test_only_the_whole_token_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.ADMIN_TOKEN, TOKEN)
    assert admission.is_right(TOKEN)
    assert not any(map(admission.is_right, ("", TOKEN[:-1], TOKEN + " ", TOKEN.upper())))
    for unset in ("", "short"):
        monkeypatch.setenv(settings.ADMIN_TOKEN, unset)
        assert not admission.is_right(unset)
