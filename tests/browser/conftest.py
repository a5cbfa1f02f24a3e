"""A real server and a real browser for the tests: Streamlit on a free port of this machine, Chromium by Playwright.

A test module names its script, `SCRIPT = ROOT / "app.py"`; its tests then share one server and get a fresh page each.
It may name trainings, `RUNS = (TOY,)`, that the server's home holds from the beginning.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from engine.fit import Fit
from engine.runs import store
from engine.runs.recipe import Recipe
from tests import ROOT

# WebGL is drawn by the processor; the pages around it need not be, too, which took most of a browser's time.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-compositing",
]
START_SECONDS = 60
PATIENCE = 60_000
"""Milliseconds for anything: a busy machine is slow, not wrong."""
expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    """Path of the browser. Without one the tests are skipped, but not where CI is set: there they fail."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path:
        return path
    if os.environ.get("CI"):
        pytest.fail("Chromium is missing; install the package chromium or set CHROMIUM to its path")
    pytest.skip("Chromium is not installed (set CHROMIUM to its path)")


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One Streamlit server: url, and its own EMBEDDING_HOME, which outlives a restart. environment: more of it.

    Without data folders, so that pages open with what is built in on every machine.
    """

    def __init__(self, script: Path, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.environment = {"EMBEDDING_DATA": "", **(environment or {})}
        self.script = script if script.parent == ROOT else copied(script, folder)
        self.home = folder / "home"
        self.log = folder / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return once it answers."""
        command = [sys.executable, "-m", "streamlit", "run", str(self.script), "--server.port", str(self.port)]
        environment = os.environ | {"EMBEDDING_HOME": str(self.home), "PYTHONPATH": str(ROOT)} | self.environment
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS
        while not self.healthy():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.2)

    def healthy(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """End it, by force after ten seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


def copied(script: Path, folder: Path) -> Path:
    """A test app in a folder of its own, as Streamlit serves files from beside the script."""
    target = folder / script.name
    shutil.copyfile(script, target)
    return target


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; WebGL is drawn in software."""
    path = chromium()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of the test module's SCRIPT."""
    chromium()
    running = Server(request.module.SCRIPT, tmp_path_factory.mktemp("server"))
    keep(running.home, getattr(request.module, "RUNS", ()))
    running.start()
    yield running
    running.stop()


def keep(home: Path, trainings: Iterable[Recipe]) -> None:
    """Save runs and their data in a home, as if they had been trained there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDING_HOME", str(home))
        for recipe in trainings:
            data, fit = made(recipe)
            store.save(Recipe(recipe.dataset), data, 0.1)
            store.save(recipe, fit, 0.1)


@cache
def made(recipe: Recipe) -> tuple[Any, Fit]:
    """The data of a training and what it learns from them, once for all servers."""
    assert recipe.learner is not None
    data = recipe.dataset.load()  # type: ignore[attr-defined]
    return data, recipe.learner.fit(data)


@pytest.fixture
def pinned() -> bool:
    """Whether the visitor has pinned the steps, so that the controls stay in sight (strip.js)."""
    return True


@pytest.fixture
def context(browser: Browser, pinned: bool) -> Iterator[BrowserContext]:
    """A browser session without memory of others."""
    fresh = browser.new_context(viewport={"width": 1400, "height": 900}, color_scheme="light")
    fresh.set_default_timeout(PATIENCE)
    if pinned:
        fresh.add_init_script("localStorage.setItem('steps-pinned', 'yes')")
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; the test fails if its scripts raise an error, a dialog opens, or it asks another machine for anything."""
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("request", lambda request: troubles.extend([request.url] if leaves(request.url) else []))
    opened.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    yield opened
    assert not troubles


def leaves(url: str) -> bool:
    """Whether a request for this address leaves this machine."""
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1"


@pytest.fixture
def open_app(page: Page, server: Server) -> Callable[[str], Page]:
    """Opens a path of the app, e.g. "/words?run=..." and waits until it has run."""

    def open_(path: str = "/") -> Page:
        page.goto(server.url + path)
        wait_for_app_run(page)
        return page

    return open_


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[[], Callable[[str], Page]]]:
    """Makes a visitor: a browser of its own, and a way to open paths of the app in it."""
    contexts: list[BrowserContext] = []

    def visitor() -> Callable[[str], Page]:
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        context.set_default_timeout(PATIENCE)
        context.add_init_script("localStorage.setItem('steps-pinned', 'yes')")
        contexts.append(context)
        page = context.new_page()

        def open_(path: str) -> Page:
            page.goto(server.url + path)
            wait_for_app_run(page)
            return page

        return open_

    yield visitor
    for context in contexts:
        context.close()


GATHERED = "() => new Promise(done => setTimeout(done, 250))"
"""The client gathers changes for a moment before it sends them: by its own clock, as a busy machine may hold it up."""


def wait_for_app_run(page: Page, seconds: float = 60) -> None:
    """Wait until the script has run: connected, not running, no skeletons left."""
    with suppress(Error):  # another page comes
        page.evaluate(GATHERED)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=seconds * 1000)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=seconds * 1000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=seconds * 1000)
