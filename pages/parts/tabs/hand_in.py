"""What a class needs of a page: the lab sheet that a student hands in, and the link that a teacher hands out."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from engine import lab_sheet
from engine.embedding import Embedding
from engine.errors import InputError
from engine.figures.points import points
from engine.lab_sheet import Picture, Sheet, Table
from engine.neighbors import METRICS, Metric, Neighbors
from engine.reproduce import script
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.parts.explore import inspector
from pages.parts.explore.view import View
from pages.parts.map.component import Drawn, drawn
from pages.parts.run import setting

LONGEST_NAME = 80
LONGEST_ANSWERS = 20_000
IN_WORDS = 10
"""Items whose places on the map are told in words."""
CARRIES = (
    "The data are a file that was uploaded here: whoever has the link can see what was made of it, on this server."
)


class _Shown(NamedTuple):
    """What a page shows, as a sheet takes it."""

    view: View
    map: Drawn | None
    near: Neighbors | None
    item: str
    metric: Metric
    address: str
    task: str

    @property
    def embedding(self) -> Embedding:
        return self.view.embedding

    @property
    def pairs(self) -> list[tuple[str, float]]:
        """The neighbors with their scores."""
        if self.near is None:
            return []
        labels = self.embedding.labels
        return [(labels[row], float(score)) for row, score in zip(self.near.rows, self.near.scores, strict=True)]


def show(view: View) -> None:
    """The two, below the other exports."""
    st.subheader("For a class", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _lab_sheet(view)
    with right:
        _link(view)


def _lab_sheet(view: View) -> None:
    student, answers = fields(str(view.page))
    # What a page knows is asked now: a file is made outside of the page, when its button is pressed.
    item = "" if view.selected is None else view.embedding.labels[view.selected]
    found, near = drawn(f"{view.page}_map"), inspector.neighbors_of(view)
    shown = _Shown(view, found, near, item, view.page.metric, _address(view), _task(view))
    buttons(partial(_sheet, shown, student, answers), f"{view.page}-{view.run_id[:8]}-lab-sheet")
    st.caption(
        "One page with your answers, the map as it is shown, the neighbors of the chosen item, all settings with the "
        "seed, and a script that makes the training again; it opens without the app. The ZIP has the script and the "
        "tables as files, too."
    )


def fields(key: str) -> tuple[str, str]:
    """Name and answers, as they are typed; kept while the session lasts."""
    st.markdown("**Lab sheet to hand in**")
    student = st.text_input(
        "Your name", max_chars=LONGEST_NAME, key="lab_sheet.student", persist_state="session", placeholder="optional"
    )
    answers = st.text_area(
        "Your answers", max_chars=LONGEST_ANSWERS, key=f"lab_sheet.{key}.answers", persist_state="session", height=140,
        placeholder="What did you see, and why is it so?",
    )  # fmt: skip
    return student, answers


def buttons(make: Callable[[], Sheet], stem: str) -> None:
    """Save the sheet, which is made when a button is pressed."""
    with st.container(horizontal=True):
        st.download_button(
            "Lab sheet (HTML)", lambda: lab_sheet.page(make()), f"{stem}.html", icon=":material/download:",
            on_click="ignore", key=f"export.{stem}.html",
        )  # fmt: skip
        st.download_button(
            "Lab sheet (ZIP)", lambda: lab_sheet.archive(make()), f"{stem}.zip", icon=":material/download:",
            on_click="ignore", key=f"export.{stem}.zip",
        )  # fmt: skip


def _sheet(shown: _Shown, student: str, answers: str) -> Sheet:
    view, embedding = shown.view, shown.embedding
    recipe, row = view.recipe, view.row
    assert recipe.learner is not None
    pairs = shown.pairs
    told = {name: value for name, value in view.fit.summary.items() if isinstance(value, str | int | float)}
    tables: dict[str, dict[str, Sequence[Any]]] = {
        f"Nearest to {shown.item}, in the {view.name} vectors": {
            "neighbor": [label for label, _ in pairs],
            METRICS[shown.metric]: [round(score, 4) for _, score in pairs],
        },
        "Figures of the run": {"figure": [name.replace("_", " ") for name in told], "value": list(told.values())},
    }
    return Sheet(
        title=store.title(recipe),
        student=student,
        task=shown.task,
        answers=answers,
        about=(
            f"{embedding.n_items:,} {view.items}, {embedding.n_components} numbers each. Run {view.run_id}, made in "
            f"{row.seconds:.1f} s on {row.created[:10]}.",
            *view.fit.notes,
        ),
        parts=[
            *_map(shown.map, view.items),
            *(Table(title, columns) for title, columns in tables.items() if any(map(len, columns.values()))),
            *settings_of(recipe),
        ],
        script="" if recipe.learner.begins_from else _script(shown),
        address=shown.address,
    )


def settings_of(recipe: Recipe, of: str = "") -> list[Table]:
    """The settings of a recipe, of its data and its method each, if they have any. of: begins the titles."""
    tables = []
    for title, owner in (("Data", recipe.dataset), ("Method", recipe.learner)):
        settings = setting.parameters(owner) if owner is not None else {}
        if settings:
            columns = {"setting": list(settings), "value": list(settings.values())}
            tables.append(Table(f"{of}{title}: settings", columns))
    return tables


def _script(shown: _Shown) -> str:
    """It finds the same neighbors where these were sought among all items."""
    among_all = inspector.two_kinds(shown.view) is None
    pairs = shown.pairs if among_all else ()
    return script(shown.view.row.recipe, shown.view.name, shown.item, shown.metric, pairs)


def _map(found: Drawn | None, items: str) -> list[Picture]:
    """The map as it is shown, if there is one."""
    if found is None:
        return []
    names, places = list(found.picture.labels), found.picture.coordinates[:, :3]
    told = [
        f"{name} at ({', '.join(f'{number:.2f}' for number in place)})"
        for name, place in zip(names[:IN_WORDS], places[:IN_WORDS], strict=True)
    ]
    more = f"; {len(names) - IN_WORDS:,} more" if len(names) > IN_WORDS else ""
    figure = points(places, names, found.picture.colors)
    return [Picture("Map", figure, f"Map of {len(names):,} {items}: {'; '.join(told)}{more}.")]


def _task(view: View) -> str:
    """What a teacher asks; nothing where the link is broken, which the page has said."""
    with suppress(InputError):
        return setting.read(view.page.fixed).task if view.page.fixed else ""
    return ""


def _address(view: View) -> str:
    """Of the view, without the host and without what a teacher fixed."""
    query = urlencode([(name, value) for name, value in st.query_params.items() if name != "fixed"])
    return f"/{view.page}?{query}"


def task(key: str) -> str:
    """What a teacher asks of a class, as it is typed, in one line."""
    st.markdown("**Link for a class**")
    typed = st.text_area(
        "Task", max_chars=setting.LONGEST_TASK, key=f"lab_sheet.{key}.task", persist_state="session", height=140,
        placeholder="What students are to do; it stands above the page.",
    )  # fmt: skip
    return re.sub(r"\s+", " ", typed)


def _link(view: View) -> None:
    st.code(setting.address(view.page, view.recipe, task(str(view.page))), language=None, wrap_lines=True)
    st.caption(
        "It opens this view with its data and method fixed: students see the settings, train them on their own machine "
        "if need be, and explore; the sheet that they hand in repeats the task."
    )
    if setting.needs_upload(view.recipe):
        st.caption(f":material/info: {CARRIES} On another machine the file must be uploaded first.")
