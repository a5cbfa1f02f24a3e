"""The servers of the catalogue, played on this machine: a proxy that answers in their name, from files on disk."""

import shutil
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pytest

BLOCK = 1 << 16
PATIENCE = 60
"""Seconds after which a transfer that is held goes on by itself."""


class Mirror:
    """Serves `files` (address without the scheme -> path on disk) as https through a proxy on 127.0.0.1.

    requests: (address, Range header or ""). go_on: while it is cleared, every transfer stops in the middle.
    """

    def __init__(self, folder: Path, host: str, files: dict[str, Path]):
        if shutil.which("openssl") is None:
            pytest.skip("openssl makes the certificate of the mirror")
        key, self._certificate = folder / "key.pem", folder / "certificate.pem"
        command = (
            f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN={host} -addext subjectAltName=DNS:{host}"
        )
        arguments = [*command.split(), "-keyout", key, "-out", self._certificate]
        subprocess.run(arguments, check=True, capture_output=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self._certificate, key)
        self.files = files
        self.requests: list[tuple[str, str]] = []
        self.go_on = threading.Event()
        self.go_on.set()

    @contextmanager
    def running(self) -> Iterator[dict[str, str]]:
        """Serve for the length of a block; gives the environment in which a server meets this mirror alone."""
        mirror = self

        class Tunnel(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):  # the other side has heard enough
                    mirror._answer(self)

        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tunnel) as server:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            proxy = f"http://127.0.0.1:{server.server_address[1]}"
            names = dict.fromkeys(("https_proxy", "HTTPS_PROXY"), proxy) | dict.fromkeys(("no_proxy", "NO_PROXY"), "")
            yield names | {"SSL_CERT_FILE": str(self._certificate), "EMBEDDING_DATA": ""}
            self.go_on.set()
            server.shutdown()

    def _answer(self, tunnel: socketserver.StreamRequestHandler) -> None:
        host = tunnel.rfile.readline().split()[1].decode().removesuffix(":443")
        _headers(tunnel.rfile)
        tunnel.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with self.context.wrap_socket(tunnel.connection, server_side=True) as secure:
            stream = secure.makefile("rb")
            address = host + stream.readline().split()[1].decode()
            wanted = _headers(stream).get("range", "")
            self.requests.append((address, wanted))
            content, start = self.files[address].read_bytes(), int(wanted[6:-1] or 0)
            status = (
                f"206 Partial\r\nContent-Range: bytes {start}-{len(content) - 1}/{len(content)}" if start else "200 OK"
            )
            secure.sendall(f"HTTP/1.1 {status}\r\nContent-Length: {len(content) - start}\r\n\r\n".encode())
            for begin in range(start, len(content), BLOCK):
                if begin >= len(content) // 2:
                    self.go_on.wait(PATIENCE)
                secure.sendall(content[begin : begin + BLOCK])


def _headers(stream: IO[bytes]) -> dict[str, str]:
    found = {}
    while line := stream.readline().strip():
        name, _, value = line.decode().partition(":")
        found[name.lower()] = value.strip()
    return found
