"""Sources of an ImageSet: scikit-learn's digits and photographs, the sets of the catalogue, and uploads."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.images import reader
from engine.datasets.images.builder import Found, Sampling
from engine.datasets.images.columns import LABEL_NAMES
from engine.datasets.images.hints import CLASSES, ORDERS, TURNS, Hints
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.scales import SCALES
from engine.datasets.workbook import Workbook
from engine.errors import Cancelled
from engine.fields import choice, flag, integer, real, text
from engine.files import uploads
from engine.files.downloads.entries import CATALOGUE, Entry
from engine.files.downloads.fetch import fetch
from engine.files.roles import Look, Role
from engine.report import Report, Silent

IMAGE_SETS = {key: entry for key, entry in CATALOGUE.items() if entry.kind == "images"}
FASHION = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
PHOTOGRAPHS = ("temple", "flower")
"""By danielbuechele and vultilion, both CC BY 2.0."""
FACES = "olivetti_faces"
_OLIVETTI_PIXELS = (400, 64, 64)


@dataclass(frozen=True)
class ImageSource(Sampling, Source):
    """Images somewhere, and how many of them. Subclasses define `find`, `title` and perhaps `test_part`."""

    kind: ClassVar[str] = ImageSet.kind

    @property
    def test_part(self) -> float:
        """Share of the images for testing, where the files make no parts."""
        return 0.2

    @property
    def of_faces(self) -> bool:
        """Whether all are faces, whose components have a name of their own."""
        return False

    def find(self, report: Report = Silent()) -> Found:
        """Everything the files hold."""
        raise NotImplementedError

    def load(self, report: Report = Silent()) -> ImageSet:
        """Read, check, split and sample; raises InputError and Cancelled."""
        if report.cancelled():
            raise Cancelled
        return ImageSet.from_found(self.find(report), self, self.test_part)


@dataclass(frozen=True)
class Digits(ImageSource):
    """1,797 handwritten digits of 8 x 8 pixels that ship with scikit-learn (Alpaydin and Kaynak, 1998)."""

    name = "digits"

    def find(self, report: Report = Silent()) -> Found:
        """All of them, in scikit-learn's order."""
        from sklearn.datasets import load_digits

        found = load_digits()
        raw = found.images.astype(np.uint8)[..., None]
        report.progress(len(raw), len(raw), "images")
        return Found(raw, found.target, tuple("0123456789"), maximum=16, details={"format": "built in"})

    def title(self) -> str:
        """What the user calls it."""
        return "Digits 8 x 8"


@dataclass(frozen=True)
class PhotographTiles(ImageSource):
    """Tiles of the two color photographs that ship with scikit-learn, a temple and a flower.

    The test part is cut from the right fifth of each photograph, of which training sees nothing. For training tiles lie
    half a tile apart, and so overlap; those for testing do not.
    """

    name = "photograph_tiles"
    side: str = choice("32", {"16": "16 x 16", "32": "32 x 32", "64": "64 x 64"}, label="Tile", help="Pixels.")

    def find(self, report: Report = Silent()) -> Found:
        """All tiles, those for training first."""
        from sklearn.datasets import load_sample_images

        side = int(self.side)
        photographs = load_sample_images().images
        edge = photographs[0].shape[1] * 4 // 5 // side * side
        parts = []
        for left, right, step in ((0, edge, side // 2), (edge, None, side)):
            for photograph in photographs:
                parts.append(_tiles(photograph[:, left:right], side, step))
                report.progress(len(parts), 4, "parts of photographs")
        details = {"format": "built in", "licence": "CC BY 2.0"}
        targets = np.repeat([0, 1, 0, 1], [len(part) for part in parts])
        n_train = len(parts[0]) + len(parts[1])
        return Found(np.concatenate(parts), targets, PHOTOGRAPHS, n_train=n_train, details=details)

    def title(self) -> str:
        """What the user calls it."""
        return f"Photograph tiles {self.side} x {self.side}"


def _tiles(photograph: np.ndarray, side: int, step: int) -> np.ndarray:
    """Squares (n, side, side, channels) whose corners lie `step` pixels apart."""
    windows = np.lib.stride_tricks.sliding_window_view(photograph, (side, side), axis=(0, 1))[::step, ::step]
    return windows.reshape(-1, photograph.shape[2], side, side).transpose(0, 2, 3, 1)


@dataclass(frozen=True)
class DownloadedImages(ImageSource):
    """A well-known set, found on disk or downloaded from its official address."""

    name = "downloaded_images"
    entry: str = choice(
        "mnist",
        {key: entry.title for key, entry in IMAGE_SETS.items()},
        label="Images",
        help="Downloaded once and kept; a copy in a folder named by EMBEDDING_DATA is found first.",
    )

    def title(self) -> str:
        """What the user calls it."""
        return IMAGE_SETS[self.entry].title

    @property
    def of_faces(self) -> bool:
        """Olivetti's are."""
        return self.entry == FACES

    def find(self, report: Report = Silent()) -> Found:
        """The images of all its files. Raises what `fetch` raises."""
        entry = IMAGE_SETS[self.entry]
        paths = [fetch(file, report) for file in entry.files]
        found = _olivetti(paths) if entry.key == FACES else _four_files(entry, paths, report)
        found.details |= {"format": "official files", "licence": entry.licence}
        return found


def _four_files(entry: Entry, paths: list[Path], report: Report) -> Found:
    """MNIST's layout: images and labels for training, then for testing."""
    train, test = (reader.read(paths[at], paths[at + 1], Hints(), report) for at in (0, 2))
    assert train.targets is not None and test.targets is not None
    names = FASHION if entry.key == "fashion_mnist" else train.class_names
    raw, targets = np.concatenate([train.raw, test.raw]), np.concatenate([train.targets, test.targets])
    return Found(raw, targets, names, n_train=len(train.raw))


def _olivetti(paths: list[Path]) -> Found:
    """40 persons, ten pictures each, lying on their side in a MATLAB file; the last two of each are for testing."""
    from scipy.io import loadmat

    faces = loadmat(paths[0], variable_names=["faces"])["faces"].T.reshape(_OLIVETTI_PIXELS).transpose(0, 2, 1)
    persons = np.arange(len(faces)) // 10
    order = np.argsort(np.arange(len(faces)) % 10 >= 8, kind="stable")
    names = tuple(f"person {number + 1}" for number in range(40))
    return Found(faces[order].astype(np.uint8)[..., None], persons[order], names, n_train=320)


@dataclass(frozen=True)
class UploadedImages(Workbook, ImageSource):
    """Images that the user uploaded: pictures, a ZIP of them, an IDX file, NumPy stacks or a table of pixels."""

    name = "uploaded_images"
    version: ClassVar[int] = 2
    """Since version 2 the scale of the numbers and the classes in folders, tables and names are found out."""
    uploaded: ClassVar[bool] = True
    roles: ClassVar[Mapping[str, Mapping[str, Role]]] = {"sha256": {"label_column": Role("Label", LABEL_NAMES)}}
    typed = frozenset(("label_column",))
    sha256: str = text(
        "", 64, label="File", help="The uploaded file, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )
    labels_sha256: str = text(
        "", 64, label="Labels", help="The uploaded file of labels, by its content.", pattern="([0-9a-f]{64})?",
        hidden=True,
    )  # fmt: skip
    turn: str = choice("none", TURNS, label="Turn", help="For pictures that lie on their side, as those of EMNIST do.")
    side: int = integer(
        0, 0, 256, label="Longest side", unit="pixels", zero="their own",
        help="Pictures of a ZIP are made this size; they keep their own if they all have the same.",
    )  # fmt: skip
    colors: str = choice(
        "auto", {"auto": "As found", "gray": "Gray", "color": "Color"}, label="Colors",
        help="Gray needs a third of the numbers.",
    )  # fmt: skip
    classes: str = choice(
        "auto", CLASSES, label="Classes by", help="For archives of pictures: what tells the class of each."
    )
    label_column: str = text(
        "", 64, label="Column of labels", advanced=True,
        help="For tables: the heading of the column that holds the classes; empty to find it out.",
    )  # fmt: skip
    unlabeled: bool = flag(
        False, label="Keep images without a class", advanced=True,
        help="They are left out where others have a class: what needs the class of every image could not be had.",
    )  # fmt: skip
    scale: str = choice(
        "auto", SCALES, label="Scale", advanced=True,
        help="For numbers: which is black and which is white; what lies beyond is taken as black or white.",
    )  # fmt: skip
    order: str = choice(
        "auto", ORDERS, label="Order of colors", advanced=True,
        help="For rows of numbers: red, green and blue of each pixel, or all red, then all green, then all blue.",
    )  # fmt: skip
    background: str = choice(
        "white", {"white": "White", "black": "Black"}, label="Background", advanced=True,
        help="What lies under transparent pixels.",
    )  # fmt: skip
    height: int = integer(
        0, 0, 1_000, label="Height", unit="pixels", advanced=True, zero="as in a square",
        help="For tables and rows of numbers: the height of a picture.",
    )  # fmt: skip
    width: int = integer(
        0, 0, 1_000, label="Width", unit="pixels", advanced=True, zero="as in a square",
        help="For tables and rows of numbers: the width of a picture.",
    )  # fmt: skip
    test_share: float = real(
        0.2, 0.0, 0.9, label="Test share", step=0.05,
        help="This part of the images is kept out of training, to measure on; used where the file makes no parts.",
    )  # fmt: skip

    def title(self) -> str:
        """The name under which the file was last uploaded."""
        return next(iter(uploads.names(self.sha256)), f"upload {self.sha256[:8]}")

    @property
    def test_part(self) -> float:
        """As asked for."""
        return self.test_share

    def look(self, file: str) -> Look | None:
        """The table of pixels in the file by its first rows; None if it is none."""
        return reader.look(uploads.path(self.sha256), self._hints())

    def find(self, report: Report = Silent()) -> Found:
        """The images of the file, told by its content what it is."""
        labels = uploads.path(self.labels_sha256) if self.labels_sha256 else None
        return reader.read(uploads.path(self.sha256), labels, self._hints(), report)

    def _hints(self) -> Hints:
        return Hints(
            side=self.side, colors=self.colors, height=self.height, width=self.width, fewest=self.fewest,
            scale=self.scale, order=self.order, turn=self.turn, background=self.background, classes=self.classes,
            label_column=self.label_column.strip(), unlabeled=self.unlabeled, sheet=self.sheet,
        )  # fmt: skip


@dataclass(frozen=True)
class ImagesToEncode(UploadedImages):
    """Uploaded images for a network that has learned already: one is enough."""

    name = "images_to_encode"
    fewest: ClassVar[int] = 1
