"""Exercises of words, done by controls alone."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.datasets.text.sources import UploadedText
from engine.files import uploads
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import selections, store
from engine.runs.recipe import Recipe
from tests.pages.conftest import DATA, RECIPES
from tests.pages.lessons.exercises.doing import (
    dataframe,
    keep_map,
    old_recipes,
    pasted,
    press,
    row,
    slider,
    typed,
)
from tests.pages.opening import Open, texts
from tests.pages.parts.tabs.compare.working import until_done

RUN = RECIPES["ppmi_svd"].run_id
COUNTED = Recipe(DATA["corpus"], PPMISVD(n_components=2, window=4, weighting="equal", power=1.0, cells="count"))


def keep(recipe: Recipe) -> None:
    """A run as its job would make it."""
    if not store.exists(recipe.run_id):
        store.save(recipe, recipe.learner.fit(DATA["corpus"].load()), 0.1)


def test_3_the_same_words_by_two_methods_side_by_side(at_rest: Open) -> None:
    runs = RECIPES["glove"].run_id, COUNTED.run_id
    keep(COUNTED)
    app = until_done(at_rest("compare", "king", a=runs[0], b=runs[1], map_a="pca", map_b="pca"))
    assert not app.exception
    both = [store.load(run).main for run in runs]
    for letter, main in zip("AB", both, strict=True):
        shown = dataframe(app, f"Nearest in {letter}")[f"Nearest in {letter}"].tolist()
        shared = [row for row, word in enumerate(main.labels) if all(word in one.index for one in both)]
        cosines = {main.labels[row]: float(main.unit[row] @ main.unit[main.index["king"]]) for row in shared}
        del cosines["king"]
        best = sorted(cosines.values(), reverse=True)[:10]
        assert_allclose([cosines[word] for word in shown], best, atol=1e-5)
    one, other = (set(dataframe(app, name)[name]) for name in ("Nearest in A", "Nearest in B"))
    assert f"{len(one & other)} of its 10 nearest are the same in A and B" in texts(app)


def test_13_full_softmax_beside_negative_sampling(at_rest: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.words.all_methods.questions.missing", lambda entry: ["file"])
    app = at_rest("words", run=RECIPES["skipgram"].run_id, tab="All methods", wide="true")
    box = next(one for one in app.multiselect if one.label == "Methods")
    full = next(title for title in box.options if "softmax" in title.lower())
    box.set_value(["Skip-gram", full]).run()
    (button,) = [
        one for one in app.button if one.label.startswith(("Train", "Compare")) and "compare" in one.label.lower()
    ]
    app = until_done(button.click().run())
    table = dataframe(app, "Seconds").set_index("Method")
    assert {"Skip-gram", full} <= set(table.index) and (table.loc[["Skip-gram", full], "Seconds"] >= 0).all()
    near = dataframe(app, "10").set_index("Method")
    assert {"Skip-gram", full} <= set(near.index)


def test_17_byte_pairs_biases_phrases_and_the_inner_product(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Byte pairs")
    steps = ["t + a", "ta + l", "tal + l", "f + a", "fa + s", "fas + t", "e + r", "er + _", "tall + _", "fast + _"]
    assert dataframe(app, "Pair")["Pair"].tolist() == steps
    assert dataframe(app, "Symbols")["Symbols"].tolist() == ["fast_", "fast · er_", "tall_", "tall · er_"]
    assert "tallest is cut into tall · e · s · t · _" in texts(app).replace("*", "")
    slider(app, "Merges").set_value(0).run()
    assert "t · a · l · l · e · s · t · _" in texts(app) and "“t + a”, which stand side by side 9 times" in texts(app)
    row(app, "Words to merge").set_value("The most frequent of this text").run()
    assert dataframe(app, "Symbols")["Word"].tolist()[0] == store.load(RUN).main.labels[0]
    app.selectbox(key="words.metric").set_value("dot").run()
    main = store.load(RUN).main
    products = main.vectors @ main.vectors[main.index["king"]]
    best = np.sort(np.delete(products, main.index["king"]))[::-1][:10]
    assert_allclose(dataframe(app, "Neighbor").iloc[:, 1], best, rtol=1e-4)
    glove = RECIPES["glove"].run_id
    app = at_rest("words", "king", run=glove, tab="How it works")
    fit = store.load(glove)
    formulas = " ".join(one.value for one in app.latex)
    assert "b_w + b'_c" in formulas and f"{fit.arrays['bias'][fit.main.index['king']]:+.3f}" in formulas
    there = [f"friend{n % 9} saw{n % 4} new york in{n % 5} year{n % 7} ." for n in range(60)]
    lines = "\n".join(there + [f"friend{n % 9} saw{n % 4} place{n % 50} in{n % 5} ." for n in range(900)])
    sha256 = uploads.keep(lines.encode(), "travels.txt").sha256
    found = UploadedText(sha256=sha256, phrases=True).load()
    assert "new_york" in found.words and "new" not in found.words


def test_27_a_list_alone_its_clusters_and_the_class_of_new_words(at_rest: Open) -> None:
    words = ["king", "queen", "man", "woman", "dog", "cat", "horse", "cow", "france", "germany", "spain", "italy"]
    only = selections.keep(words)
    keep_map(RUN, only=only)
    app = at_rest("words", "king", run=RUN, only=only, map="pca", tab="Clusters")
    assert "Only 12" in texts(app).replace("*", "")
    app = until_done(press(app, "Find clusters"))
    assert not app.exception and any("Size" in one.value.columns for one in app.dataframe)
    app = at_rest("words", run=RUN, tab="Categories")
    pasted(app, "Lists, one a line").set_value("animals: dog, cat, horse\ncountries: france, germany, spain").run()
    typed(app, "Words in the plane").set_value("cow, italy, dog").run()
    table = dataframe(app, "Its list").set_index("Word")
    assert table["Its list"].tolist() == ["animals", "countries", "animals"]
    main = store.load(RUN).main
    listed = ["dog", "cat", "horse", "france", "germany", "spain"]
    for word in ("cow", "italy", "dog"):
        others = [one for one in listed if one != word]
        cosines = [main.unit[main.index[word]] @ main.unit[main.index[other]] for other in others]
        assert table.loc[word, "Nearest listed"] == others[int(np.argmax(cosines))]


def test_28_a_folder_of_texts_with_two_settings(at_rest: Open) -> None:
    app = at_rest("words", run=RUN)
    source = UploadedText(sha256=uploads.keep(old_recipes(), "recipes.zip").sha256)
    corpus = source.load()
    assert {"beef", "boil", "salt"} <= set(corpus.words)
    store.save(Recipe(source), corpus, 0.1)
    both = [Recipe(source, PPMISVD(n_components=6, window=window, min_count=1)) for window in (1, 5)]
    for recipe in both:
        store.save(recipe, recipe.learner.fit(corpus), 0.1)
    app = until_done(at_rest("compare", "beef", a=both[0].run_id, b=both[1].run_id, map_a="pca", map_b="pca", near="5"))
    assert not app.exception and "of its 5 nearest are the same in A and B" in texts(app)
    assert {"fish", "peas", "milk"} <= set(dataframe(app, "Nearest in A")["Nearest in A"])
