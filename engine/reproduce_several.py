"""Several trainings made again from their recipes alone: what the scripts of sheets over more than one run do."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.embedding import Embedding
from engine.evaluation.embedding_pair import EmbeddingPair
from engine.evaluation.neighbor_drift import Drift, NeighborDrift
from engine.fit import Fit
from engine.report import Report, Silent
from engine.reproduce import NEAR, VERDICT, literal, reproduced, script_head, uploaded
from engine.runs.recipe import EmbeddingOf, Recipe

TAKES_TIME = "second"
"""What the names of figures have in common that no second run gives again."""


def reproducible(recipe: Recipe) -> bool:
    """Whether it is made again from its recipe alone: a training on data, by today's classes, that begins from none."""
    learner = recipe.learner
    if learner is None or isinstance(recipe.dataset, EmbeddingOf):
        return False
    return not learner.begins_from and not recipe.outdated


def numbers_of(summary: Mapping[str, Any]) -> dict[str, float]:
    """The figures of a fit that a second run gives again: all but those of time."""
    return {
        name: value
        for name, value in summary.items()
        if isinstance(value, int | float) and TAKES_TIME not in name and math.isfinite(value)
    }


def same_numbers(found: Mapping[str, float], told: Mapping[str, float]) -> bool:
    """Whether two trainings have the same figures, as exactly as sheets tell them."""
    return found.keys() == told.keys() and all(
        math.isclose(found[name], told[name], rel_tol=NEAR, abs_tol=NEAR) for name in told
    )


def trained_again(
    documents: Sequence[Mapping[str, Any]], files: Sequence[str | Path] = (), report: Report = Silent()
) -> Iterator[Fit]:
    """The fit of each recipe's document, one after the other. files: all that were uploaded for them, in the order of
    `files_of`. Raises what `reproduced` raises.
    """
    paths = dict(zip(files_of(documents), files, strict=False))
    before, fit = "", None
    for document in documents:
        told = json.dumps(document, sort_keys=True)
        if fit is None or told != before:
            before, fit = told, reproduced(document, [paths[id_] for id_ in uploaded(document) if id_ in paths], report)
        yield fit


def files_of(documents: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The uploads that recipes name, each once: sha256 -> its name, or ""."""
    return {sha256: name for document in documents for sha256, name in uploaded(document).items()}


def drift_again(
    sides: Sequence[Mapping[str, Any]],
    test: Mapping[str, Any],
    files: Sequence[str | Path] = (),
    report: Report = Silent(),
) -> Drift:
    """Train two runs again, and compare the neighbors of their items as a saved comparison did.

    sides: two of the form {"recipe": document, "embedding": its name, "moment": "" or "first", "map": document or
    None, "only": labels that the map shows alone}; with maps it is the neighbors on these that are compared. test: the
    document of the comparison, a NeighborDrift. Raises InputError as `reproduced` and `NeighborDrift` do.
    """
    fits = trained_again([side["recipe"] for side in sides], files, report)
    first, second = (_space(fit, side, report) for fit, side in zip(fits, sides, strict=True))
    learner = Recipe.from_json(test).learner
    assert isinstance(learner, NeighborDrift)
    return Drift.from_fit(learner.fit(EmbeddingPair(first, second), report))


def _space(fit: Fit, side: Mapping[str, Any], report: Report) -> Embedding:
    """The vectors of a side, or its map."""
    embedding = fit.before_training if side["moment"] else fit.embeddings[side["embedding"]]
    assert embedding is not None
    if not side["map"]:
        return embedding
    recipe = Recipe.from_json(side["map"])
    assert isinstance(recipe.dataset, EmbeddingOf) and recipe.learner is not None
    if side["only"]:
        embedding = embedding.among(embedding.rows_of(side["only"]))
    elif recipe.dataset.n_items:
        embedding = embedding.first(recipe.dataset.n_items)
    return recipe.learner.fit(embedding, report).main


def drift_script(sides: Sequence[Mapping[str, Any]], test: Mapping[str, Any], k: int, agreed: float) -> str:
    """A Python script that makes a comparison again (`drift_again`) and says whether the same share of the k nearest
    neighbors agree.
    """
    lines = [
        *script_head("Makes the comparison of the sheet again", files_of([side["recipe"] for side in sides])),
        "from engine.reproduce import NEAR",
        "from engine.reproduce_several import drift_again",
        "",
        f"SIDES = json.loads({literal(sides)})",
        f"TEST = json.loads({literal(test)})",
        f"K = {k}",
        f"SHEET = {round(agreed, 6)}",
        "",
        "drift = drift_again(SIDES, TEST, sys.argv[1:])",
        "agreed = 1 - float(drift.by_item(K).mean())",
        'print(f"{drift.n:,} items are in both; {agreed:.4%} of their {drift.size(K)} nearest neighbors agree,")',
        'print(f"{drift.chance(K):.4%} by chance.")',
        "same = abs(agreed - SHEET) <= NEAR",
        *VERDICT,
    ]
    return "\n".join(lines) + "\n"


def runs_script(runs: Sequence[Mapping[str, Any]]) -> str:
    """A Python script that trains several runs again and says whether each has the same figures.

    runs: of the form {"run": id, "title": its name, "recipe": document, "numbers": as `numbers_of` has them}.
    """
    lines = [
        *script_head("Makes the trainings of the sheet again", files_of([run["recipe"] for run in runs])),
        "from engine.reproduce_several import numbers_of, same_numbers, trained_again",
        "",
        f"RUNS = json.loads({literal(runs)})",
        "",
        "same = True",
        'for run, fit in zip(RUNS, trained_again([run["recipe"] for run in RUNS], sys.argv[1:])):',
        "    found = numbers_of(fit.summary)",
        '    print(run["run"], run["title"])',
        "    for name, value in found.items():",
        '        print(f"  {name}: {value:g}")',
        '    if not same_numbers(found, run["numbers"]):',
        "        print(f\"  On the sheet: {run['numbers']}\")",
        "        same = False",
        *VERDICT,
    ]
    return "\n".join(lines) + "\n"
