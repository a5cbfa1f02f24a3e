"""Lesson 4: word2vec by hand."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from engine.errors import InputError
from engine.figures import lookup
from engine.figures.lessons import bars, cells
from engine.figures.training import loss_curve
from engine.insight.lessons.slips import SLIPS
from engine.insight.lessons.word2vec_by_hand import (
    INPUTS,
    OTHER,
    PRINTED_CHANCES,
    PRINTED_SCORES,
    ROW_OF_W,
    SENTENCE,
    TARGET,
    WORD,
    Network,
    Training,
    contexts,
    masked,
    multiplications,
    network,
    predict,
    sentence_of,
    step_back,
    train,
    train_tied,
)
from engine.insight.words.mini_corpus import MiniCorpus
from engine.insight.words.negative_sampling import negative_sampling_step
from engine.insight.words.one_hot import one_hot_product
from pages.lessons import links
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

LONGEST = 200
"""Characters of a sentence."""
OWN = "Your own"
NUMBER = st.column_config.NumberColumn(format="%.3f")


@dataclass(frozen=True)
class Given:
    """What the steps share: the sentence, the network as it begins, and the pair that is predicted (rows)."""

    corpus: MiniCorpus
    net: Network
    word: int
    target: int

    @property
    def printed(self) -> bool:
        """Whether it is the lecture's pair."""
        words = self.net.words
        return self.net.given and (words[self.word], words[self.target]) == (WORD, TARGET)


def _given(place: Place) -> Given:
    found = place.given["network"]
    assert isinstance(found, Given)
    return found


def _pairs(place: Place) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Sentence", [SENTENCE, OTHER, OWN], key=place.key("sentence"), disabled=place.locked, width=420
        )
        window = st.slider("Window", 1, 5, 2, key=place.key("window"), disabled=place.locked, width=160)
    text = chosen
    if chosen == OWN:
        text = st.text_input(
            "A sentence of 3 to 16 words",
            "a cat sat on a mat",
            max_chars=LONGEST,
            key=place.key("own"),
            disabled=place.locked,
        )
    try:
        corpus = sentence_of(text, window)
    except InputError as error:
        st.warning(plain(str(error)))
        corpus = sentence_of(SENTENCE, window)
    _begin(place, corpus)
    (sentence,) = corpus.sentences
    pairs = list(corpus.pairs())
    draw(
        lookup.windows(sentence, window), place.key("windows"),
        f"Windows of {window}: "
        + "; ".join(
            f"{word}: {', '.join(pair.context for pair in pairs if pair.word == word)}" for word in corpus.words
        ) + f". {len(pairs)} pairs.",
    )  # fmt: skip
    left, right = beside(2, narrowest=250)
    with left:
        st.markdown(f"**Skip-gram**: {len(pairs)} pairs")
        table = pd.DataFrame({"From": [pair.word for pair in pairs], "Predict": [pair.context for pair in pairs]})
        st.dataframe(table, hide_index=True, height=fitting(len(table), 240), key=place.key("skipgram"))
    with right:
        st.markdown(f"**CBOW**: {len(sentence)} predictions")
        near = [", ".join(corpus.words[row] for row in contexts(corpus, at)) for at in range(len(sentence))]
        table = pd.DataFrame({"From": near, "Predict": sentence})
        st.dataframe(table, hide_index=True, height=fitting(len(table), 240), key=place.key("cbow"))


def _begin(place: Place, corpus: MiniCorpus) -> None:
    """What the other steps are to use, as their controls stand."""
    words = corpus.words
    word = _of(words, st.session_state.get(place.key("word", *words)), WORD, 0)
    target = _of(words, st.session_state.get(place.key("target", *words)), TARGET, 1)
    third = ROW_OF_W if st.session_state.get(place.key("third")) == f"{ROW_OF_W:g}" else INPUTS[3][2]
    place.given["network"] = Given(corpus, network(words, third), word, target)


def _of(words: tuple[str, ...], chosen: str | None, usual: str, other: int) -> int:
    name = chosen if chosen in words else usual
    return words.index(name) if name in words else other


def _looked_up(place: Place) -> None:
    given = _given(place)
    words = given.net.words
    with st.container(horizontal=True):
        st.selectbox(
            "Word",
            words,
            given.word,
            key=place.key("word", *words),
            disabled=place.locked,
            width=180,
            format_func=plain,
        )
        if given.net.given:
            st.segmented_control(
                "Third number of “books”", [f"{INPUTS[3][2]:g}", f"{ROW_OF_W:g}"], default=f"{INPUTS[3][2]:g}",
                required=True, key=place.key("third"), disabled=place.locked,
                help="The lecture's W has 2.0, and its hidden layer goes on with 2.2.",
            )  # fmt: skip
    found = one_hot_product(given.net.inputs, given.word, len(words))
    hidden = ", ".join(f"{number:g}" for number in found.product)
    draw(
        lookup.one_hot(found, words, given.net.inputs.shape[1]), place.key("lookup"),
        f"W by word. {cells.told(given.net.inputs, words, 'g')}. The row of {words[given.word]}: {hidden}.",
    )  # fmt: skip
    if given.net.given:
        st.caption(
            ":material/info: The slide prints seven rows of W for the eight words. Here the row that lacks is that of "
            "*juice*, all zeros."
        )


def _scored(place: Place) -> None:
    given = _given(place)
    net, words = given.net, given.net.words
    st.selectbox(
        "The word that is there",
        words,
        given.target,
        key=place.key("target", *words),
        disabled=place.locked,
        width=180,
        format_func=plain,
    )
    found = predict(net, given.word, given.target)
    best = int(found.chances.argmax())
    hidden = ", ".join(f"{number:g}" for number in net.inputs[given.word])
    st.markdown(f"$h$ = ({hidden}). **W′**, a column a word:")
    draw(cells.signed(net.outputs.T, ["1", "2", "3"], words, "g"), place.key("outputs"), _told_columns(net))
    factors = zip(net.inputs[given.word], net.outputs[best], strict=True)
    sums = " + ".join(rf"{a:g} \cdot {f'({b:g})' if b < 0 else f'{b:g}'}" for a, b in factors)
    if not place.choose(
        "predicted", f"Which word will “{plain(words[given.word])}” predict, that is, whose chance is the largest?",
        words, [words[best]],
        f"The largest inner product: ${sums} = {found.scores[best]:.2f}$, and the softmax leaves the order as it is.",
    ):  # fmt: skip
        return
    draw(
        bars.bars(words, {"chance": found.chances}, "p", ".3f"), place.key("chances"),
        f"Chances: {bars.told(words, found.chances, '.3f')}.",
    )  # fmt: skip
    table = pd.DataFrame({"Word": words, "Score": found.scores, "p": found.chances})
    if given.printed:
        table["Score, slide"], table["p, slide"] = PRINTED_SCORES, PRINTED_CHANCES
    columns = dict.fromkeys([name for name in table.columns if name != "Word"], NUMBER)
    st.dataframe(table, hide_index=True, height="content", key=place.key("scores"), column_config=columns)
    st.latex(rf"-\ln p = -\ln {found.chances[given.target]:.4f} = {found.loss:.3f}")
    if given.printed:
        names = ("loss_by_row",) if net.inputs[given.word, 2] == ROW_OF_W else ("loss", "read", "books", "and", "drink")
        st.caption(f":material/info: {'; '.join(str(SLIPS[name]) for name in names)}.")


def _told_columns(net: Network) -> str:
    return f"W' by word: {cells.told(net.outputs, net.words, 'g')}."


def _step(place: Place) -> None:
    given = _given(place)
    net, words = given.net, given.net.words
    rate = st.slider("Learning rate η", 0.01, 1.0, 0.1, 0.01, key=place.key("rate"), disabled=place.locked, width=260)
    before = predict(net, given.word, given.target)
    found = step_back(net, given.word, given.target, rate)
    likeliest = int(np.where(np.arange(len(words)) == given.target, -1, before.chances).argmax())
    moved = found.now.chances[likeliest] - before.chances[likeliest]
    if not place.choose(
        "pushed", f"The word “{plain(words[likeliest])}” is not there, yet it has the chance "
        f"{before.chances[likeliest]:.3f}. After one step its chance is",
        ("larger", "smaller"), ["larger" if moved > 0 else "smaller"],
        f"It goes from {before.chances[likeliest]:.3f} to {found.now.chances[likeliest]:.3f}. Of all words that are "
        "not there it is pushed hardest, as $p - y$ is largest for it.",
    ):  # fmt: skip
        return
    table = pd.DataFrame(
        {
            "Word": words, "p - y": found.errors,
            "Moves": ["pulled" if row == given.target else "pushed" for row in range(len(words))],
            "p before": before.chances, "p after": found.now.chances,
        }
    )  # fmt: skip
    st.dataframe(
        table, hide_index=True, height="content", key=place.key("moves"),
        column_config=dict.fromkeys(["p - y", "p before", "p after"], NUMBER),
    )  # fmt: skip
    numbers = [
        ", ".join(f"{number:.3f}" for number in vector)
        for vector in (net.inputs[given.word], found.of_hidden, found.after.inputs[given.word])
    ]
    st.latex(rf"h \leftarrow ({numbers[0]}) - {rate:g} \cdot ({numbers[1]}) = ({numbers[2]})")
    st.markdown(f"The loss goes from **{before.loss:.3f}** to **{found.now.loss:.3f}**.")
    gaining = [
        f"“{plain(word)}”" for row, word in enumerate(words)
        if row != given.target and found.now.chances[row] > before.chances[row] + 5e-4
    ]  # fmt: skip
    if gaining:
        st.caption(
            f"Pushed, and yet likelier than before: {', '.join(gaining)}. Chances sum to 1, and where one falls far "
            "the others share what it loses."
        )


@st.cache_data(show_spinner=False, max_entries=30)
def _training(words: tuple[str, ...], third: float, sentences: tuple[tuple[str, ...], ...], window: int) -> Training:
    return train(network(words, third), MiniCorpus(sentences, window).counts)


def _trained(place: Place) -> None:
    given = _given(place)
    words = given.net.words
    third = float(given.net.inputs[words.index(WORD), 2]) if given.net.given else INPUTS[3][2]
    found = _training(words, third, given.corpus.sentences, given.corpus.window)
    steps = found.steps.tolist()
    step = st.select_slider("Step", steps, steps[0], key=place.key("step"), disabled=place.locked, width=420)
    at = steps.index(step)
    left, right = beside(2, narrowest=280)
    with left:
        st.markdown(f"**W** at step {step}")
        draw(cells.signed(found.inputs[at], words, ["1", "2", "3"], ".2f"), place.key("w"),
             f"W at step {step}: {cells.told(found.inputs[at], words)}.")  # fmt: skip
    with right:
        now = predict(given.net._replace(inputs=found.inputs[at], outputs=found.outputs[at]), given.word, given.target)
        st.markdown(f"**p(· | {plain(words[given.word])})** at step {step}")
        draw(
            bars.bars(words, {"chance": now.chances}, "p", ".2f", 260), place.key("then"),
            f"Chances at step {step}: {bars.told(words, now.chances, '.2f')}.",
        )  # fmt: skip
    history = {"step": steps, "loss": found.losses.tolist()}
    draw(
        loss_curve(history, "steps"), place.key("loss"), f"Loss: {bars.told([*map(str, steps)], found.losses, '.2f')}."
    )
    st.caption(
        f"-ln p of a pair falls from {found.losses[0]:.3f} to {found.losses[-1]:.3f}; the entropy of the counts is "
        f"{found.least:.3f}. {steps[-1]} steps of Adam, its rate falling from 0.1 to 0."
    )


def _price(place: Place) -> None:
    given = _given(place)
    with st.container(horizontal=True):
        n_words = st.select_slider(
            "Vocabulary", [8, 1_000, 10_000, 100_000, 1_000_000], 100_000, key=place.key("vocabulary"),
            disabled=place.locked,
            format_func="{:,}".format, width=220,
        )  # fmt: skip
        n_components = st.slider(
            "Numbers a word", 2, 500, 100, key=place.key("numbers"), disabled=place.locked, width=220
        )
        n_negative = st.slider("Noise words k", 1, 25, 5, key=place.key("negative"), disabled=place.locked, width=220)
    whole, sampled = multiplications(n_words, n_components, n_negative)
    times = whole / sampled
    with st.container(horizontal=True):
        st.metric("Softmax: multiplications a pair", f"{whole:,.0f}")
        st.metric("Negative sampling", f"{sampled:,.0f}")
        st.metric("That is", f"{times:,.0f} times fewer" if times >= 10 else f"{times:.1f} times fewer")
    net, words = given.net, given.net.words
    noise = [row for row in range(len(words)) if row not in (given.word, given.target)][-2:]
    names = [words[row] for row in (given.word, given.target, *noise)]
    found = negative_sampling_step(names, net.inputs[given.word], net.outputs[[given.target, *noise]], 0.1)
    terms = " - ".join(
        rf"\ln \sigma({sample.score if sample.label else -sample.score:.2f})" for sample in found.samples
    )
    st.latex(rf"J = -{terms} = {found.loss_before:.3f}")
    st.caption(
        f"For “{plain(names[0])}” with its context “{plain(names[1])}” and the noise words "
        + " and ".join(f"“{plain(name)}”" for name in names[2:])
        + f"; after one step of rate 0.1 it is {found.loss_after:.3f}."
    )


@st.cache_data(show_spinner=False, max_entries=30)
def _tied(sentences: tuple[tuple[str, ...], ...], window: int) -> tuple[np.ndarray, float]:
    return train_tied(MiniCorpus(sentences, window))


def _masked(place: Place) -> None:
    corpus = _given(place).corpus
    (sentence,), words = corpus.sentences, corpus.words
    at = (
        st.slider(
            "Place that is masked",
            1,
            len(sentence),
            min(4, len(sentence)),
            key=place.key("mask"),
            disabled=place.locked,
            width=320,
        )
        - 1
    )
    near = contexts(corpus, at)
    told = " ".join(
        "**[?]**" if place_ == at else f":blue-background[{plain(word)}]" if abs(place_ - at) <= corpus.window
        else plain(word) for place_, word in enumerate(sentence)
    )  # fmt: skip
    st.markdown(told)
    vectors, loss = _tied(corpus.sentences, corpus.window)
    found = masked(vectors, near)
    draw(
        bars.bars(words, {"chance": found.chances}, "p", ".2f", 260), place.key("masked"),
        f"Chances of the masked word: {bars.told(words, found.chances, '.2f')}.",
    )  # fmt: skip
    hidden = ", ".join(f"{number:.2f}" for number in found.hidden)
    st.caption(
        f"z = ({hidden}), the sum of the vectors of {plain(', '.join(words[row] for row in near))}. The tied vectors "
        f"were trained on this sentence; -ln p of its words is {loss:.3f} on average."
    )


def _links(place: Place) -> None:
    links.to_page("Words: pairs, one-hot times W and both vectors of a run", "words", "Matrices")
    links.to_tab(
        "Words: this sentence as a mini-corpus, trained to its plane", "words", "Mini-corpus",
        {
            "mini_text": " ".join(_given(place).corpus.sentences[0]), "mini_window": _given(place).corpus.window,
            "mini_ends": False,
        }, place.key("mini"),
    )  # fmt: skip
    links.to_page("Words: how the method of a run works, with its numbers", "words", "How it works")


LESSON = Lesson(
    4,
    "Word2vec by hand",
    "4_word2vec",
    "Eight words, three numbers each: pairs, scores, softmax, one step, and the training to its end.",
    ("predicted", "pushed"),
    (
        Step("Pairs from a window", _pairs),
        Step("One-hot times W", _looked_up),
        Step("Scores, softmax, loss", _scored),
        Step("One step back", _step),
        Step("To the end", _trained),
        Step("The price of the softmax", _price),
        Step("A masked word, and one matrix", _masked),
        Step("At full size", _links),
    ),
)
