"""What makes runs comparable: the scores of each kind of item, as recipes of tests and what is read of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from engine.embedding import Embedding
from engine.evaluation.column_scores import ColumnScores, class_columns
from engine.evaluation.films.ranking import METRICS
from engine.evaluation.films.recommending import RankingTable, RankingTest
from engine.evaluation.images.code_scores import CodeScores
from engine.evaluation.map_truth import MapTruth, Truth
from engine.evaluation.nodes.link_prediction import FROM_NEIGHBORS, LinkPrediction, LinkScores
from engine.evaluation.nodes.node_classification import NodeClassification
from engine.evaluation.words import analogies, similarity
from engine.evaluation.words.method_scores import OWN, MethodScores, scores_of
from engine.files.downloads.entries import CATALOGUE
from engine.files.downloads.fetch import missing
from engine.fit import Fit
from engine.insight.captions.zero_shot import ZeroShot
from engine.insight.shared_spaces.two_languages import how_tested
from engine.learners.base import Learner
from engine.learners.nodes.contract import NodeLearner
from engine.projections.base import Projection
from engine.runs.recipe import EmbeddingOf, Recipe

NAMES = {analogies.TOY_WORLD: "toy world", "libraries": "library words"}
MADE = ("leading_topic", "predicted", "outcome")
"""Columns that were made from the vectors: to tell them again says nothing."""


class Score(NamedTuple):
    """baseline: what needs no such vectors reaches; NaN if nothing is known. lower: whether less is better."""

    value: float
    baseline: float = float("nan")
    lower: bool = False


@dataclass(frozen=True)
class Measure:
    """A test of runs. asked: recipe of a run -> recipe of its test, or the same where the run itself tells the score.
    read: title of a score -> the score, for those that could be measured.
    """

    asked: Callable[[Recipe], Recipe]
    read: Callable[[Fit], Mapping[str, Score]]


def of_embedding(test: Learner, read: Callable[[Fit], Mapping[str, Score]]) -> Measure:
    """A test of the vectors of a run, or of the whole run."""
    return Measure(lambda recipe: Recipe(EmbeddingOf(recipe.run_id), test), read)


def measures(recipe: Recipe, embedding: Embedding) -> tuple[Measure, ...]:
    """The scores of runs such as a recipe makes. embedding: the main one of such a run, whose columns are asked about.

    What the run itself tells comes last.
    """
    learner = recipe.learner
    assert learner is not None
    if isinstance(learner, Projection):
        return (of_embedding(MapTruth(), _of_map),)
    found = list(_OF_ITEM.get(learner.embeds, _of_columns)(learner, embedding))
    return (*found, Measure(lambda recipe: recipe, _OF_RUN.get(learner.embeds, _of_run)))


def _of_words(learner: Learner, embedding: Embedding) -> list[Measure]:
    asked = [*OWN, *(name for name in analogies.KNOWN if at_hand(name))]
    rated = [name for name in similarity.KNOWN if at_hand(name)]
    return [of_embedding(MethodScores(analogies=",".join(asked), pairs=",".join(rated)), _of_questions)]


def at_hand(name: str) -> bool:
    """Whether the files of an entry of the catalogue are here, so that nothing is downloaded."""
    return not missing(CATALOGUE[name])


def _of_questions(fit: Fit) -> dict[str, Score]:
    found = {}
    for score in scores_of(fit):
        if score.asked and not score.section:
            source = NAMES.get(score.source) or CATALOGUE[score.source].title
            found[f"{score.test.capitalize()}, {source}"] = Score(score.value, score.baseline)
    return found


def _of_films(learner: Learner, embedding: Embedding) -> list[Measure]:
    return [of_embedding(RankingTest(), _of_ranking)]


def _of_ranking(fit: Fit) -> dict[str, Score]:
    table = RankingTable.from_fit(fit)
    popular = table.names.index("popular")
    return {
        f"{title}@{table.k}": Score(float(table.means[0, place]), float(table.means[popular, place]))
        for place, title in enumerate(METRICS.values())
    }


def _of_images(learner: Learner, embedding: Embedding) -> list[Measure]:
    if "class" not in embedding.metadata or "test" not in embedding.metadata.get("part", ()):
        return []
    majority = _majority(embedding)
    return [
        of_embedding(CodeScores(k=1), lambda fit: {
            "1-NN accuracy": Score(float(fit.summary["neighbor_accuracy"]), majority),
            "Logistic accuracy": Score(float(fit.summary["linear_accuracy"]), majority),
        })
    ]  # fmt: skip


def _majority(embedding: Embedding) -> float:
    """Share of the commonest class among the items of the test part."""
    known = embedding.metadata["class"][embedding.metadata["part"] == "test"].tolist()
    return max(map(known.count, set(known))) / len(known)


def _of_nodes(learner: Learner, embedding: Embedding) -> list[Measure]:
    assert isinstance(learner, NodeLearner)
    columns = [name for name, values in embedding.metadata.items() if values.dtype.kind in "US"]
    by_labels = [of_embedding(NodeClassification(column=name), _of_labels) for name in columns[-1:]]
    return [*by_labels, Measure(_hidden_edges, _of_edges)]


def _of_labels(fit: Fit) -> dict[str, Score]:
    return {
        f"Labels, {title}": Score(float(fit.arrays[name].mean()), float(fit.arrays[baseline].mean()))
        for title, name, baseline in (
            ("Micro-F1", "micro_f1", "baseline_micro"), ("Macro-F1", "macro_f1", "baseline_macro"),
        )
    }  # fmt: skip


def _hidden_edges(recipe: Recipe) -> Recipe:
    assert isinstance(recipe.learner, NodeLearner)
    return Recipe(recipe.dataset, LinkPrediction(learner=recipe.learner))


def _of_edges(fit: Fit) -> dict[str, Score]:
    scores = LinkScores.from_fit(fit).scores
    baseline = max(float(score.auc.mean()) for score in scores if score.name in FROM_NEIGHBORS)
    return {
        f"Hidden edges, AUC by {score.name}": Score(float(score.auc.mean()), baseline)
        for score in scores
        if not score.is_baseline
    }


def _of_columns(learner: Learner, embedding: Embedding) -> list[Measure]:
    columns = [name for name in class_columns(embedding) if name not in MADE]
    return [of_embedding(ColumnScores(column=name, metric=learner.near_by), _of_classes) for name in columns[-1:]]


def _of_classes(fit: Fit) -> dict[str, Score]:
    majority = float(fit.summary["majority"])
    return {
        "Classes by a straight cut": Score(float(fit.summary["linear_accuracy"]), majority),
        "Classes by 5 neighbors": Score(float(fit.summary["neighbor_accuracy"]), majority),
    }


def _of_translations(fit: Fit) -> dict[str, Score]:
    """What the run measured on words that were held out; see `engine.algorithms.alignment.trials`."""
    tested = how_tested(fit)
    if tested is None:
        return {}
    mean = tested.precision.mean(axis=0)
    at_once, among = max(float(tested.chance[0]), tested.same_spelling), float(tested.chance[1])
    return {
        "First answer right, refined and CSLS": Score(float(mean[1, 1, 0]), at_once),
        "First answer right, turn and CSLS": Score(float(mean[0, 1, 0]), at_once),
        "First answer right, turn and cosine": Score(float(mean[0, 0, 0]), at_once),
        "First answer right, any matrix and CSLS": Score(float(mean[2, 1, 0]), at_once),
        "Among five, refined and CSLS": Score(float(mean[1, 1, 1]), among),
    }


def _nothing_more(learner: Learner, embedding: Embedding) -> list[Measure]:
    """The run was tested while it was made: on what it held out."""
    return []


def _of_shared_space(fit: Fit) -> dict[str, Score]:
    """What the run measured on pictures for testing; see `engine.learners.shared_spaces.captions_contract.scores`."""
    arrays, found = fit.arrays, {}
    if "zero_shot" in arrays:
        shot = ZeroShot(*arrays["zero_shot"].tolist())
        n_classes = shot.n_unseen + shot.n_seen
        found["Unseen classes, among themselves"] = Score(shot.between, 1 / shot.n_unseen)
        found["Unseen classes, among all"] = Score(shot.unseen_lowered, 1 / n_classes)
        found["Seen classes, among all"] = Score(shot.seen_lowered, 1 / n_classes)
    if "by_name" in arrays:
        n_classes = len(set(fit.embeddings["picture"].metadata["class"].tolist()))
        found["Class told by its name"] = Score(float(arrays["by_name"][0]), 1 / n_classes)
    if "recall" in arrays:
        for row, title in enumerate(("Picture finds its caption at once", "Caption finds its picture at once")):
            found[title] = Score(float(arrays["recall"][row, 0]), float(arrays["recall"][row + 2, 0]))
    for row, title in enumerate(("a class", "a class and one attribute", "a class and two")):
        if "precision" in arrays and arrays["precision"][row, 0] >= 0:  # NaN where no such text could be asked
            found[f"Pictures as a text says: {title}"] = Score(*arrays["precision"][row, :2].tolist())
    return found


_OF_ITEM: Mapping[str, Callable[[Learner, Embedding], list[Measure]]] = {
    "word": _of_words, "film": _of_films, "image": _of_images, "node": _of_nodes, "bilingual word": _nothing_more,
    "picture": _nothing_more,
}  # fmt: skip
_OF_RUN: Mapping[str, Callable[[Fit], dict[str, Score]]] = {
    "bilingual word": _of_translations,
    "picture": _of_shared_space,
}
_TOLD = {
    "test_mse": ("Error on test images (MSE)", "pca_test_mse", True),
    "test_accuracy": ("Accuracy on test images", "", False),
    "kept_held_out": ("Variance kept of unseen rows", "", False),
    "kept": ("Squares of the table kept", "", False),
    "stress": ("Stress", "", True),
    "held_out_rmse": ("Error of held-out stars (RMSE)", "mean_rmse", True),
}
"""Numbers of a run's own summary -> what they are called, the number that is their baseline, whether less is better."""


def _of_run(fit: Fit) -> dict[str, Score]:
    return {
        title: Score(float(fit.summary[name]), float(fit.summary.get(baseline, "nan")), lower)
        for name, (title, baseline, lower) in _TOLD.items()
        if name in fit.summary
    }


def _of_map(fit: Fit) -> dict[str, Score]:
    found = Truth.from_fit(fit)
    return {
        title: Score(getattr(found.scores, name), getattr(found.chance, name))
        for name, title in (
            ("trustworthiness", "Trustworthiness"), ("continuity", "Continuity"), ("kept", "Neighbors kept"),
            ("shepard", "Rank correlation of distances"),
        )
    }  # fmt: skip
