"""Run by the peer's interpreter: the ALS of `implicit` over a sparse matrix of confidences.

Arguments: matrix.npz (scipy), folder for the results, parameters as JSON. Saves users.npy and items.npy. Prints one
JSON object.
"""

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Train a few times, keep the vectors of the first, and tell the seconds of each `fit`."""
    import numpy as np
    from implicit.cpu.als import AlternatingLeastSquares
    from scipy.sparse import load_npz

    matrix, folder, parameters = load_npz(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
    repeats = parameters.pop("repeats")
    AlternatingLeastSquares(**parameters | {"iterations": 1}).fit(matrix, show_progress=False)
    seconds = []
    for turn in range(repeats):
        model = AlternatingLeastSquares(**parameters)
        begun = time.perf_counter()
        model.fit(matrix, show_progress=False)
        seconds.append(time.perf_counter() - begun)
        if not turn:
            np.save(folder / "users.npy", model.user_factors)
            np.save(folder / "items.npy", model.item_factors)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
