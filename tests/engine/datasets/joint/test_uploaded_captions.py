"""Pictures and captions of the user's own, also where they do not fit together."""

import io
import zipfile
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from engine.datasets.joint.captions.uploaded import LONGEST, UploadedCaptions
from engine.errors import InputError
from engine.files import uploads
from engine.report import Silent

PAIRS = [(f"p{row}.png", f"a {'dark' if row % 2 else 'bright'} spot, number {row}") for row in range(12)]


def source(pairs: Sequence[tuple[str, str]], heading: str = "file,caption\n", n_pictures: int = 12) -> UploadedCaptions:
    """Twelve small pictures, and a table."""
    stream = io.BytesIO()
    generator = np.random.default_rng(0)
    with zipfile.ZipFile(stream, "w") as archive:
        for row in range(n_pictures):
            picture = io.BytesIO()
            Image.fromarray(generator.integers(0, 255, (8, 8), dtype=np.uint8)).save(picture, "PNG")
            archive.writestr(f"pictures/p{row}.png", picture.getvalue())
    table = heading + "".join(f'{name},"{caption}"\n' for name, caption in pairs)
    return UploadedCaptions(
        sha256=uploads.keep(stream.getvalue(), "pictures.zip").sha256,
        captions_sha256=uploads.keep(table.encode(), "captions.csv").sha256,
        side=0,
    )


@pytest.mark.parametrize("heading", ["file,caption\n", ""], ids=["heading", "no heading"])
def test_captions_find_their_pictures_by_name(home: object, heading: str) -> None:
    data = source(PAIRS[::-1], heading).load(Silent())
    assert len(data.captions) == 12 and data.images.shape == (8, 8, 1)
    for name, caption in PAIRS:
        row = next(row for row, called in enumerate(data.images.names) if called.endswith(f"/{name}"))
        assert list(data.captions_of(row)) == [caption]


def test_a_picture_may_have_several_captions_and_others_none(home: object) -> None:
    pairs = [*PAIRS[:3], ("p0.png", "another one"), ("gone.png", "of nothing"), ("p5.png", " ,. ")]
    data = source(pairs).load(Silent())
    row = next(row for row, name in enumerate(data.images.names) if name.endswith("/p0.png"))
    assert set(data.captions_of(row)) == {PAIRS[0][1], "another one"} and len(data.captions) == 4
    told = " ".join(data.notes)
    assert "name no picture of the archive: 1" in told and "without words: 1" in told
    assert "Pictures without a caption: 9" in told
    assert (data.first_captions >= 0).sum() == 3


def test_a_huge_caption_is_cut_and_said_to_be(home: object) -> None:
    data = source([("p0.png", "long " * 5_000), *PAIRS[1:]]).load(Silent())
    assert max(map(len, data.captions)) == LONGEST and "cut to 1,000 characters: 1" in " ".join(data.notes)
    assert max(map(len, data.tokens)) == 64


@pytest.mark.parametrize(
    ("pairs", "heading", "code"),
    [
        ([("gone.png", "a spot"), ("lost.png", "another")], "file,caption\n", "E-CAP-14"),
        ([("p0.png", "..."), ("p1.png", "!!!")], "file,caption\n", "E-CAP-16"),
        ([], "p0.png\np1.png\np2.png\n", "E-CAP-13"),
    ],
    ids=["strangers", "no words", "one column"],
)
def test_captions_that_cannot_serve_are_refused(
    home: object, pairs: list[tuple[str, str]], heading: str, code: str
) -> None:
    with pytest.raises(InputError) as error:
        source(pairs, heading).load(Silent())
    assert error.value.code == code


def test_one_pair_is_read_and_no_method_learns_from_it(home: object) -> None:
    from engine.learners.shared_spaces.contrastive_towers import ContrastiveTowers

    data = source([PAIRS[0]], "file,caption\n").load(Silent())
    assert len(data.captions) == 1
    assert [advice.severity for advice in ContrastiveTowers().advice(data)] == ["error"]


def test_an_empty_table_is_refused(home: object) -> None:
    with pytest.raises(InputError):
        source([], "").load(Silent())
