"""Who is compared: the methods of words on equal terms, and the baselines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import streamlit as st

from engine.embedding import Embedding
from engine.evaluation.words.alike import alike, shared
from engine.evaluation.words.baselines import BASELINES, WordBaselines
from engine.evaluation.words.method_scores import MethodScores, Score, scores_of
from engine.learners import LEARNERS
from engine.learners.words.contract import WordLearner
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.view import View
from pages.parts.run import state

QUICK = 60.0
"""Seconds that a training may take to be among those that are chosen at first."""


@dataclass(frozen=True)
class Contender:
    """One row of the table. recipe: makes its run, whose id is `run_id`; name: its embedding, "" for the main one."""

    title: str
    recipe: Recipe
    run_id: str
    name: str = ""

    @property
    def baseline(self) -> bool:
        return bool(self.name)

    @property
    def there(self) -> bool:
        """Whether its vectors are."""
        return store.exists(self.run_id) and (not self.name or self.name in state.fit(self.run_id).embeddings)

    @property
    def embedding(self) -> Embedding:
        fit = state.fit(self.run_id)
        return fit.embeddings[self.name] if self.name else fit.main

    @property
    def seconds(self) -> float:
        """What its training took."""
        summary = state.fit(self.run_id).summary
        told = summary.get(f"seconds_{self.name}" if self.name else "seconds")
        return float(told) if told is not None else state.row_of(self.run_id).seconds

    def tested(self, test: MethodScores) -> Recipe:
        """The recipe of a test of its vectors."""
        return Recipe(EmbeddingOf(self.run_id, self.name), test)

    def scores(self, test: MethodScores) -> tuple[Score, ...]:
        """What that test found."""
        return scores_of(state.fit(self.tested(test).run_id))


def methods(view: View) -> dict[str, WordLearner]:
    """Short title -> the method with the shared settings of this run, for those that the text allows."""
    like = cast(WordLearner, view.recipe.learner)
    offered = {
        name: cast(type[WordLearner], cls)
        for name, cls in LEARNERS.items()
        if cls.embeds == like.embeds and cls.offered(view.corpus)
    }
    learners = alike(like, offered, view.corpus)
    return {short(learner): learner for learner in learners.values() if _allowed(learner, view)}


def _allowed(learner: WordLearner, view: View) -> bool:
    return all(told.severity != "error" for told in learner.advice(view.corpus))


def short(learner: WordLearner) -> str:
    """Its title up to "with", a bracket or a colon."""
    return re.split(r" with | \(|:", learner.title)[0]


def contenders(view: View, learners: Mapping[str, WordLearner]) -> list[Contender]:
    """The chosen methods, this run among them where its method is chosen, then the baselines."""
    like = cast(WordLearner, view.recipe.learner)
    found = []
    for title, learner in learners.items():
        recipe = Recipe(view.recipe.dataset, learner)
        found.append(Contender(title, recipe, view.run_id if learner == like else recipe.run_id))
    baselines = WordBaselines(**shared(like, WordBaselines))
    recipe = Recipe(view.recipe.dataset, baselines)
    return found + [Contender(title, recipe, recipe.run_id, name) for name, title in BASELINES.items()]


def choose(view: View) -> dict[str, WordLearner]:
    """The methods that the user wants to compare."""
    offered = methods(view)
    cost = {title: learner.estimate(view.corpus).seconds for title, learner in offered.items()}
    this = short(cast(WordLearner, view.recipe.learner))
    quick = [title for title in offered if title == this or cost[title] <= QUICK]
    chosen = st.multiselect(
        "Methods", list(offered), quick, key=view.key("all_methods", view.run_id), persist_state="session",
        help="On the same text, with the dimensions, vocabulary and seed of this run; all else as is usual for each.",
    )  # fmt: skip
    return {title: offered[title] for title in offered if title in chosen}
