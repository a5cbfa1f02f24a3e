"""A visitor without a browser: speaks Streamlit's protocol over a WebSocket, as the page's own script does.

It opens pages, clicks points of a map, moves controls and presses buttons, keeps what the server may refer to later,
and counts time and bytes of every answer. What a browser does besides - scripts, drawing - costs the server nothing.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

TRIGGERS = "$$STREAMLIT_INTERNAL_KEY_{}__events"
"""The widget of a component's triggers, by the id of the component."""
PATIENCE = 120.0
"""Seconds for one answer."""


class NoAnswer(Exception):
    """The server did not answer, or not with what was asked for."""


@dataclass(frozen=True)
class Answer:
    """Seconds from question to the end of all that runs because of it, and bytes that came.

    said: errors and warnings of the page. troubles: tracebacks and other failures, of which there must be none.
    """

    seconds: float
    n_bytes: int
    troubles: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Element:
    """A control or a component of the page: its id, the fragment it belongs to ("" if none), and its description."""

    id: str
    fragment: str
    kind: str
    proto: Any


@dataclass
class Visitor:
    """A session on a server; use `open` first. cookie: of a browser that was here before."""

    url: str
    cookie: str = ""
    session: str = ""
    elements: dict[str, Element] = field(default_factory=dict)
    _values: dict[str, WidgetState] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _socket: ClientConnection | None = None
    _page: str = ""
    _hash: str = ""
    _query: str = ""

    async def open(self, path: str) -> Answer:
        """Open a page of the app, e.g. "words?run=..."; in a new session, if there was none."""
        self._page, _, self._query = path.partition("?")
        if self._socket is None:
            host = urlsplit(self.url).netloc
            headers = {"Cookie": self.cookie} if self.cookie else {}
            self._socket = await connect(
                f"ws://{host}/_stcore/stream",
                origin=Origin(self.url),
                subprotocols=[Subprotocol(part) for part in self._credentials()],
                additional_headers=headers,
                max_size=None,
                open_timeout=PATIENCE,
                ping_interval=None,
            )
        self._hash = ""
        return await self._ask([], "")

    def _credentials(self) -> tuple[str, ...]:
        """As the page's script says who it is: a session that was here before names itself."""
        return ("streamlit", "PLACEHOLDER_AUTH_TOKEN", self.session) if self.session else ("streamlit",)

    async def drop(self) -> None:
        """Lose the connection without a word, as a laptop does that is closed."""
        if self._socket is not None:
            self._socket.transport.abort()
            self._socket = None

    async def look(self) -> Answer:
        """Let the page run again, as it does by itself while something is on its way."""
        return await self._ask([], "")

    async def click(self, row: int, key: str = "words_map") -> Answer:
        """Click a point of a map."""
        element = self.elements[key]
        event = json.dumps([{"event": "click", "value": {"row": row}}])
        state = WidgetState(id=TRIGGERS.format(element.id), json_trigger_value=event)
        return await self._ask([state], element.fragment)

    async def enter(self, key: str, value: int) -> Answer:
        """Set a field of whole numbers."""
        element = self.elements[key]
        self._values[element.id] = WidgetState(id=element.id, int_value=value)
        return await self._ask([], element.fragment)

    async def press(self, key: str) -> Answer:
        """Press a button."""
        element = self.elements[key]
        return await self._ask([WidgetState(id=element.id, trigger_value=True)], element.fragment)

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def _ask(self, triggers: list[WidgetState], fragment: str) -> Answer:
        assert self._socket is not None
        question = BackMsg()
        state = question.rerun_script
        state.query_string = self._query
        state.widget_states.widgets.extend([*self._values.values(), *triggers])
        state.cached_message_hashes.extend(self._known)
        state.fragment_id = fragment
        if self._hash:
            state.page_script_hash = self._hash
        else:
            state.page_name = self._page
        await self._forget_the_rest()
        begun = time.perf_counter()
        await self._socket.send(question.SerializeToString())
        n_bytes, begun_here, troubles, said = 0, False, [], []
        while True:
            remaining = PATIENCE - (time.perf_counter() - begun)
            frame = await _received(self._socket, remaining)
            n_bytes += len(frame)
            message = ForwardMsg.FromString(frame)
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._note(message)
                element = message.delta.new_element
                if element.WhichOneof("type") == "exception":
                    troubles.append(element.exception.message)
                elif element.WhichOneof("type") == "alert":
                    said.append(element.alert.body)
            elif kind == "new_session":
                ran = message.metadata.run.fragment_ids
                begun_here = begun_here or not fragment or not ran or fragment in ran  # else of a run before this one
                self.session = message.new_session.initialize.session_id or self.session
            elif kind == "navigation":
                self._hash = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
                troubles.append(message.session_event.script_compilation_exception.message)
            elif (
                kind == "session_status_changed" and begun_here and not message.session_status_changed.script_is_running
            ):
                return Answer(time.perf_counter() - begun, n_bytes, tuple(troubles), tuple(said))

    async def _forget_the_rest(self) -> None:
        """Read what came after the last answer: runs that the page asked for by itself."""
        assert self._socket is not None
        while True:
            try:
                frame = await asyncio.wait_for(self._socket.recv(decode=False), 0.001)
            except TimeoutError:
                return
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "delta":
                self._note(message)

    def _note(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable and message.hash:
            self._known.add(message.hash)
        kind = message.delta.new_element.WhichOneof("type")
        proto = getattr(message.delta.new_element, kind) if kind else None
        name = str(getattr(proto, "id", ""))
        if name.startswith("$$ID-"):
            key = name.split("-", 2)[2]
            self.elements[key] = Element(name, message.delta.fragment_id, str(kind), proto)


async def _received(socket: ClientConnection, seconds: float) -> bytes:
    try:
        frame = await asyncio.wait_for(socket.recv(), max(seconds, 0.01))
    except TimeoutError:
        raise NoAnswer(f"no answer within {PATIENCE:.0f} s") from None
    return frame if isinstance(frame, bytes) else frame.encode()
