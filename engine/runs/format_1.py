"""What was saved before classes had versions of their own, read as today's app needs it. No other module knows of it.

A recipe was {"version": 1, "dataset": ..., "learner": ...}: its id the hash of just this, every field named; a learner
within a learner was JSON text. Second vectors had a name of their own in each method.
"""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from engine.errors import InputError
from engine.fit import Fit
from engine.runs.canonical import id_of

VERSION = 1
SECOND_VECTORS = {"output": "context", "target": "context"}
"""Of skip-gram, co-watching and item2vec; of HOPE. The others called them "context" already, or had none."""


def is_of(recipe: Mapping[str, Any]) -> bool:
    """Whether a recipe document is of this format."""
    return recipe.keys() == {"version", "dataset", "learner"} and recipe["version"] == VERSION


def dataset_id(recipe: Mapping[str, Any]) -> str:
    """Id of the prepared dataset of a run; "" for a run that is made from another run."""
    dataset = recipe["dataset"]
    if dataset["name"] == "embedding_of":
        return ""
    return id_of({"version": VERSION, "dataset": dataset, "learner": None})


def parts_of(recipe: Mapping[str, Any]) -> tuple[Any, Any]:
    """Documents of dataset and learner, such as `engine.fields.from_json` reads today."""
    dataset, learner = recipe["dataset"], recipe["learner"]
    if isinstance(dataset, dict) and dataset.get("name") == "embedding_of":
        name = dataset.get("embedding", "")
        dataset = dataset | {"embedding": SECOND_VECTORS.get(name, name)}
    if isinstance(learner, dict) and isinstance(learner.get("learner"), str):
        learner = learner | {"learner": _parsed(learner["learner"])}
    return dataset, learner


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"The method {text[:60]!r} is no JSON.", "E-PAR-12") from error


def with_todays_names(fit: Fit) -> Fit:
    """The fit, its second vectors called "context"."""
    embeddings = {SECOND_VECTORS.get(name, name): embedding for name, embedding in fit.embeddings.items()}
    return dataclasses.replace(fit, embeddings=embeddings)
