"""What the server sees to before the first visitor."""

import subprocess
import sys

import pytest

from tests import ROOT

LIMITED = """
import resource
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (256, most))
from pages.parts import server
server.allow_open_files()
print(*resource.getrlimit(resource.RLIMIT_NOFILE), most, server.OPEN_FILES)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of open files")
def test_many_files_may_be_open_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], cwd=ROOT, capture_output=True, text=True, check=True)
    now, after, before, wanted = map(int, done.stdout.split())
    assert now == (wanted if before < 0 else min(wanted, before)) > 256 and after == before
