"""Rows 56-69: graphs."""

from tests.robustness.row import Row

READER = "engine/datasets/graphs/test_reader.py::test_"
FORMATS = "engine/datasets/graphs/formats/test_formats.py::test_"
HOSTILE = "engine/datasets/graphs/test_hostile.py::test_"
GRAPH = "engine/datasets/graphs/test_graph.py::test_"

GRAPHS = (
    Row("56", "comma, semicolon, tab", "found out", (f"{READER}any_delimiter",)),
    Row("57", "a header", "recognized and shown; can be undone", (f"{READER}any_delimiter", f"{READER}header_can_be")),
    Row("58", "one column, or rows of another width", "refused, or left out with their lines",
        (f"{READER}one_column", f"{READER}odd_rows")),
    Row("59", "a third column", "the weight", (f"{READER}third_column",)),
    Row("60", "weights that are NaN, infinite, text", "the row is left out and counted; all of them: refused",
        (f"{READER}a_weight_that_is_no_number", f"{READER}a_column_of_weights")),
    Row("61", "weights below or at 0", "refused, absolute values offered; 0 is dropped",
        (f"{READER}negative_weights", f"{GRAPH}zero_weights")),
    Row("62", "loops, edges twice, both directions", "loops dropped, duplicates summed, all counted",
        (f"{READER}loops_and_duplicates", f"{READER}a_list_with_each_edge_both_ways")),
    Row("63", "parts and isolated nodes", "works, part by part, with a note",
        (f"{READER}parts_and_isolated", "engine/learners/nodes/test_force_layout.py::test_stray_parts",
         "engine/learners/nodes/test_spectral.py::test_directed_and_disconnected")),
    Row("64", "one node, one edge, nothing left", "refused: at least 5 nodes and 4 edges",
        (f"{READER}too_small", f"{GRAPH}too_little", f"{HOSTILE}a_single_edge")),
    Row("65", "a hub of 200,000, a complete graph", "read up to the cap of edges, refused above it",
        (f"{READER}more_than_the_cap",)),
    Row("66", "names that are HTML, formulas, right to left, 10 kB long", "text; cut to 200 letters and kept different",
        (f"{READER}names_of_any_kind", f"{GRAPH}long_names", f"{HOSTILE}names_that_share",
         "pages/parts/map/test_map.py::")),
    Row("67", "a weight that a parser of literals would unfold", "text, hence row 60; nothing is evaluated",
        (f"{READER}a_weight_that_is_no_number", "test_architecture.py::test_nothing_forbidden[engine/datasets/graphs")),
    Row("68", "GraphML, GEXF, GML; a billion laughs", "read without entities and network; entities are refused",
        (f"{FORMATS}entities_are_never_expanded", f"{FORMATS}graphml", f"{FORMATS}gexf",
         f"{READER}other_formats", f"{HOSTILE}broken_files")),
    Row("69", "directions", "asked; undirected by default, which is said",
        (f"{READER}directed_is_asked", f"{GRAPH}directed_keeps")),
)  # fmt: skip
