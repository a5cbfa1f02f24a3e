"""Charts of results: a type in, a Plotly figure out. The only place that imports plotly."""
