"""Undo and redo of what the visitor changes about the view: the map, its colors, what is chosen and what is shown."""

import streamlit as st

from pages.parts.explore.state import TOLD, PageState
from pages.parts.write.layout import ONLY_ICON

LONGEST = 100
"""Steps that can be taken back."""
Step = dict[str, str]


class History:
    """The views of one run that a page went through, and at which of them it is. Kept in the session."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.steps: list[Step] = []
        self.at = -1

    def note(self, step: Step) -> None:
        """The page is at this view now; if it is another one than before, what was undone is forgotten."""
        if self.at >= 0 and self.steps[self.at] == step:
            return
        self.steps = [*self.steps[: self.at + 1], step][-LONGEST:]
        self.at = len(self.steps) - 1

    def can_move(self, by: int) -> bool:
        """Whether there is a view that many steps on; back if it is negative."""
        return 0 <= self.at + by < len(self.steps)

    def moved(self, by: int) -> Step:
        """The view that many steps on, which the page is at from now on."""
        self.at += by
        return self.steps[self.at]


def buttons(page: PageState, run_id: str) -> None:
    """Note the view as it is, and offer to go back and forth. Called once what the address says is in the session."""
    kept = st.session_state.get(page.key("history"))
    history = kept if isinstance(kept, History) and kept.run_id == run_id else History(run_id)
    st.session_state[page.key("history")] = history
    history.note(_view_of(page))
    _button(page, history, "undo", "Undo the last change of the view", -1, "Mod+Z")
    _button(page, history, "redo", "Do again what was undone", 1, "Mod+Shift+Z")


def _button(page: PageState, history: History, name: str, told: str, by: int, shortcut: str) -> None:
    def move() -> None:
        for key, value in history.moved(by).items():
            setattr(page, key, value)

    st.button(
        name.capitalize(), icon=f":material/{name}:", help=f"{told} ({shortcut.replace('Mod', 'Ctrl or ⌘')})",
        type="tertiary", disabled=not history.can_move(by), on_click=move, key=page.key(name, ONLY_ICON),
        shortcut=shortcut,
    )  # fmt: skip


def _view_of(page: PageState) -> Step:
    return {told.name: getattr(page, told.name) for told in TOLD if told.name != "run"}
