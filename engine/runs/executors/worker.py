"""A worker of the cluster, for good: `python -m engine.runs.executors.worker tcp://scheduler:8786 [--jobs N]`.

Dask's own worker ends when its scheduler does, or when the system kills it. Here it is started again each time, until
SIGTERM or Ctrl-C. What follows is passed on to `python -m dask worker`, such as --local-directory and --tls-cert.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

PAUSE_SECONDS = 1.0
"""Between the end of a worker and the start of the next."""


def command(arguments: Sequence[str]) -> list[str]:
    """How Dask is asked for a worker."""
    parser = argparse.ArgumentParser(prog="python -m engine.runs.executors.worker", description=__doc__)
    parser.add_argument("address", help="where the scheduler listens: tcp://host:port, or tls://host:port")
    usual = max(1, os.cpu_count() or 1)
    parser.add_argument("--jobs", type=int, default=usual, help="how many at once (a job may take 1.6 GB of memory)")
    known, more = parser.parse_known_args(arguments)
    return [
        *(sys.executable, "-m", "dask", "worker", known.address, "--no-nanny", "--nthreads", str(known.jobs)),
        *("--memory-limit", "0", "--no-dashboard", "--preload", "engine.runs.executors.machine", *more),
    ]


def main(arguments: Sequence[str]) -> None:
    """Start a worker again and again."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    asked = command(arguments)
    while True:
        worker = subprocess.Popen(asked)
        try:
            worker.wait()
            time.sleep(PAUSE_SECONDS)
        except (KeyboardInterrupt, SystemExit):
            worker.terminate()
            worker.wait()
            return


if __name__ == "__main__":
    main(sys.argv[1:])
