"""A cluster behind certificates does jobs, and has nothing to do with who shows none."""

import shutil
import subprocess
from pathlib import Path

import pytest

from engine.runs import jobs
from engine.runs.executors.cluster import Connection
from engine.runs.recipe import Recipe
from engine.runs.supervisor import Supervisor
from tests.engine.runs.executors.loopback import Loopback, wait_until
from tests.engine.runs.executors.test_dask import LONG
from tests.engine.runs.job_child import COMMAND, Drawn, Moody, wait_for

dask = pytest.importorskip("dask", reason="jobs on a cluster need dask's distributed (requirements-cluster.txt)")
pytest.importorskip("distributed", reason="jobs on a cluster need dask's distributed (requirements-cluster.txt)")

from engine.runs.executors.dask import Dask
from engine.runs.executors.local import Local

TLS = "DASK_DISTRIBUTED__COMM__TLS__"


def certificate(folder: Path) -> None:
    """A certificate for everybody, signed by itself, and its key: cert.pem, key.pem."""
    if shutil.which("openssl") is None:
        pytest.skip("certificates are made by openssl, which is not on this machine")
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=cluster")
    files = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"))
    subprocess.run([*made, *files], check=True, capture_output=True)


@pytest.mark.timeout(120)
def test_jobs_go_through_tls_and_a_stranger_is_refused(tmp_path: Path) -> None:
    certificate(tmp_path)
    paths = {f"{party}_{what}": str(tmp_path / file) for party in ("SCHEDULER", "WORKER", "CLIENT")
             for what, file in (("CERT", "cert.pem"), ("KEY", "key.pem"))}  # fmt: skip
    spelled = {name.replace("_", "__"): path for name, path in paths.items()} | {"CA_FILE": str(tmp_path / "cert.pem")}
    given = {TLS + name: path for name, path in spelled.items()}
    given["DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION"] = "True"
    cluster = Loopback(tmp_path, 1, "tls", **given)
    own = dask.config.collect_env(given)
    try:
        with dask.config.set(own):
            executor = Dask(cluster.address, Local(COMMAND, 1))
            supervisor = Supervisor(executor=executor)
            supervisor.start()
            wait_until(lambda: executor.places == 1, told=cluster.logs)
            wanted = Recipe(Drawn(1), Moody())
            jobs.submit(wanted, "me", LONG)
            assert wait_for(wanted.run_id, "done", "failed").state == "done"
            supervisor.stop()
        for address in (cluster.address, cluster.address.replace("tls", "tcp")):
            with pytest.raises((OSError, TypeError, RuntimeError)):
                Connection(address)
    finally:
        cluster.end()
