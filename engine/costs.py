"""What work costs: the constants from which every method and test estimates its time and memory, in one table.

A constant is the seconds of one counted operation unless its line says otherwise. Where it is known how one was
measured, its line says so; of the others there is no record. What is paid once, whatever the size, is a `Libraries`;
how many operations there are, and the bytes that grow with the data, stand in the method's own estimate.
"""

from typing import NamedTuple


class Libraries(NamedTuple):
    """What is paid before the work begins. seconds: to read the data and start; megabytes: resident, of 10^6 bytes."""

    seconds: float
    megabytes: float


SPARSE = Libraries(0.5, 200.0)
"""Methods on ratings and towers, in a child process that is warm."""
COUNTING = Libraries(0.7, 200.0)
"""PPMI-SVD."""
GRAPHS = Libraries(0.8, 200.0)
"""Methods on a graph's matrix, and its drawing."""
KERNELS = Libraries(1.0, 200.0)
"""Skip-gram on words and walks: numba, and kernels read from its cache."""
NETWORKS = Libraries(4.0, 500.0)
"""Networks on images: torch."""
COORDINATES = Libraries(0.2, 50.0)
"""PCA of an embedding."""
PIXEL_COORDINATES = Libraries(0.2, 100.0)
"""PCA of images."""
MAPS = Libraries(1.0, 150.0)
"""t-SNE."""

COMPARED = Libraries(0.5, 200.0)
"""Tests of maps."""

RANKINGS = Libraries(0.3, 300.0)
"""Tests of ranking for viewers."""
CHANCES = Libraries(0.5, 300.0)
"""The test of predicted watching."""
QUESTIONS = Libraries(0.5, 100.0)
"""Tests of words, by files of questions."""
LABELS = Libraries(1.0, 150.0)
"""Tests of nodes, by labels."""
PIXELS = Libraries(1.0, 200.0)
"""Tests of images that need no network."""
CODES = Libraries(1.0, 300.0)
"""Tests of the codes or the classes of a run."""
UNITS = Libraries(1.0, 400.0)
"""The test of a network's units."""
DECODED = Libraries(2.0, 300.0)
"""The test of what comes back from codes."""
RANKS = Libraries(2.0, 400.0)
"""The test of every rank of PCA."""
SPLIT_SECONDS = 1.0
"""Seconds to hide a part of a dataset and ask about it, beside the training on the rest."""

# Dense algebra
DENSE_SVD = 1.5e-9
"""All singular vectors of a square matrix of float64, per side cubed; also PCA's eigenvectors with the rest of it."""
DENSE_EIGEN = 2e-9
"""All eigenvectors of a symmetric matrix of float64, per side cubed."""
DENSE_EIGENVALUES = 5e-10
"""All eigenvalues of a symmetric matrix of float64, without vectors, per side cubed. From timings on two busy cores."""
DENSE_PASS = 2.5e-10
"""One product of two square matrices of float64, per side cubed."""
DENSE_POWER = 5e-11
"""One product of square matrices in a row of powers, per side cubed."""
WIDE_PRODUCT = 1e-10
"""A dense square matrix times a block of columns, per cell and column, over all rounds of subspace iteration."""
LOGARITHM = 2e-8
"""A cell of a dense matrix cut and its logarithm taken."""
PIXEL_PRODUCT = 1.2e-11
"""One multiplication in a covariance of pixels, float32."""
PRINCIPAL_PRODUCT = 2e-11
"""One multiplication in PCA of an embedding, float64."""

# Sparse algebra
SPARSE_PRODUCT = 1.5e-9
"""An entry of float32 times one column of a block."""
ORTHOGONALIZE = 1e-9
"""A row of a block made orthonormal, per squared column."""
LANCZOS_ENTRY = 3e-9
"""An entry of float64 in one product of a Lanczos iteration."""
LANCZOS_ROW = 8e-9
"""A row and component, kept orthogonal in one Lanczos iteration."""
LEADING_ENTRY = 2e-8
"""An entry and component, for the leading eigenvectors of a graph of float32: all products of it."""
LEADING_ROW = 4e-9
"""A row and squared component of the same."""

# Words
GLOVE_CELL, GLOVE_NUMBER = 1e-8, 4e-10
"""One step of GloVe: a pair of words, and each number of their vectors."""
GLOVE_STRANGER = 2.0
"""What a pair that never meets takes for each that meets, whose step takes 1."""
TERMS_PER_WORD = 0.6
"""No time: different terms of a document for each of its words, in short texts."""
COUNTED_TERM = 150e-9
"""A running word, counted into the terms of its document. From timings on two busy cores."""
FASTTEXT_NUMBER = 1.2e-10
"""A number of a part's vector, each time that a word is put together and its move handed on."""
SPELLED_PART = 4e-6
"""A part of a word of the vocabulary, found and given its row."""
PARTS_OF_A_WORD = 3.5
"""No time: n-grams of one length in a running word that sub-sampling kept, as in English novels."""
NGRAMS_OF_A_WORD = 1.4
"""No time: different n-grams of one length for each word of a vocabulary, as in English novels."""
VALIDITY_PRODUCT, VALIDITY_NUMBER, VALIDITY_UNIT = 5e-11, 1e-8, 2e-10
"""Of a window of the validity network: a multiplication with the hidden layer, a number of its vectors moved, and a
hidden unit of one phrase with a word switched."""
CONTEXT_NUMBER = 2e-7
"""A number of a layer of a network that reads sentences, at each place, beside its products: forth and back."""
COUNTED_PAIR = 25e-9
"""A pair of words in a window."""
PMI_ROW_CELL = 2e-8
"""A word and context, met or not, where a row of the matrix is made by itself."""
CELLS_PER_PAIR = 0.3
"""No time: different pairs for each possible or counted pair of words, as in novels of 1 to 14 million words."""
PPMI_CELL = 18e-9
"""A nonzero cell and component: some nine products with the matrix and its transpose."""
PPMI_ROW = 19e-9
"""A word and squared component: keeping the Lanczos vectors orthogonal."""

# Skip-gram and walks
SKIPGRAM_WINDOW = 130e-9
"""A window, whatever the vectors' size. Measured on one core of a 2023 server processor."""
SKIPGRAM_PRODUCT = 0.075e-9
"""A number of a row, target and context. Measured on the same."""
CBOW_PASS = 90e-9
"""A window of CBOW and six targets, whatever the vectors' size; numbers take what skip-gram's do. On two busy cores,
16 to 300 dimensions, windows of 2 to 10."""
SKIPGRAM_SPEEDUP = 1.6
"""No time: how much faster two threads without locks are than one."""
WALK_STEP = 0.1e-6
"""A step of a random walk."""

# Films
RATING_CELL = 20e-9
"""A rating and component of the truncated SVD."""
RATING_ROW = 25e-9
"""A viewer or film and squared component of the same."""
GRAM_CELL = 1e-8
"""A rating and row of the smaller side, for their inner products."""
IMPLICIT_SOLVE = 0.4e-9
"""A multiplication of implicit ALS: per cube of the dimensions, or square of them for each pair."""
BIASED_SOLVE = 1e-9
"""A multiplication of biased ALS: per cube of the dimensions of each row, or square of them for each rating."""
BIASED_STEP = 4e-9
"""A rating and factor in one epoch of stochastic gradient descent."""
PAIR_LOGIT = 6e-9
"""A logit of the co-watch softmax, forth and back, whatever the vectors' size."""
PAIR_PRODUCT = 0.12e-9
"""A multiplication for one of them."""
TOWER_LOGIT = 3e-9
"""A logit of the two towers, forth and back."""
TABLE_NUMBER = 6e-9
"""A number of the learned tables in one step: its gradient and Adam."""
WATCH_PRODUCT = 0.2e-9
"""A multiplication of the watch network, forth and back."""

# Networks
NETWORK_PRODUCT = 6e-11
"""A multiplication of a forward pass in torch, with its share of the way back. Measured on two cores."""

# Drawings and maps
SPRING_PAIR = 2.5e-9
"""A pair of nodes in one step of the spring layout."""
NEIGHBOR_PAIR = 2e-9
"""A pair of items in the search for neighbors of t-SNE."""
FORCE_PAIR = 0.12e-9
"""A pair of items in one iteration of t-SNE in 2-D. This and the next are from timings on two cores."""
FORCE_PAIR_3D = 0.2e-9
"""The same in 3-D."""
HELD_PAIR = 3e-9
"""A pair that t-SNE holds together, in one iteration."""
GRID = 4e-3
"""The grid of t-SNE in 2-D in one iteration, whatever the items."""
GRID_FORCE = 0.15e-6
"""An item in one iteration of t-SNE on that grid."""
NEAR_PAIR = 1.3e-9
"""A pair of items in the search for the few neighbors of UMAP."""
FUZZY_MOVE = 1.3e-8
"""A pull or push of UMAP; a point has, for each of its log2 neighbors, about two pairs due in an epoch."""
SCALED_PAIR = 2e-7
"""A pair of items of classical scaling: its distance, and its part in the search for eigenvectors."""
STRESS_PAIR = 2e-9
"""A pair of items in one iteration of the descent on stress."""
STRESS_NUMBER = 3e-10
"""A number of the difference of a pair of items."""
PACMAP_ITEM = 1e-3
"""An item of PaCMAP in its 450 iterations, its neighbors included."""

COMPARED_PRODUCT = 2.5e-11
"""A product of two numbers in the distances between all items, where a map is compared with its data: on two cores."""
NEAR_ON_MAP = 5e-11
"""A pair of items in the search for the nearest on a map; most are passed over in chunks."""
PLACED_PAIR = 6e-8
"""A moved item and an item of the map, where the one is put on the map anew: some sixty steps."""

# Scores
RANKED_SCORE = 12e-9
"""A score of one film for one viewer, computed, sorted and compared."""
COLD_SCORE = 20e-9
"""The same for unseen films, by three methods."""
CHANCE = 3e-9
"""A chance of one film for one viewer, per hidden unit."""
ATTACK_PRODUCT = 4e-10
"""A multiplication of a classifier in numpy, forwards or backwards."""
PEAK_PRODUCT = 3e-10
"""A multiplication of a network that is asked for its units."""
PIXEL_SCORE = 3e-7
"""A pixel of an image in the scores of raw pixels."""
CODE_DISTANCE = 3e-8
"""The distance of two codes."""
SHOT_PRODUCT = 2e-10
"""A multiplication in distances of pixels, a few known labels voting."""
DECODED_PIXEL = 1e-6
"""A pixel of an image that comes back from its code, compared."""
RANK_PIXEL = 2e-5
"""A pixel of an image that comes back from codes of all ranks, compared."""
JPEG_PIXEL = 1e-5
"""A pixel of an image compressed by JPEG at all qualities, compared."""
RANKED_PAIR = 2e-7
"""A pair of nodes ranked by inner product."""
EXAMINED_PAIR = 1e-4
"""A pair of nodes whose neighbors are looked at."""
CLUSTERED_NUMBER = 3e-6
"""A number of an embedding in ten runs of k-means."""
CLASSIFIED_NUMBER = 8 / 1.3e6
"""A number of an embedding in one split of node classification; BlogCatalog's 10,000 nodes of 128 numbers and 39 labels
take some 5 s a split."""
SOFTMAX_NUMBER = 1e-7
"""A number of a training document in one softmax regression, with all its steps."""
RIDGE_PRODUCT = 2e-9
"""A number of an embedding and component, for the singular vectors of one fold."""
ANSWERED_ITEM = 7e-5
"""An item among the answers to the questions of a file; Google's 19,544 take 3 s for 40,000 words of 100 components."""
CLUSTERED_ITEM = 1e-4
"""An item in all that follows the neighbors or the centers of clusters: tree, layers, names and measures."""
CENTER_PRODUCT = 1e-10
"""A number of an embedding and center, in one round of k-means."""
TAKEN_NUMBER = 1e-8
"""A number of vectors that are taken as they are."""
TAKEN_ITEM = 2e-6
"""And an item of them, with its label."""

# Many seeds, and two languages
DRAWN_NUMBER = 3e-8
"""Of random vectors."""
CONSENSUS_PAIR = 2e-7
"""Two items of one cluster or of two, and the merging of what is left."""
SORTED_OUT_PAIR = 1e-8
"""Of a word and all of the other language, beside the product: the nearest among them."""
