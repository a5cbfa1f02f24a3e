"""What is no crowd: a cold start, uploads at once, and clicks for hours."""

import asyncio
import http.client
import random
import shutil
import tempfile
import time
import urllib.request
from pathlib import Path

from tests import ROOT
from tests.browser.conftest import Server
from tests.robustness.loads.crowd import crowd, openings
from tests.robustness.loads.site import TOY_PAGE, Site
from tests.robustness.loads.visitor import Visitor
from tests.robustness.row import Found

UPLOAD = 49_000_000
KEPT_SESSIONS = 130
"""A few more than the server keeps of visitors who left, for five minutes, with open files of each."""


def cold_start(site: Site) -> tuple[float, float]:
    """Seconds until a new server answers, and from then on until its first page stands; the home is the same."""
    server = Server(ROOT / "app.py", Path(tempfile.mkdtemp(prefix="robustness-")))
    server.home = site.server.home
    begun = time.monotonic()
    try:
        server.start()
        up = time.monotonic() - begun
        return up, asyncio.run(_opened(server.url))
    finally:
        server.stop()
        shutil.rmtree(server.log.parent, ignore_errors=True)


async def _opened(url: str) -> float:
    visitor = Visitor(url)
    answer = await visitor.open(TOY_PAGE)
    await visitor.close()
    assert not answer.troubles, answer.troubles
    return answer.seconds


def uploads_at_once(site: Site, n: int) -> tuple[int, int, float]:
    """n visitors upload at once: how many were taken, how many refused, and by how many MB the server grew at most."""
    return asyncio.run(_uploads_at_once(site, n))


async def _uploads_at_once(site: Site, n: int) -> tuple[int, int, float]:
    visitors = [Visitor(site.server.url) for _ in range(n)]
    for visitor in visitors:
        await visitor.open("runs")
    before = peak = site.megabytes()
    token = _token(site)
    sending = [asyncio.create_task(asyncio.to_thread(_put, site, visitor.session, token)) for visitor in visitors]
    while not all(each.done() for each in sending):
        peak = max(peak, site.megabytes())
        await asyncio.sleep(0.05)
    statuses = [each.result() for each in sending]
    await asyncio.gather(*(visitor.close() for visitor in visitors))
    return statuses.count(204), sum(status in (413, 503) for status in statuses), peak - before


def _token(site: Site) -> str:
    """What a page gives to its browser, so that no other page can upload here."""
    for path in ("/", "/_stcore/health", "/_stcore/host-config"):
        with urllib.request.urlopen(site.server.url + path) as answer:
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                if cookie.startswith("_streamlit_xsrf="):
                    return cookie.partition("=")[2].partition(";")[0].strip('"')
    raise AssertionError("the server gives no token for uploads")


def _put(site: Site, session: str, token: str) -> int:
    start = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    body = start + b"a" * UPLOAD + b"\r\n--b--\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", site.server.port, timeout=120)
    headers = {
        "Content-Type": "multipart/form-data; boundary=b",
        "X-Xsrftoken": token,
        "Cookie": f"_streamlit_xsrf={token}",
    }
    try:
        connection.request("PUT", f"/_stcore/upload_file/{session}/one", body, headers)
        return connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):  # refused while it was still being sent
        return 413
    finally:
        connection.close()


def endless(site: Site, seconds: float) -> Found:
    """Clicks, openings and pauses by chance, 25 visitors; memory and open files from the first tenth to the last."""
    openings(site, KEPT_SESSIONS, 5)
    chance, begun, slices = random.Random(0), time.monotonic(), []
    errors: list[str] = []
    answers = 0
    while time.monotonic() - begun < seconds:
        clicked = crowd(site, 25, chance.uniform(0.5, 4.0), min(30.0, seconds / 12))
        opened = openings(site, 10, 5)
        errors += clicked.errors + opened.errors
        answers += len(clicked.answers) + len(opened.answers)
        slices.append((site.megabytes(), site.process.num_fds()))
    first, last = slices[len(slices) // 10], slices[-1]
    tenths = ", ".join(f"{slices[place * (len(slices) - 1) // 10][0]:.0f}" for place in range(1, 11))
    hours = (time.monotonic() - begun) / 3600
    seen = f"{answers:,} answers in {hours:.2f} h, {len(errors)} errors, {site.tracebacks()} tracebacks; "
    seen += f"MB at each tenth: {tenths}; open files at the first {first[1]}, at the end {last[1]}"
    flat = last[0] <= 1.1 * first[0] + 10 and last[1] <= 1.1 * first[1] + 10
    return Found(seen, f"{last[0] - first[0]:+.0f} MB", flat and not errors and not site.tracebacks())
