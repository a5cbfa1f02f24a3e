"""Color tables that readers with any color vision can tell apart. Plain data: no plotly here."""

from collections.abc import Sequence

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

OTHER = "#C0C0C0"
"""Items without a category, or of a category past the table."""

ACCENT = OKABE_ITO[0]
BASELINE = OKABE_ITO[3]


def categorical(n_classes: int) -> tuple[str, ...]:
    """`n_classes` colors: Okabe-Ito up to eight, then the ten; classes past the tenth share `OTHER`."""
    table = OKABE_ITO if n_classes <= len(OKABE_ITO) else TEN
    return table[:n_classes] + (OTHER,) * max(0, n_classes - len(table))


def scale(table: Sequence[str] = CIVIDIS) -> list[list[float | str]]:
    """A table of numbers' colors as [position in [0, 1], color] pairs, the form that Plotly reads."""
    return [[place / (len(table) - 1), color] for place, color in enumerate(table)]
