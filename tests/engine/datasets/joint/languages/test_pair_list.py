"""Lists of pairs are read in the layouts that people have, and the way round that the languages need."""

import pytest

from engine.datasets.joint.languages import pair_list
from engine.datasets.joint.languages.languages import known_pairs
from engine.errors import InputError
from engine.files import uploads

PAIRS = [("dog", "hund"), ("cat", "katze"), ("big house", "haus")]
LAYOUTS = {
    "tabs": "dog\thund\ncat\tkatze\nbig house\thaus\n",
    "numbered": "1\tdog\thund\n2\tcat\tkatze\n3\tbig house\thaus\n",
    "scores": "dog\thund\t0.9\ncat\tkatze\t0.8\nbig house\thaus\t1\n",
    "quoted": '"dog","hund"\n"cat","katze"\n"big house","haus"\n',
    "semicolons": "dog;hund\ncat;katze\nbig house;haus\n",
    "at": "dog @ hund\ncat @ katze\nbig house @ haus\n",
    "windows": "# a comment\r\ndog\thund\r\n\r\ncat\tkatze\r\nbig house\thaus",
}


def written(text: str, encoding: str = "utf-8") -> list[tuple[str, str]]:
    return pair_list.read(uploads.path(uploads.keep(text.encode(encoding), "pairs").sha256))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_layouts_are_told_apart(layout: str) -> None:
    assert written(layout) == PAIRS


def test_blanks_separate_as_in_the_lists_of_muse() -> None:
    assert written("dog hund\ncat katze\n") == PAIRS[:2]


def test_a_column_of_numbers_is_no_word_and_another_encoding_is_read() -> None:
    many = "\n".join(f"wort{number};türe{number}ß;{number}" for number in range(200))
    assert written(many, "latin-1")[3] == ("wort3", "türe3ß")


@pytest.mark.parametrize("text", ["dog\ncat\nmouse\n", "1 2\n3 4\n"])
def test_what_is_no_list_of_pairs_is_refused(text: str) -> None:
    with pytest.raises(InputError) as error:
        written(text)
    assert error.value.code == "E-JNT-21"


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(InputError):
        written("\n \n")


def test_known_pairs_are_found_whichever_language_comes_first_and_however_capital() -> None:
    first, second = ("dog", "cat", "Berlin"), ("Hund", "katze", "berlin")
    listed = [("hund", "dog"), ("katze", "cat"), ("katze", "cat"), ("berlin", "Berlin"), ("maus", "mouse")]
    expected = [("dog", "Hund"), ("cat", "katze"), ("Berlin", "berlin")]
    assert known_pairs(listed, first, second) == (expected, True)
    assert known_pairs([(b, a) for a, b in listed], first, second) == (expected, False)
    assert known_pairs([("x", "y")], first, second) == ([], False)
