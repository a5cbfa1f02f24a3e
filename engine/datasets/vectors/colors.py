"""The colors that have names in CSS, as points: three numbers each, of which it is known what they mean."""

import colorsys
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from engine.datasets.base import Source
from engine.datasets.vectors.vectors import Vectors
from engine.fields import choice
from engine.report import Report, Silent, stop_if_cancelled

SPACES = {"lab": "CIE Lab: as eyes see", "rgb": "sRGB: as screens mix"}
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
"""Of linear sRGB, by IEC 61966-2-1."""
_WHITE = np.array([0.95047, 1.0, 1.08883])
"""D65, 2 degrees."""
_EDGE = (6 / 29) ** 3
HUES = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink")
_HUE_ENDS = (15, 45, 70, 165, 200, 260, 300, 345)
"""Degrees of hue up to which each reaches; what follows the last is red again."""
GRAY = 0.08
"""Saturation below which a color is called gray."""


@dataclass(frozen=True)
class NamedColors(Source):
    """The 148 names of CSS Color 4, each a point of CIE Lab (1976), of which distances follow what eyes see, or of
    sRGB. Metadata: lightness, saturation and hue (HSL), its family, and the color itself as #RRGGBB.
    """

    name = "named_colors"
    kind: ClassVar[str] = Vectors.kind

    space: Literal["lab", "rgb"] = choice(
        "lab", SPACES, label="Numbers", help="In Lab equal distances look about equally different; in sRGB they do not."
    )

    def title(self) -> str:
        """What the user calls it."""
        return f"Named colors in {'CIE Lab' if self.space == 'lab' else 'sRGB'}"

    def load(self, report: Report = Silent()) -> Vectors:
        """Look up the names; the numbers are computed."""
        stop_if_cancelled(report)
        from PIL.ImageColor import colormap, getrgb

        colors = {name: getrgb(name)[:3] for name in sorted(colormap)}  # the map itself changes as colors are looked up
        rgb = np.array(list(colors.values()))
        hls = np.array([colorsys.rgb_to_hls(*(color / 255)) for color in rgb])
        hue, lightness, saturation = hls[:, 0] * 360, hls[:, 1], hls[:, 2]
        family = np.array([_family(h, s) for h, s in zip(hue.tolist(), saturation.tolist(), strict=True)])
        metadata = {
            "hue": np.round(hue, 1), "lightness": np.round(lightness, 3), "saturation": np.round(saturation, 3),
            "family": family, "color": np.array(["#{:02X}{:02X}{:02X}".format(*color) for color in rgb.tolist()]),
        }  # fmt: skip
        notes = (
            "Names and colors are those of the CSS standard. Some colors have two names (aqua and cyan): "
            "their points lie on each other.",
        )
        vectors = lab(rgb / 255) if self.space == "lab" else rgb / 255
        return Vectors(vectors.astype(np.float32), tuple(colors), metadata, notes)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (1976) of sRGB colors (n, 3) in [0, 1]: L from 0 to 100; white is (100, 0, 0)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE
    f = np.where(xyz > _EDGE, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.column_stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])])


def _family(hue: float, saturation: float) -> str:
    if saturation < GRAY:
        return "gray"
    return next((name for name, end in zip(HUES, _HUE_ENDS, strict=True) if hue < end), HUES[0])
