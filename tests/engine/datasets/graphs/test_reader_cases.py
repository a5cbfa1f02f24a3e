"""Real layouts that were read wrongly once, from files kept beside the repository: counts as counted independently."""

import pytest

from engine.datasets.graphs import reader
from engine.datasets.graphs.layout import EdgeLayout
from engine.errors import InputError
from tests.conftest import real_data

SMALL, LARGE = (16, 43), (40, 272)
CASES = {
    "graph_pandas_index_numeric.csv": (*SMALL, False),
    "graph_pandas_index_names.csv": (*SMALL, False),
    "graph_id_source_target_weight.csv": (*SMALL, True),
    "graph_source_weight_target.csv": (*SMALL, True),
    "graph_R_write_table_rownames.txt": (*SMALL, False),
    "graph_snap_temporal_timestamp_third.txt": (*SMALL, False),
    "graph_decimal_comma_weights.csv": (*SMALL, True),
    "graph_adjacency_matrix_named.csv": (*SMALL, False),
    "graph_dimacs_col.txt": (*LARGE, False),
    "graph_matrixmarket_small.txt": (*SMALL, False),
    "graph_adjacency_list.adjlist.txt": (*SMALL, False),
    "graph_triples_head_relation_tail.txt": (*SMALL, False),
    "graph_networkx_write_edgelist_default.edgelist": (*SMALL, False),
    "graph_networkx_write_edgelist_weightdict.edgelist": (*SMALL, True),
    "graph_quoted_names_with_blanks.txt": (26, 43, False),
    "graph_tuples_in_parentheses.txt": (*LARGE, False),
    "graph_lgl.txt": (*SMALL, False),
    "graph_tgf.txt": (*SMALL, False),
    "graph_hashtags_mixed.csv": (28, 43, True),
    "graph_hashtags_all.csv": (*SMALL, True),
    "graph_float_and_int_ids.csv": (*LARGE, False),
    "graph_preamble_line.csv": (*LARGE, False),
    "graph_long_urls_same_200_letters.csv.gz": (6_000, 6_000, False),
}


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    graph = reader.read(real_data(name), EdgeLayout(), None)
    assert (graph.n_nodes, graph.n_edges, graph.is_weighted) == CASES[name]


def test_routes() -> None:
    path = real_data("graph_routes_like.csv")
    with pytest.raises(InputError, match=r"column 3 \('ADA'\)"):
        reader.read(path, EdgeLayout(), None)
    graph = reader.read(path, EdgeLayout(source_column="column 3", target_column="column 5"), None)
    assert (graph.n_nodes, graph.n_edges, graph.is_weighted) == (*SMALL, False)
