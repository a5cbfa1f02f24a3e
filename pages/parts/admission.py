"""Who may open the admin's page: on a server of one's own whoever sits at the machine, elsewhere who knows the token.

Behind a proxy every visitor seems to come from the machine itself. So a server that several people share has the page
only if a token is set, and with one it is asked for everywhere. Without either there is no such page, nor a sign of it.
"""

import hashlib
import hmac
import ipaddress
import logging
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from engine import settings

FORWARDING = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
"""Headers by which a proxy says that it stands between."""
WAIT = 1.0
"""Seconds that a wrong token costs."""
_ADMITTED = "admin.admitted"
_log = logging.getLogger(__name__)


def is_offered() -> bool:
    """Whether this server has the page for this visitor, who may have to show the token there."""
    return bool(settings.admin_token()) or is_at_home()


def is_at_home() -> bool:
    """Whether the visitor needs no token: there is none, nobody shares the server, and it is this machine's browser."""
    if settings.admin_token() is not None or settings.shared_mode():
        return False
    return is_direct(dict(st.context.headers.items()), st.context.ip_address)


def is_direct(headers: Mapping[str, str], ip: str | None) -> bool:
    """Whether a browser of this machine asks, with nothing between. ip: of who asks; None for this machine."""
    told = {name.lower(): value for name, value in headers.items()}
    if any(name in told for name in FORWARDING):
        return False
    return _is_loopback(ip or "127.0.0.1") and _is_loopback(urlsplit(f"//{told.get('host', '')}").hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_admitted() -> bool:
    """Whether this session may see the page. The token is asked for once a session, and kept nowhere."""
    return is_at_home() or (bool(settings.admin_token()) and st.session_state.get(_ADMITTED) is True)


def admit(given: str) -> bool:
    """Let this session in if the token is right."""
    if is_right(given):
        st.session_state[_ADMITTED] = True
        return True
    _log.warning("somebody gave a wrong token on the admin's page")
    time.sleep(WAIT)
    return False


def is_right(given: str) -> bool:
    """Whether this is the token, in a time that tells nothing of how much of it is."""
    token = settings.admin_token()
    first, second = (hashlib.sha256(text.encode()).digest() for text in (given, token or ""))
    return hmac.compare_digest(first, second) and bool(token)
