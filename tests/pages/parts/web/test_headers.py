"""Every answer tells the browser what it may do; what the app itself says stays."""

from pages.parts.web.headers import HEADERS, POLICY, Headers
from tests.pages.parts.web.asking import Inner, asked


def told(inner: Inner) -> dict[str, str]:
    """The headers of the answer."""
    start, _ = asked(Headers(inner))
    return {name.decode(): value.decode() for name, value in start["headers"]}


def test_every_answer_has_them() -> None:
    assert told(Inner()) == {name.lower(): value for name, value in HEADERS.items()}


def test_what_the_app_says_itself_stays() -> None:
    found = told(Inner({"Content-Security-Policy": "sandbox", "X-Other": "1"}))
    assert found["content-security-policy"] == "sandbox" and found["x-other"] == "1"
    assert found["x-frame-options"] == "DENY"


def test_nothing_is_loaded_from_or_sent_to_another_server() -> None:
    sources = {word for rule in POLICY.split("; ") for word in rule.split()[1:]}
    assert sources <= {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}


def test_a_websocket_passes_as_it_is() -> None:
    assert asked(Headers(Inner()), kind="websocket") == [{"type": "websocket.accept"}]
