"""Word2vec with eight words and three numbers a word: one prediction, one step, the whole training."""

from typing import NamedTuple

import numpy as np

from engine.algorithms.adam import Adam
from engine.algorithms.probability import log_softmax, softmax
from engine.algorithms.towers.pair_softmax import softmax_step
from engine.errors import InputError
from engine.insight.words.mini_corpus import MiniCorpus, mini_corpus

SENTENCE = "I read sci-fi books and drink orange juice"
OTHER = "the quick brown fox jumped over the lazy dog"
WORD, TARGET = "books", "read"
N_COMPONENTS = 3
INPUTS = (
    (1, 2, 2),
    (-1.2, -3, -2),
    (1.2, 1.1, 0.5),
    (0.5, 2.3, 2.2),
    (-1.1, 0.6, -1),
    (1, -1, 2),
    (0.3, 1.2, 0.7),
    (0, 0, 0),
)
"""W of a data-mining lecture, a row a word. It prints seven rows for the eight words: the last one here is all zeros.
The third number of "books" is 2.0 in the lecture's W and 2.2 in its hidden layer; it goes on with 2.2."""
ROW_OF_W = 2.0
OUTPUTS = (
    (1, 2, 2, 0, 0.7, 1.3, -1, -0.1),
    (1.2, 0.5, -1, 1, 0.3, 2, 0.6, 1),
    (-1, 1.6, -0.5, 1.4, 2.3, 1, 1, 0.6),
)
"""W', a column a word."""
PRINTED_SCORES = (1.0, 5.6, -2.4, 5.3, 6.1, 7.4, 3.0, 3.5)
PRINTED_CHANCES = (0.001, 0.104, 0.0, 0.077, 0.177, 0.627, 0.008, 0.013)
"""Of the lecture; its scores are cut to one digit, not rounded."""
MOST_WORDS = 16
STEPS, KEPT = 600, 30
RATE = 0.1


class Network(NamedTuple):
    """words: n, in order of first occurrence. inputs: W, float64 (n, 3); outputs: W' turned, (n, 3). given: if they are
    the lecture's.
    """

    words: tuple[str, ...]
    inputs: np.ndarray
    outputs: np.ndarray
    given: bool


def sentence_of(text: str, window: int) -> MiniCorpus:
    """One sentence as it is spelled. Raises InputError for fewer than 3 or more than 16 different words."""
    corpus = mini_corpus(" ".join(text.split()), window, ends=False)
    spelled = tuple(word.strip(".,;:!?\"'()") for word in text.split())
    if [word.lower() for word in spelled] == list(corpus.sentences[0]):
        corpus = MiniCorpus((spelled,), window)
    if not 3 <= len(corpus.words) <= MOST_WORDS:
        raise InputError(
            f"The sentence has {len(corpus.words)} different words; this lesson takes 3 to {MOST_WORDS}.", "E-LSN-01"
        )
    return corpus


def network(words: tuple[str, ...], third: float = INPUTS[3][2]) -> Network:
    """The lecture's for its own sentence, `third` being the third number of "books"; else drawn, with one decimal."""
    if words == tuple(SENTENCE.split()):
        inputs = np.array(INPUTS, dtype=float)
        inputs[words.index(WORD), 2] = third
        return Network(words, inputs, np.array(OUTPUTS).T, True)
    inputs, outputs = np.random.default_rng(0).normal(size=(2, len(words), N_COMPONENTS)).round(1)
    return Network(words, inputs, outputs, False)


class Prediction(NamedTuple):
    """scores: h . u_j, and chances: their softmax, (n,) each; loss: -ln of the chance of the target."""

    scores: np.ndarray
    chances: np.ndarray
    loss: float


def predict(net: Network, word: int, target: int) -> Prediction:
    """What the network says stands near a word (rows), and what that costs if it is the target."""
    scores = net.outputs @ net.inputs[word]
    return Prediction(scores, softmax(scores), -float(log_softmax(scores)[target]))


class Step(NamedTuple):
    """errors: p - label of each word (n,); of_hidden: the gradient of the word's row of W (3,); after: the network, and
    now: its prediction, once both matrices have moved.
    """

    errors: np.ndarray
    of_hidden: np.ndarray
    after: Network
    now: Prediction


def step_back(net: Network, word: int, target: int, rate: float) -> Step:
    """One step of gradient descent for one pair; all numbers move at once, by the old values."""
    label = (np.arange(len(net.words)) == target).astype(float)
    bias = np.zeros(len(label))
    _, (own, outer, errors) = softmax_step([net.inputs, net.outputs, bias], np.array([word]), label[None])
    inputs = net.inputs.copy()
    inputs[word] -= rate * own[0]
    after = net._replace(inputs=inputs, outputs=net.outputs - rate * outer)
    return Step(errors, own[0], after, predict(after, word, target))


class Training(NamedTuple):
    """inputs, outputs: float64 (KEPT + 1, n, 3), on their way, the first before any step; steps, losses: (KEPT + 1,),
    -ln p of a pair on average. least: of the counts themselves, below which nothing can fall.
    """

    inputs: np.ndarray
    outputs: np.ndarray
    steps: np.ndarray
    losses: np.ndarray
    least: float


def train(net: Network, counts: np.ndarray) -> Training:
    """All pairs at once, by Adam with a rate that falls to 0. counts: (n, n), how often a word has each context."""
    target = counts / counts.sum()
    tables, everyone = [net.inputs.copy(), net.outputs.copy(), np.zeros(len(counts))], np.arange(len(counts))
    optimizer = Adam(tables, RATE)
    kept = np.unique(np.linspace(0, STEPS, KEPT + 1).round().astype(int))
    inputs, outputs, losses = [], [], []
    for step in range(STEPS + 1):
        loss, gradients = softmax_step(tables, everyone, target)
        if step in kept:
            inputs.append(tables[0].copy())
            outputs.append(tables[1].copy())
            losses.append(loss)
        optimizer.rate = RATE * (1 - step / STEPS)
        optimizer.step(0, everyone, gradients[0])
        optimizer.step(1, everyone, gradients[1])
    shares = np.divide(target, target.sum(axis=1, keepdims=True), out=np.ones_like(target), where=target > 0)
    return Training(
        np.array(inputs), np.array(outputs), kept, np.array(losses), -float((target * np.log(shares)).sum())
    )


class Masked(NamedTuple):
    """A masked word. near: its context (rows); hidden: the sum of their vectors (3,); scores, chances: of each word."""

    near: tuple[int, ...]
    hidden: np.ndarray
    scores: np.ndarray
    chances: np.ndarray


def contexts(corpus: MiniCorpus, place: int) -> tuple[int, ...]:
    """Words (rows) within the window of a place of the first sentence."""
    (sentence,) = corpus.sentences
    places = range(max(0, place - corpus.window), min(len(sentence), place + corpus.window + 1))
    return tuple(corpus.words.index(sentence[near]) for near in places if near != place)


def masked(vectors: np.ndarray, near: tuple[int, ...]) -> Masked:
    """What tied vectors (n, 3) say of a masked word: the same matrix looks up the context and is searched."""
    hidden = vectors[list(near)].sum(axis=0)
    scores = vectors @ hidden
    return Masked(near, hidden, scores, softmax(scores))


def train_tied(corpus: MiniCorpus, seed: int = 0) -> tuple[np.ndarray, float]:
    """Tied vectors (n, 3) that predict every word of the sentence from its context, and -ln p of a word at last."""
    (sentence,) = corpus.sentences
    n = len(corpus.words)
    words = np.array([corpus.words.index(word) for word in sentence])
    places = np.arange(len(words))
    near = np.zeros((len(words), n))
    for place in places:
        np.add.at(near[place], list(contexts(corpus, int(place))), 1)
    label = np.eye(n)[words] / len(words)
    tables = [0.5 * np.random.default_rng(seed).standard_normal((n, N_COMPONENTS))]
    optimizer = Adam(tables, RATE)
    for step in range(STEPS + 1):
        loss, (own, outer, _) = softmax_step([near @ tables[0], tables[0], np.zeros(n)], places, label)
        optimizer.rate = RATE * (1 - step / STEPS)
        optimizer.step(0, slice(None), outer + near.T @ own)
    return tables[0], loss


def multiplications(n_words: float, n_components: float, n_negative: float) -> tuple[float, float]:
    """Of the scores for one pair: by the softmax over all words, and by the context and n_negative noise words."""
    return n_words * n_components, (n_negative + 1) * n_components
