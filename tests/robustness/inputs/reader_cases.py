"""Layouts that people have and that were once read wrongly; numbers are those of the collection. R: of the reader."""

from tests.robustness.row import Row

CASES = "engine/test_reader_cases.py::test_"
GRAPHS = "engine/datasets/graphs/test_reader_cases.py::test_"
FILES: dict[int, tuple[str, str, tuple[str, ...]]] = {
    1: ("edges with the index of pandas, numbers", "43 edges", ("graph_pandas_index_numeric.csv",)),
    2: ("the same, names", "43 edges", ("graph_pandas_index_names.csv",)),
    3: ("id, source, target, weight", "43 edges, their weights", ("graph_id_source_target_weight.csv",)),
    4: ("source, weight, target", "43 edges, their weights", ("graph_source_weight_target.csv",)),
    6: ("a table as R writes it", "43 edges", ("graph_R_write_table_rownames.txt",)),
    7: ("routes of six columns", "the columns can be chosen", ("routes",)),
    8: ("a time in the third column", "no weight", ("graph_snap_temporal_timestamp_third.txt",)),
    9: ("decimal commas in weights", "3.5", ("graph_decimal_comma_weights.csv",)),
    12: ("an adjacency matrix with names", "43 edges", ("graph_adjacency_matrix_named.csv",)),
    13: ("DIMACS", "272 edges", ("graph_dimacs_col.txt",)),
    15: ("MatrixMarket", "43 edges", ("graph_matrixmarket_small.txt",)),
    16: ("an adjacency list", "43 edges", ("graph_adjacency_list.adjlist.txt",)),
    18: ("triples head, relation, tail", "from head to tail", ("graph_triples_head_relation_tail.txt",)),
    19: ("an edge list of networkx", "43 edges", ("graph_networkx_write_edgelist_default.edgelist",)),
    20: ("the same with a dictionary", "weights", ("graph_networkx_write_edgelist_weightdict.edgelist",)),
    21: ("quoted names between blanks", "43 edges, 26 nodes", ("graph_quoted_names_with_blanks.txt",)),
    22: ("printed tuples", "272 edges, 40 nodes", ("graph_tuples_in_parentheses.txt",)),
    23: ("LGL, TGF", "43 edges", ("graph_lgl.txt", "graph_tgf.txt")),
    24: ("hashtags as nodes", "43 edges", ("graph_hashtags_mixed.csv", "graph_hashtags_all.csv")),
    25: ("37 and 37.0", "one node", ("graph_float_and_int_ids.csv",)),
    28: ("a title above the header", "272 edges", ("graph_preamble_line.csv",)),
    30: ("ratings with a title above", "30 users, 25 items", ("ratings-preamble_line.csv",)),
    34: ("ratings between blanks", "315 ratings", ("ratings-blank_delimited.txt",)),
    35: ("baskets between blanks", "80 baskets", ("ratings-baskets_blank_delimited.dat",)),
    36: ("user item item item", "60 users", ("ratings-lightgcn_user_items.txt",)),
    37: ("pixels between blanks", "60 images, 10 classes", ("images-blank_delimited_zip_train.txt",)),
    39: ("Chinese in GB18030", "read", ("text-chinese_gb18030.txt",)),
    40: ("Russian in Windows-1251", "read", ("text-russian_cp1251.txt",)),
    41: ("Japanese in Shift_JIS", "read", ("text-japanese_shift_jis.txt",)),
    43: ("Turkish in ISO-8859-9", "a hint", ("text-turkish_iso8859_9.txt",)),
    44: ("letters broken before", "repaired, told", ("text-mojibake",)),
    47: ("Khmer with U+200B", "words", ("text-khmer",)),
    49: ("Thai without blanks", "a hint", ("text-thai.txt",)),
    50: ("Persian with joiners", "kept", ("text-persian",)),
    54: ("emoji that carry the meaning", "told", ("text-emoji",)),
    55: ("one sentence a line", "a hint", ("text-two_topics", "text-one_sentence")),
    58: ("CoNLL-U", "the sentences", ("text-conllu.txt",)),
    59: ("subtitles", "the spoken words", ("text-subtitles_srt.txt",)),
    60: ("JSON lines", "the field of the text", ("text-jsonl.txt",)),
    62: ("word/tag", "words", ("text-brown_word_slash_tag.txt",)),
    63: ("a pointer of Git LFS", "refused by its name", ("text-git_lfs_pointer.txt",)),
    65: ("verses with one comma", "running text", ("text-verses_with_ascii_comma.txt",)),
    66: ("quotes that are no quoting", "180 rows", ("text-tsv_unbalanced_quotes.tsv",)),
    67: ("the longest column is an address", "the title", ("text-table_longest_column_is_url.csv",)),
    71: ("blocks of Netflix", "315 ratings", ("ratings-netflix_prize_layout.txt",)),
    72: ("a column an item", "539 ratings", ("ratings-wide_pivot.csv",)),
    75: ("-1 for not rated", "left out, told", ("ratings-minus_one",)),
    76: ("0 for not rated", "left out, told", ("ratings-zero_means",)),
    77: ("backslashes before quotes", "25 titles", ("item_tables",)),
    78: ("two columns of ids", "25 titles", ("item_tables",)),
    85: ("labels of text", "10 classes", ("images-text_labels.csv",)),
    88: ("one-hot labels", "10 classes", ("labels_in_a_file_of_their_own[Y_one_hot",)),
    89: ("labels of shape (n, 1)", "10 classes", ("labels_in_a_file_of_their_own[Y_column", "images-npz_labels")),
    90: ("labels in .csv, strings in .npy", "10 classes", ("labels_in_a_file_of_their_own[Y.csv",
                                                            "labels_in_a_file_of_their_own[Y_strings")),
    91: ("names of MedMNIST", "training and test part", ("images-medmnist_keys.npz",)),
    92: ("0 and 1 in uint8", "black and white", ("images-binary_0_1",)),
    93: ("planar rows of CIFAR", "colors right", ("images-cifar",)),
    95: ("folders of Omniglot", "the whole path", ("images-zip_omniglot",)),
    96: ("folders of Tiny ImageNet", "4 classes", ("images-zip_tiny_imagenet",)),
    98: ("a table in the ZIP; classes in names", "classes", ("images-zip_with_labels", "images-zip_class_in")),
    99: (".pgm", "read", ("images-zip_pgm.zip",)),
    100: ("pictures on their side", "can be turned", ("pictures_that_lie_on_their_side", "images-emnist")),
    102: ("thousands and decimals by commas", "numbers", ("numbers-thousands_quoted", "numbers-german")),
    105: ("a document among texts", "left out by name", ("text-zip_with_one_docx.zip",)),
    106: ("one file of mixed encoding; EPUB", "the file is named; read", ("text-zip_one_file", "text-epub")),
}  # fmt: skip
ELSEWHERE = (
    Row("R26", "files of networkrepository, KONECT, STRING", "read",
        ("engine/datasets/graphs/test_reader.py::test_comments", "engine/datasets/graphs/test_every_layout.py::")),
    Row("R56", "CR line ends", "as many words", ("engine/datasets/ratings/test_reader.py::test_44",
                                                "engine/datasets/text/layouts/test_layouts.py::test_lines_are_the_same")),
    Row("R79", "play counts as ratings", "recognized, used as the user wants",
        ("engine/datasets/ratings/test_grades.py::test_counts_are_recognized",)),
    Row("R103", "three rows of headings", "read",
        ("engine/datasets/tables/test_sources.py::test_three_rows_of_headings",)),
    Row("R104", "files of any ending", "taken by content, or named",
        ("engine/files/test_signatures.py::", "engine/datasets/text/test_layouts_read.py::")),
    Row("R107", "names that begin alike for 200 letters", "linear time",
        ("engine/datasets/graphs/test_hostile.py::test_names_that_share",)),
)  # fmt: skip


def test_of(name: str) -> str:
    """The beginning of the id of the test of a file."""
    if name == "routes":
        return f"{GRAPHS}routes"
    if name.startswith("graph_"):
        return f"{GRAPHS}cases[{name}"
    kind = name.split("-")[0]
    return f"{CASES}as_expected_or_named[{name}" if kind in ("ratings", "text", "images", "numbers") else CASES + name


READER_CASES = (
    *(
        Row(f"R{number}", what, expected, tuple(map(test_of, files)))
        for number, (what, expected, files) in FILES.items()
    ),
    *ELSEWHERE,
)
