"""Layouts that hold more than text: sentences are written in each of them, recognized, and read back as they were."""

import json
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.text.layouts import json_texts, labelled, markup, subtitles, tagged, word_lines
from engine.datasets.text.layouts.lines import lines
from engine.errors import InputError

SENTENCES = [
    ["The", "old", "boat", "sank", "slowly", "."],
    ["Somebody", "said", "that", ",", "John", "."],
    ["A", "green", "hill", "lies", "over", "the", "river", "."],
] * 4
TAGS = {"The": "DT", "the": "DT", "A": "DT", "old": "JJ", "green": "JJ", "slowly": "RB", ",": ",", ".": "."}
RECOGNIZED: dict[str, Callable[[str], bool]] = {
    "subtitles": subtitles.recognized,
    "json": json_texts.recognized,
    "markup": markup.recognized,
    "labelled": labelled.recognized,
    "word_lines": word_lines.recognized,
    "tagged": tagged.recognized,
}


def tag(word: str) -> str:
    return TAGS.get(word, "NN")


def srt(arrow: str = "-->", comma: str = ",", head: str = "") -> str:
    cues = [
        f"{number}\n00:0{number % 6}:01{comma}101 {arrow} 00:0{number % 6}:03{comma}201\n<i>{' '.join(sentence)}</i>\n"
        for number, sentence in enumerate(SENTENCES, 1)
    ]
    return head + "\n".join(cues)


def conllu() -> str:
    blocks = [
        "".join(
            f"{place}\t{word}\t{word.lower()}\tX\t{tag(word)}\t_\t0\tdep\t_\t_\n"
            for place, word in enumerate(sentence, 1)
        )
        for sentence in SENTENCES
    ]
    return "".join(f"# sent_id = {number}\n# text = x\n{block}\n" for number, block in enumerate(blocks))


WRITTEN: dict[str, tuple[str, str]] = {
    "SubRip": ("subtitles", srt()),
    "WebVTT": ("subtitles", srt(comma=".", head="WEBVTT - title\n\nNOTE nobody says this\n\n")),
    "MicroDVD": ("subtitles", "".join(f"{{{n}}}{{{n + 9}}}{' '.join(s)}\n" for n, s in enumerate(SENTENCES))),
    "SubStation": (
        "subtitles",
        "[Script Info]\nTitle: x\n\n[Events]\nFormat: Layer, Start\n"
        + "".join(f"Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{{\\i1}}{' '.join(s)}\n" for s in SENTENCES),
    ),
    "CoNLL-U": ("word_lines", conllu()),
    "CoNLL-2003": (
        "word_lines",
        "-DOCSTART- -X- O O\n\n" + "\n".join("".join(f"{w} {tag(w)} O\n" for w in s) for s in SENTENCES),
    ),
    "word and tag by tabs": ("word_lines", "\n".join("".join(f"{w}\t{tag(w)}\n" for w in s) for s in SENTENCES)),
    "Brown": ("tagged", "\n".join(" ".join(f"{w}/{tag(w).lower()}" for w in s) for s in SENTENCES)),
    "Penn": ("tagged", "\n".join(" ".join(f"{w}_{tag(w)}" for w in s) for s in SENTENCES)),
    "HTML": (
        "markup",
        "<!DOCTYPE html>\n<html><head><title></title><style>p {x: y}</style><script>if (a<b) {c()}</script></head>"
        + "".join(f"<p class='x'>{' '.join(s)}</p><!-- hidden <b> -->" for s in SENTENCES)
        + "</body></html>",
    ),
    "XML": (
        "markup",
        "<?xml version='1.0'?><!DOCTYPE t [ <!ENTITY a 'nobody'> ]>\n<text>"
        + "".join("<seg>" + "".join(f"<w n='1'>{w}</w>" for w in s) + "</seg>" for s in SENTENCES)
        + "</text>",
    ),
    "WikiExtractor": ("markup", "".join(f'<doc id="1" url="u" title="x">\n{" ".join(s)}\n</doc>\n' for s in SENTENCES)),
    "JSON lines": ("json", "".join(json.dumps({"id": n, "text": " ".join(s)}) + "\n" for n, s in enumerate(SENTENCES))),
    "a list of objects": (
        "json",
        json.dumps([{"id": n, "plot": " ".join(s)} for n, s in enumerate(SENTENCES)], indent=1),
    ),
    "objects under a name": (
        "json",
        json.dumps({"n": 1, "data": [{"body": " ".join(s), "url": "x" * 99} for s in SENTENCES]}),
    ),
    "a list of texts": ("json", json.dumps([" ".join(s) for s in SENTENCES])),
    "fastText": ("labelled", "".join(f"__label__good {' '.join(s)}\n" for s in SENTENCES)),
}


def read(layout: str, pieces: list[str]) -> tuple[str, list[str]]:
    """All the text that a layout holds, and the notes."""
    notes: list[str] = []
    if layout == "json":
        documents = json_texts.documents(pieces, "", "", notes, {})
    elif layout == "labelled":
        documents = labelled.documents(pieces, notes)
    else:
        take = {"subtitles": subtitles.spoken, "markup": markup.text}
        take |= {"word_lines": word_lines.words, "tagged": tagged.words}
        return "".join(take[layout](pieces, notes)), notes
    return "\n".join("".join(document.pieces) for document in documents), notes


@pytest.mark.parametrize("name", WRITTEN)
def test_each_layout_is_recognized_and_no_other(name: str) -> None:
    layout, written = WRITTEN[name]
    assert next(found for found, is_one in RECOGNIZED.items() if is_one(written)) == layout


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_the_text_is_taken_out_and_it_is_told(name: str, size: int) -> None:
    layout, written = WRITTEN[name]
    text, notes = read(layout, [written[start : start + size] for start in range(0, len(written), size)])
    assert [word for word in text.split() if word != "]>"] == [word for sentence in SENTENCES for word in sentence]
    assert len(notes) >= 1 and notes[0].startswith("Read as ")


PROSE = [
    "The quick brown fox jumps over the lazy dog.\n" * 20,
    "At 10:30 and/or 11:45 he came; she said 3/4 of it.\n" * 20,
    "ROMEO:\nBut soft, what light.\n\nJULIET:\nAy me.\n\n" * 20,
    "# Title\n\n- item one\n- item two\n\n1 < 2 and 3 > 2\n" * 20,
    "name,age\nAda,36\nBen,40\n" * 20,
    "1 2 3\n4 5 6\n\n7 8 9\n" * 20,
    "{braces} and [brackets] begin this text, “quoted”: yes\n" * 20,
    "<unk> the market <unk> rose\n" * 20,
]


@pytest.mark.parametrize("text", PROSE)
def test_running_text_is_none_of_them(text: str) -> None:
    assert not [name for name, is_one in RECOGNIZED.items() if is_one(text)]


def test_words_that_stand_for_several_are_taken_once() -> None:
    rows = ["1-2\tdon't", "1\tdo", "2\tn't", "3\tgo", "3.1\tgo", "4\t."]
    written = "\n".join(f"{row}\t_\t_\t_\t_\t_\t_\t_\t_" for row in rows) + "\n\n"
    assert read("word_lines", [written])[0].split() == ["don't", "go", "."]


def test_json_fields_can_be_chosen_and_labels_read() -> None:
    written = '{"id": 1, "text": "one two", "note": "three", "stars": 5}\n\n{"note": "four"}\n'
    written += '{"text": ["a", "b"], "stars": 1}'
    notes: list[str] = []
    details: dict[str, object] = {}
    found = list(json_texts.documents([written], "", "stars", notes, details))
    assert [(document.name, document.label, document.pieces) for document in found] == [
        ("line 1", "5", ("one two",)),
        ("line 4", "1", ("a\nb",)),
    ]
    assert "missing or empty: 1" in notes[-1] and details["columns"] == ["id", "text", "note", "stars"]
    assert ["".join(d.pieces) for d in json_texts.documents([written], "note", "", [], {})] == ["three", "four"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('{"a": {"b": "one two"}, "c": {"d": "e"}}', "E-TXT-41"),
        ('{\n "a": {"b": "one two"}\n}', "E-TXT-40"),
        ('{"text": "a b"}\nbroken\n{"text": "c d"}', "E-TXT-38"),
        ('[{"text": "a b"}, 5]', "E-TXT-40"),
        ('{"text": "' + "[" * 9, "E-TXT-40"),
        ("[" * 100_000, "E-TXT-40"),
    ],
)
def test_other_json_is_named(written: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        list(json_texts.documents([written], "", "", [], {}))
    assert caught.value.code == code


def test_an_unknown_field_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="choose one of: text") as caught:
        list(json_texts.documents(['{"text": "a b"}\n'], "body", "", [], {}))
    assert caught.value.code == "E-TXT-42"


def test_signs_that_are_no_tags_stay_and_references_are_letters() -> None:
    written = "<p>a < b &amp;&#233; x&lt;y</p><br/>1<2 <notatag"
    for size in (1, 3, 99):
        text, _ = read("markup", [written[start : start + size] for start in range(0, len(written), size)])
        assert text.split() == ["a", "<", "b", "&é", "x<y", "1<2", "<notatag"]


def test_what_is_never_closed_is_told() -> None:
    text, notes = read("markup", ["<p>one</p><script>two three"])
    assert text.split() == ["one"] and any("</script" in note for note in notes)


@pytest.mark.parametrize(
    "unit", ["<a", "<", "<!--", "<script>", "</script ", "&", "&amp", "<p>", "<a b='", "-->", "<![CDATA["]
)
def test_hostile_markup_takes_linear_time(unit: str) -> None:
    begun = time.monotonic()
    read("markup", [unit * (1_000_000 // len(unit))] * 2)
    assert time.monotonic() - begun < 10


def test_a_line_that_is_too_long_is_refused() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "x" * 1_000_000

    with pytest.raises(InputError, match="longer than") as caught:
        list(lines(endless()))
    assert caught.value.code == "E-TXT-37"


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=20)),
    st.integers(1, 9),
)
def test_lines_are_the_same_however_they_are_cut(found: list[str], size: int) -> None:
    text = "".join(f"{line}\n" for line in found)
    assert list(lines([text[start : start + size] for start in range(0, len(text), size)])) == found


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), min_size=1, max_size=9))
def test_any_text_comes_back_from_json_lines(texts: list[str]) -> None:
    written = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in ["first text", *texts])
    kept = [text for text in ["first text", *texts] if text.strip()]
    assert ["".join(d.pieces) for d in json_texts.documents([written], "text", "", [], {})] == kept
