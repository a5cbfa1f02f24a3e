"""What files of images do not say of themselves, and the user may."""

from dataclasses import dataclass

from engine.datasets.images.builder import FEWEST

ORDERS = {"auto": "Found out", "last": "Pixel by pixel", "first": "Color by color"}
TURNS = {
    "none": "As found",
    "transpose": "Rows as columns (EMNIST)",
    "left": "A quarter turn to the left",
    "right": "A quarter turn to the right",
    "half": "Upside down",
}
CLASSES = {
    "auto": "Found out",
    "path": "The whole path of folders",
    "first": "The first folder that differs",
    "last": "The last folder",
    "table": "A table of labels",
    "name": "The names of the files",
    "none": "None",
}


@dataclass(frozen=True)
class Hints:
    """0, "" and "auto" leave it to the reader.

    side: longest side of the pictures of an archive. height, width: of a picture in rows of numbers. fewest: pictures
    that an archive must hold. scale: a key of SCALES; order, turn, classes: of the dictionaries above.
    background: what lies under transparent pixels. label_column: heading of the column of labels in a table.
    unlabeled: whether images without a class stay where others have one. sheet: of a workbook.
    """

    side: int = 0
    colors: str = "auto"
    height: int = 0
    width: int = 0
    fewest: int = FEWEST
    scale: str = "auto"
    order: str = "auto"
    turn: str = "none"
    background: str = "white"
    classes: str = "auto"
    label_column: str = ""
    unlabeled: bool = False
    sheet: str = ""


USUAL = Hints()
"""Everything left to the reader."""
