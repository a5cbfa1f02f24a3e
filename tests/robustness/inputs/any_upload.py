"""Rows 1-14: what any upload may be."""

from tests.robustness.row import Row

UPLOADS = "engine/files/test_uploads.py::"
ARCHIVES = "engine/files/test_archives.py::"
TEXTS = "engine/datasets/text/test_reader.py::"
ROOM = "pages/parts/web/test_upload_room.py::"

ANY_UPLOAD = (
    Row("1", "an empty file", "refused: the file is empty", (f"{UPLOADS}test_rows_1_3_4", f"{TEXTS}test_refused[1 ")),
    Row("2", "white space or comments alone", "refused: no lines with data, with the number of comments",
        (f"{TEXTS}test_refused[2 ", "engine/datasets/graphs/test_edge_tables.py::test_comments_alone")),
    Row("3", "larger than the cap, and its length says so", "refused before it is read, with the cap",
        (f"{UPLOADS}test_rows_1_3_4", f"{ROOM}test_a_session_cannot_fill_the_memory")),
    Row("4", "larger than the cap, in pieces or with a forged length", "refused all the same, little memory",
        (f"{UPLOADS}test_rows_1_3_4", f"{ROOM}test_without_a_length_the_largest_is_expected")),
    Row("5", "a name that lies: a picture, ZIP, pickle or program called .csv", "refused by what it is",
        (f"{UPLOADS}test_row_5", f"{TEXTS}test_refused[5 ", "engine/files/test_signatures.py::")),
    Row("6", "names with ../, C:\\, NUL, 300 letters, bidi overrides, emoji", "accepted; the name is for display only",
        (f"{UPLOADS}test_row_6", f"{UPLOADS}test_damaged_names_never_matter")),
    Row("7", "a bomb: 1 MB that unpacks to 1 GB", "refused at 200 MB, in little memory",
        (f"{TEXTS}test_refused[7 ", f"{TEXTS}test_row_7", f"{ARCHIVES}test_bombs_are_not_unpacked")),
    Row("8", "a gzip or ZIP that is cut off or damaged", "refused: download it again", (f"{TEXTS}test_refused[8 ",)),
    Row("9", "gzip with several members or rubbish behind it", "read; rubbish with a note",
        (f"{TEXTS}test_accepted[9 ", f"{ARCHIVES}test_several_streams_follow_each_other")),
    Row("10", "an archive within an archive", "refused; a .tar.gz is one archive and is read",
        (f"{TEXTS}test_refused[10 ", f"{ARCHIVES}test_tar_archives_give_their_files_alone")),
    Row("11", "an encrypted ZIP", "refused: the archive is encrypted", (f"{TEXTS}test_refused[11 ",)),
    Row("12", "the same file twice, or under another name", "one file by its content, one run",
        (f"{UPLOADS}test_row_12", f"{TEXTS}test_row_12")),
    Row("13", "many uploads at once", "each capped, all together capped; told to wait while memory is short",
        (f"{UPLOADS}test_row_13", f"{ROOM}test_")),
    Row("14", "an upload that is cut off", "no trace is left", (f"{UPLOADS}test_row_14",)),
)  # fmt: skip
