"""Side-by-side measurements against peers, with a quality gate each; see `python -m tests.benchmarks`.

A benchmark is a module of this folder with `GOAL` and `PEER` (sentences) and `run(quick) -> dict`, which prints
a table for people and returns at least "ratio", "goal", "quality" (name -> number) and "ok".
"""
