"""Rows 15-34: texts."""

from tests.robustness.row import Row

READ = "engine/datasets/text/test_reader.py::test_accepted"
REFUSED = "engine/datasets/text/test_reader.py::test_refused"
TOKENS = "engine/datasets/text/test_tokenizer.py::"
LANGUAGE = "engine/datasets/text/test_language.py::"
LITERAL = "browser/test_own_text.py::test_hostile_labels_columns_and_file_names_are_only_text"
EXPORTS = "engine/test_exports.py::"

TEXTS = (
    Row("15", "UTF-8 with a byte order mark", "the mark is removed", (f"{READ}[15 ",)),
    Row("16", "UTF-16 and UTF-32 with a mark", "decoded by it", (f"{READ}[16 ",)),
    Row("17", "UTF-16 without a mark", "found out, with a note", (f"{READ}[17 ",)),
    Row("18", "Windows-1252 and Latin-1", "read, with a note; the user can say otherwise", (f"{READ}[18 ",)),
    Row("19", "mixed encodings", "up to 1 % replaced, with a note of the lines; more is refused",
        (f"{READ}[19 ", f"{REFUSED}[19 ", "engine/datasets/text/test_reader.py::test_row_19")),
    Row("20", "lone surrogates", "replaced by U+FFFD and counted", (f"{READ}[20 ",)),
    Row("21", "NUL and other control characters", "replaced by blanks and counted", (f"{READ}[21 ",)),
    Row("22", "bidi overrides, zero-width characters", "stripped, but kept where letters need them; U+200B ends "
        "words of scripts without blanks", (f"{READ}[22 ", f"{LANGUAGE}test_zero_width", f"{LANGUAGE}test_joiners")),
    Row("23", "one word as NFC and as NFD", "one word", (f"{READ}[23 ",)),
    Row("24", "no blanks: one long token, Chinese", "refused with the way out, or read by characters",
        (f"{READ}[24 ", f"{REFUSED}[24 ", f"{TOKENS}test_rows_24", f"{LANGUAGE}test_chinese_without_blanks")),
    Row("25", "binary noise", "refused: it is not text",
        (f"{REFUSED}[25 ", "engine/files/test_encodings.py::test_noise")),
    Row("26", "every word rarer than the minimum count", "refused before training, with the value that works",
        ("engine/datasets/text/test_corpus.py::test_row_26",)),
    Row("27", "one word, or fewer than ten", "refused: at least 10 different words",
        (f"{REFUSED}[27 ", f"{TOKENS}test_rows_24")),
    Row("28", "sentences of one word", "refused: no word has a neighbor", (f"{REFUSED}[28 ",)),
    Row("29", "HTML and scripts as text and labels", "shown literally everywhere; no dialog, no element, no request",
        (f"{READ}[29 ", LITERAL, "browser/test_map.py::test_hostile_labels", "browser/test_hostile_exports.py::")),
    Row("30", "a formula with a link in it", "shown literally", (f"{READ}[30 ", LITERAL)),
    Row("31", "words that a spreadsheet computes: =cmd, +1, -x, @a", "guarded in every export, unchanged on screen",
        (f"{READ}[31 ", f"{EXPORTS}test_formulas", f"{EXPORTS}test_no_cell", LITERAL)),
    Row("32", "10 MB against the patterns: a-a-a, '''', ....", "2 s for 10 MB", (f"{TOKENS}test_row_32",)),
    Row("33", "a line of 20,000 words", "split, and read whole", (f"{TOKENS}test_row_33",)),
    Row("34", "the words None, nan, null, 1e5, __proto__", "words like others", (f"{READ}[34 ",)),
)  # fmt: skip
