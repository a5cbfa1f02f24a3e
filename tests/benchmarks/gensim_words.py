"""Run by the peer's interpreter: gensim's skip-gram on a file of sentences.

Arguments: text file, seed, folder for the vectors, then the parameters as JSON. Prints one JSON object.
"""

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Train, save vectors.npy and words.txt, and tell the seconds that `train` took."""
    import numpy as np
    from gensim.models import Word2Vec

    text, seed, folder, parameters = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), json.loads(sys.argv[4])
    epochs = parameters.pop("epochs")
    model = Word2Vec(sg=1, workers=2, seed=seed, **parameters)
    model.build_vocab(corpus_file=text)
    words = model.corpus_total_words
    begun = time.perf_counter()
    model.train(corpus_file=text, total_examples=model.corpus_count, total_words=words, epochs=epochs)
    seconds = time.perf_counter() - begun
    np.save(folder / "vectors.npy", model.wv.vectors)
    (folder / "words.txt").write_text("\n".join(model.wv.index_to_key), encoding="utf-8")
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
