"""What is to be swept: the setting, its values and the seeds; chosen on the page, and told by its address."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import streamlit as st

from engine.errors import InputError
from engine.fields import Spec
from engine.learners.base import Learner
from engine.projections import PROJECTIONS
from engine.runs import sweeps
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore import truths
from pages.parts.explore.state import from_json
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.plain import plain

METHOD, MAP = "method", "map"
SIZE = "n_components"
USUAL_SEEDS = 3
LONGEST = 300
"""Characters of the values."""


@dataclass(frozen=True)
class Plan:
    """of: METHOD, or MAP for the projection on the page. values: as the user wrote them."""

    of: str = METHOD
    field: str = ""
    values: str = ""
    seeds: int = USUAL_SEEDS

    @property
    def told(self) -> str:
        """As the address says it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, told: str) -> "Plan":
        """What an address says, as far as it can be used."""
        found = from_json(told, dict)
        known = {name: found[name] for name, kind in cls.__annotations__.items() if type(found.get(name)) is kind}
        plan = cls(**known)
        return replace(plan, values=plan.values[:LONGEST], seeds=min(max(plan.seeds, 1), sweeps.SEEDS))


@dataclass(frozen=True)
class Sweep:
    """A plan made concrete. base: the recipe that it begins from."""

    base: Recipe
    field: str
    spec: Spec
    values: tuple[Any, ...]
    n_seeds: int

    @property
    def learner(self) -> Learner:
        assert self.base.learner is not None
        return self.base.learner

    @cached_property
    def trials(self) -> tuple[sweeps.Trial, ...]:
        """All of its recipes, value by value; raises InputError for settings that do not go together."""
        return sweeps.trials(self.base, self.field, self.values, self.n_seeds)

    @property
    def of_map(self) -> bool:
        """Whether maps of one run are made, and not runs."""
        return isinstance(self.base.dataset, EmbeddingOf)

    def name(self, value: Any) -> str:
        """A value as the user reads it."""
        return sweeps.told(self.spec, value)


def bases(view: View) -> dict[str, Recipe]:
    """What can be swept of the page: its method, its map; those that have a setting."""
    found = {METHOD: view.recipe}
    if truths.asked(view) is not None:
        found[MAP] = state.recipe_of(view.page.mapped[0])
    return {of: recipe for of, recipe in found.items() if recipe.learner and sweeps.sweepable(recipe.learner)}


def choose(view: View) -> Sweep | None:
    """Draw the controls. None, with the reason, where nothing can be swept, or the values cannot be used."""
    found, plan = bases(view), Plan.read(view.page.sweep)
    if not found:
        st.caption("Neither this method nor this map has a setting with more than one value.")
        return None
    if plan.of == MAP and MAP not in found:
        st.info("A setting of the map is swept here, and no map is shown: show it, or wait until it is made.")
        st.button(
            "Sweep a setting of the method", key=view.key("sweep_method"), on_click=view.page.change,
            kwargs={"sweep": ""},
        )  # fmt: skip
        return None
    of = plan.of if plan.of in found else next(iter(found))
    learner = found[of].learner
    assert learner is not None
    fields = _in_order(sweeps.sweepable(learner))
    field = (
        plan.field
        if plan.field in fields
        else _usual_field(PROJECTIONS[learner.name].varied if of == MAP else SIZE, fields)
    )
    plan, spec = replace(plan, of=of, field=field), fields[field]
    proposal = sweeps.line_of(spec, sweeps.proposed(spec, vars(learner)[field]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(found) > 1:
            st.segmented_control(
                "Of", list(found), required=True, format_func="the {}".format,
                **_held(view, plan, "of", of, field="", values=""),
            )  # fmt: skip
        st.selectbox(
            "Setting", list(fields), format_func=lambda name: _label(fields[name]), help=spec.help, width=220,
            **_held(view, plan, "field", field, values=""),
        )  # fmt: skip
        st.text_input(
            "Values", max_chars=LONGEST, width=300, help=_hint(spec),
            **_held(view, plan, "values", plan.values or proposal),
        )  # fmt: skip
        if sweeps.seeded(learner):
            st.number_input(
                "Seeds", 1, sweeps.SEEDS, width=110, help="Trainings for each value, which differ by chance alone.",
                **_held(view, plan, "seeds", plan.seeds),
            )  # fmt: skip
    try:
        values = sweeps.values_in(spec, plan.values or proposal)
        sweep = Sweep(found[of], field, spec, values, plan.seeds if sweeps.seeded(learner) else 1)
        assert sweep.trials
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/edit:")
        return None
    return sweep


def _usual_field(wanted: str, fields: Mapping[str, Spec]) -> str:
    """What is swept at first: of a map how wide a neighborhood it keeps, of a method the size of its vectors."""
    return wanted if wanted in fields else next(iter(fields))


def _in_order(fields: dict[str, Spec]) -> dict[str, Spec]:
    """Those that are folded away elsewhere come last."""
    return dict(sorted(fields.items(), key=lambda item: item[1].advanced))


def _label(spec: Spec) -> str:
    return f"{spec.label} ({spec.unit})" if spec.unit else spec.label


def _hint(spec: Spec) -> str:
    """What may be written."""
    if spec.kind == "choice":
        return f"Of these, with commas between: {', '.join(map(str, spec.options))}."
    if spec.kind == "flag":
        return f"{sweeps.NO}, {sweeps.YES}"
    return f"{sweeps.FEWEST} to {sweeps.MOST} numbers from {spec.low:g} to {spec.high:g}, with commas between."


def _held(view: View, plan: Plan, name: str, shown: Any, **reset: str) -> dict[str, Any]:
    """Key and callback of a control that shows a part of the plan and sets it, and others with it."""
    key = view.key("sweep_of", name)
    st.session_state[key] = shown

    def take() -> None:
        view.page.sweep = replace(plan, **{name: st.session_state[key]} | reset).told

    return {"key": key, "on_change": take}
