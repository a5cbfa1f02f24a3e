"""Many visitors at once: what they wait, what it costs, and that nobody sees an error."""
