"""The way of the Tab key through a page: where it stops, what it misses, what its stops are called and look like."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 400
SCRIPT = """() => {
  const inside = function* (root) {
    for (const one of root.querySelectorAll('*')) { yield one; if (one.shadowRoot) yield* inside(one.shadowRoot) }
  }
  const above = one => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host ?? null
  const lineage = one => { const all = []; for (let at = one; at; at = above(at)) all.push(at); return all }
  const focused = () => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    return at?.closest('canvas') ?? (at === document.body ? null : at)
  }
  const drawn = one => {
    const { outlineStyle, outlineWidth, boxShadow, borderTopColor, color, backgroundColor, transform } = getComputedStyle(one)
    const { stroke, strokeWidth } = getComputedStyle(one.querySelector('rect') ?? one)
    const outline = outlineStyle === 'none' ? '' : outlineStyle + outlineWidth
    return [outline, boxShadow, borderTopColor, color, backgroundColor, transform, stroke, strokeWidth].join()
  }
  const look = one => [...lineage(one).slice(0, 11), ...(above(one)?.children ?? [])].map(drawn).join('; ')
  const seen = one => one.getClientRects().length > 0 && lineage(one).every(at => {
    const { display, visibility } = getComputedStyle(at)
    return display !== 'none' && visibility !== 'hidden' && !at.inert && at.ariaHidden !== 'true'
  })
  const told = one => [one.tagName, one.role ?? one.type ?? '', one.ariaLabel ?? '', one.textContent.slice(0, 40)].join(' ')
  const group = one => one.type === 'radio' && one.name ? one.name
    : lineage(one).find(at => at.matches('[role=radiogroup], [role=tablist], [role=toolbar], .tree'))
  const place = one => {
    const { left, right, top, bottom } = one.getBoundingClientRect()
    const region = lineage(one).find(at => at.matches('.comes-first, [data-testid=stSidebar], [data-testid=stMain]'))
    return { left, right, top, bottom, region: region?.className.includes('comes-first') ? 'edges' : region?.dataset.testid ?? '' }
  }
  const controls = () => [...inside(document.body)].filter(one => one.tabIndex >= 0 && !one.disabled && seen(one)
    && one.matches('a[href], button, input, textarea, select, summary, [tabindex]'))
  const stops = []
  const step = () => {
    const at = focused()
    const known = stops.findIndex(stop => stop.at === at)
    if (at && known < 0) stops.push({ at, told: told(at), marked: look(at), ...place(at) })
    return { known, left: !at }
  }
  const end = () => {
    const last = focused()
    last?.blur()
    document.querySelector('[data-testid=stMain]').scrollTo(0, 0)
    const groups = new Set(stops.map(stop => group(stop.at)).filter(Boolean))
    const found = stops.filter(stop => stop.at.isConnected)
    return {
      stops: found.map(({ at, told, marked }) => ({ told, marked: marked !== look(at), ...place(at) })),
      missed: controls().filter(one => !stops.some(stop => stop.at === one) && !groups.has(group(one))).map(told),
    }
  }
  window.walk = { step, end }
}"""


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
    """stops: in their order. missed: visible controls that never had the focus. again: those that had it once more before
    the walk was at its end. nameless: roles of what can have the focus, but has no accessible name.
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
            for one, other in zip(main, main[1:], strict=False)
            if other.bottom < one.top and min(one.right, other.right) - max(one.left, other.left) > 4
        ]


def walk(page: Page) -> Walk:
    """Press Tab from the top of the page until the focus has left it, or is where it began."""
    page.add_style_tag(content="* { transition: none !important }")
    page.evaluate(SCRIPT)
    count, again = 0, []
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
    """Whether an element can have the focus; of a table only all of its cells together (assets/page/tables.js)."""
    known = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    return bool(known.get("focusable")) and node["role"]["value"] not in (
        "gridcell",
        "columnheader",
        "group",
        "RootWebArea",
    )


def name(node: dict[str, Any]) -> str:
    """The accessible name of an element."""
    return str(node.get("name", {}).get("value", "")).strip()
