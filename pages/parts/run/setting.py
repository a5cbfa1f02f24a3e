"""A teacher's link: the data and the method of a page, fixed, with the task that belongs to them."""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from engine.errors import InputError
from engine.fields import specs
from engine.reproduce import uploaded
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.state import PageState
from pages.parts.run import method
from pages.parts.write.plain import plain

NOT_WHOLE = "This link is not whole; ask your teacher for it again."
LONGEST_TASK = 1_000
"""Characters."""
MOST_BYTES = 20_000
"""Of what an address holds once it is unpacked."""


def not_whole() -> InputError:
    """What is wrong with a link that was cut, or changed."""
    return InputError(NOT_WHOLE, "E-ADR-01")


@dataclass(frozen=True)
class Setting:
    """recipe: what is fixed. task: the teacher's words, plain text."""

    recipe: Recipe
    task: str = ""

    def told(self) -> str:
        """As it stands in an address."""
        return packed({"recipe": self.recipe.to_json(), "task": self.task[:LONGEST_TASK]})


def packed(document: Mapping[str, Any]) -> str:
    """A document as a link can hold it."""
    written = zlib.compress(json.dumps(document, separators=(",", ":")).encode(), 9)
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def unpacked(told: str) -> dict[str, Any]:
    """The document that a link holds. Raises InputError if it was cut."""
    try:
        read = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))
        unpacking = zlib.decompressobj()
        document = json.loads(unpacking.decompress(read, MOST_BYTES))
    except (ValueError, RecursionError, zlib.error) as error:
        raise not_whole() from error
    if not unpacking.eof or not isinstance(document, dict):
        raise not_whole()
    return document


def read(told: str) -> Setting:
    """What an address holds. Raises InputError if it was cut, or is of another version of the app."""
    document = unpacked(told)
    try:
        recipe, task = document["recipe"], document["task"]
    except KeyError as error:
        raise not_whole() from error
    found = Setting(Recipe.from_json(recipe), str(task)[:LONGEST_TASK])
    if found.recipe.learner is None or isinstance(found.recipe.dataset, EmbeddingOf):
        raise not_whole()  # no page has controls for it
    return found


def of(page: PageState) -> Setting | None:
    """The setting that the page is fixed to; None if it is not, or if its link cannot be read, which is said."""
    if not page.fixed:
        return None
    try:
        return read(page.fixed)
    except InputError as error:
        st.warning(plain(str(error)), icon=":material/link_off:")
        return None


def address(page: PageState, recipe: Recipe, task: str) -> str:
    """The link to what the page shows now, with its setting fixed."""
    query = {name: value for name, value in st.query_params.items() if name != "fixed"}
    query |= {"run": recipe.run_id, "fixed": Setting(recipe, task).told()}
    here = urlsplit(st.context.url or "")
    return urlunsplit((here.scheme, here.netloc, here.path or f"/{page}", urlencode(query), ""))


def needs_upload(recipe: Recipe) -> bool:
    """Whether the data are a file that was uploaded, which a link on another machine does not bring along."""
    return bool(uploaded(recipe.to_json()))


def show_task(setting: Setting) -> None:
    """The teacher's words above the page."""
    if setting.task:
        st.info(plain(setting.task), icon=":material/assignment:")


def controls(page: PageState, setting: Setting) -> None:
    """In place of the controls: what is fixed, the button that trains it, and the way out."""
    recipe = setting.recipe
    with st.container(key="step_data"):
        st.subheader("Data")
        st.markdown(plain(recipe.dataset.title()))  # type: ignore[attr-defined]  # a Source
        st.caption(":material/lock: Data and method are fixed by a link from a teacher.")
    assert recipe.learner is not None
    with st.container(key="step_method"):
        st.subheader("Method")
        st.markdown(plain(recipe.learner.title))
        st.caption("  \n".join(f"{plain(name)}: {plain(value)}" for name, value in parameters(recipe.learner).items()))
    method.train(page, recipe.dataset, recipe.learner, ())
    with st.container(key="a_step.leave"):
        if st.button("Choose freely", icon=":material/lock_open:", width="stretch", key=page.key("leave")):
            page.fixed = ""
            st.rerun()


def parameters(owner: Any) -> dict[str, str]:
    """The fields of a learner or source by their labels."""
    return {spec.label: _shown(getattr(owner, name)) for name, spec in specs(owner).items() if spec.kind != "nested"}


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value) or "none"
