"""The caps on what users may give, in one place; the pages show them and the engine enforces them."""

MB = 1_000_000

UPLOAD_BYTES = 50 * MB
SESSION_FILES = 8
"""Files that one visitor may have in the server's memory at once."""
SESSION_NAMES = 1_000
"""Files of which the server remembers the name, though their bytes are on the disk."""
SESSION_UPLOADS = 3
"""So many of the largest uploads may they be together."""
ALL_UPLOADS = 10
"""The same for all visitors together."""
KEPT_BYTES = 400 * MB
"""Trainings and data that the pages keep in memory."""
SERVER_BYTES = 1_000 * MB
"""Of the server's process; above it, what pages computed is let go of, and computed anew when asked for."""
VISITOR_BYTES = 2_000 * MB
"""Runs and uploads that one visitor may keep on a server that several people share."""
NEARLY_FULL_BYTES = 2_000 * MB
"""With less than this free, such a server tells which old runs will go, and lets them go after a day."""
SWEPT_DAYS = 7
"""Younger runs never go by themselves."""
FREE_MEMORY_BYTES = 1_500 * MB
"""With less memory than this available, no upload is taken and no job started beside another."""
FULL_DISK_BYTES = MB // 10
"""With less than this the catalogue cannot be opened: its files beside it need some pages."""
ROOM_HELD_BYTES = 4 * MB
"""Held by a file of the app's own while the disk has room; see engine.files.disk."""
UNPACKED_BYTES = 200 * MB
UNPACK_RATIO = 300
ARCHIVE_ENTRIES = 20_000
CSV_COLUMNS = 64
CSV_ROWS = 5_000_000
LINE_BYTES = 1 << 20
TOKEN_LENGTH = 64
LABEL_LENGTH = 200
VOCABULARY = 200_000
SPELLINGS = 2_000_000
"""Different words while reading, before the rare ones are left out; 14 million words of novels have 0.12 million."""
SENTENCE_TOKENS = 1_000
"""Longer sentences are split, so that no line is read only in part."""

IMAGES = 100_000
IMAGE_PIXELS = 4_000_000
"""Of one picture in an archive, before it is made smaller."""
ARCHIVE_PIXELS = 4_000_000_000
"""Of all pictures in an archive, before they are made smaller: some 100 seconds of decoding."""

PAIR_ITEMS = 5_000
"""Of a table of pairs, which is held as a whole: 200 MB."""
PAIR_BYTES = 600 * MB
"""Of such a file once it is unpacked: text takes up to twenty bytes a number."""

MATRIX_COLUMNS = 10_000
MATRIX_NUMBERS = 2_000_000
MATRIX_PRODUCTS = 2_000_000_000
"""Rows x columns x the smaller of them: a singular value decomposition of so many takes about a second."""

JOB_SECONDS = 15 * 60
JOB_BYTES = 4_000 * MB
PARSE_SECONDS = 5 * 60
"""Of reading a dataset, downloads not counted; the 14 million words of a hundred novels take about 20."""

NODES = 200_000
EDGES = 2_000_000
GRAPH_DOCUMENT = 50 * MB
"""Characters of a graph in JSON or GML, which must be held as a whole."""

VECTOR_NUMBERS = 50_000_000
"""Rows x columns of a file of vectors: 400,000 x 100 or 1,000,000 x 50."""
VECTOR_ROWS = 2_000_000
VECTOR_DIMENSIONS = 10_000
VECTOR_BYTES = 1_000 * MB
"""Of a file of vectors once it is unpacked: text takes up to twenty bytes a number."""
LOCAL_BYTES = 4_000 * MB
"""Of a file on the machine that the app runs on, which needs no upload."""
