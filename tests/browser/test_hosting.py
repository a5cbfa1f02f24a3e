"""Behind the proxy of hosting/: the app below a sub-path, by TLS, for visitors who have logged in."""

import base64
import http.client
import re
import ssl
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Response, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from engine import limits
from pages.parts.web.headers import HEADERS
from pages.parts.web.visitor import COOKIE
from tests.browser.conftest import PATIENCE, ROOT, Server, chromium, keep, wait_for_app_run
from tests.browser.driving import TOY, TOY_WORDS, press, tab, train, upload
from tests.browser.pointing import the_map
from tests.browser.proxy import PASSWORD, SUB_PATH, VISITOR, Proxy
from tests.browser.test_shared import CARRIES, TEXT

pytestmark = pytest.mark.browser
LOGIN = "Basic " + base64.b64encode(f"{VISITOR}:{PASSWORD}".encode()).decode()
SEARCHED = re.compile(r"/workbench/[\w-]+/_stcore/(health|host-config)$")
"""Below which path its server lies, Streamlit's script finds out by asking from the page upwards."""
Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx before a server that several people share."""
    chromium()
    environment = {
        "EMBEDDING_SHARED": "1",
        "STREAMLIT_SERVER_BASE_URL_PATH": SUB_PATH.strip("/"),
        "STREAMLIT_SERVER_ALLOWED_HOSTS": "127.0.0.1",
    }
    server = Server(ROOT / "app.py", tmp_path_factory.mktemp("server"), environment)
    server.url += SUB_PATH
    before = Proxy(server, tmp_path_factory.mktemp("nginx"))
    keep(server.home, (TOY,))
    try:
        server.start()
        before.start()
        yield before
    finally:
        before.stop()
        server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has the password."""
    fresh = browser.new_context(
        viewport={"width": 1400, "height": 900},
        ignore_https_errors=True,
        http_credentials={"username": VISITOR, "password": PASSWORD},
    )
    fresh.set_default_timeout(PATIENCE)
    fresh.add_init_script("localStorage.setItem('steps-pinned', 'yes')")
    yield fresh
    fresh.close()


@pytest.fixture
def open_app(page: Page, proxy: Proxy) -> Open:
    """Opens a path of the app through the proxy; it fails where the page asks for anything that is not there."""
    astray: list[str] = []

    def look(answer: Response) -> None:
        if answer.status >= 400 and not SEARCHED.search(answer.url):
            astray.append(f"{answer.status} {answer.url}")

    page.on("response", look)

    def open_(path: str) -> Page:
        page.goto(proxy.url + path)
        wait_for_app_run(page)
        assert not astray
        return page

    return open_


def asked(proxy: Proxy, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    """What the proxy answers to one request; the _ in names of headers stand for -."""
    trusting = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, context=trusting, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.read()
    return answer


def test_who_has_not_logged_in_is_asked_to(proxy: Proxy) -> None:
    for path in ("/", "/words", "/_stcore/health", "/_stcore/stream", "/app/static/nothing"):
        answer = asked(proxy, SUB_PATH + path)
        assert answer.status == 401 and answer.getheader("WWW-Authenticate", "").startswith("Basic")
    assert asked(proxy, f"{SUB_PATH}/", Authorization=LOGIN).status == 200
    assert asked(proxy, SUB_PATH).getheader("Location") == f"{SUB_PATH}/"
    assert asked(proxy, f"{SUB_PATH}/_stcore/metrics", Authorization=LOGIN).status == 404
    assert asked(proxy, "/words", Authorization=LOGIN).status == 404


def test_the_headers_arrive_once(proxy: Proxy) -> None:
    for path in ("/", "/words", "/_stcore/health"):
        answer = asked(proxy, SUB_PATH + path, Authorization=LOGIN)
        for name, value in HEADERS.items():
            assert answer.headers.get_all(name) == [value]
        assert answer.headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]


def test_the_cookie_belongs_to_the_sub_path_and_to_tls(proxy: Proxy) -> None:
    cookies = asked(proxy, f"{SUB_PATH}/words", Authorization=LOGIN).headers.get_all("Set-Cookie") or []
    (ours,) = [cookie for cookie in cookies if cookie.startswith(COOKIE)]
    assert f"Path={SUB_PATH};" in ours and "; Secure" in ours and "; HttpOnly" in ours


@pytest.mark.parametrize("origin", ["https://a.example", "http://127.0.0.1:{port}0", "https://localhost:{port}"])
def test_a_page_of_another_address_gets_no_websocket(proxy: Proxy, origin: str) -> None:
    trusting = ssl._create_unverified_context()
    address = f"wss://127.0.0.1:{proxy.port}{SUB_PATH}/_stcore/stream"

    def open_from(origin: str) -> None:
        with connect(
            address, origin=origin, subprotocols=["streamlit"], ssl=trusting,  # type: ignore[arg-type, list-item]
            additional_headers={"Authorization": LOGIN},
        ):  # fmt: skip
            pass

    with pytest.raises(InvalidStatus) as refused:
        open_from(origin.format(port=proxy.port))
    assert refused.value.response.status_code == 403
    open_from(f"https://127.0.0.1:{proxy.port}")


def test_pages_open_and_lead_to_each_other(open_app: Open, proxy: Proxy) -> None:
    for path in ("", "/", "/lessons", "/lesson-2", "/compare", "/runs", "/doctor", "/words", "/images", "/graphs"):
        page = open_app(path)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_text("Page not found")).to_have_count(0)
    page = open_app("/")
    page.get_by_role("link", name="Words").first.click()
    page.wait_for_url(f"{proxy.url}/words**")
    page.get_by_test_id("stTopNavLink").filter(has_text="Runs").click()
    page.wait_for_url(f"{proxy.url}/runs**")


def test_a_deep_link_shows_its_map_and_goes_on_in_the_address(open_app: Open, proxy: Proxy) -> None:
    page = open_app(f"{TOY_WORDS}&map=pca&item=king")
    the_map(page)
    expect(page.get_by_role("heading", name="king", exact=True)).to_be_visible()
    press(page, "Guided tour of this page")
    expect(page.get_by_role("dialog", name="Guided tour").get_by_text("1 of 11")).to_be_visible()
    tab(page, "Export")
    link = page.locator("code", has_text="fixed=").first
    expect(link).to_be_visible()
    address = link.inner_text().strip()
    assert address.startswith(f"{proxy.url}/words?")
    page = open_app(address.removeprefix(proxy.url))
    expect(page.get_by_text("Data and method are fixed by a link from a teacher.")).to_be_visible()


def test_a_file_is_taken_up_to_the_limit_and_trained_on(open_app: Open, proxy: Proxy, page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/upload_file/" in request.url else None)
    open_app(TOY_WORDS)
    upload(page, "own.txt", TEXT)
    run_id = train(page)
    expect(page.get_by_text(CARRIES)).to_be_visible(timeout=120_000)
    page.wait_for_url(f"{proxy.url}/words?**run={run_id}**")
    xsrf = next(cookie["value"] for cookie in page.context.cookies() if cookie.get("name") == "_streamlit_xsrf")

    def put(n_bytes: int) -> int:
        file = FilePayload(name="large.txt", mimeType="text/plain", buffer=b"a" * n_bytes)
        address = sent[0].rpartition("/")[0] + "/another"
        return page.request.put(address, multipart={"file": file}, headers={"X-Xsrftoken": xsrf}).status

    assert put(limits.UPLOAD_BYTES) == 204
    assert put(limits.UPLOAD_BYTES + 4 * limits.MB) == 413
