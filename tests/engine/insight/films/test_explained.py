"""The numbers shown under "How it works" are those that the methods really use."""

import numpy as np
import pytest

from engine.algorithms.towers.two_towers import pick_step
from engine.errors import InputError
from engine.insight import inner_product
from engine.insight.explanation import Explanation
from engine.insight.films.ease_cell import ease_cell
from engine.insight.films.pair_step import pair_step
from engine.insight.films.solved_row import solved_row
from engine.insight.films.tower_draw import tower_draw
from engine.insight.films.watched_pairs import explained as explained_pairs
from engine.insight.films.watched_pairs import watched_pairs
from engine.learners import LEARNERS
from engine.learners.films.contract import Recommender
from engine.learners.films.cowatch import CoWatch
from engine.learners.films.ease import EASE
from engine.learners.films.implicit_als import ImplicitALS
from engine.learners.films.item2vec import Item2Vec
from engine.learners.films.two_tower import TwoTower
from engine.learners.films.watch_prediction import WatchPrediction
from tests.examples import quick, ratings

DATA = ratings()
RECOMMENDERS = {name: cls for name, cls in LEARNERS.items() if issubclass(cls, Recommender)}


def told(explanation: Explanation) -> str:
    """All sentences and formulas of it."""
    return "\n".join([explanation.title, explanation.lead, *explanation.formulas, explanation.caption])


@pytest.mark.parametrize("cls", RECOMMENDERS.values(), ids=RECOMMENDERS)
def test_every_method_explains_itself_with_what_it_asks_for(cls: type[Recommender]) -> None:
    learner = quick(cls)
    assert set(learner.explained.values()) <= {"film", "viewer"}
    pieces = learner.explain(learner.fit(DATA), DATA, dict(zip(learner.explained, (4, 9, 6), strict=False)))
    assert pieces and all(piece.title for piece in pieces)
    for piece in pieces:
        assert len({len(values) for values in piece.table.values()} | ({len(piece.rows)} - {0})) <= 1
    assert any(piece.formulas for piece in pieces)


@pytest.mark.parametrize("cls", [CoWatch, EASE, Item2Vec], ids=lambda cls: cls.name)
def test_one_film_twice_is_refused(cls: type[Recommender]) -> None:
    learner = quick(cls)
    with pytest.raises(InputError, match="two different films"):
        learner.explain(learner.fit(DATA), DATA, dict.fromkeys(learner.explained, 3))


def test_a_pair_through_the_network() -> None:
    learner = CoWatch(n_components=4, min_count=1, n_epochs=5)
    fit = learner.fit(DATA)
    used = fit.arrays["used"]
    hidden, outputs, bias = fit.main.vectors[0], fit.context.vectors, fit.arrays["bias"]
    scores = np.where(used, outputs @ hidden + bias, -np.inf)
    chances = np.exp(scores) / np.exp(scores).sum()
    step = pair_step(hidden, outputs[used], bias[used], int(used[:2].sum()), learner.learning_rate)
    assert step.probability == pytest.approx(chances[2], rel=1e-4)
    assert step.loss == pytest.approx(-np.log(chances[2]), rel=1e-4)
    assert step.loss_after < step.loss
    linear = step.loss - step.rate * float(step.gradient @ step.gradient)
    assert step.loss_after == pytest.approx(linear, abs=1e-3)
    piece, *_ = learner.explain(fit, DATA, {"m1": 0, "m2": 2, "viewer": 6})
    assert f"= {chances[2]:.5f}" in told(piece)
    assert piece.table["v (output of m2)"] == pytest.approx(outputs[2].tolist())


def test_the_watched_pairs_of_a_viewer_and_both_losses() -> None:
    learner = CoWatch(n_components=4, min_count=1, n_epochs=5)
    fit = learner.fit(DATA)
    _, pairs, losses = learner.explain(fit, DATA, {"m1": 0, "m2": 2, "viewer": 6})
    liked = DATA.liked.of(6)
    wanted = [(DATA.item_names[a], DATA.item_names[b]) for a in liked for b in liked if a != b]
    assert list(zip(pairs.table["m1"], pairs.table["m2"], strict=True)) == wanted
    products = fit.main.vectors @ fit.context.vectors.T
    of_pairs = [products[a, b] for a in liked for b in liked if a != b]
    assert pairs.table["u(m1) · v(m2)"] == pytest.approx(of_pairs, abs=1e-5)
    logits = np.where(fit.arrays["used"], products + fit.arrays["bias"], -np.inf)
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    told_chances = [chances[a, b] for a in liked for b in liked if a != b]
    assert pairs.table["p(m2 | m1)"] == pytest.approx(told_chances, abs=1e-5)
    assert losses.formulas[1].endswith(f"= {-np.log(told_chances).mean():.4f}")
    plain, doubled = (
        watched_pairs(liked, by * fit.main.vectors, by * fit.context.vectors, fit.arrays["bias"], fit.arrays["used"])
        for by in (1, 2)
    )
    assert doubled.literal == pytest.approx(4 * plain.literal, rel=1e-5)
    assert f"= {plain.literal:.2f}" in losses.formulas[0]


def test_a_viewer_without_two_films_has_no_pairs() -> None:
    learner = CoWatch(n_components=4, min_count=1, n_epochs=1)
    fit = learner.fit(DATA)
    tables = fit.main.vectors, fit.context.vectors, fit.arrays["bias"], fit.arrays["used"]
    assert explained_pairs(watched_pairs(DATA.liked.of(6)[:1], *tables), DATA.item_names, 1) == ()


def test_the_loss_of_a_liking_among_drawn_negatives() -> None:
    learner = TwoTower(n_components=4, n_epochs=3, batch_size=16, n_random=8)
    fit = learner.fit(DATA)
    film = int(DATA.liked.of(6)[0])
    _, piece = learner.explain(fit, DATA, {"viewer": 6, "film": film})
    assert piece.table["Film"][0] == DATA.item_names[film] and piece.table["Is"][0].startswith("positive")
    rest = DATA.history(6).liked(DATA.liked_from)
    scores = learner.scores(fit, DATA, rest.only(rest.items != film))[0]
    assert piece.table["s"][0] == pytest.approx(scores[film], abs=1e-6)
    found = tower_draw(scores, film, DATA.liked.counts(), 16, 8)
    users, items = np.ones((1, 1)), scores[found.films].astype(float)[:, None]
    loss, _, _ = pick_step(users, items, -np.log(found.drawn), np.array([0]))
    assert found.loss == pytest.approx(loss) and f"= {loss:.4f}" in piece.formulas[0]
    assert film not in found.films[1:] and found.chances.sum() == pytest.approx(1)


def test_a_film_left_out_of_the_training_is_refused() -> None:
    learner = CoWatch(n_components=4, min_count=int(np.sort(DATA.liked.counts())[5]), n_epochs=1)
    fit = learner.fit(DATA)
    left_out = int(np.flatnonzero(~fit.arrays["used"])[0])
    with pytest.raises(InputError, match="left out of the training"):
        learner.explain(fit, DATA, {"m1": int(np.flatnonzero(fit.arrays["used"])[0]), "m2": left_out, "viewer": 6})


@pytest.mark.parametrize("n_users", [20, 60])
def test_a_cell_of_ease(n_users: int) -> None:
    data = ratings(n_users=n_users)
    learner = EASE(regularization=3.0)
    fit = learner.fit(data)
    weights = learner.weights_of(fit, data, 8)
    cell = ease_cell(float(weights[4]), float(fit.arrays["diagonal"][8]), data.liked, 4, 8)
    matrix = data.liked.matrix().toarray()
    inverse = np.linalg.inv(matrix.T @ matrix + 3.0 * np.eye(data.n_items))
    assert cell.inverse == pytest.approx(inverse[4, 8], abs=1e-7)
    assert cell.diagonal == pytest.approx(inverse[8, 8])
    assert cell.weight == pytest.approx(-inverse[4, 8] / inverse[8, 8], abs=1e-6)
    assert cell.both == (matrix[:, 4] * matrix[:, 8]).sum()
    one, largest = learner.explain(fit, data, {"liked": 4, "scored": 8})
    assert f"= {cell.weight:.5f}" in told(one)
    column = -inverse[:, 8] / inverse[8, 8] * (np.arange(data.n_items) != 8)
    assert largest.table["adds"] == pytest.approx(sorted(column, key=lambda weight: -abs(weight))[:10], abs=1e-6)


def test_a_solved_row_of_als() -> None:
    learner = ImplicitALS(n_components=4, regularization=1.0, alpha=3.0)
    fit = learner.fit(DATA)
    row = solved_row(fit.main.vectors, DATA.liked.of(6), fit.embeddings["user"].vectors[6].astype(float), 3.0, 1.0)
    assert row.residual < 1e-4  # the vector is stored as float32
    liked = np.isin(np.arange(DATA.n_items), DATA.liked.of(6))
    items = fit.main.vectors.astype(float)

    def objective(vector: np.ndarray) -> float:
        weight = np.where(liked, 4.0, 1.0)
        return float((weight * (liked - items @ vector) ** 2).sum() + (vector**2).sum())

    assert objective(np.zeros(4)) == pytest.approx(row.before)
    assert objective(row.vector) == pytest.approx(row.after, abs=1e-5)
    for direction in np.eye(4) * 0.01:
        assert objective(row.vector + direction) > row.after
    (piece,) = learner.explain(fit, DATA, {"viewer": 6})
    assert f"falls from {row.before:.3f} at p = 0 to {row.after:.3f}" in piece.caption
    assert piece.table["p"] == pytest.approx(row.vector.tolist(), abs=1e-5)


@pytest.mark.parametrize("cold_share", [0.0, 0.4])
def test_a_score_of_two_towers_by_its_parts(cold_share: float) -> None:
    learner = TwoTower(n_components=4, n_epochs=2, cold_share=cold_share)
    fit = learner.fit(DATA)
    scores = learner.scores(fit, DATA, DATA.history(6))[0]
    n_liked = np.sum(~fit.arrays["cold"][DATA.liked.of(6)])
    for film in range(DATA.n_items):
        piece, _ = learner.explain(fit, DATA, {"viewer": 6, "film": film})
        assert sum(sum(parts) for parts in piece.table.values()) == pytest.approx(scores[film], abs=1e-5)
        assert (not any(piece.table["the film itself"])) == fit.arrays["cold"][film]
        assert ("trained without ratings" in piece.caption) == fit.arrays["cold"][film]
        assert piece.rows[0] == f"mean of {n_liked} films liked"


def test_the_chance_of_watching_at_the_end_of_the_layers() -> None:
    learner = WatchPrediction(n_components=4, n_epochs=3)
    fit = learner.fit(DATA)
    for film in (int(DATA.train.of(6)[0]), int(np.setdiff1d(np.arange(30), DATA.train.of(6))[0])):
        rest = [int(item) for item in DATA.train.of(6) if item != film]
        logits = learner.scores(fit, DATA, type(DATA.train).of_one(rest, DATA.n_items))[0]
        found = learner.chance(fit, DATA, 6, film)
        if film not in DATA.train.of(6):  # of a film watched the network also knows one viewer less
            assert found.chance == pytest.approx(1 / (1 + np.exp(-logits[film])), rel=1e-4)
            open_ = np.setdiff1d(np.arange(DATA.n_items), rest)
            assert found.place == 1 + (logits[open_] > logits[film]).sum()
        assert found.n_open == DATA.n_items - len(rest)
        inputs, layer = learner.explain(fit, DATA, {"viewer": 6, "film": film})
        assert f"= {found.chance:.4f}" in told(layer)
        assert sum(inputs.table["Numbers"]) == len(fit.arrays["weights"])


def test_an_inner_product_by_its_terms() -> None:
    piece = inner_product.explained(np.array([1.0, -3, 2]), np.array([2.0, 1, 0.5]), "a", "b")
    assert piece.table == {"k": [2, 1, 3], "u": [-3, 1, 2], "v": [1, 2, 0.5], "u v": [-3, 2, 1]}
    assert piece.formulas[0].endswith("= 0.0000")
