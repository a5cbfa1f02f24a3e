"""The matrix that skip-gram over walks tends to, in closed form (Levy and Goldberg, 2014; Qiu et al., 2018)."""

import numpy as np

from engine.algorithms.adjacency import CSR, n_nodes, strengths, summed_steps
from engine.algorithms.walks.step_chain import fits, step_chain


def context_weights(window: int) -> np.ndarray:
    """What a node r = 1 ... window steps away counts as a context: window - r + 1, as skip-gram's random windows do."""
    return np.arange(window, 0.0, -1)


def shifted_pmi(
    csr: CSR,
    window: int,
    negative: int,
    ns_exponent: float,
    p: float = 1,
    q: float = 1,
    walk_length: int = 80,
    directed: bool = False,
) -> np.ndarray:
    """log(s(j | i) / noise(j)) - log b, to which the inner products of skip-gram tend; -inf where no walk leads.

    s(j | i): chance of j as a context of i, see `context_weights`; noise(j) ~ visits(j)^ns_exponent.
    float64 (n_nodes, n_nodes). With p or q other than 1, or `directed`, it is that of walks of walk_length nodes, as
    many from each node, where the graph is small enough; else endless walks with p = q = 1 stand for them.
    """
    weights = context_weights(window)
    if is_endless(csr, p, q, directed):
        pairs, visits = summed_steps(csr, weights), strengths(csr)
    else:
        starts = np.full(n_nodes(csr), 1 / n_nodes(csr))
        pairs = step_chain(csr, p, q).expected_pairs(starts, walk_length, weights)
        visits = pairs.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = pairs / pairs.sum(axis=1, keepdims=True)
        return np.log(shares / noise_shares(visits, ns_exponent)) - np.log(negative)


def noise_shares(visits: np.ndarray, ns_exponent: float) -> np.ndarray:
    """Chance of each node as a negative, (n_nodes,): in proportion to visits^ns_exponent, 0 if it is never visited."""
    powered = np.power(visits, ns_exponent, out=np.zeros(len(visits)), where=visits > 0)
    return powered / powered.sum()


def is_endless(csr: CSR, p: float, q: float, directed: bool) -> bool:
    """Whether the matrix is that of endless walks with p = q = 1: they are such walks, or the graph is too large."""
    return (p == q == 1 and not directed) or not fits(csr)
