"""The surface that the server shows to the network: what a stranger sends is refused, what the pages need works."""

import http.client
import json
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from engine import limits
from pages.parts.domains import DOMAINS
from pages.parts.web.headers import HEADERS
from tests.browser.conftest import ROOT, Server, free_port
from tests.browser.driving import TOY, TOY_WORDS, upload
from tests.browser.pointing import the_map

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "app.py"
RUNS = (TOY,)
Open = Callable[[str], Page]
MUCH = 49_000_000


@pytest.fixture
def violations(page: Page) -> Iterator[list[str]]:
    """What the browser refuses to a page because of its policy."""
    found: list[str] = []
    page.on("console", lambda line: found.append(line.text) if "Content Security Policy" in line.text else None)
    yield found


def test_every_answer_carries_the_headers(server: Server) -> None:
    for path in ("/", "/words", "/_stcore/health", "/static/nothing-here"):
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert {name: answer.getheader(name) for name in HEADERS} == HEADERS
        connection.close()


@pytest.mark.parametrize("origin", ["http://localhost:{other}", "http://127.0.0.1:{other}", "https://a.example"])
def test_a_page_of_another_address_gets_no_websocket(server: Server, origin: str) -> None:
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    with pytest.raises(InvalidStatus) as refused:
        connect(address, origin=origin.format(other=free_port()), subprotocols=["streamlit"])  # type: ignore[arg-type, list-item]
    assert refused.value.response.status_code == 403
    own = f"http://127.0.0.1:{server.port}"
    with connect(address, origin=own, subprotocols=["streamlit"]):  # type: ignore[arg-type, list-item]
        pass


@pytest.mark.parametrize("path", ["/", TOY_WORDS, "/runs", *(f"/{domain.name}" for domain in DOMAINS)])
def test_no_page_needs_what_the_policy_forbids(open_app: Open, violations: list[str], path: str) -> None:
    open_app(path)
    if path == TOY_WORDS:
        the_map(open_app(f"{path}&map=pca"))
    assert not violations


def test_a_page_cannot_be_framed(browser: Browser, server: Server) -> None:
    outside = browser.new_page()
    outside.set_content(f'<iframe src="{server.url}/words"></iframe>')
    outside.wait_for_timeout(1500)
    inner = outside.frames[1]
    assert inner.get_by_test_id("stApp").count() == 0
    outside.close()


def test_an_upload_is_let_go_once_it_is_kept(server: Server, page: Page, open_app: Open) -> None:
    open_app("/words")
    upload(page, "own.txt", b"another small file of words " * 1000)
    expect(page.get_by_text("Last upload: own.txt")).to_have_count(0)  # the widget still shows it
    expect(page.get_by_role("button", name="Remove own.txt")).to_be_visible()
    assert json.loads(next((server.home / "uploads").glob("*.json")).read_text())["names"] == ["own.txt"]
    assert held(server) == 0


def test_one_visitor_cannot_fill_the_memory(server: Server, page: Page, open_app: Open) -> None:
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    sessions: list[str] = []
    page.on("request", lambda request: sessions.append(request.url) if "/upload_file/" in request.url else None)
    open_app("/words")
    upload(page, "own.txt", b"a small file of words " * 50)
    session = urlsplit(sessions[0]).path.split("/")[-2]
    xsrf = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "_streamlit_xsrf")
    before = process.memory_info().rss
    statuses = [put(server, session, xsrf, f"invented-{number}") for number in range(8)]
    grown = process.memory_info().rss - before
    assert statuses[:2] == [204, 204] and statuses[-1] == 413
    assert sum(status == 204 for status in statuses) <= limits.SESSION_UPLOADS
    assert grown < (limits.SESSION_UPLOADS + 1) * MUCH, f"{grown:,} bytes"


def put(server: Server, session: str, xsrf: str, file_id: str) -> int:
    """The status of a large upload under an id that no page gave out."""
    start = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    body = start + b"a" * MUCH + b"\r\n--b--\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {
        "Content-Type": "multipart/form-data; boundary=b",
        "X-Xsrftoken": xsrf,
        "Cookie": f"_streamlit_xsrf={xsrf}",
    }
    try:
        connection.request("PUT", f"/_stcore/upload_file/{session}/{file_id}", body, headers)
        return connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):  # refused while it was still being sent
        return 413
    finally:
        connection.close()


def held(server: Server) -> int:
    """Bytes of uploads in the server's memory."""
    with urllib.request.urlopen(f"{server.url}/_stcore/metrics") as answer:
        lines = answer.read().decode().splitlines()
    return sum(int(line.split()[-1]) for line in lines if "UploadedFileManager" in line)
