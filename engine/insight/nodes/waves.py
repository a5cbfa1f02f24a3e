"""What a graph's waves are, with numbers: the equation of the Laplacian at a node, and a band filter."""

import numpy as np

from engine.algorithms.adjacency import row
from engine.datasets.graphs.graph import Graph
from engine.insight.explanation import Explanation

LISTED = 8
"""Components in the table."""
WAVES = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0)


def neighbor_means(graph: Graph, node: int, vectors: np.ndarray) -> np.ndarray:
    """Mean of the neighbors' vectors by the weight of their edges, (n_components,); 0 for a node without edges."""
    near, weights = row(graph.csr, node)
    return weights @ vectors[near] / max(weights.sum(), 1e-300)


def explained_waves(graph: Graph, node: int, vectors: np.ndarray, eigenvalues: np.ndarray) -> Explanation:
    """Laplacian eigenmaps at a node: its neighbors' mean is 1 - lambda times its own value (Belkin and Niyogi, 2003).

    eigenvalues: of the components (n_components,).
    """
    near, title = len(row(graph.csr, node)[0]), "The equation of a wave"
    if not near:
        return Explanation(title, caption=f"No edge joins {graph.nodes[node]} to others, so that no wave reaches it.")
    listed = slice(0, min(LISTED, vectors.shape[1]))
    own, values = vectors[node].astype(float)[listed], eigenvalues[listed]
    table = {
        "Component": list(range(1, len(own) + 1)),
        "λ": values.tolist(),
        "y of the node": own.tolist(),
        "(1 - λ) y": ((1 - values) * own).tolist(),
        "Mean of its neighbors": neighbor_means(graph, node, vectors)[listed].tolist(),
    }
    formulas = (
        r"L y = \lambda D y \quad\Longleftrightarrow\quad \frac{1}{d_i}\sum_j w_{ij}\, y_j = (1 - \lambda)\, y_i",
    )
    caption = (
        f"i = {graph.nodes[node]}, with {near:,} neighbor{'s' if near > 1 else ''}: in a slow wave (small λ) a node "
        "lies nearly where its neighbors lie on average. The last two columns are equal."
    )
    return Explanation(title, formulas=formulas, table=table, caption=caption)


def response(eigenvalues: np.ndarray, mu: float, theta: float) -> np.ndarray:
    """g - 1 with g = exp(-theta ((lambda - mu)^2 / 2 - 1)): what ProNE's filter leaves of waves of the Laplacian."""
    return np.exp(-theta * ((eigenvalues - mu) ** 2 / 2 - 1)) - 1


def explained_band(mu: float, theta: float) -> Explanation:
    """ProNE's filter: how much is left of waves of some eigenvalues of the Laplacian (Zhang et al., 2019)."""
    left = response(np.array(WAVES), mu, theta)
    formula = (
        r"g(\lambda) = e^{-\theta\left(\frac12(\lambda - \mu)^2 - 1\right)}, "
        rf"\quad \mu = {mu:g},\; \theta = {theta:g}"
    )
    table = {"Eigenvalue λ": WAVES, "g(λ)": (left + 1).tolist(), "Left: g(λ) - 1": left.tolist()}
    caption = (
        "The factorization's vectors are waves over the graph: slow ones (small λ) tell communities apart, fast ones "
        "single neighbors. Each is multiplied by g(λ) - 1, and the result averaged over the neighbors."
    )
    return Explanation("The spectral filter", formulas=(formula,), table=table, caption=caption)
