"""Which two columns of a table are the ends of edges, by what their headings say."""

from collections.abc import Iterator, Sequence
from itertools import chain

from engine.files.roles import COUNTERS, plain_name

PAIRS = (
    ("source", "target"), ("from", "to"), ("src", "dst"), ("src", "dest"), ("src", "tgt"), ("source", "destination"),
    ("source", "dest"), ("source", "sink"), ("origin", "destination"), ("origin", "dest"), ("orig", "dest"),
    ("start", "end"), ("begin", "end"), ("departure", "arrival"), ("head", "tail"), ("subject", "object"),
    ("sender", "receiver"), ("sender", "recipient"), ("follower", "followee"), ("follower", "followed"),
    ("follower", "following"), ("citing", "cited"), ("paper", "cites"), ("paper", "cited"), ("paper", "reference"),
    ("child", "parent"), ("parent", "child"), ("id", "parentid"), ("id", "parent"), ("buyer", "seller"),
    ("user", "friend"), ("user", "item"), ("user", "movie"), ("user", "film"), ("user", "product"), ("user", "pin"),
    ("user", "artist"), ("user", "book"), ("customer", "product"), ("query", "page"), ("author", "paper"),
    ("left", "right"), ("ego", "alter"), ("von", "nach"), ("quelle", "ziel"), ("quelle", "senke"), ("de", "vers"),
    ("origine", "destination"), ("cible", "source"), ("origen", "destino"), ("desde", "hasta"), ("da", "verso"),
    ("giver", "taker"), ("first", "second"),
)  # fmt: skip
"""Headings of sources and targets, also with the same letters before or after them: "source_id", "target_id"."""
_SHORT = (("u", "v"), ("i", "j"), ("x", "y"), ("a", "b"), ("s", "t"), ("n1", "n2"), ("v1", "v2"), ("x1", "x2"))
_ENDINGS = (("1", "2"), ("a", "b"), ("i", "j"), ("x", "y"), ("0", "1"))
_KINDS = ("user", "customer", "query", "author", "paper", "item", "movie", "film", "product", "pin", "artist", "book",
          "page", "viewer", "reader", "listener", "song", "track", "tag")  # fmt: skip
"""Beginnings of headings of things of which two different ones are two kinds of nodes."""
_FEW = 4
_SOURCES = {source: place for place, (source, _) in reversed(list(enumerate(PAIRS)))}
_TARGETS = {target: place for place, (_, target) in reversed(list(enumerate(PAIRS)))}


def are_headings(row: Sequence[str]) -> bool:
    """Whether a first row can hardly be an edge, as it has the headings of both ends by names that are in PAIRS.

    >>> are_headings(["Source", "Target"]), are_headings(["n1", "n2"])
    (True, False)
    """
    return _found([plain_name(heading) for heading in row], telling=True) is not None


def of_headings(headings: Sequence[str]) -> tuple[int, int] | None:
    """The places of source and target among the headings of a table, or None if they do not say so.

    >>> of_headings(["id", "weight", "Source ID", "Target ID"])
    (2, 3)
    >>> of_headings(["protein1", "protein2", "combined_score"])
    (0, 1)
    """
    return _found([plain_name(heading) for heading in headings], telling=False)


def are_two_kinds(source: str, target: str) -> bool:
    """Whether the headings of both ends are of different things.

    >>> are_two_kinds("user_id", "movie_id"), are_two_kinds("paper", "cited paper"), are_two_kinds("author", "author2")
    (True, False, False)
    """
    kinds = [next((kind for kind in _KINDS if plain_name(name).startswith(kind)), "") for name in (source, target)]
    return all(kinds) and kinds[0] != kinds[1]


def _found(plain: Sequence[str], *, telling: bool) -> tuple[int, int] | None:
    places = {heading: place for place, heading in reversed(list(enumerate(plain))) if heading}
    for source, target in chain(_telling(plain), () if telling else _weak(plain)):
        if source in places and target in places:
            return places[source], places[target]
    sources = [places[heading] for heading in places if heading in _SOURCES and heading not in _TARGETS]
    targets = [places[heading] for heading in places if heading in _TARGETS and heading not in _SOURCES]
    return (sources[0], targets[0]) if len(sources) == len(targets) == 1 else None


def _telling(plain: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of headings that are the ends, most telling first."""
    yield from PAIRS
    for source, target in PAIRS:
        for heading in plain:
            if len(source) > 1 and heading.startswith(source) and heading != source:
                yield heading, target + heading[len(source) :]
            if len(source) > 2 and heading.endswith(source) and heading != source:
                yield heading, heading[: -len(source)] + target


def _weak(plain: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs that are the ends if they are headings at all, and stand in front; names of nodes may be the like."""
    if len(plain) <= _FEW:
        front = [heading for heading in plain if heading not in COUNTERS or heading == "x"]
        yield from (pair for pair in _SHORT if tuple(front[:2]) == pair)
    for heading in plain:
        for first, second in _ENDINGS:
            stem = heading[: -len(first)]
            if len(stem) > 1 and heading.endswith(first) and _n_with(stem, plain) == 2:
                yield heading, stem + second


def _n_with(stem: str, plain: Sequence[str]) -> int:
    """How many headings are the stem and a sign or two: of a row of measurements there are more than two."""
    return sum(heading.startswith(stem) and len(heading) <= len(stem) + 2 for heading in plain)
