"""The way of the Tab key through a page: where it stops, what it misses, what its stops are called and look like."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

from tests import ROOT

MOST_STOPS = 400
OF_OTHERS = ("RootWebArea", "gridcell", "columnheader", "group")
"""Roles of what is no control by itself: the page, and parts of a table (assets/page/tables.js)."""
SCRIPT = (ROOT / "tests" / "browser" / "walking.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Stop:
    """A control that had the focus. told: what it is, for messages. marked: whether it then looked otherwise than
    without. region: edges (what stands before all), stSidebar, "" (the menu) or stMain. The rest: where it is.
    """

    told: str
    marked: bool
    region: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Walk:
    """stops: in their order. missed: visible controls that never had the focus. again: those that had it once more
    before the walk was at its end. nameless: roles of what can have the focus, but has no accessible name.
    """

    stops: list[Stop]
    missed: list[str]
    again: list[str]
    nameless: list[str]

    @property
    def backwards(self) -> list[tuple[str, str]]:
        """Pairs of stops, the later of which is above the earlier, in one column of the page."""
        main = [stop for stop in self.stops if stop.region == "stMain" and stop.bottom - stop.top < 700]
        return [
            (one.told, other.told)
            for one, other in pairwise(main)
            if other.bottom < one.top and min(one.right, other.right) - max(one.left, other.left) > 4
        ]


def walk(page: Page) -> Walk:
    """Press Tab from the top of the page until the focus has left it, or is where it began."""
    page.add_style_tag(content="* { transition: none !important }")
    page.evaluate(SCRIPT)
    count = 0
    again: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        step = page.evaluate("window.walk.step()")
        if step["left"] or step["known"] == 0:
            found: dict[str, Any] = page.evaluate("window.walk.end()")
            stops = [Stop(**stop) for stop in found["stops"]]
            return Walk(stops, found["missed"], again, nameless(page))
        if 0 <= step["known"] < count - 1:
            again.append(str(step["known"]))
        count += step["known"] < 0
    raise AssertionError(f"the focus does not leave the page: {count} stops")


def nameless(page: Page) -> list[str]:
    """Roles of the elements without a name that can have the focus, by the browser's own account."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [node["role"]["value"] for node in nodes if not node["ignored"] and takes_focus(node) and not name(node)]


def takes_focus(node: dict[str, Any]) -> bool:
    """Whether an element is a control that can have the focus."""
    known = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    return bool(known.get("focusable")) and node["role"]["value"] not in OF_OTHERS


def name(node: dict[str, Any]) -> str:
    """The accessible name of an element."""
    return str(node.get("name", {}).get("value", "")).strip()
