"""Numbers inside formulas."""

import math


def tex(value: float) -> str:
    """A number in LaTeX with four digits: 1{,}234, 0.05, 4.766 \\cdot 10^{-5}, -\\infty."""
    if math.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    mantissa, _, exponent = f"{value:,.4g}".partition("e")
    shown = mantissa.replace(",", "{,}")
    return rf"{shown} \cdot 10^{{{int(exponent)}}}" if exponent else shown
