"""Run by the peer's interpreter: PecanPy's SparseOTF walks, and gensim's skip-gram over them if asked.

Arguments: edge list (tab-separated), folder for the results, parameters as JSON. Prints one JSON object.
"""

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Walk once to compile, then walk and time it; save walks.npy, or vectors.npy and nodes.txt."""
    import numpy as np
    from pecanpy.pecanpy import SparseOTF

    path, folder, parameters = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    n_walks, length = parameters["n_walks"], parameters["walk_length"]
    graph = SparseOTF(parameters["p"], parameters["q"], 2, False)
    graph.read_edg(path, False, False)
    graph.simulate_walks(1, 3)
    begun = time.perf_counter()
    walks = graph.simulate_walks(n_walks, length - 1)
    result = {"walk_seconds": time.perf_counter() - begun, "steps": sum(map(len, walks))}
    if parameters.get("n_components"):
        result["seconds"] = train(walks, folder, parameters, begun)
    else:
        table = np.full((len(walks), length), -1)
        for row, walk in enumerate(walks):
            table[row, : len(walk)] = [int(node) for node in walk]
        np.save(folder / "walks.npy", table)
    print(json.dumps(result))


def train(walks: list[list[str]], folder: Path, parameters: dict[str, float], begun: float) -> float:
    """gensim with PecanPy's own settings; returns the seconds since the walks began."""
    import time as clock

    import numpy as np
    from gensim.models import Word2Vec

    model = Word2Vec(
        walks, vector_size=int(parameters["n_components"]), window=int(parameters["window"]), sg=1, min_count=0,
        workers=2, epochs=1, seed=1,
    )  # fmt: skip
    seconds = clock.perf_counter() - begun
    np.save(folder / "vectors.npy", model.wv.vectors)
    (folder / "nodes.txt").write_text("\n".join(model.wv.index_to_key), encoding="utf-8")
    return seconds


if __name__ == "__main__":
    main()
