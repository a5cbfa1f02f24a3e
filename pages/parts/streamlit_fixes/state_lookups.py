"""A correction of Streamlit 1.67.0: a control asks for one value of its session, and not for a copy of all of them.

Lists, sliders and fields look whether their own value is None, for which Streamlit first gathers every value of the
session. A page of many controls so spends a sixth of its time on copies of which one value is read.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

_filtered_state: Any = SafeSessionState.filtered_state


class Lookup(Mapping[str, Any]):
    """The values of a session by their keys; all of them are gathered only where somebody wants to see all."""

    def __init__(self, state: SafeSessionState) -> None:
        self.state = state

    def __getitem__(self, key: str) -> Any:
        with self.state._lock:
            return self.state._state[key]

    def __contains__(self, key: object) -> bool:
        with self.state._lock:
            return key in self.state._state

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __str__(self) -> str:
        return str(self._all())

    def _all(self) -> dict[str, Any]:
        gathered: dict[str, Any] = _filtered_state.fget(self.state)
        return gathered


def correct() -> None:
    """Let every session of this server look up. Doing it again changes nothing."""
    SafeSessionState.filtered_state = property(Lookup)  # type: ignore[assignment, method-assign]
