"""The nginx of hosting/, run before a server of the app as a visitor would meet it: TLS, a sub-path, a password."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests import ROOT
from tests.browser.conftest import Server, free_port

EXAMPLE = ROOT / "hosting" / "nginx.conf"
SUB_PATH = "/workbench"
VISITOR, PASSWORD = "anna", "not a secret here"
MAIN = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/unused;
    uwsgi_temp_path {folder}/unused;
    scgi_temp_path {folder}/unused;
    include {folder}/site.conf;
}}
"""


def nginx() -> str:
    """Path of nginx; without it, or without openssl, the tests are skipped."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if not found or shutil.which("openssl") is None:
        pytest.skip("nginx and openssl are needed, which are not on this machine")
    return found


class Proxy:
    """The example with this machine's ports, a certificate and a password of its own. url: as visitors type it."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.program = nginx()
        self.folder = folder
        self.port, plain = free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.port}{SUB_PATH}"
        command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 -addext"
        files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
        subprocess.run([*command.split(), "subjectAltName=IP:127.0.0.1", *files], check=True, capture_output=True)
        (folder / "passwords").write_text(f"{VISITOR}:{{PLAIN}}{PASSWORD}\n")
        changes = {
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl;": f"listen 127.0.0.1:{self.port} ssl;",
            "workbench.example.org;": "127.0.0.1;",
            "/etc/ssl/certs/workbench.example.org.pem": f"{folder}/certificate.pem",
            "/etc/ssl/private/workbench.example.org.key": f"{folder}/key.pem",
            "/etc/nginx/embedding-workbench.htpasswd": f"{folder}/passwords",
            "http://127.0.0.1:8501;": f"http://127.0.0.1:{server.port};",
        }
        text = EXAMPLE.read_text()
        for given, here in changes.items():
            assert given in text, f"hosting/nginx.conf holds no {given!r} to be changed"
            text = text.replace(given, here)
        (folder / "site.conf").write_text(text)
        user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return once it listens."""
        command = [self.program, "-e", str(self.folder / "error.log"), "-c", str(self.folder / "nginx.conf")]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        self.process = subprocess.Popen(command)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "error.log").read_text())

    def stop(self) -> None:
        """End it and its workers."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
