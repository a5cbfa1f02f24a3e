"""Real layouts that were once read wrongly, as `engine.understand` prints them: as expected, by independent counts.

The files are kept beside the repository; graphs have a test of their own with more of what is expected.
"""

from typing import Any

import numpy as np
import pytest

from engine.datasets.images.sources import UploadedImages
from engine.datasets.ratings.sources import UploadedRatings
from engine.files import uploads
from engine.understand import understood
from tests.conftest import real_data

Case = tuple[list[str], dict[str, Any], str]
"""Settings, what is expected of the printed document, and a part of its notes."""
TEN = [str(digit) for digit in range(10)]
RATINGS: dict[str, Case] = {
    "preamble_line.csv": ([], {"users": 30, "items": 25, "ratings": 315}, "Lines above the table, left out: 1"),
    "blank_delimited.txt": ([], {"ratings": 315, "users": 30}, ""),
    "baskets_blank_delimited.dat": ([], {"users": 80}, "one basket"),
    "lightgcn_user_items.txt": ([], {"users": 60}, "a user, who stands first"),
    "netflix_prize_layout.txt": ([], {"ratings": 315, "users": 30, "items": 25}, "Read as blocks"),
    "wide_pivot.csv": ([], {"users": 30, "items": 25, "ratings": 539}, "Each row was read as a user"),
    "minus_one_means_unrated.csv": ([], {"ratings": 236, "range": [1, 8]}, "-1 stands 79 times"),
    "zero_means_implicit.csv": ([], {"ratings": 158, "range": [1, 8]}, "0 stands 157 times"),
}
TEXTS: dict[str, Case] = {
    "chinese_gb18030.txt": ([], {"tokens": 1290, "words": 39}, "Read as GB18030"),
    "russian_cp1251.txt": ([], {"tokens": 460, "words": 21}, "Read as Windows-1251"),
    "japanese_shift_jis.txt": ([], {"tokens": 1290, "words": 35}, "Read as Shift_JIS"),
    "turkish_iso8859_9.txt": ([], {"tokens": 250}, "this is Turkish"),
    "mojibake_utf8_read_as_latin1.txt": ([], {"words": 11}, "Letters were broken before"),
    "khmer_zero_width_spaces.txt": ([], {"words": 14, "tokens": 320}, "there are blanks between words"),
    "thai.txt": ([], {"tokens": 1800}, "Most letters are Thai"),
    "persian_zwnj.txt": ([], {"words": 14, "tokens": 280}, ""),
    "emoji_carry_the_meaning.txt": ([], {"tokens": 450}, "Emoji left out: 300"),
    "two_topics_one_line_each_no_period.txt": ([], {"tokens": 6000}, "choose the boundaries Lines"),
    "one_sentence_a_line_no_period.txt": ([], {"tokens": 4000}, "choose the boundaries Lines"),
    "conllu.txt": ([], {"code": "E-TXT-27"}, "the second column, 60 sentences"),
    "subtitles_srt.txt": ([], {"code": "E-TXT-27"}, "the words of 99 captions"),
    "jsonl.txt": ([], {"documents": 100, "words": 11}, "the text is in the field “text”"),
    "brown_word_slash_tag.txt": ([], {"tokens": 400, "words": 10}, "tags left out: 520"),
    "git_lfs_pointer.txt": ([], {"code": "E-GEN-22"}, "git lfs pull"),
    "verses_with_ascii_comma.txt": ([], {"tokens": 1200}, "choose the layout Table"),
    "tsv_unbalanced_quotes.tsv": ([], {"documents": 180, "labels": ["ham", "spam"]}, ""),
    "table_longest_column_is_url.csv": ([], {"code": "E-TXT-27"}, "markets, rise, as, bonds"),
    "zip_with_one_docx.zip": ([], {"documents": 2}, "notes.docx is an Office document"),
    "zip_one_file_mixed_encodings.zip": ([], {"code": "E-TXT-19"}, "b.txt:"),
    "epub.epub.zip": ([], {"tokens": 105}, "Texts of an EPUB book"),
}
IMAGES: dict[str, Case] = {
    "blank_delimited_zip_train.txt": ([], {"images": 60, "n_classes": 10}, "Pixels: numbers from -1 to 1"),
    "text_labels.csv": ([], {"n_classes": 10, "classes": list("ABCDEFGHIJ")}, "the column “label”"),
    "npz_labels_n_by_1.npz": ([], {"classes": TEN}, "y (60 x 1)"),
    "medmnist_keys.npz": ([], {"images": 60, "training": 40, "classes": TEN}, "counts as the test part"),
    "binary_0_1_uint8.npy": ([], {"brightness": [0, 255, 255]}, "0 is black, 1 is white"),
    "cifar_planar_rows_3072.npy": ([], {"shape": [32, 32, 3]}, "color by color"),
    "zip_omniglot_layout.zip": ([], {"n_classes": 9}, "the whole path of folders"),
    "zip_tiny_imagenet_layout.zip": ([], {"n_classes": 4}, "Parts: by the folders train, val"),
    "zip_with_labels_csv.zip": ([], {"classes": TEN}, "The table train.csv names 20 pictures"),
    "zip_class_in_file_name.zip": ([], {"classes": ["cat", "dog"]}, "by the names of the files"),
    "zip_pgm.zip": ([], {"images": 21, "n_classes": 3}, ""),
    "emnist_transposed_idx3-ubyte": (["turn=transpose"], {"images": 60}, ""),
}
NUMBERS: dict[str, Case] = {
    "thousands_quoted.csv": ([], {"columns_of_numbers": 2, "first_row": [52645.0, 57.5]}, "“52,645” is 52645"),
    "german_1.234,56.csv": ([], {"columns_of_numbers": 2, "first_row": [314903.90625, 52.5]}, "is 314903.91"),
}
KINDS = {"ratings": RATINGS, "text": TEXTS, "images": IMAGES, "numbers": NUMBERS}
CASES = [(kind, name) for kind, cases in KINDS.items() for name in cases]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_as_expected_or_named(kind: str, name: str) -> None:
    settings, expected, note = KINDS[kind][name]
    path = real_data(f"{kind}_{name}")
    found = understood(path.read_bytes(), path.name, kind, settings)
    assert {key: found.get(key) for key in expected} == expected
    assert note in found.get("refused", " ".join(found.get("notes", ())))


def kept(name: str) -> str:
    return uploads.keep(real_data(name).read_bytes(), name).sha256


@pytest.mark.parametrize("labels", ["Y_one_hot.npy", "Y_column_n_by_1.npy", "Y.csv", "Y_strings.npy"])
def test_labels_in_a_file_of_their_own(labels: str) -> None:
    found = UploadedImages(sha256=kept("images_X.npy"), labels_sha256=kept(f"images_{labels}")).load()
    assert found.n_images == 60 and len(found.class_names) == 10


def test_pictures_that_lie_on_their_side_are_turned() -> None:
    lying = UploadedImages(sha256=kept("images_emnist_transposed_idx3-ubyte"))
    turned = lying.replace(turn="transpose").load()
    np.testing.assert_array_equal(turned.raw, lying.load().raw.transpose(0, 2, 1, 3))


def test_item_tables_with_backslashes_and_with_two_identifiers() -> None:
    books = UploadedRatings(
        sha256=kept("ratings_zero_means_implicit.csv"), items_sha256=kept("ratings_items_backslash_quotes.csv")
    ).load()
    assert sum(name.startswith("Story") or '"' in name for name in books.item_names) == 25
    two = UploadedRatings(
        sha256=kept("ratings_items_two_id_columns_ratings.csv"),
        items_sha256=kept("ratings_items_two_id_columns_books.csv"),
    ).load()
    assert len(set(two.item_names)) == 25 and all(name.startswith("Title of number") for name in two.item_names)
    assert any("id" in note and "item table" in note for note in two.notes)
