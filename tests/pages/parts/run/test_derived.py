"""What pages computed is let go of when the server grows too large, and not again before it has grown anew."""

import pytest
import streamlit as st

from engine import limits
from pages.parts.run import derived

MOST = limits.SERVER_BYTES


def test_a_server_that_grew_too_large_lets_go_once(monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[int] = []
    taken = iter([MOST, MOST + 1, MOST - 1, MOST, MOST + 9, MOST + 8, MOST + 10, MOST + MOST // 5 + 9, MOST // 2])
    monkeypatch.setattr(derived, "_taken", lambda: next(taken))
    monkeypatch.setattr(derived, "_allowed", MOST)

    @st.cache_resource
    def table(n: int) -> list[int]:
        computed.append(n)
        return [n]

    table(1)
    assert not derived.keep_in_bounds()  # as much as it may
    table(1)
    assert computed == [1]
    assert derived.keep_in_bounds()  # one byte more; after that it takes less
    table(1)
    assert computed == [1, 1]
    assert not derived.keep_in_bounds() and not derived.keep_in_bounds()  # it has not grown by a fifth since
    monkeypatch.setattr(derived, "_allowed", MOST)
    assert derived.keep_in_bounds()  # what was freed stayed with the process ...
    assert not derived.keep_in_bounds()  # ... so it is not asked for again at every click


def test_the_memory_of_this_process_is_what_the_system_says() -> None:
    assert 20_000_000 < derived._taken() < 20_000_000_000
