"""What the app promises of bad input, of faults and of load, row by row: `python -m tests.robustness [--quick]`."""

import os

os.environ.setdefault("STREAMLIT_LOGGER_LEVEL", "error")  # else it warns of each cache that there is no server here
