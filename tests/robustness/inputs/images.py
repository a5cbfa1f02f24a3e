"""Rows 70-89: images."""

from tests.robustness.row import Row

READERS = "engine/datasets/images/test_readers.py::test_"
ARCHIVE = "engine/datasets/images/test_picture_archive.py::test_"
ODD = f"{ARCHIVE}a_picture_that_cannot_be_read_is_left_out_and_the_others_stay"

IMAGES = (
    Row("70", "IDX with a wrong magic number", "refused with both numbers", (f"{READERS}idx_with_a_wrong_magic",)),
    Row("71", "IDX that claims exabytes", "refused from its header, nothing is reserved",
        (f"{READERS}idx_that_claims_exabytes",)),
    Row("72", "IDX shorter or longer than its header says", "refused with both numbers", (f"{READERS}idx_shorter",)),
    Row("73", "no pixels, or one", "refused", (f"{READERS}images_without_pixels",)),
    Row("74", "another number of labels; the two files the wrong way round", "refused with both counts; turned",
        (f"{READERS}another_number_of_labels", f"{READERS}idx_files_given_the_wrong_way_round")),
    Row("75", "an IDX bomb in gzip", "as row 7", (f"{READERS}row_75",)),
    Row("76", "names in a ZIP that lead out of it, links", "names only; nothing is unpacked to the disk",
        (f"{ARCHIVE}names_that_would_leave_the_folder",)),
    Row("77", "a ZIP of 200,000 entries", "refused above 20,000", (f"{ARCHIVE}more_entries_than_the_cap",)),
    Row("78", "ZIP bombs, overlapping entries, forged sizes", "refused, bytes are counted as they come",
        (f"{ARCHIVE}zip_bomb", f"{ARCHIVE}entries_that_overlap", f"{ARCHIVE}a_forged_size")),
    Row("79", "two entries of one name", "both kept", (f"{ARCHIVE}entries_of_the_same_name",)),
    Row("80", "__MACOSX, .DS_Store, Thumbs.db, folders", "left out and counted", (f"{ARCHIVE}what_systems_put",)),
    Row("81", "a header of 100,000 x 100,000 pixels", "left out by its header, the others stay", (f"{ODD}[bomb",)),
    Row("82", "81 megapixels in 79 kB", "left out before it is decoded", (f"{ODD}[81 Mpx",)),
    Row("83", "200 MB hidden in the text of a PNG", "left out, in little memory",
        (f"{ODD}[text bomb", f"{ARCHIVE}row_83")),
    Row("84", "cut and broken pictures", "left out and counted; more than 10 % broken, or few left: refused",
        (f"{ODD}[cut", f"{ARCHIVE}too_many_broken")),
    Row("85", "SVG, HTML, EPS called .png", "left out; no other program is ever started",
        (f"{ODD}[svg", f"{ODD}[eps", f"{ODD}[html")),
    Row("86", "animations, 16 bits, CMYK, palettes, turned photographs, strips",
        "first frame, upright, as gray or color",
        (f"{ARCHIVE}first_frame", f"{ARCHIVE}a_turned_photograph", f"{ODD}[strip",
         "engine/files/test_pictures.py::test_deep_pictures")),
    Row("87", "pictures of different sizes", "made one size, which is said", (f"{ARCHIVE}different_sizes",)),
    Row("88", "all images the same", "refused: nothing to tell apart",
        (f"{READERS}images_that_are_all_the_same", f"{ARCHIVE}pictures_that_are_all_black")),
    Row("89", "a ZIP without pictures", "refused with what it holds", (f"{ARCHIVE}an_archive_without_pictures",)),
)  # fmt: skip
