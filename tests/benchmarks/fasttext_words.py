"""Run by the peer's interpreter: fastText's skip-gram on a file of sentences.

Arguments: text file, folder for the vectors, then the parameters as JSON. Prints one JSON object.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    """Train, save vectors.npy and words.txt, and tell the seconds of training without those of reading."""
    import fasttext
    import numpy as np

    text, folder, parameters = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    epochs = parameters.pop("epoch")

    def trained(epoch: int) -> tuple[float, Any]:
        begun = time.perf_counter()
        model = fasttext.train_unsupervised(text, model="skipgram", thread=2, verbose=0, epoch=epoch, **parameters)
        return time.perf_counter() - begun, model

    reading, _ = trained(0)  # counts words, and makes the tables
    seconds, model = trained(epochs)
    words = [word for word in model.words if word != "</s>"]
    np.save(folder / "vectors.npy", np.array([model.get_word_vector(word) for word in words]))
    (folder / "words.txt").write_text("\n".join(words), encoding="utf-8")
    print(json.dumps({"seconds": seconds - reading, "reading": reading}))


if __name__ == "__main__":
    main()
