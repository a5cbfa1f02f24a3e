"""Run by the peer's interpreter: Cornac's EASE over pairs of viewer and film.

Arguments: pairs.npy (n, 2), lambda, folder for the results. Saves weights.npy and items.npy (the film of each of its
columns). Prints one JSON object.
"""

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Train, keep the weights, and tell the seconds of `fit`."""
    import numpy as np
    from cornac.data import Dataset
    from cornac.models import EASE

    pairs, regularization, folder = np.load(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
    data = Dataset.from_uir([(int(user), int(item), 1.0) for user, item in pairs])
    model = EASE(lamb=regularization, posB=False, verbose=False)
    data.matrix  # noqa: B018 - its first use builds it, which is no part of the training
    begun = time.perf_counter()
    model.fit(data)
    seconds = time.perf_counter() - begun
    np.save(folder / "weights.npy", np.asarray(model.B))
    np.save(folder / "items.npy", np.array(list(data.iid_map)))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
