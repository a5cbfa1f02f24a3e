"""Codes as compressed pictures: bytes and quality beside common formats, and what the model itself costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.picture_quality import ms_ssim
from engine.insight.images.picture_formats import PictureFormat, coded
from engine.low_rank import Principal

BITS = tuple(range(1, 9))
"""Bits that a number of a code may be rounded to."""
RANKS = (1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)
N_COMPRESSED = 100
"""Test images that rates are measured on."""
FLOAT_BYTES = 4


@dataclass(frozen=True, eq=False)
class Quantizer:
    """Each number of a code rounded to one of 2^bits equal steps between its bounds.

    low, high: (k,), the smallest and largest value of each number on the training images.
    """

    low: np.ndarray
    high: np.ndarray
    bits: int

    @classmethod
    def of(cls, codes: np.ndarray, bits: int) -> "Quantizer":
        """For codes (n, k) of the training images."""
        return cls(codes.min(axis=0), codes.max(axis=0), bits)

    def rounded(self, codes: np.ndarray) -> np.ndarray:
        """Codes (n, k) as they come back from storage: cut to the bounds, then at most half a step off."""
        steps = 2**self.bits - 1
        width = np.where(self.high > self.low, self.high - self.low, 1)
        levels = np.rint(np.clip((codes - self.low) / width, 0, 1) * steps)
        return (self.low + levels / steps * width).astype(np.float32)

    def n_bytes(self) -> float:
        """Bytes of one stored code; may be fractional, as codes are stored one behind the other."""
        return len(self.low) * self.bits / 8


@dataclass(frozen=True)
class Rate:
    """A compressed set of pictures: its bytes per picture, and mean squared error and MS-SSIM against the originals.

    setting: quality, rank or bits, whatever was varied.
    """

    n_bytes: float
    mse: float
    ms_ssim: float
    setting: int = 0


def rate_of(pictures: np.ndarray, found: np.ndarray, n_bytes: float, setting: int = 0) -> Rate:
    """The rate of decoded pictures (n, height, width, channels) in [0, 1]; values outside are cut off."""
    found = np.clip(found, 0, 1)
    return Rate(n_bytes, float(np.square(pictures - found).mean()), float(ms_ssim(pictures, found).mean()), setting)


def rates_to(rates: Sequence[Rate]) -> np.ndarray:
    """Rates as numbers (n, 4), for storage."""
    return np.array([(rate.n_bytes, rate.mse, rate.ms_ssim, rate.setting) for rate in rates])


def rates_from(table: np.ndarray) -> list[Rate]:
    """The rates that `rates_to` wrote down."""
    return [Rate(n_bytes, mse, likeness, int(setting)) for n_bytes, mse, likeness, setting in table.tolist()]


def rank_rates(axes: Principal, known: np.ndarray, pictures: np.ndarray, bits: int) -> list[Rate]:
    """The rate of each of RANKS there is, on pictures (n, height, width, channels).

    known: training images (m, n_pixels), by which the steps of the rounding are bounded.
    """
    most = min(RANKS[-1], len(axes.components))
    bounds, codes = axes.transform(known, most), axes.transform(pictures.reshape(len(pictures), -1), most)
    rates = []
    for k in [rank for rank in RANKS if rank <= most]:
        quantizer = Quantizer.of(bounds[:, :k], bits)
        found = axes.reconstruct(quantizer.rounded(codes[:, :k]))
        rates.append(rate_of(pictures, found.reshape(pictures.shape), quantizer.n_bytes(), k))
    return rates


def model_bytes(arrays: Mapping[str, np.ndarray]) -> int:
    """Bytes of encoder and decoder as float32."""
    return FLOAT_BYTES * sum(array.size for name, array in arrays.items() if name.startswith(("encoder.", "decoder.")))


def format_rates(pictures: np.ndarray, form: PictureFormat) -> tuple[list[Rate], int]:
    """The rate of each setting of a format on pictures uint8 (n, height, width, channels), by the bytes of the data;
    and the least bytes of the headers of a file.
    """
    rates, headers = [], []
    for setting in form.settings:
        made = [coded(picture, form, setting) for picture in pictures]
        found = np.stack([each.pixels for each in made]) / 255
        rates.append(rate_of(pictures / 255, found, float(np.mean([each.n_bytes for each in made])), setting))
        headers.append(min(each.header_bytes for each in made))
    return rates, min(headers)


def at_equal_bytes(rates: Sequence[Rate], n_bytes: float) -> Rate | None:
    """Of rates the best that takes no more than so many bytes; None if all take more."""
    return min((rate for rate in rates if rate.n_bytes <= n_bytes), key=lambda rate: rate.mse, default=None)


def bytes_at_error(rates: Sequence[Rate], mse: float) -> float:
    """Bytes per picture at which the rates reach an error, between two of them by the logarithm of the error.

    Errors beyond the ends give the bytes at that end.
    """
    order = sorted(rates, key=lambda rate: rate.mse)
    logs = np.log([max(rate.mse, 1e-12) for rate in order])
    return float(np.interp(np.log(max(mse, 1e-12)), logs, [rate.n_bytes for rate in order]))


def pays_from(model_bytes: float, code_bytes: float, other_bytes: float) -> float:
    """Number of pictures from which model and codes together are smaller than the other way; infinite if never."""
    return model_bytes / (other_bytes - code_bytes) if other_bytes > code_bytes else float("inf")


@dataclass(frozen=True)
class Compared:
    """A method beside the formats. rivals: by format, its best rate of no more bytes; None if it cannot go so low.

    pays_from: pictures from which model and codes together take less than JPEG of the same error; None if never.
    """

    title: str
    rate: Rate
    model_bytes: int
    rivals: Mapping[str, Rate | None]
    pays_from: int | None


def compared(methods: Iterable[tuple[str, Rate, int]], formats: Mapping[str, Sequence[Rate]]) -> list[Compared]:
    """Methods (title, rate, bytes of the model) in rising order of bytes beside the rates of formats."""
    found = []
    for title, rate, size in sorted(methods, key=lambda method: method[1].n_bytes):
        rivals = {name: at_equal_bytes(rates, rate.n_bytes) for name, rates in formats.items()}
        needed = pays_from(size, rate.n_bytes, bytes_at_error(formats["jpeg"], rate.mse))
        found.append(Compared(title, rate, size, rivals, round(needed) if np.isfinite(needed) else None))
    return found


def least_bytes(formats: Mapping[str, Sequence[Rate]]) -> float:
    """Bytes from which on every format has a picture."""
    return max(min(rate.n_bytes for rate in rates) for rates in formats.values())


def magnitude(base: int, exponent: int) -> str:
    """base^exponent as a power of ten that can be read, Markdown: how many pictures or codes there can be."""
    return f"{base:,}^{exponent:,} = 10^{exponent * np.log10(base):,.0f}"


def rank_bytes(rank: int, n_pixels: int) -> int:
    """Bytes of so many components and the mean as float32."""
    return FLOAT_BYTES * n_pixels * (rank + 1)
