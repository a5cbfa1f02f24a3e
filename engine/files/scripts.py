"""Ranges of characters, to be put into classes of regular expressions."""

ASIAN = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9d"
)
"""Chinese characters and Japanese syllables, which stand without blanks between words."""
KANA = "\u3041-\u3096\u30a1-\u30fa"
THAI = "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"
LAO = "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"
BURMESE = "\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e"
KHMER = "\u1780-\u17b3\u17d7\u17dc"
SOUTH_EAST = THAI + LAO + BURMESE + KHMER
"""Letters of the scripts that put no blanks between words, and sometimes U+200B; their marks are among MARKS."""
STACKED = "\u1039\u17d2"
"""Signs that put the letter behind them below the one before."""

# Vowel signs and accents that have no composed form (NFC) are no letters for `re`; without them Hindi, Thai, Arabic
# and Hebrew words would fall apart.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7"
    "\u0a01-\u0a03\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04"
    "\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0dca-\u0ddf\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
)
JOINING = "\u0600-\u06ff\u0700-\u077f\u08a0-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1800-\u18af"
"""Scripts in which U+200C and U+200D change how letters are joined, as in Persian and Sinhala."""
EMOJI = "\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff"
FLAGS = "\U0001f1e6-\U0001f1ff"
"""Letters, two of which make a flag."""
TONES = "\U0001f3fb-\U0001f3ff"
"""Colors of skin, which follow an emoji."""
