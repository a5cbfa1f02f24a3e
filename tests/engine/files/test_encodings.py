"""Texts of many languages, written in every encoding that can hold them, are read back as they were."""

import time
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.files import mojibake
from engine.files.encodings import ENCODINGS, Blocks, decoded, understand

TEXTS = {
    "German": (
        "Das Mädchen ging über die Straße zum Café. Es war schön, und die Vögel sangen. Früh öffnete der Bäcker.",
        ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp437"),
    ),
    "French": (
        "Le café était fermé ; “déjà vu” à la française, où l’été naît près du château. L’œuvre du maître.",
        ("cp1252", "mac_roman"),
    ),
    "Spanish": ("El niño comió una manzana. ¿Cuándo llegará el avión? El señor Muñoz cantó una canción.", ("cp1252",)),
    "Swedish": (
        "Hon svarade att det skulle regna. Mamman lagade middag och barnen lekte i trädgården på ön.",
        ("cp1252",),
    ),
    "Russian": (
        "Он сказал, что завтра поедет в город. Она ответила, что дождь будет идти весь день. Мать готовила ужин.",
        ("cp1251", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic"),
    ),
    "Ukrainian": (
        "Він сказав, що завтра поїде до міста. Її мрія здійснилася в Україні, а діти гралися.",
        ("cp1251", "koi8_u"),
    ),
    "Polish": (
        "Powiedział, że jutro pojedzie do miasta. Deszcz będzie padał cały dzień. Źródło świeżości.",
        ("cp1250", "iso8859_2"),
    ),
    "Czech": (
        "Řekl, že zítra pojede do města. Příliš žluťoučký kůň úpěl ďábelské ódy, a děti si hrály na zahradě.",
        ("cp1250", "iso8859_2", "cp852", "mac_latin2"),
    ),
    "Hungarian": (
        "Azt mondta, hogy holnap a városba megy. Egész nap esni fog az eső. Árvíztűrő tükörfúrógép.",
        ("cp1250",),
    ),
    "Turkish": (
        "İstanbul'da yaşıyorum. Bugün hava çok güzel, çocuklar bahçede oynuyor. Yağmur yağacağını söyledi.",
        ("cp1254", "iso8859_9"),
    ),
    "Greek": ("Είπε ότι αύριο θα πάει στην πόλη. Η μητέρα μαγείρευε και τα παιδιά έπαιζαν.", ("cp1253", "iso8859_7")),
    "Hebrew": ("הוא אמר שמחר הוא ייסע לעיר. היא ענתה שהגשם ירד כל היום.", ("cp1255", "iso8859_8")),
    "Arabic": ("قال إنه سيذهب إلى المدينة غدا. أجابت بأن المطر سيهطل طوال اليوم.", ("cp1256", "iso8859_6")),
    "Lithuanian": ("Jis sakė, kad rytoj važiuos į miestą. Motina gamino vakarienę, o vaikai žaidė sode.", ("cp1257",)),
    "Thai": ("เขาบอกว่าพรุ่งนี้จะไปในเมืองแต่เธอตอบว่าฝนจะตกทั้งวัน แม่ทำอาหารเย็น", ("cp874",)),
    "Chinese": ("他说明天要去城里。她回答说整天都会下雨。母亲在做晚饭，孩子们在花园里玩。", ("gb18030",)),
    "traditional Chinese": (
        "他說明天要去城裡。她回答說整天都會下雨。母親在做晚飯，孩子們在花園裡玩。",
        ("big5hkscs", "gb18030"),
    ),
    "Japanese": (
        "彼は明日町に行くと言った。彼女は一日中雨が降ると答えた。カタカナのテスト。",
        ("cp932", "euc_jp", "iso2022_jp"),
    ),
    "Korean": ("그는 내일 도시에 간다고 말했다. 어머니는 저녁을 요리했고 아이들은 놀았다.", ("cp949",)),
}
CASES = [(language, codec) for language, (_, codecs) in TEXTS.items() for codec in codecs]


def blocks_of(data: bytes, size: int = 1 << 20) -> Blocks:
    def blocks() -> Iterator[bytes]:
        for start in range(0, len(data), size):
            yield data[start : start + size]

    return blocks


def read(data: bytes, encoding: str = "auto", size: int = 1 << 20) -> tuple[str, str, tuple[str, ...]]:
    """Text, codec and notes."""
    decoding = understand(blocks_of(data, size), encoding)
    return "".join(decoded(blocks_of(data, size), decoding.codec)), decoding.codec, decoding.notes


@pytest.mark.parametrize(("language", "codec"), CASES)
def test_the_encoding_is_found_out(language: str, codec: str) -> None:
    text = TEXTS[language][0]
    for written in (text, "A line of ASCII.\n" * 50 + f"{text}\n" * 30):
        found, _, notes = read(written.encode(codec))
        assert found == written
        assert any(note.startswith("Read as ") and "choose another encoding" in note for note in notes)


@pytest.mark.parametrize(("language", "codec"), CASES)
def test_every_encoding_can_be_chosen(language: str, codec: str) -> None:
    assert codec in ENCODINGS
    assert read(TEXTS[language][0].encode(codec), codec)[:2] == (TEXTS[language][0], codec)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_left_as_it_is(language: str, codec: str) -> None:
    found, _, notes = read(TEXTS[language][0].encode(codec))
    assert (found, notes) == (TEXTS[language][0], ())


@pytest.mark.parametrize(
    "text", ["naïve café", "Zürich", "El Niño", "voilà", "Ångström", "“quoted”", "10 €", "São Paulo"]
)
def test_short_western_texts_are_windows_1252(text: str) -> None:
    written = f"A longer line of English, which says hardly anything.\n{text}\n"
    assert read(text.encode("cp1252"))[:2] == (text, "cp1252")
    assert read(written.encode("cp1252"))[:2] == (written, "cp1252")


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_blocks_may_be_cut_within_characters(size: int) -> None:
    for language, codec in (("Chinese", "gb18030"), ("Japanese", "cp932"), ("Korean", "cp949"), ("Russian", "koi8_r")):
        text = f"{TEXTS[language][0]}\n" * 20
        assert read(text.encode(codec), size=size)[0] == text


def test_utf_8_with_few_bad_bytes_stays_utf_8() -> None:
    text = TEXTS["Russian"][0] * 50
    found, codec, notes = read(text.encode() + b"\n\xe9t\xe9")
    assert codec == "utf-8" and found.startswith(text) and "replaced by U+FFFD: 2 (first in lines 2)" in notes[0]


def test_a_long_text_without_line_ends_is_found_out_quickly() -> None:
    text = TEXTS["Chinese"][0] * 30_000
    begun = time.monotonic()
    assert read(text.encode("gb18030"))[1] == "gb18030"
    assert time.monotonic() - begun < 10


def test_a_long_line_may_begin_in_ascii() -> None:
    text = "only English " * 5_000 + TEXTS["Russian"][0]
    assert read(text.encode("cp1251"))[:2] == (text, "cp1251")


def test_noise_is_no_text() -> None:
    with pytest.raises(InputError, match="it is not text") as caught:
        read(bytes(range(256)) * 40)
    assert caught.value.code == "E-TXT-25"


MISREAD = [("German", "cp1252"), ("French", "cp1252"), ("Spanish", "mac_roman"), ("Russian", "cp1251")]


def broken(text: str, codec: str) -> str:
    """UTF-8 read in another encoding; bytes that have no character there stay as control characters."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(("language", "codec"), MISREAD)
def test_letters_broken_before_are_repaired_and_it_is_told(language: str, codec: str) -> None:
    text = TEXTS[language][0].replace("И", "и")
    found, name, notes = read(broken(text, codec).encode(), size=5)
    assert name == f"utf-8+{codec}" and "choose the encoding UTF-8" in notes[0]
    assert found == text if codec != "cp1251" else found[:20] == text[:20]
    assert read(broken(text, codec).encode(), "utf-8")[0] == broken(text, codec)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=40), st.integers(1, 5))
def test_repairing_in_pieces_is_repairing_the_whole(text: str, size: int) -> None:
    written = broken(text, "cp1252")
    pieces = [written[start : start + size] for start in range(0, len(written), size)]
    assert "".join(mojibake.repaired(pieces, "cp1252")) == mojibake.repair(written, "cp1252")


@pytest.mark.parametrize("language", TEXTS)
def test_no_true_text_is_taken_for_broken_letters(language: str) -> None:
    assert mojibake.recognized(unicodedata.normalize("NFC", TEXTS[language][0])) == ""


@pytest.mark.parametrize(("language", "codec"), [(name, codec) for name, codec in CASES if codec != "iso2022_jp"])
def test_one_damaged_character_changes_nothing_else(language: str, codec: str) -> None:
    line = f"{TEXTS[language][0]}\n"
    data = bytearray((line * 30).encode(codec))
    data[len(data) // 2] = 0x81
    found, _, _ = read(bytes(data))
    assert sum(one == line.strip() for one in found.split("\n")) >= 29
