"""What the page remembers, and what its address says: two runs, how each is seen, and what is compared."""

from pages.parts.explore.state import PageState, Told

RUN = "[0-9a-f]{32}"


class CompareState(PageState):
    """Of either side: a run, which of its embeddings, of which moment, its map and its metric."""

    a = Told(RUN)
    b = Told(RUN)
    name_a = Told()
    name_b = Told()
    when_a = Told("first")
    when_b = Told("first")
    map_a = Told()
    """The name of a projection, or the run of a map; "": what shows most."""
    map_b = Told()
    metric_a = Told("cosine|dot|euclidean")
    metric_b = Told("cosine|dot|euclidean")
    by = Told("maps|vectors")
    """Whether neighbors are those on the maps or in the vectors; "": in these, unless both sides have the same."""
    near = Told(r"5|10|20|50")
    """How many neighbors of each item are compared."""
    column = Told()
    """The column along which the drift is drawn as a curve."""
    order = Told("stayed")
    """Whether the table begins with those that stayed; "": with those that moved."""
