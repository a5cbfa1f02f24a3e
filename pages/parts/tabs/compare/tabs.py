"""The tabs that compare, for every page."""

from pages.parts.domain import Tab, grouped
from pages.parts.tabs.compare import budgets, seeds, sweep

TABS = grouped(
    "Compare",
    Tab("Sweep", sweep.show),
    Tab("Seeds", seeds.show),
    Tab("Equal budgets", budgets.show, budgets.has_rivals),
)
