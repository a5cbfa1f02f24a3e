"""Run by the peer's interpreter: gensim's LSI of a matrix of documents by terms.

Arguments: .npz of the matrix (scipy's save_npz), rank, file for the terms' axes. Prints one JSON object.
"""

import json
import sys
import time


def main() -> None:
    """Decompose as gensim does by default, save the axes (n_terms, rank), and tell the seconds that it took."""
    import numpy as np
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LsiModel
    from scipy.sparse import load_npz

    matrix, rank = load_npz(sys.argv[1]), int(sys.argv[2])
    names = {term: str(term) for term in range(matrix.shape[1])}
    begun = time.perf_counter()
    model = LsiModel(Sparse2Corpus(matrix, documents_columns=False), num_topics=rank, id2word=names, random_seed=0)
    seconds = time.perf_counter() - begun
    np.save(sys.argv[3], model.projection.u)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
