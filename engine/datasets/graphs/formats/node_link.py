"""JSON: nodes and links as records, a list of pairs, or the neighbors of each node."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from engine.datasets.graphs import ends
from engine.datasets.graphs.described import Described
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.weights import natural
from engine.errors import InputError

_EDGES = ("links", "edges", "link", "edge", "relationships")
_IDS = ("id", "key", "name", "label")
_INNER = ("data", "attributes", "properties")
Record = dict[str, str]


def recognizes(head: Head) -> bool:
    """It begins as JSON does; printed tuples have been looked for before."""
    text = "".join(head.text[:1000].split())
    return text.startswith(('{"', "[[", "[{", "{}", '["')) or text == "{"


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """All nodes and edges. Raises InputError for broken JSON (E-GRF-104), and for JSON that is no graph (E-GRF-105)."""
    document = _parsed(file.whole("JSON file"))
    graph = Described(layout, "JSON")
    if isinstance(document, dict) and isinstance(document.get("elements"), dict | list):
        document = _elements(document["elements"])
    if isinstance(document, dict):
        _add_document(graph, document)
    else:
        _add_list(graph, document)
    return graph.finished(file.notes)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        try:  # a record a line
            return [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError):
            raise InputError(f"The JSON of the file is broken ({str(error)[:80]}); please export it again.",
                             "E-GRF-104") from error  # fmt: skip


def _elements(found: Any) -> dict[str, Any]:
    """Cytoscape's elements, in two lists or in one."""
    if isinstance(found, dict):
        return found
    records = [each for each in found if isinstance(each, dict)]
    are_edges = ["source" in _record(each) for each in records]
    return {
        "nodes": [each for each, is_edge in zip(records, are_edges, strict=True) if not is_edge],
        "edges": [each for each, is_edge in zip(records, are_edges, strict=True) if is_edge],
    }


def _add_document(graph: Described, document: Mapping[str, Any]) -> None:
    key = next((key for key in _EDGES if isinstance(document.get(key), list)), "")
    nodes = document.get("nodes", [])
    directed = document.get("directed") is True
    if key:
        ids = _add_nodes(graph, nodes if isinstance(nodes, list) else [])
        _add_records(graph, document[key], ids, directed)
    elif isinstance(document.get("adjacency"), list) and isinstance(nodes, list):
        ids = _add_nodes(graph, nodes)
        for name, near in zip(ids, document["adjacency"], strict=False):
            for record in filter(None, map(_record, near)):
                graph.edge(name, record.pop("id", ""), record, directed)
    else:
        _add_neighbors(graph, document)


def _add_nodes(graph: Described, nodes: Iterable[Any]) -> list[str]:
    ids = []
    for place, node in enumerate(nodes):
        record = _record(node) if isinstance(node, dict) else {"id": str(node)}
        key = next((key for key in _IDS if key in record), "")
        ids.append(record.pop(key) if key else str(place))
        graph.node(ids[-1], record)
    return ids


def _add_records(graph: Described, records: list[Any], ids: list[str], directed: bool) -> None:
    """Edges as records, or as pairs; ends that are no ids but places in the list of nodes are understood."""
    if records and isinstance(records[0], list):
        _add_list(graph, records)
        return
    first = _record(records[0]) if records else {}
    pair = ends.of_headings(list(first))
    if pair is None:
        raise _no_graph()
    source, target = (list(first)[place] for place in pair)
    edges = [_record(each) for each in records]
    named = {edge.get(end, "") for edge in edges for end in (source, target)}
    by_place = bool(ids) and not named & set(ids) and all(0 <= natural(n) < len(ids) for n in named)
    for edge in edges:
        first_end, second_end = edge.pop(source, ""), edge.pop(target, "")
        if by_place:
            first_end, second_end = ids[int(first_end)], ids[int(second_end)]
        graph.edge(first_end, second_end, edge, directed)


def _add_list(graph: Described, found: Any) -> None:
    """A list of pairs, of records, or of two long lists: all sources and all targets."""
    if not isinstance(found, list) or not found:
        raise _no_graph()
    if all(isinstance(each, dict) for each in found):
        _add_records(graph, found, [], False)
        return
    if not all(isinstance(each, list) for each in found):
        raise _no_graph()
    if len(found) == 2 and len(found[0]) == len(found[1]) > 3:
        found = list(map(list, zip(*found, strict=True)))
    if not all(len(each) in (2, 3) and _is_plain(each[0]) and _is_plain(each[1]) for each in found):
        raise _no_graph()
    for source, target, *more in found:
        weight = {"weight": str(more[0])} if more and _is_plain(more[0]) else _record(more[0]) if more else {}
        graph.edge(str(source), str(target), weight, False)


def _add_neighbors(graph: Described, document: Mapping[str, Any]) -> None:
    """Node -> a list of its neighbors, or neighbor -> weight or attributes."""
    if not document or not all(isinstance(near, list | dict) for near in document.values()):
        raise _no_graph()
    once: set[tuple[str, str]] = set()
    for node, near in document.items():
        graph.node(node, {})
        for neighbor in near:
            if not _is_plain(neighbor):
                raise _no_graph()
            if (str(neighbor), node) in once and not graph.directed:  # the other node has named it
                continue
            once.add((node, str(neighbor)))
            said = near[neighbor] if isinstance(near, dict) else {}
            told = {"weight": str(said)} if _is_plain(said) else _record(said)
            graph.edge(node, str(neighbor), told, graph.directed)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _record(found: Any) -> Record:
    """A record as strings, with what its "data" or "attributes" hold."""
    if not isinstance(found, dict):
        return {}
    inner = [found[key] for key in _INNER if isinstance(found.get(key), dict)]
    flat = {**found, **{key: value for each in inner for key, value in each.items()}}
    return {str(key): str(value) for key, value in flat.items() if _is_plain(value)}


def _no_graph() -> InputError:
    return InputError(
        "This is JSON in a layout that is not known as a graph; known are nodes with links or edges (source, target), "
        "a list of pairs, and the neighbors of each node. Please export one of these, or an edge list.",
        "E-GRF-105",
    )
