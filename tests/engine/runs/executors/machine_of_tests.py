"""A worker of a cluster as it is started for the app, whose jobs are those of `tests.engine.runs.job_child`.

`python -m engine.runs.executors.worker ADDRESS --preload tests.engine.runs.executors.machine_of_tests`
"""

from engine.runs.executors import machine
from tests.engine.runs import job_child

machine.COMMAND = job_child.COMMAND  # before the first child is started
