"""Numbers inside formulas."""


def power_of_ten(value: float, digits: int = 3) -> str:
    """A number in LaTeX as a power of ten, with `digits` digits after the point: 4.766 \\cdot 10^{-3}."""
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"
