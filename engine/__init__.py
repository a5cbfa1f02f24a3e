"""The engine: datasets, learners, projections and runs. It knows nothing of Streamlit."""

VERSION = 1
"""Part of every run id: raise it when the same recipe would give another result."""
