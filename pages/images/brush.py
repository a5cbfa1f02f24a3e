"""A picture to paint on by mouse, finger or keyboard: the painted pixels are a mask, kept while the tab is open."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.parts.assets import ROOT, loader
from pages.parts.bits import packed, unpacked

SIDE = 280
"""Screen pixels of the longer side, as in the script."""
_EXTRA_HEIGHT = 8


@dataclass(frozen=True)
class Brush:
    """One drawing surface. key: names it on its page. revision: names the picture; another one has its own mask.

    shape: height and width in pixels.
    """

    key: str
    revision: str
    shape: tuple[int, int]

    @property
    def _place(self) -> str:
        return f"{self.key}.{self.revision}"

    @property
    def mask(self) -> np.ndarray:
        """The painted pixels, bool (height, width), the latest stroke included."""
        self._take_stroke()
        return self._kept[0]

    def paint(self, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        """Paint the rectangle from the first to the last of each, both counted from 1."""
        mask = self.mask.copy()
        mask[rows[0] - 1 : rows[1], columns[0] - 1 : columns[1]] = True
        self._keep(mask)

    def clear(self) -> None:
        """Paint nothing."""
        self._keep(np.zeros(self.shape, dtype=bool))

    def show(self, picture: np.ndarray, *, ink: str, radius: float, erase: bool, label: str) -> None:
        """Draw the surface. picture: uint8 (height, width, 1 or 3). ink: a CSS color; label: read by screen readers."""
        height, width = self.shape
        mask, serial, times = self._kept
        fold = max(1, SIDE // max(height, width))
        _surface(
            key=self.key,
            data={
                "revision": f"{self.revision}.{times}",
                "serial": serial,
                "height": height,
                "width": width,
                "channels": picture.shape[2],
                "pixels": base64.b64encode(np.ascontiguousarray(picture).tobytes()).decode(),
                "mask": packed(mask),
                "ink": ink,
                "radius": radius,
                "erase": erase,
                "label": label,
            },
            height=fold * height + _EXTRA_HEIGHT,
            on_mask_change=_nothing,
        )

    @property
    def _kept(self) -> tuple[np.ndarray, int, int]:
        """Mask, serial number of the last stroke, and how often Python itself has painted."""
        return st.session_state.setdefault(self._place, (np.zeros(self.shape, dtype=bool), 0, 0))

    def _keep(self, mask: np.ndarray) -> None:
        _, serial, times = self._kept
        st.session_state[self._place] = (mask, serial, times + 1)

    def _take_stroke(self) -> None:
        """Adopt what the browser sent, which is checked: it may send anything."""
        state = st.session_state.get(self.key)
        sent = state.get("mask") if isinstance(state, Mapping) else None
        _, serial, times = self._kept
        if not isinstance(sent, Mapping) or sent.get("revision") != f"{self.revision}.{times}":
            return
        found, number = mask_of(sent.get("bits"), self.shape), sent.get("serial")
        if found is not None and isinstance(number, int) and number > serial:
            st.session_state[self._place] = (found, number, times)


def mask_of(bits: object, shape: tuple[int, int]) -> np.ndarray | None:
    """The mask, bool of that shape, that base64 of packed bits holds; None if it is anything else."""
    flags = unpacked(bits, shape[0] * shape[1])
    return None if flags is None else flags.reshape(shape)


def _nothing() -> None:
    """A trigger reaches the result only if it has a callback."""


_surface = st.components.v2.component(
    "brush",
    html="<div class='brush'><canvas tabindex='0' role='application'></canvas></div>",
    css=(ROOT / "assets" / "brush" / "brush.css").read_text(encoding="utf-8"),
    js=loader("brush/brush.js"),
)
