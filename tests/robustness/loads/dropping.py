"""A connection that drops: who comes back finds the session as it was."""

import asyncio

from tests.robustness.loads.site import TOY_PAGE, site
from tests.robustness.loads.visitor import Visitor
from tests.robustness.row import Found


def dropped(quick: bool) -> Found:
    """F17: away for 2 seconds, in the long version also for a minute; the number of dimensions was changed before."""
    return asyncio.run(_dropped(site().server.url, [2.0] if quick else [2.0, 60.0]))


async def _dropped(url: str, pauses: list[float]) -> Found:
    field = "words.method.ppmi_svd.n_components"
    for pause in pauses:
        visitor = Visitor(url)
        await visitor.open(TOY_PAGE)
        await visitor.enter(field, 55)
        before = visitor.session
        await visitor.drop()
        await asyncio.sleep(pause)
        visitor.elements.clear()
        answer = await visitor.open(TOY_PAGE)
        kept = visitor.session == before and visitor.elements["words.train"].proto.label == "Train"
        await visitor.close()
        if answer.troubles or not kept:
            return Found(f"after {pause:.0f} s the session was another, or its settings were gone", ok=False)
    return Found(f"the same session with its settings, after {' and '.join(f'{pause:.0f} s' for pause in pauses)}")
