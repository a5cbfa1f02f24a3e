"""A worker of a cluster as it is started for the app, whose jobs are those of the tests.

`python -m engine.runs.executors.worker ADDRESS --preload tests.engine.runs.executors.machine_of_tests`
"""

import sys

from engine.runs.executors import machine
from tests.engine.runs.executors import quick_child

machine.COMMAND = (sys.executable, "-m", quick_child.__name__)  # before the first child is started
