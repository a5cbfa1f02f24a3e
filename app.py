"""Entry point: page config and the list of pages."""
