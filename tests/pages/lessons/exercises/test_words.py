"""Exercises of words, done by controls alone."""

import io
import zipfile
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.arithmetic.association import categories, cosine_of_mean, mean_of_cosines, parse
from engine.arithmetic.relation import answered, known
from engine.datasets.text import relations
from engine.datasets.text.ambiguous_world import AmbiguousWorld
from engine.datasets.text.sources import UploadedText
from engine.evaluation.words.analogies import AnalogyScores
from engine.files import uploads
from engine.insight.senses import senses
from engine.insight.words.mini_corpus import mini_corpus
from engine.insight.words.mini_training import train
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import catalogue, selections, store
from engine.runs.recipe import Recipe
from tests.pages.conftest import DATA, RECIPES
from tests.pages.lessons.exercises.doing import (
    charts,
    dataframe,
    keep_map,
    metric,
    number,
    pasted,
    press,
    row,
    select,
    slider,
    typed,
    unpacked,
)
from tests.pages.opening import Open, texts
from tests.pages.parts.tabs.compare.working import until_done

RUN = RECIPES["ppmi_svd"].run_id
M_TEST_ANS = {
    "START": {"all": 1, "all's": 1},
    "END": {"gold": 1, "well": 1},
    "all": {"START": 1, "that": 1},
    "all's": {"START": 1, "well": 1},
    "ends": {"that": 1, "well": 1},
    "glitters": {"isn't": 1, "that": 1},
    "gold": {"END": 1, "isn't": 1},
    "isn't": {"glitters": 1, "gold": 1},
    "that": {"all": 1, "ends": 1, "glitters": 1, "well": 1},
    "well": {"END": 1, "all's": 1, "ends": 1, "that": 1},
}
"""The notebook's matrix, which is told there row by row in alphabetical order."""
COUNTED = Recipe(DATA["corpus"], PPMISVD(n_components=2, window=4, weighting="equal", power=1.0, cells="count"))


def test_1_the_matrix_of_the_notebook(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Mini-corpus")
    pasted(app, "Sentences, one a line").set_value("All that glitters isn't gold\nAll's well that ends well").run()
    select(app, "Cells").set_value("count").run()
    shown = cells(charts(app)["words.mini_matrix"])
    assert shown == {(a, b): M_TEST_ANS[a].get(b, 0) for a in M_TEST_ANS for b in M_TEST_ANS} and len(shown) == 100
    slider(app, "Window").set_value(2).run()
    shown = cells(charts(app)["words.mini_matrix"])
    assert shown["all", "glitters"] == 1 and shown["START", "that"] == 1 and shown["START", "glitters"] == 0


def cells(chart: dict[str, Any]) -> dict[tuple[str, str], float]:
    """(word, context) -> the number in the cell, as they are drawn."""
    values = unpacked(chart["data"][0]["z"])
    words, contexts = chart["layout"]["yaxis"]["ticktext"], chart["layout"]["xaxis"]["ticktext"]
    return {(a, b): values[i][j] for i, a in enumerate(words) for j, b in enumerate(contexts)}


def test_2_counts_cut_to_a_plane_and_to_the_unit_circle(at_rest: Open) -> None:
    keep(COUNTED)
    only = selections.keep(["king", "queen", "dog", "cat", "france", "germany"])
    app = at_rest("words", "king", run=COUNTED.run_id, only=only, map="unit_length")
    assert not app.exception and "Each vector over its own length" in texts(app)
    assert "Only 6" in texts(app).replace("*", "")
    vectors = store.load(COUNTED.run_id).main
    assert vectors.n_components == 2
    options = select(app, "Map").options
    assert "As they are" in options and "On the unit circle" in options


def keep(recipe: Recipe) -> None:
    """A run as its job would make it."""
    if not store.exists(recipe.run_id):
        store.save(recipe, recipe.learner.fit(DATA["corpus"].load()), 0.1)


def test_8_log_counts_a_scree_and_the_ends_of_a_component(at_rest: Open) -> None:
    recipe = Recipe(DATA["corpus"], PPMISVD(n_components=20, power=1.0, cells="log"))
    keep(recipe)
    app = at_rest("words", "king", run=recipe.run_id, tab="Components")
    fit = store.load(recipe.run_id)
    number(app, "Component").set_value(3).run()
    along = fit.main.vectors[:, 2]
    top, bottom = dataframe(app, "Top"), dataframe(app, "Bottom")
    assert_allclose(top["Coordinate"], np.sort(along)[::-1][:12])
    assert bottom["Bottom"].iloc[0] == fit.main.labels[int(along.argmin())]
    row(app, "Components").set_value("Principal components of the vectors").run()
    ratios = np.linalg.svd(fit.main.vectors - fit.main.vectors.mean(axis=0))[1] ** 2
    reached = int(np.argmax(np.cumsum(ratios) / ratios.sum() >= 0.95)) + 1
    assert f"{reached} of 20 components hold 95 % of the variance" in texts(app)
    assert "words.component_scree" in charts(app)


def test_11_how_much_of_a_category_is_in_a_word(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Categories")
    lists = "animals: dog, cat, horse\ncountries: france, germany, spain"
    pasted(app, "Lists, one a line").set_value(lists).run()
    typed(app, "Words in the plane").set_value("king, cow, italy").run()
    main = store.load(RUN).main
    rows = [main.index[word] for word in ("king", "cow", "italy")]
    two = categories(main, parse(lists))
    for title, formula in (("Mean of cosines", mean_of_cosines), ("Cosine of mean", cosine_of_mean)):
        row(app, "Formula").set_value(title).run()
        table = dataframe(app, "softmax: animals")
        exact = np.column_stack([formula(main, one.rows)[rows] for one in two])
        assert_allclose(table[["animals", "countries"]], exact, atol=1e-6)
        shares = np.exp(exact) / np.exp(exact).sum(axis=1, keepdims=True)
        assert_allclose(table["softmax: animals"], shares[:, 0], atol=1e-6)
    assert table["Word"].tolist() == ["king", "cow", "italy"]
    assert "words.category_plane" in charts(app)


def test_12_a_corpus_of_eleven_words_in_two_numbers_with_both_losses(at_rest: Open) -> None:
    text = "\n".join(f"{who} {does} {what}" for who in ("i", "she", "he") for does in ("hold", "rub") for what in
                     ("the dog", "my cat", "a can"))  # fmt: skip
    app = at_rest("words", run=RUN, tab="Mini-corpus")
    pasted(app, "Sentences, one a line").set_value(text).run()
    app.toggle(key="words.mini_ends").set_value(False).run()
    slider(app, "Window").set_value(2).run()
    slider(app, "Pairs held out").set_value(20).run()
    corpus = mini_corpus(text, 2, ends=False)
    assert len(corpus.words) == 11
    found = train(corpus.counts, 0, share_held_out=0.2)
    loss, unseen = charts(app)["words.mini_loss"]["data"]
    assert_allclose(unpacked(loss["y"]), found.loss)
    assert_allclose(unpacked(unseen["y"]), found.held_out)
    assert found.loss[-1] < found.loss[0] and found.held_out.min() < found.held_out[0]
    drawn = charts(app)["words.mini_ways"]["data"][1]
    places = dict(zip(drawn["text"], zip(unpacked(drawn["x"]), unpacked(drawn["y"]), strict=True), strict=True))
    at = {name: place for names, place in places.items() for name in names.split(", ")}
    assert set(at) == set(corpus.words)
    assert_allclose(at["dog"], found.path[-1][corpus.words.index("dog")], atol=1e-3)
    assert f"to {found.held_out[-1]:.3f}" in texts(app) and pytest.approx(found.least) == found.least


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


def test_4_the_neighbors_of_a_word_with_two_senses_in_groups(at_rest: Open) -> None:
    recipe = Recipe(AmbiguousWorld(n_tokens=40_000, n_pairs=6), PPMISVD(n_components=40))
    corpus = recipe.dataset.load()
    store.save(Recipe(recipe.dataset), corpus, 0.1)
    store.save(recipe, recipe.learner.fit(corpus), 0.1)
    word = next(word for word in corpus.words if "/" in word)
    app = at_rest("words", word, run=recipe.run_id, tab="Senses")
    found = senses(store.load(recipe.run_id).main, store.load(recipe.run_id).main.index[word], 10, 0)
    assert found is not None and found.n_groups >= 2
    table = dataframe(app, "Group")
    labels = store.load(recipe.run_id).main.labels
    assert table["Neighbor"].tolist() == [labels[row] for row in found.rows]
    assert table["Group"].tolist() == (found.group + 1).tolist()
    row(app, "Groups").set_value(2).run()
    assert dataframe(app, "Group")["Group"].nunique() == 2


def test_5_three_words_with_distances_and_shared_contexts(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Three words")
    for label, word in (("Word", "king"), ("Synonym", "prince"), ("Antonym", "queen")):
        typed(app, label).set_value(word).run()
    main = store.load(RUN).main
    rows = [main.index[word] for word in ("king", "prince", "queen")]
    table = dataframe(app, "Place back")
    exact = [float(main.unit[rows[a]] @ main.unit[rows[b]]) for a, b in ((0, 1), (0, 2), (1, 2))]
    assert_allclose(table["Cosine"], exact, atol=1e-6)
    far = [float(np.linalg.norm(main.vectors[rows[a]] - main.vectors[rows[b]])) for a, b in ((0, 1), (0, 2), (1, 2))]
    assert_allclose(table["Euclidean"], far, rtol=1e-5)
    assert f"The {'antonym' if exact[1] > exact[0] else 'synonym'} is nearer" in texts(app)
    assert {"near king", "near queen "} <= {name for one in app.dataframe for name in one.value.columns}


def test_6_an_analogy_that_is_right_and_the_place_of_an_expected_word(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Analogies")
    main = store.load(RUN).main
    for words in (("man", "king", "woman", "queen"), ("dog", "cat", "france", "paris")):
        for label, word in zip(("a", "is to b", "as c", "is to (expected)"), words, strict=True):
            typed(app, label).set_value(word).run()
        a, b, c, expected = (main.index[word] for word in words)
        total = main.unit[b] - main.unit[a] + main.unit[c]
        scores = (main.unit @ total).astype(float)
        scores[[a, b, c]] = -np.inf
        place = int((scores > scores[expected]).sum()) + 1
        assert f"The expected “{words[3]}” is at place {place:,} of {main.n_items:,}" in texts(app)
        assert dataframe(app, "Answer")["Answer"].iloc[0] == main.labels[int(scores.argmax())]


def test_7_sums_of_words_and_a_bias_with_its_p_value(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Analogies")
    main = store.load(RUN).main
    row(app, "Ask as").set_value("sum").run()
    typed(app, "Words with plus and minus").set_value("king - man + woman").run()
    total = main.unit[main.index["king"]] - main.unit[main.index["man"]] + main.unit[main.index["woman"]]
    scores = main.unit @ total
    scores[[main.index[word] for word in ("king", "man", "woman")]] = -np.inf
    assert dataframe(app, "Answer")["Answer"].iloc[0] == main.labels[int(scores.argmax())]
    app = at_rest("words", run=RUN, tab="Categories")
    lists = "x: king, prince, man\ny: queen, princess, woman\na: dog, cat, horse\nb: france, germany, spain"
    pasted(app, "Lists, one a line").set_value(lists).run()
    x, y, a, b = (one.rows for one in categories(main, parse(lists)))
    lean = mean_of_cosines(main, a) - mean_of_cosines(main, b)
    values = np.concatenate([lean[x], lean[y]]).astype(float)
    ways = [values[list(rows)].sum() for rows in combinations(range(6), 3)]
    p = np.mean(np.array(ways) >= values[:3].sum() - 1e-9)
    assert metric(app, "p") == f"{p:.2g}" and "20 ways, all" in texts(app)
    assert "words.weat_leanings" in charts(app)


def test_8_words_along_a_direction(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Axes")
    main = store.load(RUN).main
    for label, word in (("From", "woman"), ("To", "man")):
        next(box for box in app.text_input if box.label == label).set_value(word).run()
    along = main.unit[main.index["man"]] - main.unit[main.index["woman"]]
    places = main.unit @ (along / np.linalg.norm(along))
    table = dataframe(app, "Right end")
    assert table["Right end"].iloc[0] == main.labels[int(places.argmax())]
    assert_allclose(table["cos"], np.sort(places)[:12], atol=1e-5)


def test_9_cosine_beside_euclid_and_one_size_beside_another(at_rest: Open) -> None:
    small = Recipe(DATA["corpus"], PPMISVD(n_components=8))
    keep(small)
    main = store.load(RUN).main
    app = until_done(at_rest("compare", "dog", a=RUN, b=RUN, metric_b="euclidean", map_a="pca", map_b="pca"))
    at = main.index["dog"]
    by = {"A": -(main.unit @ main.unit[at]), "B": np.linalg.norm(main.vectors - main.vectors[at], axis=1)}
    lists = {}
    for letter, distances in by.items():
        lists[letter] = dataframe(app, f"Nearest in {letter}")[f"Nearest in {letter}"].tolist()
        order = np.delete(distances, at)
        assert_allclose([distances[main.index[word]] for word in lists[letter]], np.sort(order)[:10], atol=1e-5)
    n = len(set(lists["A"]) & set(lists["B"]))
    assert f"{n} of its 10 nearest are the same in A and B" in texts(app)
    app = until_done(at_rest("compare", "dog", a=RUN, b=small.run_id, map_a="pca", map_b="pca"))
    assert len(dataframe(app, "Nearest in B")) == 10 and "are the same in A and B" in texts(app)


def test_10_pairs_of_a_relation(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Relations")
    select(app, "Relation").set_value("own").run()
    text = "king queen\nprince princess\nman woman\nboy girl"
    pasted(app, "Pairs, one a line").set_value(text).run()
    main = store.load(RUN).main
    found = answered(main, known(main, relations.parse(text)[0]))
    scores, questions = dataframe(app, "Median place"), dataframe(app, "is to (expected)")
    assert len(questions) == 12
    assert scores["Answered right"].tolist() == [100 * one.accuracy for one in found.by.values()]
    right = [
        question == answer for question, answer in zip(questions["is to (expected)"], questions["3CosAdd"], strict=True)
    ]
    assert found.by["3cosadd"].accuracy == pytest.approx(np.mean(right))


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


def test_14_a_direction_from_pairs_and_an_analogy_along_it(at_rest: Open) -> None:
    app = at_rest("words", run=RUN, tab="Relations")
    select(app, "Relation").set_value("own").run()
    pasted(app, "Pairs, one a line").set_value("king queen\nprince princess\nman woman").run()
    assert "words.relation_arrows" in charts(app) and "mean cosine between two arrows" in texts(app)
    app = at_rest("words", run=RUN, tab="Axes", map="axes")
    for label, words in (("From", "king, prince, man"), ("To", "queen, princess, woman")):
        next(box for box in app.text_input if box.label == label).set_value(words).run()
    main = store.load(RUN).main
    one, other = (main.unit[[main.index[word] for word in words]].mean(axis=0) for words in
                  (("king", "prince", "man"), ("queen", "princess", "woman")))  # fmt: skip
    along = (other - one) / np.linalg.norm(other - one)
    places = dict(zip(main.labels, main.unit @ along, strict=True))
    table = dataframe(app, "Right end")
    assert_allclose([places[word] for word in table["Right end"]], table["cos "], atol=1e-5)
    assert places["girl"] > places["boy"], "a pair that did not make the direction"
    assert "Places are cosines with the axes" in texts(app)


def test_15_accuracy_over_a_file_and_eleven_words_by_pca(at_rest: Open) -> None:
    app = until_done(press(at_rest("words", run=RUN, tab="Scores"), "Run the test"))
    test = next(one for one in catalogue.dependents(RUN) if one.task == "analogy_test")
    found = AnalogyScores.from_fit(store.load(test.run_id))
    assert metric(app, "Answered right") == f"{found.accuracy:.1%}"
    table = dataframe(app, "Section").set_index("Section")
    assert_allclose(table["Right"], 100 * found.accuracy_by_section)
    words = ["king", "queen", "man", "woman", "dog", "cat", "horse", "france", "germany", "spain", "italy"]
    only = selections.keep(words)
    made = keep_map(RUN, only=only)
    app = at_rest("words", "king", run=RUN, only=only, map="pca")
    assert app.session_state["words.mapped"] == (made, "0,1") and "Only 11" in texts(app).replace("*", "")
    main = store.load(RUN).main
    part = main.vectors[[main.index[word] for word in store.load(made).main.labels]].astype(float)
    left, values, _ = np.linalg.svd(part - part.mean(axis=0), full_matrices=False)
    assert_allclose(np.abs(store.load(made).main.vectors[:, :2]), np.abs(left[:, :2] * values[:2]), atol=1e-4)


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
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(4):
            lines = [f"take the {what} and boil it with {how} ." for what in ("beef", "fish", "peas", "milk") for how in
                     ("salt", "sugar", "water")]  # fmt: skip
            archive.writestr(f"recipes/book{number}.txt", "\n".join(lines * 6))
    source = UploadedText(sha256=uploads.keep(stream.getvalue(), "recipes.zip").sha256)
    corpus = source.load()
    assert {"beef", "boil", "salt"} <= set(corpus.words)
    store.save(Recipe(source), corpus, 0.1)
    both = [Recipe(source, PPMISVD(n_components=6, window=window, min_count=1)) for window in (1, 5)]
    for recipe in both:
        store.save(recipe, recipe.learner.fit(corpus), 0.1)
    app = until_done(at_rest("compare", "beef", a=both[0].run_id, b=both[1].run_id, map_a="pca", map_b="pca", near="5"))
    assert not app.exception and "of its 5 nearest are the same in A and B" in texts(app)
    assert {"fish", "peas", "milk"} <= set(dataframe(app, "Nearest in A")["Nearest in A"])
