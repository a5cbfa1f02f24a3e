"""The child process of the tests of clusters: that of `tests.engine.runs.job_child`, which gets ready for nothing."""

from engine.runs import worker
from tests.engine.runs import job_child

if __name__ == "__main__":
    job_child.register()
    worker._warm_up = lambda: None
    worker.main()
