"""The cell of the factorized matrix that belongs to two nodes, with its numbers: one row of it, never all of it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.algorithms.adjacency import adjacency, row, step_chances, steps_from, strengths
from engine.algorithms.skipgram.negative_sampling import Settings
from engine.algorithms.walks.shifted_pmi import context_weights, is_endless, noise_shares
from engine.algorithms.walks.step_chain import step_chain
from engine.datasets.graphs.graph import Graph
from engine.insight.explanation import Explanation
from engine.insight.nodes.numbers import tex

LISTED_WAYS = 8
"""Terms of Katz's sum in the table; all of them count."""
SERIES_END = 1e-9
MOST_TERMS = 1_000


def netmf_value(graph: Graph, node: int, other: int, window: int, negative: int) -> tuple[float, float]:
    """M_ij before the logarithm, and the sum of (P^r)_ij over r = 1 ... window, of an undirected graph.

    M_ij is vol / (b T d_j) times that sum (Qiu et al., 2018); 0 if `other` has no edge.
    """
    degree = strengths(graph.csr)
    walked = float(steps_from(graph.csr, node, window)[:, other].sum())
    if not degree[other]:
        return 0.0, walked
    return float(degree.sum() / (negative * window) * walked / degree[other]), walked


def netmf_cell(
    graph: Graph, node: int, other: int, window: int, negative: int, product: float | None = None
) -> Explanation:
    """NetMF's formula with the numbers of two nodes; product: of their vectors, where these are NetMF's."""
    value, walked = netmf_value(graph, node, other, window, negative)
    degree = strengths(graph.csr)
    figures = rf"\frac{{{tex(degree.sum())}}}{{{negative}\cdot {window}}}\cdot {tex(walked)}"
    formulas = (
        r"M_{ij} = \frac{\mathrm{vol}(G)}{b\,T}\,\Big(\sum_{r=1}^{T} P^r\Big)_{ij}\frac{1}{d_j}",
        rf"= {figures}\cdot\frac{{1}}{{{tex(degree[other])}}} = {tex(value)}" if degree[other] else rf"= {tex(value)}",
        rf"\log\max(1, M_{{ij}}) = {np.log(max(value, 1)):.4f}",
    )
    caption = (
        f"i = {graph.nodes[node]}, j = {graph.nodes[other]}; window T = {window}, b = {negative} "
        f"negative{'s' if negative > 1 else ''}. P^r leads r steps further on a walk, vol(G) sums up all degrees d."
    )
    if not degree[other]:
        caption += " No edge leads to j, so that no walk meets it."
    if product is not None:
        caption += f" The inner product of the two vectors: {product:.4f}."
    return Explanation("NetMF's cell", formulas=formulas, caption=caption)


def contexts(
    graph: Graph, node: int, window: int, bias: tuple[float, float], walk_length: int
) -> tuple[np.ndarray, np.ndarray]:
    """Chance of each node as a context of `node`, and what each node's share of all contexts goes by; (n_nodes,) each.

    As in `shifted_pmi`. All 0 for a node that no walk leads away from or to.
    """
    csr, weights = graph.csr, context_weights(window)
    if is_endless(csr, *bias, graph.directed):
        pairs, visits = weights @ steps_from(csr, node, window), strengths(csr)
    else:
        starts = np.full(graph.n_nodes, 1 / graph.n_nodes)
        table = step_chain(csr, *bias).expected_pairs(starts, walk_length, weights)
        pairs, visits = table[node], table.sum(axis=1)
    return pairs / max(pairs.sum(), 1e-300), visits


def pmi_cell(
    graph: Graph, node: int, other: int, settings: Settings, bias: tuple[float, float], walk_length: int, product: float
) -> Explanation:
    """What the inner product of a node and a context vector tends to (Levy and Goldberg, 2014), with its numbers."""
    chances, visits = contexts(graph, node, settings.window, bias, walk_length)
    noise = noise_shares(visits, settings.ns_exponent)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.log(chances[other] / noise[other]) - np.log(settings.negative))
    never = not chances[other]
    formulas = (
        r"v_i \cdot u_j \;\to\; \ln \frac{s(j \mid i)}{\nu(j)} - \ln b",
        rf"= \ln \frac{{{tex(chances[other])}}}{{{tex(noise[other])}}} - \ln {settings.negative} = "
        + (r"-\infty" if never else f"{value:.4f}"),
        rf"v_i \cdot u_j = {product:.4f}",
    )
    caption = (
        f"i = {graph.nodes[node]}, j = {graph.nodes[other]}: s(j | i) is how large a part of the contexts of i is j, "
        f"within {settings.window} steps, nearer ones more often; ν(j) is how often j is a negative (visits to "
        f"the power {settings.ns_exponent:g}); b = {settings.negative} negatives. The training never sees this number."
    )
    if never:
        caption += " No walk leads from i to j within the window."
    elif bias != (1, 1) and is_endless(graph.csr, *bias, graph.directed):
        caption += " For a graph of this size the number is that of p = q = 1; here p or q bends it."
    return Explanation("What the inner product tends to", formulas=formulas, caption=caption)


def edge_cell(graph: Graph, node: int, other: int, noise_exponent: float) -> Explanation:
    """ProNE's matrix: log p(j | i) - log noise(j) on an edge, 0 elsewhere (Zhang et al., 2019)."""
    title = "The cell that ProNE factorizes"
    names = f"i = {graph.nodes[node]}, j = {graph.nodes[other]}"
    if not graph.has_edge(node, other):
        return Explanation(title, formulas=("M_{ij} = 0",), caption=f"{names}: no edge joins them.")
    step = step_chances(graph.csr)
    noise = np.bincount(graph.targets, weights=step, minlength=graph.n_nodes) ** noise_exponent
    near, weights = row(graph.csr, node)
    chance = float(weights[np.searchsorted(near, other)] / weights.sum())
    share = float(noise[other] / noise.sum())
    formulas = (
        r"M_{ij} = \ln p(j \mid i) - \ln \nu(j)",
        rf"= \ln {tex(chance)} - \ln {tex(share)} = {np.log(chance / share):.4f}",
    )
    caption = (
        f"{names}: p(j | i) is the chance of the edge as the next step of a walk, ν(j) the share of all chances that "
        f"lead to j, each to the power {noise_exponent:g}."
    )
    return Explanation(title, formulas=formulas, caption=caption)


def katz_terms(graph: Graph, node: int, other: int, beta: float) -> np.ndarray:
    """beta^r (A^r)_ij for r = 1, 2, ... until no node is reached any more: ways of r edges, by weight; (n_terms,)."""
    back = adjacency(graph.csr).T.tocsr() * beta
    reached = back @ np.eye(1, graph.n_nodes, node)[0]
    terms: list[float] = []
    while len(terms) < MOST_TERMS and (not terms or reached.max() > SERIES_END):
        terms.append(reached[other])
        reached = back @ reached
    return np.array(terms)


def proximity_cell(graph: Graph, node: int, other: int, beta: float, product: float) -> Explanation:
    """HOPE's proximity of two nodes (Katz, 1953), a row for each length of way; with beta 0 the adjacency itself."""
    title, names = "The proximity that HOPE factorizes", f"i = {graph.nodes[node]}, j = {graph.nodes[other]}"
    learned = rf"u_i \cdot v_j = {product:.4f}"
    if not beta:
        near, weights = row(graph.csr, node)
        formula = rf"S_{{ij}} = A_{{ij}} = {tex(weights[near == other].sum())}"
        return Explanation(title, formulas=(formula, learned), caption=f"{names}: the weight of their edge.")
    terms = katz_terms(graph, node, other, beta)
    lengths = np.arange(1, len(terms) + 1)
    listed = slice(0, LISTED_WAYS)
    table: dict[str, Sequence[Any]] = {
        "Edges r": lengths[listed].tolist(),
        "Ways (A^r)": (terms / beta**lengths)[listed].tolist(),
        "beta^r A^r": terms[listed].tolist(),
    }
    formula = rf"S_{{ij}} = \sum_r \beta^r (A^r)_{{ij}} = {tex(terms.sum())}, \qquad \beta = {tex(beta)}"
    caption = f"{names}: ways from i to j along the edges, long ones counting less; their sum is the proximity."
    return Explanation(title, formulas=(formula, learned), table=table, caption=caption)
