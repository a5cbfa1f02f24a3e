"""The toy world: reproducible, as long as asked for, true to its facts, and learnable."""

from collections import Counter

import numpy as np
import pytest
from scipy.sparse.linalg import svds

from engine.arithmetic.axis import axis
from engine.datasets.text import toy_facts
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.questions import parse_analogies
from engine.datasets.text.toy_world import ToyWorld, write
from engine.errors import InputError
from engine.evaluation.words.analogies import analogy_accuracy
from engine.evaluation.words.relatives import relatives
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.learners.words.contract import WordLearner
from engine.learners.words.ppmi_svd import PPMISVD
from engine.neighbors import nearest
from engine.report import Report


class Listener:
    """A report that counts what it hears."""

    heard = 0

    def progress(self, done: float, total: float, unit: str, **metrics: object) -> None:
        self.heard += 1

    def cancelled(self) -> bool:
        return False


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    report: Report = Listener()
    return ToyWorld().load(report)


def test_same_seed_same_text() -> None:
    assert write(20_000, 7)[0] == write(20_000, 7)[0]


def test_other_seed_other_text() -> None:
    first, second = write(20_000, 7)[0], write(20_000, 8)[0]
    assert len(set(first) & set(second)) < 0.1 * len(first)


@pytest.mark.parametrize("n_tokens", [20_000, 64_321, 200_000])
def test_length_as_asked_for(n_tokens: int) -> None:
    n_written = ToyWorld(n_tokens=n_tokens).load(Listener()).n_tokens
    assert n_tokens - 20 <= n_written <= n_tokens


def test_size_is_bounded() -> None:
    with pytest.raises(InputError, match="Tokens must be between 20000 and 5000000"):
        ToyWorld(n_tokens=19_999)


def test_documents_are_paragraphs_of_their_topic(corpus: Corpus) -> None:
    """The nouns of a paragraph belong to its label; by chance one in 25 would."""
    topics = toy_facts.topics()
    assert set(corpus.document_labels) == set(topics)
    topic_of = {noun: topic for topic, nouns in topics.items() for noun in nouns}
    hits = nouns = 0
    for label, start, end in zip(corpus.document_labels, corpus.documents, corpus.documents[1:], strict=False):
        words = (corpus.words[token] for token in corpus.tokens[start:end])
        found = [topic_of[word] for word in words if word in topic_of]
        hits += found.count(label)
        nouns += len(found)
    assert hits > 0.95 * nouns
    sentences_per_document = corpus.n_sentences / (len(corpus.documents) - 1)
    assert 5.5 < sentences_per_document < 7  # 4 to 9, cut shorter at the end of a topic


def test_patterns_have_known_slots() -> None:
    words, nouns = toy_facts.grammar()["words"], {"noun"}
    for family, patterns in toy_facts.grammar()["sentences"].items():
        known = words.keys() | nouns | toy_facts.tables()[family].columns.keys()
        for pattern in patterns:
            slots = {part.split("}")[0] for part in pattern.split("{")[1:]}
            assert slots <= known, pattern


def test_facts_are_consistent() -> None:
    topics = toy_facts.topics()
    assert len({noun for nouns in topics.values() for noun in nouns}) == sum(map(len, topics.values()))
    for family, table in toy_facts.tables().items():
        assert all(set(names) <= set(topics) for names in table.topics)
        if family != "scenes":
            assert len(set(table.topics)) == table.n_items, f"two {family} come up under the same topics"


def test_tables_are_as_large_as_promised() -> None:
    sizes = {family: table.n_items for family, table in toy_facts.tables().items()}
    assert sizes["countries"] >= 30
    assert sizes["verbs"] >= 30
    assert min(sizes["adjectives"], sizes["things"]) >= 25


def test_an_answer_is_the_only_one() -> None:
    """Within a section, a word on the right stands for one word on the left, and no word stands on both sides."""
    for section, *_ in toy_facts.RELATIONS:
        left, right = zip(*toy_facts.pairs(section), strict=True)
        assert len(set(left)) == len(left)
        assert len(set(right)) == len(right)
        assert not set(left) & set(right)


def test_questions_state_facts() -> None:
    asked = set(ToyWorld().questions().words)
    assert ("king", "queen", "man", "woman") in asked
    assert ("norway", "oslo", "japan", "tokyo") in asked
    assert ("walk", "walked", "sing", "sang") in asked
    assert not any("euro" in words for words in asked)
    n_pairs = [len(toy_facts.pairs(section)) for section, *_ in toy_facts.RELATIONS]
    assert len(asked) == sum(n * (n - 1) for n in n_pairs)


def test_question_file_round_trip() -> None:
    questions = toy_facts.questions()
    again = parse_analogies(questions.google_layout().encode())
    assert (again.sections, again.words) == (questions.sections, questions.words)


def test_every_word_of_the_questions_occurs(corpus: Corpus) -> None:
    rarest = min(corpus.counts[corpus.index[word]] for words in toy_facts.questions().words for word in words)
    assert rarest >= 5


def test_frequencies_look_like_language(corpus: Corpus) -> None:
    """The most frequent word is "the" with some 6 % of an English text or more; half the running words are few."""
    assert corpus.words[0] == "the"
    assert 0.05 < corpus.counts[0] / corpus.n_tokens < 0.25
    assert np.cumsum(corpus.counts)[99] > corpus.n_tokens / 2


def test_articles_agree() -> None:
    following = Counter(
        (article, word[0])
        for sentence in write(50_000, 3)[0]
        for article, word in zip(sentence.split(), sentence.split()[1:], strict=False)
        if article in ("a", "an")
    )
    assert all((article == "an") == (letter in "aeio") for article, letter in following)
    assert sum(count for (article, _), count in following.items() if article == "an") > 0


def test_analogies_can_be_learned(corpus: Corpus) -> None:
    """PPMI-SVD (Levy, Goldberg, Dagan 2015) answers most questions; the word nearest to c is a relative, the answer
    to a few."""
    unit = _ppmi_svd(corpus, n_components=50, window=5)
    questions = np.array([[corpus.index[word] for word in words] for words in toy_facts.questions().words])
    a, b, c, d = questions.T
    assert (_nearest(unit, unit[b] - unit[a] + unit[c], questions[:, :3]) == d).mean() > 0.8
    assert (_nearest(unit, unit[c], questions[:, 2:3]) == d).mean() < 0.3
    king, man, woman = (corpus.index[word] for word in ("king", "man", "woman"))
    royal = _nearest(unit, unit[[king]] - unit[[man]] + unit[[woman]], np.array([[king, man, woman]]))
    assert corpus.words[royal[0]] == "queen"


WORD_LEARNERS = [
    learner for learner in LEARNERS.values() if issubclass(learner, WordLearner) and not learner.in_context
]
"""All but those that give each occurrence a vector, whose vectors of words are only what their networks begin from:
benchmark `contextual` asks these for the meanings of occurrences.
"""
BARS = {"validity": (140, 0.1)}
"""Methods that cannot do what the others do -> mean place of the partners at most, and share of analogies at least."""


@pytest.mark.slow
@pytest.mark.parametrize("method", WORD_LEARNERS, ids=lambda learner: learner.name)
def test_relatives_are_near_and_analogies_hold_in_every_method(method: type[Learner], corpus: Corpus) -> None:
    """King and queen, france and paris, dog and puppy: with defaults, partners are at place 10 or before on average.

    The world before this one, with the same defaults: mean place 73 and 84.9 % of the analogies for PPMI-SVD, 41 and
    94.0 % for skip-gram.

    The validity network has a bar of its own. Its vectors need only keep phrases apart, through units that bend, so
    that relations need not be the same difference everywhere: with defaults, places 93 and 116, analogies 17.6 and
    13.5 % by two seeds. The same loss in a few lines of torch, by autograd and torch's Adagrad, ten words drawn for
    each window and 20 epochs, comes to place 88 and 16.9 %, so that it is the method, not its program.
    """
    most, least = BARS.get(method.name, (10, 0.849))
    words = method().fit(corpus).main
    near, chance = (lambda found: (found.mean, found.chance))(relatives(words, toy_facts.questions()))
    assert near <= most and near < chance / (50 if most == 10 else 4)
    assert analogy_accuracy(words, toy_facts.questions()).accuracy > least


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("n_components", [50, 100])
def test_neighbors_are_sensible(seed: int, n_components: int) -> None:
    """Relatives are near in few dimensions too; lists of words without roles (colors, weekdays) keep together."""
    words = PPMISVD(n_components=n_components).fit(ToyWorld(seed=seed).load()).main
    assert relatives(words, toy_facts.questions()).mean <= 10
    assert analogy_accuracy(words, toy_facts.questions()).accuracy > 0.85
    lists = toy_facts.grammar()["words"]
    fellows = {"red": lists["color"], "monday": lists["weekday"], "banana": lists["fruit"]}
    for one, others in (fellows | {"castle": list(toy_facts.topics()["court"])}).items():
        five = [words.labels[row] for row in nearest(words, words.index[one], 5).rows]
        assert set(five) <= set(others), f"{one}: {five}"
    big = [words.labels[row] for row in nearest(words, words.index["big"], 10).rows]
    assert {"bigger", "biggest"} & set(big)


def test_the_axis_of_men_and_women_sorts_the_people(corpus: Corpus) -> None:
    words = PPMISVD().fit(corpus).main
    places = axis(words, ["man", "boy", "he"], ["woman", "girl", "she"]).scores(words)
    people = toy_facts.tables()["people"].columns
    he, she = ([places[words.index[word]] for word in people[role]] for role in ("he", "she"))
    assert max(he) < min(she)
    ends = [words.labels[row] for row in np.argsort(places)]
    assert {"he", "his", "him"} <= set(ends[:20]) and {"she", "her", "herself"} <= set(ends[-20:])


def _ppmi_svd(corpus: Corpus, n_components: int, window: int) -> np.ndarray:
    counts = np.zeros((corpus.n_words, corpus.n_words))
    sentence_of = np.repeat(np.arange(corpus.n_sentences), np.diff(corpus.sentences))
    for distance in range(1, window + 1):
        together = sentence_of[distance:] == sentence_of[:-distance]
        np.add.at(counts, (corpus.tokens[distance:][together], corpus.tokens[:-distance][together]), 1)
    counts += counts.T
    contexts = counts.sum(axis=0) ** 0.75
    with np.errstate(divide="ignore"):
        pmi = np.log(counts / counts.sum(axis=1, keepdims=True) / (contexts / contexts.sum()))
    left, singular_values, _ = svds(np.maximum(pmi, 0), n_components, random_state=0)
    vectors = left * np.sqrt(singular_values)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _nearest(unit: np.ndarray, targets: np.ndarray, excluded: np.ndarray) -> np.ndarray:
    scores = targets @ unit.T
    np.put_along_axis(scores, excluded, -np.inf, axis=1)
    return scores.argmax(axis=1)
