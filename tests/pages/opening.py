"""Pages opened by Streamlit's own test client, and what they say."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pages.parts.domains import DOMAINS
from pages.parts.frame import THIS_RUN
from tests import ROOT

SECONDS = 60
Open = Callable[..., AppTest]


def opened(page: str = "words", item: str = "king", **query: str) -> AppTest:
    """The page after its first run."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    # AppTest.switch_page would have to run the first page of all to learn the addresses
    app._page_hash = calc_hash("" if page == "home" else page)
    for key, value in ({"item": item} | query).items():
        app.query_params[key] = value
    return app.run()


def turn_to(app: AppTest, title: str) -> bool:
    """Open a tab, where tabs are in groups by way of its group; whether the run allows it."""
    if title not in offered(app):
        here = [domain for domain in DOMAINS if calc_hash(domain.name) == app._page_hash]
        groups = {tab.group or THIS_RUN for domain in here for tab in domain.tabs if tab.title == title}
        about = next((row for row in app.get("segmented_control") if row.label == "Group of tabs"), None)
        group = next((name for name in about.options if name in groups), None) if about is not None else None
        if about is not None and group is not None:
            about.set_value(group).run()
    app.session_state["tab"] = title
    app.run()
    return title in offered(app)


def offered(app: AppTest) -> list[str]:
    """The tabs that can be chosen without another group."""
    return next((row.options for row in app.get("segmented_control") if row.label == "Questions"), [])


def texts(app: AppTest) -> str:
    """All sentences of a page in one string, as they are read."""
    kinds = ("caption", "error", "info", "markdown", "warning", "subheader", "header", "title")
    found = [element.value for kind in kinds for element in app.get(kind)]
    return "\n".join(found).replace("\\", "").replace("\u2060", "")
