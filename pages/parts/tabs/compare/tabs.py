"""The tabs that compare, for every page."""

from pages.parts.domain import Tab, grouped
from pages.parts.tabs.compare import seeds, sweep

TABS = grouped("Compare", Tab("Sweep", sweep.show), Tab("Seeds", seeds.show))
