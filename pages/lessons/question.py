"""Predict, then reveal: what comes out stays hidden until the student has said what will."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from pages.lessons import progress
from pages.lessons.edits import with_edits
from pages.parts.write.plain import plain


class Asked(NamedTuple):
    """A question that was answered: what the student predicted, and what is right."""

    question: str
    predicted: str
    right: str


class Place:
    """Where in the lessons something is drawn: keys for its widgets, what is told once for the steps of a lesson, and
    the questions.
    """

    def __init__(self, lesson: int, edits: Mapping[str, Any] | None = None) -> None:
        """edits: of tables by their keys, where a teacher's link has fixed what can be set; None: all is free."""
        self.lesson = lesson
        self.locked = edits is not None
        """Whether the controls of the lesson, all but those of its questions, are as they are."""
        self._edits = edits or {}
        self.asked: list[Asked] = []
        """The questions so far that were answered."""
        self.given: dict[str, object] = {}
        """What a step leaves for later ones of the same lesson: the user's own input."""

    def key(self, *parts: object) -> str:
        """Key of a widget or figure."""
        return ".".join(("lessons", str(self.lesson), *map(str, parts)))

    def edit(self, data: pd.DataFrame, *, key: str, disabled: Collection[str] = (), **options: Any) -> pd.DataFrame:
        """A table that can be changed (`st.data_editor`), but for the columns that are disabled."""
        if key in self._edits:
            data = with_edits(data, self._edits[key]).infer_objects()
        return st.data_editor(data, key=key, disabled=self.locked or list(disabled), **options)

    def answered(self, name: str) -> bool:
        """Whether a question was: what only its answer needs can wait until then."""
        return self.key(name, "answer") in st.session_state

    def choose(self, name: str, question: str, options: Sequence[str], right: Sequence[str], why: str) -> bool:
        """Ask for one of `options`, of which `right` are all right; whether it was answered, and so may be shown."""

        def ask() -> str | None:
            return st.radio(
                "Your prediction", options, index=None, format_func=plain, key=self.key(name, "choice"),
                horizontal=True, label_visibility="collapsed",
            )  # fmt: skip

        def told(answer: object) -> tuple[bool, str]:
            return answer in right, " or ".join(map(plain, right))

        return self._ask(name, question, ask, told, why)

    def number(self, name: str, question: str, right: float, near: float, form: str, why: str) -> bool:
        """Ask for a number, right if it is at most `near` away; `form` writes it. Whether it was answered."""

        def ask() -> float | None:
            return st.number_input(
                "Your prediction", value=None, key=self.key(name, "number"), width=200, placeholder="a number",
                label_visibility="collapsed",
            )  # fmt: skip

        def told(answer: object) -> tuple[bool, str]:
            return isinstance(answer, int | float) and abs(answer - right) <= near, plain(format(right, form))

        return self._ask(name, question, ask, told, why)

    def _ask(
        self, name: str, question: str, ask: Callable[[], object], told: Callable[[object], tuple[bool, str]], why: str
    ) -> bool:
        key = self.key(name, "answer")
        with st.container(border=True, key=self.key(name, "question")):
            st.markdown(f":material/psychology: **Predict.** {question}")
            if key not in st.session_state:
                answer = ask()
                if st.button("Reveal", type="primary", disabled=answer is None, key=self.key(name, "reveal")):
                    st.session_state[key] = answer
                    progress.mark(self.lesson, name)
                    st.rerun()
                return False
            answer = st.session_state[key]
            is_right, correct = told(answer)
            written = f"{answer:g}" if isinstance(answer, int | float) else str(answer)
            self.asked.append(Asked(question, written, correct))
            said = plain(written)
            if is_right:
                st.success(f"**{correct}**: as you predicted.", icon=":material/check:")
            else:
                st.info(f"You predicted {said}; it is **{correct}**.", icon=":material/lightbulb:")
            st.markdown(why)
            st.button(
                "Ask me again", type="tertiary", key=self.key(name, "again"), on_click=st.session_state.pop, args=(key,)
            )
        return True
