"""Widgets for a frozen object: one control for each field, with the bounds and the help that the field carries."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from engine.fields import Spec, Validated, line_of, names_in, specs
from pages.parts.run.listed import with_vectors

T = TypeVar("T", bound=Validated)


def draw(
    cls: type[T], key: str, *, skip: Collection[str] = (), fixed: dict[str, Any] | None = None, dataset: Any = None
) -> T:
    """Draw the controls of `cls` and return the object that they describe.

    dataset: offers the names of fields that take several; None if there is none yet.

    Values are kept while the browser tab is open, also across pages. Fields marked advanced are folded away.
    `skip` leaves fields at their default, `fixed` sets them without asking.
    Raises InputError if the values do not fit together.
    """
    fixed = fixed or {}
    asked = [name for name, spec in specs(cls).items() if not spec.hidden and name not in skip and name not in fixed]
    return cls(**values(cls, key, asked, dataset), **fixed)


def values(cls: type[Validated], key: str, names: Collection[str], dataset: Any = None) -> dict[str, Any]:
    """Draw the controls of some fields and return field name -> value."""
    asked = {name: spec for name, spec in specs(cls).items() if name in names and not spec.hidden}
    simple = {name: spec for name, spec in asked.items() if not spec.advanced}
    found = {name: _control(spec, f"{key}.{name}", _default(cls, name), dataset) for name, spec in simple.items()}
    if len(simple) < len(asked):
        with st.expander("More settings"):
            rest = {name: spec for name, spec in asked.items() if spec.advanced}
            found |= {
                name: _control(spec, f"{key}.{name}", _default(cls, name), dataset) for name, spec in rest.items()
            }
    return found


def adopt(value: Validated, key: str) -> None:
    """Let the controls under `key` show the fields of `value`; call it before they are drawn."""
    for name, spec in specs(value).items():
        if not spec.hidden:
            st.session_state[f"{key}.{name}"] = _shown(spec, getattr(value, name))
            st.session_state[f"{key}.{name}.suited"] = None  # it was chosen, not suited


def suit(values: Mapping[str, Any], cls: type[Validated], key: str) -> None:
    """Let controls begin with other values than the defaults of `cls`; those that were moved stay as they are."""
    fields = specs(cls)
    for name, value in values.items():
        control, shown = f"{key}.{name}", _shown(fields[name], value)
        last = st.session_state.get(f"{control}.suited", _shown(fields[name], _default(cls, name)))
        if st.session_state.get(control, last) == last:
            st.session_state[control] = shown
        st.session_state[f"{control}.suited"] = shown


def _default(cls: type[Validated], name: str) -> Any:
    return getattr(cls, name)


def _shown(spec: Spec, value: Any) -> Any:
    """What a control holds for the value of a field: nothing where 0 stands for a word, names as a list."""
    if spec.kind == "several":
        return list(names_in(value))
    return value or None if spec.zero else value


def _control(spec: Spec, key: str, default: Any, dataset: Any = None) -> Any:
    label = f"{spec.label} ({spec.unit})" if spec.unit else spec.label
    common: dict[str, Any] = {"key": key, "help": spec.help, "persist_state": "session"}
    st.session_state.setdefault(key, _shown(spec, default))
    if spec.options_of is not None:
        return _several(label, common, () if dataset is None else spec.options_of(dataset))
    if spec.kind == "several":
        return line_of(st.multiselect(label, list(spec.options), format_func=spec.options.__getitem__, **common))
    if spec.runs_of:
        return _run(label, common, spec)
    if spec.zero:
        lowest = max(1, int(spec.low))
        chosen = st.number_input(
            label, lowest, int(spec.high), None, step=int(spec.step or 1), placeholder=spec.zero, **common
        )
        return chosen or 0
    if spec.kind == "integer":
        return st.number_input(label, int(spec.low), int(spec.high), step=int(spec.step or 1), **common)
    if spec.kind == "real":
        step = spec.step or (spec.high - spec.low) / 100
        return st.number_input(
            label, float(spec.low), float(spec.high), step=float(step), format=_format(step), **common
        )
    if spec.kind == "choice":
        return st.selectbox(label, list(spec.options), format_func=lambda option: spec.options[option], **common)
    if spec.kind == "flag":
        return st.checkbox(label, **common)
    return st.text_input(label, max_chars=int(spec.high), **common)


def _run(label: str, common: dict[str, Any], spec: Spec) -> str:
    """The id of one of the last runs that embed what the field asks for; "" for none."""
    rows = with_vectors(spec.runs_of)
    chosen = st.session_state.get(common["key"]) or None
    if chosen is not None and chosen not in rows:
        st.caption("The run whose vectors were chosen is among the last ones no more.")
        chosen = None
    st.session_state[common["key"]] = chosen
    found = st.selectbox(
        label, list(rows), None, placeholder=spec.zero, format_func=lambda run_id: rows[run_id].label,
        **common,
    )  # fmt: skip
    return found or ""


def _several(label: str, common: dict[str, Any], offered: Sequence[str]) -> str:
    """Names to choose; those that other data offered are dropped, and while there are no data those chosen stay."""
    chosen = list(st.session_state.get(common["key"], []))
    options = list(offered) or chosen
    st.session_state[common["key"]] = [name for name in chosen if name in options]
    return line_of(st.multiselect(label, options, placeholder="None", **common))


def _format(step: float) -> str:
    """As many decimals as the step needs, at least two."""
    return "%.2f" if step >= 0.01 else "%.4f" if step >= 0.0001 else "%.1e"
