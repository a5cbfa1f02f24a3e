"""Rows 90-110: files of vectors."""

from tests.robustness.row import Row

READER = "engine/datasets/vectors/test_robustness.py::test_row_"
EXPECTED = {
    90: ("a header of 10^9 rows x 10^5", "refused before anything is read"),
    91: ("more or fewer rows than the header says", "read as many as there are, with a note"),
    92: ("no header", "found out"),
    93: ("labels with blanks", "the last numbers are the vector, the rest is the label"),
    94: ("a label of blanks", "kept as <space>, with a note"),
    95: ("rows of different widths", "refused with the line and both widths"),
    96: ("NaN, infinite, 1e39", "left out and counted; more than 5 %: refused"),
    97: ("labels twice", "the first is kept, with a note"),
    98: ("bytes that are no letters", "replaced by U+FFFD, with a note"),
    99: ("a byte order mark", "removed"),
    100: ("vectors of 0", "kept, said to have no direction, nobody's neighbor"),
    101: ("all vectors equal, or of one number", "refused"),
    102: ("binary word2vec that does not fit its first line", "refused at the first byte that does not fit"),
    103: (".npy with Python objects", "refused, not loaded"),
    104: (".npy whose shape claims too much", "refused by arithmetic"),
    105: (".npy with a header of 50 MB", "at most 64 kB of it are read"),
    106: (".npy of complex numbers, text, records, other shapes", "refused; numbers of other sizes are read"),
    107: (".npz bombs, .npz of several arrays", "refused, or asked which"),
    108: ("safetensors that are cut, overlap or overflow", "refused"),
    109: ("another number of labels than rows", "refused with both counts, never cut"),
    110: ("3 million x 300", "refused with what it needs; the first rows are offered"),
}
MORE = {
    106: ("engine/datasets/vectors/test_formats.py::test_numbers_of_other_sizes",),
    109: ("browser/test_vectors.py::test_what_does_not_fit_is_told_with_both_counts",),
}

VECTORS = tuple(
    Row(str(number), what, expected, (f"{READER}{number}_", *MORE.get(number, ())))
    for number, (what, expected) in EXPECTED.items()
)
