"""Run by the peer's interpreter: GloVe by Mittens on counts and from vectors that are given.

Arguments: folder of counts.npz and begin.npz, epochs, the count of full weight, the learning rate. Prints one JSON
object: the seconds of each epoch, and the loss before its steps.
"""

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """All in float32, in which numpy is twice as fast."""
    import numpy as np
    from mittens.np_mittens import GloVe
    from scipy.sparse import load_npz

    folder, epochs, most, rate = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    begin = {name: array.astype(np.float32) for name, array in np.load(folder / "begin.npz").items()}
    table = load_npz(folder / "counts.npz").astype(np.float32).toarray()
    at_first = {
        "W": begin["words"], "C": begin["contexts"], "bw": begin["bias"][:, None], "bc": begin["other"][:, None],
    }  # fmt: skip
    model = GloVe(n=begin["words"].shape[1], max_iter=epochs, xmax=most, learning_rate=rate, display_progress=0)
    model.test_mode = True
    times = []
    model._progressbar = lambda *_: times.append(time.perf_counter())
    predict = model._make_prediction
    begun: list[float] = []

    def predicted() -> np.ndarray:
        if not begun:
            begun.append(time.perf_counter())
        return predict()

    model._make_prediction = predicted
    model.fit(table, fixed_initialization=at_first)
    print(json.dumps({"seconds": np.diff([*begun, *times]).tolist(), "losses": [float(x) for x in model.errors]}))


if __name__ == "__main__":
    main()
