"""Color tables that readers with any color vision can tell apart. Plain data: no plotly here."""

from collections.abc import Sequence

import numpy as np

OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000")
"""Eight categories (Okabe and Ito, 2008), reordered so that the first few also differ in lightness."""

TEN = (
    "#3F90DA",
    "#FFA90E",
    "#BD1F01",
    "#832DB6",
    "#92DADD",
    "#A96B59",
    "#E76300",
    "#717581",
    "#B9AC70",
    "#94A4A2",
)
"""Ten categories (digits, garments): Petroff (2021), searched for distance under any color vision; reordered."""

CIVIDIS = ("#00224E", "#123570", "#3B496C", "#575D6D", "#707173", "#8A8678", "#A59C74", "#C3B369", "#E1CC55", "#FEE838")
"""Numbers, perceptually even (Nunez, Anderton and Renslow, 2018)."""

VIRIDIS = ("#440154", "#482878", "#3E4989", "#31688E", "#26828E", "#1F9E89", "#35B779", "#6DCD59", "#B4DE2C", "#FDE725")
"""Numbers, perceptually even, more colorful (Smith and van der Walt, 2015)."""

DIVERGING = ("#B35806", "#E08214", "#FDB863", "#D8C9B0", "#B9BCC4", "#B2ABD2", "#8073AC", "#542788")
"""Numbers on both sides of zero, orange to purple, safe for color-blind readers (PuOr of ColorBrewer, Harrower and
Brewer, 2003), the middle darkened so that it is seen on white."""

OTHER = "#C0C0C0"
"""Items without a category, or of a category past the table."""

TEXT = "#1C2430"
LEAST_CONTRAST = 1.6
ON_WHITE = 0.93
"""Of the map on white: the text (.streamlit/config.toml), the contrast of a class (assets/map/colors.js), and how much
is kept of a ramp (paint.js)."""

ACCENT = OKABE_ITO[0]
BASELINE = OKABE_ITO[3]
SHARED, FALSE, MISSING = OKABE_ITO[0], OKABE_ITO[3], OKABE_ITO[5]
"""Neighbors in the data and on the map, on the map alone, in the data alone: blue, orange-red, pink."""


def categorical(n_classes: int) -> tuple[str, ...]:
    """`n_classes` colors: Okabe-Ito up to eight, then the ten; classes past the tenth share `OTHER`."""
    table = OKABE_ITO if n_classes <= len(OKABE_ITO) else TEN
    return table[:n_classes] + (OTHER,) * max(0, n_classes - len(table))


def scale(table: Sequence[str] = CIVIDIS) -> list[list[float | str]]:
    """A table of numbers' colors as [position in [0, 1], color] pairs, the form that Plotly reads."""
    return [[place / (len(table) - 1), color] for place, color in enumerate(table)]


def on_white(color: str) -> str:
    """A class's color moved toward black text just far enough to be seen on white, as the map does (yellow)."""
    for tenth in range(10):
        shade = _mix(color, TEXT, tenth / 10)
        if 1.05 / (_luminance(shade) + 0.05) >= LEAST_CONTRAST:
            return shade
    return TEXT


def white_part(table: Sequence[str]) -> list[str]:
    """A ramp less the end that would vanish on white, as the map draws it: the colors at 64 equal steps."""
    places = np.linspace(0, ON_WHITE, 64) * (len(table) - 1)
    first = np.minimum(places.astype(int), len(table) - 2)
    return [_mix(table[at], table[at + 1], place - at) for at, place in zip(first, places, strict=True)]


def _mix(one: str, other: str, share: float) -> str:
    """Between two colors; halves are rounded up, as browsers do."""
    mixed = _rgb(one) + (_rgb(other) - _rgb(one)) * share
    return "#" + "".join(f"{int(part):02X}" for part in np.floor(mixed + 0.5))


def _rgb(color: str) -> np.ndarray:
    return np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)], dtype=float)


def _luminance(color: str) -> float:
    """Relative luminance of sRGB (WCAG 2): 0 for black, 1 for white."""
    value = _rgb(color) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))
