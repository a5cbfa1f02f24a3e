"""The comparison in one sentence, and which items take no part in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.parts.write.plain import plain


def percent(share: float) -> str:
    """A share as people say it: whole percents, more digits where it is small."""
    return (
        f"{share:.0%}"
        if share >= 0.095 or share == 0
        else f"{share:.1%}"
        if share >= 0.00095
        else f"{100 * share:.2g}%"
    )


def agreement(share: float, seeds: Sequence[tuple[str, float]], chance: float) -> str:
    """seeds: method and share of neighbors that two seeds of it agree on."""
    between = [f"two seeds of {plain(method)} agree on {percent(agreed)}" for method, agreed in seeds]
    return f"**{percent(share)} of neighbors agree**; {', '.join([*between, f'chance is {percent(chance)}'])}."


def verdict(share: float, seeds: Sequence[tuple[str, float]], chance: float) -> str:
    """What that says: whether the sides differ by more than their own chance does."""
    if share >= 1 - 1e-9:
        return "No neighbor differs."
    if share < 3 * chance:
        return "The two know next to nothing of each other."
    if not seeds:
        return ""
    least = min(agreed for _, agreed in seeds)
    if share >= least - 0.02:
        return "They differ no more than two trainings of one method do: what differs is chance."
    return f"They agree on {100 * (least - share):.2g} percentage points less than two trainings of one method do."


def left_out(summary: Mapping[str, Any], n_items: int) -> str:
    """How many items both have, and which only one has, with examples."""
    told = [f"{n_items:,} items are in both, matched by their names."]
    for side, letter in (("first", "A"), ("second", "B")):
        number, examples = int(summary[f"only_{side}"]), summary[f"examples_{side}"]
        if number:
            named = ", ".join(plain(str(label)[:40]) for label in examples)
            more = " …" if number > len(examples) else ""
            told.append(f"Only {letter} has {number:,}: {named}{more}.")
    if summary["n_repeated"]:
        names = ", ".join(plain(str(label)[:40]) for label in summary["repeated"])
        number = int(summary["n_repeated"])
        occur = "name occurs" if number == 1 else "names occur"
        told.append(f"{number:,} {occur} more than once, and not equally often; left out: {names}.")
    if summary["pointless"]:
        told.append(f"{summary['pointless']:,} have a vector of length 0 in one of them, and no neighbors.")
    return " ".join(told)
