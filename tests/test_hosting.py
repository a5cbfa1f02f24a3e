"""The examples of hosting/ are what systemd and nginx read, agree with each other and with the app, and are told of."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine import limits
from tests import ROOT

UNIT = (ROOT / "hosting" / "embedding-workbench.service").read_text()
SITE = (ROOT / "hosting" / "nginx.conf").read_text()
TOLD = (ROOT / "docs" / "hosting.md").read_text()
PLACE = "/opt/embedding-workbench"


def directives(text: str) -> list[tuple[str, str]]:
    """(section, line) of a unit, without comments."""
    section, found = "", []
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found.append((section, line))
    return found


def environment() -> dict[str, str]:
    """The variables that the unit sets."""
    lines = [line.split("=", 2) for _, line in directives(UNIT) if line.startswith("Environment=")]
    return {name: value for _, name, value in lines}


def locations() -> list[str]:
    return re.findall(r"location (?:= )?(\S+) \{", SITE)


def test_the_unit_is_one() -> None:
    sections = [section for section, _ in directives(UNIT)]
    assert set(sections) == {"Unit", "Service", "Install"}
    assert all(re.fullmatch(r"[A-Z]\w+=\S?.*", line) for _, line in directives(UNIT))
    assert [line for _, line in directives(UNIT) if line.startswith("ExecStart=")]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path) -> None:
    here = tmp_path / "embedding-workbench.service"
    text = UNIT.replace(f"{PLACE}/.venv/bin/streamlit", f"{sys.executable} -m streamlit")
    here.write_text(text.replace(f"{PLACE}/.venv/bin/python", sys.executable).replace(PLACE, str(ROOT)))
    told = subprocess.run(["systemd-analyze", "verify", here], capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")
    here.write_text(text.replace("MemoryMax=", "MemoryMost="))
    assert "MemoryMost" in subprocess.run(["systemd-analyze", "verify", here], capture_output=True, text=True).stderr


def test_unit_and_site_are_of_one_server() -> None:
    told = environment()
    sub_path = told["STREAMLIT_SERVER_BASE_URL_PATH"]
    assert all(place.startswith(f"/{sub_path}") for place in locations()) and f"/{sub_path}/" in locations()
    assert set(re.findall(r"server_name (\S+);", SITE)) == {told["STREAMLIT_SERVER_ALLOWED_HOSTS"]}
    port = re.search(r"--server.port (\d+)", UNIT)
    assert port and f"proxy_pass http://127.0.0.1:{port[1]};" in SITE
    most = re.search(r"client_max_body_size (\d+)m;", SITE)
    assert most and int(most[1]) << 20 > limits.UPLOAD_BYTES + 10_000


def test_all_that_is_to_be_changed_is_told() -> None:
    for name in [*environment(), *re.findall(r"^    (server_name|ssl_certificate\w*|auth_basic)\b", SITE, re.M)]:
        assert name in TOLD or name == "EMBEDDING_HOME" or name == "NUMBA_CACHE_DIR"
    assert "EMBEDDING_ADMIN_TOKEN" in TOLD and PLACE in TOLD
    assert not re.search(r"/(work|tmp|home|root)/", UNIT + SITE + TOLD)
