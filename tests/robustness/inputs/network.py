"""Rows 126-135: the network, for data sets that are fetched."""

from tests.robustness.row import Row

FETCH = "engine/files/downloads/test_fetch.py::test_"
BAD = f"{FETCH}bad_server"

NETWORK = (
    Row("126", "no network", "told in 15 s: what is missing, its size and sum, where to put it by hand",
        (f"{FETCH}offline_says", f"{FETCH}patience_with_a_dead_network")),
    Row("127", "a server that is slow or stalls", "ended after its time; cancel works",
        (f"{BAD}[silent", f"{BAD}[stalled", f"{FETCH}too_slow_altogether", f"{FETCH}cancel_while_the_server_stalls")),
    Row("128", "a body that is cut off", "never used; the next mirror",
        (f"{BAD}[truncated", f"{FETCH}the_next_mirror")),
    Row("129", "another checksum", "never used, both sums shown", (f"{BAD}[tampered", f"{FETCH}wrong_checksum")),
    Row("130", "a login page with status 200", "refused: the server sent a web page",
        (f"{BAD}[login_page", f"{BAD}[unlabeled_page")),
    Row("131", "a body without end", "stopped at the size that was declared", (f"{BAD}[endless",)),
    Row("132", "redirects to http, files, private addresses", "refused",
        (f"{BAD}[<lambda>-E-NET-32", f"{BAD}[<lambda>-E-NET-43", f"{FETCH}production_admits")),
    Row("133", "404, 500, 429", "the next mirror, then told; Retry-After up to 60 s",
        (f"{BAD}[<lambda>-E-NET-33", f"{FETCH}retry_after")),
    Row("134", "two ask for one file", "one download", (f"{FETCH}two_processes_share",)),
    Row("135", "a proxy, a certificate that nobody vouches for", "the proxy is used; a bad certificate is refused",
        (f"{FETCH}proxy_of_the_environment", f"{FETCH}certificate_that_nobody")),
)  # fmt: skip
