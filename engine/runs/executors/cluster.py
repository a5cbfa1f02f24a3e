"""The connection to the cluster's scheduler, kept up by a thread; it tells the pages how the cluster is.

How it is secured is Dask's own configuration (`distributed.comm.tls`), for a scheduler at tls://.
"""

import contextlib
import logging
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from engine.runs.executors import machine, told
from engine.runs.executors.version import version

PERIOD_SECONDS = 1.0
PATIENCE_SECONDS = 5.0
"""How long a scheduler may take to be found, and for one answer."""
TIMEOUTS = 3
"""Answers in a row that may fail to come before it is lost; one that is down refuses at once."""
CALL_SECONDS = 20.0
"""How long a worker may take for one answer."""

_log = logging.getLogger(__name__)


@cache
def _dask() -> tuple[type, Any]:
    """What connects, and the loop of all connections: with one of its own, each that fails would leave a thread."""
    from distributed import Client
    from distributed.utils import LoopRunner

    class ClosedByUs(Client):
        """Dask closes what is collected as garbage; if that happens while another one begins, it waits for itself."""

        def __del__(self) -> None: ...

    runner = LoopRunner()
    runner.start()
    return ClosedByUs, runner.loop


class Connection:
    """One connection to one scheduler; another one is made when it is lost.

    places: address of each worker that is of our version -> how many jobs it does at once.
    """

    def __init__(self, address: str) -> None:
        """Raises OSError if there is no scheduler."""
        client, loop = _dask()
        self.client = client(
            address, timeout=PATIENCE_SECONDS, set_as_default=False, name="embedding-workbench", loop=loop
        )  # fmt: skip
        self.places: dict[str, int] = {}
        self.strangers: set[str] = set()
        self._sending: dict[str, threading.Lock] = {}
        self._scheduler = self._identity()["id"]

    def _identity(self) -> dict[str, Any]:
        return dict(self._ask("identity", PATIENCE_SECONDS, n_workers=-1))

    def _ask(self, what: str, seconds: float, **values: Any) -> Any:
        """What the scheduler answers to one of its own operations."""
        return self.client.sync(getattr(self.client.scheduler, what), callback_timeout=seconds, **values)

    def look(self) -> None:
        """Which workers there are now; raises if the scheduler does not answer, or is another one than at first."""
        identity = self._identity()
        if identity["id"] != self._scheduler:
            raise ConnectionResetError("the scheduler was started anew")
        found: dict[str, int] = {address: about["nthreads"] for address, about in identity["workers"].items()}
        for address in found.keys() - self.places.keys() - self.strangers:
            if not self._is_one_of_us(address):
                _log.warning("the worker at %s is of another version, or started without the app; see README", address)
                self.strangers.add(address)
        self.strangers &= found.keys()
        self.places = {address: n for address, n in found.items() if address not in self.strangers}

    def _is_one_of_us(self, address: str) -> bool:
        try:
            return bool(self.call(address, machine.hello)["version"] == version())
        except Exception:  # whatever it is that answers there
            return False

    def call(self, address: str, ask: Callable[..., Any], **values: Any) -> Any:
        """What one of `machine.HANDLERS` answers on a worker; raises what it raises, and if it is out of reach."""
        message = {"op": f"embedding_{ask.__name__}", **values}
        return self._ask("broadcast", CALL_SECONDS, msg=message, workers=[address])[address]

    def sending(self, address: str) -> threading.Lock:
        """Held by who sends to a worker."""
        return self._sending.setdefault(address, threading.Lock())

    def close(self) -> None:
        """Let go; jobs that were sent through it are lost."""
        with contextlib.suppress(Exception):
            self.client.close(timeout=PATIENCE_SECONDS)


class Cluster:
    """The thread that keeps the connection, and which places of the workers are taken."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.connection: Connection | None = None
        self._taken: list[tuple[Connection, str]] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._timeouts = 0
        self._why = ""
        self._thread = threading.Thread(target=self._run, name="cluster", daemon=True)

    def start(self) -> None:
        """Connect, and again whenever the connection is lost; does nothing the second time."""
        if self._thread.ident is None:
            self._thread.start()

    def close(self) -> None:
        """Disconnect."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(3 * PATIENCE_SECONDS)

    @property
    def n_places(self) -> int:
        """How many jobs all workers together do at once; 0 while there is no scheduler."""
        connection = self.connection
        return sum(connection.places.values()) if connection else 0

    def take_place(self) -> tuple[Connection, str] | None:
        """The worker with the most places free; None if all are taken."""
        with self._lock:
            connection = self.connection
            if connection is None:
                return None
            free = {each: n - self._taken.count((connection, each)) for each, n in connection.places.items()}
            address = max(free, key=free.__getitem__, default="")
            if free.get(address, 0) < 1:
                return None
            self._taken.append((connection, address))
            return connection, address

    def give_back(self, place: tuple[Connection, str]) -> None:
        """The job that took it has ended."""
        with self._lock:
            self._taken.remove(place)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                if self.connection is None:
                    self.connection = Connection(self.address)
                    _log.info("the scheduler at %s is there", self.address)
                self.connection.look()
                self._timeouts = 0
            except Exception as error:  # OSError, TimeoutError, Dask's own
                self._timeouts += 1
                if not isinstance(error, TimeoutError) or self._timeouts >= TIMEOUTS:
                    self._let_go(error)
            self._tell()
            self._closing.wait(PERIOD_SECONDS)
        if self.connection is not None:
            self.connection.close()

    def _let_go(self, error: Exception) -> None:
        why = f"{type(error).__name__}: {error}"
        if self.connection is None and why != self._why:  # once, not at each attempt
            _log.warning("there is no scheduler at %s (%s)", self.address, why)
        self._why = why
        if self.connection is not None:
            _log.warning("the scheduler at %s is lost (%s); jobs wait for it", self.address, type(error).__name__)
            lost, self.connection, self._timeouts = self.connection, None, 0
            lost.close()

    def _tell(self) -> None:
        connection = self.connection
        with contextlib.suppress(OSError):  # a full disk: what it says then is old
            told.tell(
                told.Told(
                    self.address,
                    connection is not None,
                    len(connection.places) if connection else 0,
                    self.n_places,
                    len(connection.strangers) if connection else 0,
                )
            )
