"""What every training takes, whatever it does: to be added to what its own steps take."""

START_SECONDS = 0.5
"""Reading the data and starting the libraries, in a child process that is warm."""
LIBRARY_MEGABYTES = 200.0
"""The libraries in memory."""
