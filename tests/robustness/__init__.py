"""What the app promises of bad input, of faults and of load, row by row: `python -m tests.robustness [--quick]`."""
