"""The last lines of the server's log, kept in memory for the admin's page; all of them go where they always went."""

import logging
from collections import deque

LINES = 200
LONGEST = 4_000
"""Characters of an entry, traces and all."""


class Tail(logging.Handler):
    """Keeps the last warnings and errors of the server. Not who asked for which address: links to runs are secrets."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: deque[str] = deque(maxlen=LINES)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one entry."""
        try:
            self.lines.append(self.format(record)[:LONGEST])
        except Exception:  # as the handlers of the library do: a log must not end what it tells of
            self.handleError(record)


TAIL = Tail()


def listen() -> None:
    """Hear every logger that there is, also those that pass nothing on. Doing it again changes nothing."""
    others = (found for found in logging.root.manager.loggerDict.values() if isinstance(found, logging.Logger))
    for logger in (logging.root, *(other for other in others if not other.propagate)):
        if TAIL not in logger.handlers:
            logger.addHandler(TAIL)
