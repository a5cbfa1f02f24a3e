"""The engine: datasets, learners, projections and runs. It knows nothing of Streamlit."""

VERSION = 1
"""What servers of downloads are told. Ids of runs do not depend on it: each class has a version of its own."""
