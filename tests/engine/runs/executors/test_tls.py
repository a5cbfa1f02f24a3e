"""A cluster behind certificates does jobs, and has nothing to do with who shows none."""

import shutil
import subprocess
from pathlib import Path

import pytest

from engine.runs import jobs
from engine.runs.executors.cluster import Connection
from engine.runs.executors.dask import Dask
from engine.runs.executors.local import Local
from engine.runs.recipe import Recipe
from engine.runs.supervisor import Supervisor
from tests.engine.runs.executors.loopback import Loopback, wait_until
from tests.engine.runs.executors.test_dask import LONG
from tests.engine.runs.job_child import COMMAND, Drawn, Moody, wait_for

dask = pytest.importorskip("dask", reason="jobs on a cluster need dask's distributed (requirements-cluster.txt)")


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
    parties = ("scheduler", "worker", "client")
    wanted = {f"{party}.{part}": tmp_path / f"{part}.pem" for party in parties for part in ("cert", "key")}
    wanted["ca-file"] = tmp_path / "cert.pem"
    named = {f"distributed.comm.tls.{name}": str(path) for name, path in wanted.items()}
    named["distributed.comm.require-encryption"] = "True"
    told = {"DASK_" + name.replace(".", "__").replace("-", "_").upper(): value for name, value in named.items()}
    cluster = Loopback(tmp_path, 1, "tls", **told)
    try:
        with dask.config.set(named):
            executor = Dask(cluster.address, Local(COMMAND, 1))
            supervisor = Supervisor(executor=executor)
            supervisor.start()
            try:
                wait_until(lambda: executor.places == 1, told=cluster.logs)
                recipe = Recipe(Drawn(1), Moody())
                jobs.submit(recipe, "me", LONG)
                assert wait_for(recipe.run_id, "done", "failed").state == "done"
            finally:
                supervisor.stop()
        for address in (cluster.address, cluster.address.replace("tls", "tcp")):
            with pytest.raises((OSError, TypeError, RuntimeError)):
                Connection(address)
    finally:
        cluster.end()
