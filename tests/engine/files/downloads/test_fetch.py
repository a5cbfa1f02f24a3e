"""Downloads against a server that misbehaves: nothing half, wrong or foreign ever gets under the final name."""

import dataclasses
import gzip
import hashlib
import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from engine import settings
from engine.datasets.text.downloaded import TEXTS, DownloadedText
from engine.datasets.text.questions import parse_analogies, parse_pairs
from engine.errors import Cancelled, InputError
from engine.files.downloads import entries, transfer
from engine.files.downloads import fetch as download
from engine.files.downloads.entries import CATALOGUE, File
from engine.files.downloads.fetch import downloads, fetch, locate, missing
from engine.files.downloads.transfer import Web
from tests.conftest import real_data
from tests.engine.files.downloads import bad_server
from tests.engine.files.downloads.bad_server import BadServer, Behavior

CONTENT = np.random.default_rng(0).bytes(300_000)
LOCAL = Web(frozenset({"127.0.0.1"}), "http", total=60, retry_after=1)
IMPATIENT = {
    bad_server.silent: dataclasses.replace(LOCAL, answer=0.5),
    bad_server.stalled: dataclasses.replace(LOCAL, read=1),
}
"""Where time-outs are to be met; everywhere else a slow machine may take its time."""


class Listener:
    """A report that keeps what it hears and cancels after so many bytes."""

    def __init__(self, cancel_after: float = float("inf")):
        self.heard: list[tuple[float, float, str]] = []
        self.metrics: dict[str, object] = {}
        self._cancel_after = cancel_after

    def progress(self, done: float, total: float, unit: str, **metrics: object) -> None:
        self.heard.append((done, total, unit))
        self.metrics = metrics

    def cancelled(self) -> bool:
        return any(done >= self._cancel_after for done, *_ in self.heard)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No data folder and no proxy of the machine that the tests run on."""
    monkeypatch.delenv("EMBEDDING_DATA", raising=False)
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server() -> Iterator[BadServer]:
    with BadServer(CONTENT).running() as running:
        yield running


def file_at(server: BadServer, *behaviors: Behavior) -> File:
    """A file whose first address behaves in the first way, and so on."""
    urls = tuple(server.url(f"/{place}", behavior) for place, behavior in enumerate(behaviors))
    return File("data.bin", urls, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def refusal(file: File, web: Web = LOCAL) -> InputError:
    """The error of a fetch that leaves nothing under the final name."""
    with pytest.raises(InputError) as refused:
        fetch(file, Listener(), web)
    assert not list(downloads().rglob("data.bin"))
    return refused.value


def test_download(server: BadServer) -> None:
    report, file = Listener(), file_at(server, bad_server.good)
    path = fetch(file, report, LOCAL)
    assert path.read_bytes() == CONTENT
    assert report.heard[-1] == (len(CONTENT), len(CONTENT), "bytes")
    assert report.metrics == {"downloading": "data.bin"}
    assert [done for done, *_ in report.heard] == sorted(done for done, *_ in report.heard)
    assert sorted(found.name for found in path.parent.iterdir()) == [".lock", "data.bin"]


def test_second_fetch_asks_nobody(server: BadServer) -> None:
    file = file_at(server, bad_server.good)
    assert fetch(file, Listener(), LOCAL) == fetch(file, Listener(), LOCAL)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("behavior", "code", "told"),
    [
        (bad_server.silent, "E-NET-26", "no answer within"),
        (bad_server.stalled, "E-NET-27", "nothing came for"),
        (bad_server.truncated, "E-NET-28|E-NET-40", "cut off after 150,000 of 300,000 bytes|connection broke"),
        (bad_server.truncated_silently, "E-NET-28", "cut off after 150,000 of 300,000 bytes"),
        (bad_server.tampered, "E-NET-29", "has changed"),
        (bad_server.login_page, "E-NET-30", "web page"),
        (bad_server.unlabeled_page, "E-NET-30", "web page"),
        (bad_server.endless, "E-NET-31", "more than the 300,000 bytes"),
        (bad_server.redirect("https://example.org/data.bin"), "E-NET-32", "not allowed"),
        (bad_server.redirect("ftp://127.0.0.1/data.bin"), "E-NET-32", "not allowed"),
        (bad_server.redirect("file:///etc/passwd"), "E-NET-43", "not allowed"),
        (bad_server.redirect("http://192.168.0.1/data.bin"), "E-NET-32", "not allowed"),
        (bad_server.status(404), "E-NET-33", "answered 404"),
        (bad_server.status(500), "E-NET-33", "answered 500"),
        (bad_server.status(429, Retry_After=61), "E-NET-33", "answered 429"),
    ],
)
def test_bad_server(server: BadServer, behavior: Behavior, code: str, told: str) -> None:
    error = refusal(file_at(server, behavior), IMPATIENT.get(behavior, LOCAL))
    assert error.code in code.split("|")
    assert any(part in str(error) for part in told.split("|"))


@pytest.mark.parametrize(
    "behavior",
    [
        bad_server.silent,
        bad_server.stalled,
        bad_server.truncated,
        bad_server.tampered,
        bad_server.login_page,
        bad_server.endless,
        bad_server.redirect("https://example.org/data.bin"),
        bad_server.status(404),
    ],
)
def test_the_next_mirror_helps(server: BadServer, behavior: Behavior) -> None:
    file, web = file_at(server, behavior, bad_server.good), IMPATIENT.get(behavior, LOCAL)
    assert fetch(file, Listener(), web).read_bytes() == CONTENT


def test_wrong_checksum_shows_both(server: BadServer) -> None:
    message = str(refusal(file_at(server, bad_server.tampered)))
    assert hashlib.sha256(CONTENT).hexdigest() in message
    assert hashlib.sha256(CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])).hexdigest() in message


def test_offline_says_how_to_help_oneself() -> None:
    file = File("data.bin", ("http://127.0.0.1:9/data.bin",), 1234, "0" * 64)
    error = refusal(file)
    assert error.code == "E-NET-38"
    for needed in ("data.bin", "1,234 bytes", "0" * 64, str(downloads()), "EMBEDDING_DATA"):
        assert needed in str(error)


def test_patience_with_a_dead_network_is_shared_by_the_mirrors(server: BadServer) -> None:
    """Each may take 10 s to answer, but the user hears within 15 s."""
    assert transfer.Web().offline < 15
    error = refusal(file_at(server, *[bad_server.silent] * 3), dataclasses.replace(LOCAL, answer=0.4, offline=0.6))
    assert str(error).count("no answer within") == 3
    assert "no answer within 0.4 s" in str(error)
    assert "no answer within 0 s" in str(error)


def test_too_slow_altogether(server: BadServer) -> None:
    error = refusal(file_at(server, bad_server.dribbling), dataclasses.replace(LOCAL, total=0.3))
    assert error.code == "E-NET-39"
    assert "not done within" in str(error)


def test_cancel_while_the_server_stalls(server: BadServer) -> None:
    """The read timeout is not waited for: this one would outlast the test's own."""
    patient = dataclasses.replace(LOCAL, read=1000)
    with pytest.raises(Cancelled):
        fetch(file_at(server, bad_server.stalled), Listener(cancel_after=150_000), patient)
    assert not list(downloads().rglob("data.bin"))


def test_broken_download_is_continued(server: BadServer) -> None:
    refusal(file_at(server, bad_server.truncated_silently))
    assert fetch(file_at(server, bad_server.good), Listener(), LOCAL).read_bytes() == CONTENT
    assert [asked for _, asked in server.requests] == [None, "bytes=150000-"]


def test_server_that_cannot_resume_starts_again(server: BadServer) -> None:
    refusal(file_at(server, bad_server.truncated_silently))
    assert fetch(file_at(server, bad_server.without_resuming), Listener(), LOCAL).read_bytes() == CONTENT
    assert [asked for _, asked in server.requests] == [None, "bytes=150000-"]


def test_halves_of_different_files_are_fetched_again(server: BadServer) -> None:
    file = file_at(server, bad_server.good)
    folder = downloads() / file.sha256[:12]
    folder.mkdir(parents=True)
    (folder / "data.bin.part-of-another").write_bytes(bytes(1000))
    (folder / "data.bin.part-smaller").write_bytes(bytes(10))
    assert fetch(file, Listener(), LOCAL).read_bytes() == CONTENT
    assert [asked for _, asked in server.requests] == ["bytes=1000-", None]
    assert not list(folder.glob("*.part-*"))


def test_part_that_is_complete_needs_no_server(server: BadServer) -> None:
    file = file_at(server, bad_server.status(500))
    folder = downloads() / file.sha256[:12]
    folder.mkdir(parents=True)
    (folder / "data.bin.part-done").write_bytes(CONTENT)
    assert fetch(file, Listener(), LOCAL).read_bytes() == CONTENT
    assert server.requests == []


def test_retry_after_is_respected(server: BadServer) -> None:
    assert fetch(file_at(server, bad_server.busy_at_first), Listener(), LOCAL).read_bytes() == CONTENT
    assert len(server.requests) == 2


def test_retry_after_as_number_or_date() -> None:
    def understood(value: str) -> float | None:
        headers = transfer.Message()
        headers["Retry-After"] = value
        return transfer._retry_after(headers)

    assert understood("7") == 7
    assert understood(formatdate(time.time() + 36_000, usegmt=True)) == pytest.approx(36_000, abs=60)
    assert understood(formatdate(time.time() - 36_000, usegmt=True)) == 0
    assert understood("soon") is understood("-1") is understood("") is None


def test_redirect_to_an_allowed_host_is_followed(server: BadServer) -> None:
    address = server.url("/there", bad_server.good)
    assert fetch(file_at(server, bad_server.redirect(address)), Listener(), LOCAL).read_bytes() == CONTENT


def test_production_admits_https_of_listed_hosts_only(server: BadServer) -> None:
    error = refusal(file_at(server, bad_server.good), download.WEB)
    assert error.code == "E-NET-42"
    assert server.requests == []
    assert not download.WEB.allows("http://mattmahoney.net/dc/text8.zip")
    assert not download.WEB.allows("https://mattmahoney.net.example.org/dc/text8.zip")
    assert not download.WEB.allows("https://127.0.0.1/text8.zip")


def test_proxy_of_the_environment_is_used(server: BadServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy")
    proxy = server.url("", bad_server.good)
    monkeypatch.setenv("http_proxy", proxy)
    server.behaviors["http://files.test/data.bin"] = bad_server.good
    file = dataclasses.replace(file_at(server), urls=("http://files.test/data.bin",))
    assert fetch(file, Listener(), dataclasses.replace(LOCAL, hosts=frozenset({"files.test"}))).read_bytes() == CONTENT


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    )
    subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with BadServer(CONTENT, context).running() as server:
        error = refusal(file_at(server, bad_server.good), dataclasses.replace(LOCAL, scheme="https"))
    assert error.code == "E-NET-35"
    assert "certificate" in str(error)
    assert server.requests == []


def test_two_processes_share_one_download(server: BadServer) -> None:
    file = file_at(server, bad_server.dribbling)
    script = (
        "import sys; from tests.engine.files.downloads.test_fetch import *\n"
        f"report = Listener(); path = fetch({file!r}, report, LOCAL)\n"
        "print(hashlib.sha256(path.read_bytes()).hexdigest(), len({done for done, *_ in report.heard}))"
    )
    environment = os.environ | {"no_proxy": "*"}
    children = [
        subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [child.communicate(timeout=60)[0].split() for child in children]
    assert [digest for digest, _ in answers] == [file.sha256] * 2
    assert min(int(n_heard) for _, n_heard in answers) > 1
    assert len(server.requests) == 1


def test_data_folder_is_searched_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = File("input.txt", (), 5, hashlib.sha256(b"right").hexdigest())
    for folder, content in (("a", b"wrong"), ("b", b"right!"), ("c/d e", b"right")):
        (tmp_path / "data" / folder).mkdir(parents=True)
        (tmp_path / "data" / folder / "input.txt").write_bytes(content)
    monkeypatch.setenv("EMBEDDING_DATA", os.pathsep.join([str(tmp_path / "none"), str(tmp_path / "data")]))
    assert fetch(file, Listener()) == tmp_path / "data" / "c" / "d e" / "input.txt"


def test_file_put_by_hand_is_found() -> None:
    file = File("input.txt", (), 5, hashlib.sha256(b"right").hexdigest())
    assert locate(file) is None
    downloads().mkdir(parents=True)
    (downloads() / "input.txt").write_bytes(b"right")
    assert locate(file) == downloads() / "input.txt"


def test_content_packed_anew_is_found_where_packages_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = np.random.default_rng(0).bytes(5_000)
    official, anew = gzip.compress(content, 9, mtime=1), gzip.compress(content, 1, mtime=2)
    digests = [hashlib.sha256(data).hexdigest() for data in (official, content)]
    monkeypatch.setattr(settings, "SYSTEM_DATASETS", tmp_path / "system")
    (tmp_path / "system" / "set").mkdir(parents=True)
    path = tmp_path / "system" / "set" / "images.gz"
    path.write_bytes(anew)
    assert locate(File("images.gz", (), len(official), *digests)) == path
    assert locate(File("images.gz", (), len(official), digests[0])) is None
    path.write_bytes(gzip.compress(content[::-1], 1))
    assert locate(File("images.gz", (), len(official), *digests)) is None
    path.write_bytes(anew[:-100])
    assert locate(File("images.gz", (), len(official), *digests)) is None


@pytest.mark.parametrize("file", [file for entry in CATALOGUE.values() for file in entry.files if file.content_sha256])
def test_contents_in_the_catalogue_are_those_of_the_official_files(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_DATA", DATA)
    path = locate(dataclasses.replace(file, content_sha256=""))
    if path is None:
        pytest.skip(f"the official {file.name} is not below EMBEDDING_DATA")
    assert hashlib.sha256(gzip.decompress(path.read_bytes())).hexdigest() == file.content_sha256


def test_checksum_is_computed_once_and_again_after_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[Path] = []
    digest = download._digest
    monkeypatch.setattr(download, "_digest", lambda path: computed.append(path) or digest(path))
    file = File("input.txt", (), 5, hashlib.sha256(b"right").hexdigest())
    downloads().mkdir(parents=True)
    path = downloads() / "input.txt"
    path.write_bytes(b"right")
    assert locate(file) == locate(file) == path
    assert len(computed) == 1
    path.write_bytes(b"wrong")
    os.utime(path, ns=(0, 0))
    assert locate(file) is None


def test_full_disk_is_told_before(server: BadServer, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(Path.cwd())._replace(free=1000)
    monkeypatch.setattr(download.shutil, "disk_usage", lambda path: usage)
    assert refusal(file_at(server, bad_server.good)).code == "E-NET-37"
    assert server.requests == []


def test_catalogue_is_well_formed() -> None:
    for key, entry in CATALOGUE.items():
        assert key == entry.key
        assert entry.size == sum(file.size for file in entry.files)
        for file in entry.files:
            assert file.urls
            assert all(download.WEB.allows(url) for url in file.urls)
            assert len(bytes.fromhex(file.sha256)) == 32
    urls = [url for entry in CATALOGUE.values() for file in entry.files for url in file.urls]
    assert {urlsplit(url).hostname for url in urls} == entries.HOSTS


@pytest.mark.parametrize("key", [key for key, entry in CATALOGUE.items() if entry.unpacked])
def test_what_an_archive_holds_matches_the_real_files(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_DATA", DATA)
    for file in CATALOGUE[key].unpacked:
        assert locate(file) or not real_data(file.name)


TEXTS_AND_TESTS = ("text", "documents", "analogies", "word_pairs")


@pytest.mark.parametrize(
    "key", [key for key, entry in CATALOGUE.items() if entry.kind in TEXTS_AND_TESTS and key != "text8"]
)
def test_catalogue_matches_the_real_files(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = CATALOGUE[key].files
    assert missing(CATALOGUE[key]) == [file]
    monkeypatch.setenv("EMBEDDING_DATA", DATA)
    path = locate(file)
    if path is None:
        real_data(file.name)  # skips if it is not there; if it is, it is not the file of the catalogue
    assert path
    assert missing(CATALOGUE[key]) == []
    if CATALOGUE[key].kind == "word_pairs":
        assert len(parse_pairs(path.read_bytes()).pairs) == {"men": 3000, "wordsim353": 353, "simlex999": 999}[key]
    elif CATALOGUE[key].kind == "analogies":
        assert len(parse_analogies(path.read_bytes()).words) == 19_544


DATA = os.environ.get("EMBEDDING_DATA", "")


def test_tiny_shakespeare_as_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_DATA", DATA)
    real_data("input.txt")
    corpus = DownloadedText(entry="tiny_shakespeare").load(Listener())
    assert corpus.details is not None
    assert corpus.details["characters"] == 1_115_394
    assert corpus.details["lines"] == 40_000
    assert corpus.document_names == ("Tiny Shakespeare",)


def test_zip_is_read_without_unpacking_it_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for text8: one line of words in a ZIP archive."""
    words = " ".join(np.random.default_rng(0).choice(list("abcdefghijklmnop"), 5000))
    (tmp_path / "plain").write_text(words)
    shutil.make_archive(str(tmp_path / "data" / "text8"), "zip", tmp_path, "plain")
    packed = (tmp_path / "data" / "text8.zip").read_bytes()
    entry = CATALOGUE["text8"]
    file = dataclasses.replace(entry.files[0], size=len(packed), sha256=hashlib.sha256(packed).hexdigest())
    monkeypatch.setitem(TEXTS, "text8", dataclasses.replace(entry, files=(file,)))
    monkeypatch.setenv("EMBEDDING_DATA", str(tmp_path / "data"))
    corpus = DownloadedText(entry="text8").load(Listener())
    assert " ".join(corpus.words[token] for token in corpus.tokens) == words
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["text8.zip"]
