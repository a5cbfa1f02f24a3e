"""Question files: layouts that occur in the wild, caps, and what is refused."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import numpy as np
import pytest

from engine import limits
from engine.datasets.text.questions import MAX_ROWS, AnalogyQuestions, parse_analogies, parse_pairs
from engine.errors import InputError
from tests.conftest import real_data

GOOGLE = b": capitals\nAthens Greece Oslo Norway\n\n: family\nking queen man woman\nuncle aunt boy girl\n"


def test_google_layout() -> None:
    questions = parse_analogies(GOOGLE)
    assert questions.sections == ("capitals", "family")
    assert questions.section_of.tolist() == [0, 1, 1]
    assert questions.words[1] == ("king", "queen", "man", "woman")


def test_google_layout_round_trip() -> None:
    questions = parse_analogies(GOOGLE)
    again = parse_analogies(questions.google_layout().encode())
    assert (again.sections, again.words) == (questions.sections, questions.words)
    np.testing.assert_array_equal(again.section_of, questions.section_of)


@pytest.mark.parametrize("separator", [",", ";", "\t", ", "])
@pytest.mark.parametrize("header", ["", "section,a,b,c,d\n", "Section,Word 1,Word 2,Word 3,Word 4\n"])
def test_csv_with_sections(separator: str, header: str) -> None:
    rows = header + "capitals,Athens,Greece,Oslo,Norway\nfamily,king,queen,man,woman\n"
    questions = parse_analogies(rows.replace(",", separator).encode())
    assert questions.sections == ("capitals", "family")
    assert questions.words == (("Athens", "Greece", "Oslo", "Norway"), ("king", "queen", "man", "woman"))


@pytest.mark.parametrize("header", ["", "a,b,c,d\n"])
def test_csv_without_sections(header: str) -> None:
    questions = parse_analogies(f'{header}# comment\n"king",queen,man,woman\nNew York,usa,Oslo,norway\n'.encode())
    assert questions.sections == ("questions",)
    assert questions.words == (("king", "queen", "man", "woman"), ("New_York", "usa", "Oslo", "norway"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    text = end.join([": Länder", "Köln Rhein Orléans Loire", "Genève Rhône Nîmes Gard", ""])
    questions = parse_analogies(text.encode(encoding))
    assert questions.sections == ("Länder",)
    assert questions.words == (("Köln", "Rhein", "Orléans", "Loire"), ("Genève", "Rhône", "Nîmes", "Gard"))


def test_google_file_has_the_published_size() -> None:
    """Mikolov et al. 2013: 8,869 semantic and 10,675 syntactic questions in 14 sections."""
    questions = parse_analogies(real_data("questions-words.txt").read_bytes())
    assert len(questions.sections) == 14
    syntactic = [place for place, name in enumerate(questions.sections) if name.startswith("gram")]
    assert np.isin(questions.section_of, syntactic).sum() == 10_675
    assert len(questions.words) == 8_869 + 10_675
    assert questions.notes == ()


SIMLEX = "word1\tword2\tPOS\tSimLex999\tconc(w1)\tconc(w2)\tconcQ\tAssoc(USF)\tSimAssoc333\tSD(SimLex)\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tiger\tcat\t7.35\nlove\tsex\t6.77\n", [7.35, 6.77]),
        ("tiger cat 7.35\nlove sex 6.77\n", [7.35, 6.77]),
        ("Word 1,Word 2,Human (mean)\ntiger,cat,7.35\nlove,sex,6.77\n", [7.35, 6.77]),
        ("# two\n# comments\ntiger\tcat\t7.35\r\nlove\tsex\t6.77\r\n", [7.35, 6.77]),
        ("word1\tword2\tPOS\tscore\tconc\ntiger\tcat\tN\t7.35\t2\nlove\tsex\tN\t6.77\t3\n", [7.35, 6.77]),
        ("tiger;cat;7,35\nlove;sex;6,77\n", [7.35, 6.77]),
        ("tiger cat -1e1\nlove sex 0\n", [-10, 0]),
        ("Word 1 Word 2 Human (mean)\ntiger cat 7.35\nlove sex 6.77\n", [7.35, 6.77]),
        ("1,tiger,cat,7.35\n2,love,sex,6.77\n", [7.35, 6.77]),
        ("score;first;second\n7,35;tiger;cat\n6,77;love;sex\n", [7.35, 6.77]),
        (
            "word1\tword2\tfreq1\tfreq2\tmean\tjudge\ntiger\tcat\t9\t8\t7.35\t1\nlove\tsex\t7\t6\t6.77\t2\n",
            [7.35, 6.77],
        ),
        ("tiger-n cat-n 7.35\nlove-n sex-n 6.77\n", [7.35, 6.77]),
        (
            f"{SIMLEX}tiger\tcat\tN\t7.35\t4.9\t5\t4\t0.5\t0\t1.2\nlove\tsex\tN\t6.77\t2\t4.5\t2\t1.9\t1\t1.1\n",
            [7.35, 6.77],
        ),
    ],
)
def test_pair_layouts(text: str, expected: list[float]) -> None:
    pairs = parse_pairs(text.encode())
    assert pairs.pairs == (("tiger", "cat"), ("love", "sex"))
    np.testing.assert_array_equal(pairs.scores, expected)


@pytest.mark.parametrize(
    ("name", "n_pairs", "best"),
    [
        ("EN-MEN-TR-3k.txt", 3000, 50.0),
        ("EN-WS-353-ALL.txt", 353, 10.0),
        ("wordsim353.tsv", 353, 10.0),
        ("simlex999.txt", 999, 9.8),
    ],
)
def test_published_pair_files(name: str, n_pairs: int, best: float) -> None:
    pairs = parse_pairs(real_data(name).read_bytes())
    assert len(pairs.pairs) == n_pairs
    assert pairs.scores.max() == best
    assert pairs.notes == ()


def test_parts_of_speech_are_cut_off_and_told() -> None:
    """MEN's lemmas; of a file with few such words, they stay as they are."""
    lemmas = parse_pairs(b"sun-n sunlight-n 50.0\nfly-v dark-j 3.0\n")
    assert lemmas.pairs == (("sun", "sunlight"), ("fly", "dark"))
    assert lemmas.notes == ("The words carry their part of speech, which was cut off: sun-n is sun.",)
    mixed = parse_pairs(b"vitamin-a sun 5\nmoon star 3\n")
    assert mixed.pairs[0] == ("vitamin-a", "sun") and mixed.notes == ()


BATS = "king\tqueen/empress\nman\twoman\nuncle\taunt\nNew York\tlady\n"


@pytest.mark.parametrize("text", [BATS, BATS.replace("/empress", "").replace("New York", "ny").replace("\t", " ")])
def test_pairs_of_one_relation_make_all_questions(text: str) -> None:
    questions = parse_analogies(text.encode())
    assert questions.sections == ("questions",) and len(questions.words) == 12
    assert (
        questions.words[0] == ("king", "queen", "man", "woman") and ("man", "woman", "king", "queen") in questions.words
    )
    assert "Pairs of related words: 4, of which 12 questions were made." in questions.notes
    assert ("Of several answers (a/b) the first one counts." in questions.notes) == ("/" in text)


def test_an_archive_of_relations_is_a_file_of_sections() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("BATS/I01 [noun - plural].txt", "cat\tcats\ndog\tdogs\n")
        archive.writestr("BATS/L02 [gender].txt", BATS)
        archive.writestr("BATS/metadata.json", '{"a": 1}')
    questions = parse_analogies(stream.getvalue())
    assert questions.sections == ("I01 [noun - plural]", "L02 [gender]") and len(questions.words) == 14
    assert any("left out: 1. BATS/metadata.json" in note for note in questions.notes)


def test_an_archive_without_questions_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "# nothing")
    with pytest.raises(InputError, match=r"a\.txt: No line") as refusal:
        parse_analogies(stream.getvalue())
    assert refusal.value.code == "E-QST-08"


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("cp1251", "король королева мужчина женщина"),
        ("koi8_r", "король королева мужчина женщина"),
        ("cp932", "おとこ おんな ちち はは"),
    ],
)
def test_other_encodings_are_found_out(encoding: str, line: str) -> None:
    questions = parse_analogies(f"{line}\n".encode(encoding) * 3)
    assert questions.words[0] == tuple(line.split()) and any("Read as" in note for note in questions.notes)
    assert parse_analogies(gzip.compress(GOOGLE)).words == parse_analogies(GOOGLE).words


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress], ids=["bzip2", "XZ"])
def test_files_may_be_packed_in_other_ways(pack: Callable[[bytes], bytes]) -> None:
    assert parse_analogies(pack(GOOGLE)).words == parse_analogies(GOOGLE).words


def test_a_tar_archive_is_one_of_sections() -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name in ("one.txt", "two.txt"):
            member = tarfile.TarInfo(name)
            member.size = len(GOOGLE)
            archive.addfile(member, io.BytesIO(GOOGLE))
    assert parse_analogies(stream.getvalue()).words == parse_analogies(GOOGLE).words * 2


def test_few_bad_lines_are_left_out_and_told() -> None:
    lines = ["king queen man woman"] * 200
    lines[4] = "king queen man"
    questions = parse_analogies("\n".join(lines).encode())
    assert len(questions.words) == 199
    assert questions.notes == ("1 of 200 lines do not hold four words a b c d (lines 5); they were left out.",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E-QST-01"),
        (b" \n\t\r\n", "E-QST-01"),
        (b"king queen\0man woman", "E-QST-02"),
        (b"# only\n// comments\n", "E-QST-03"),
        (b": section without questions\n", "E-QST-03"),
        (b"a,b,c,d\n", "E-QST-03"),
        (b"x" * (limits.LINE_BYTES + 1), "E-QST-07"),
        (b"\n" * (limits.UPLOAD_BYTES + 1), "E-QST-04"),
        (b"a b c e\n" * (MAX_ROWS + 1), "E-QST-05"),
        (b"king queen man woman\nking queen\nking\n", "E-QST-06"),
        (b"king,queen,man,woman\nking,,man,woman\nking,queen,man," + b"x" * 65, "E-QST-06"),
    ],
)
def test_refused_questions(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_analogies(data)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E-QST-01"),
        (b"word1 word2 score\n", "E-QST-03"),
        (b"tiger cat nan\n", "E-QST-03"),
        (b"tiger cat 1\nlove sex inf\ncar train\n", "E-QST-06"),
    ],
)
def test_refused_pairs(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_pairs(data)
    assert refusal.value.code == code


def test_rows_and_sections_must_match() -> None:
    with pytest.raises(ValueError, match="1 questions, but 2"):
        AnalogyQuestions(("s",), np.zeros(2), (("a", "b", "c", "d"),))
