"""Layouts of files with graphs, one a module, each with `recognizes(head)` and `read(file, layout)`."""
