"""Scripts without blanks, Turkish, joiners, elisions, emoji and printed text: what becomes a word."""

from collections import Counter
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.text import documents, language
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.tokenizer import Tokenization

PADDING = "alpha beta gamma delta epsilon zeta eta theta iota kappa. "
CHINESE = "他说明天要去城里。她回答说整天都会下雨。母亲在做晚饭，孩子们在花园里玩。"
SEGMENTED = "他 说 明天 要 去 城里 。 她 回答 说 整天 都 会 下雨 。 母亲 在 做 晚饭 ， 孩子们 在 花园 里 玩 。"
JAPANESE = "彼は明日町に行くと言った。彼女は一日中雨が降ると答えた。母は夕食を作っていた。"
THAI = "เขาบอกว่าพรุ่งนี้จะไปในเมืองแต่เธอตอบว่าฝนจะตกทั้งวัน แม่ทำอาหารเย็นและเด็กๆเล่นอยู่ในสวน "
KHMER = "ខ្ញុំ​ចូលចិត្ត​អាន​សៀវភៅ​នៅ​ក្នុង​បណ្ណាល័យ។ ម្តាយ​ធ្វើ​ម្ហូប​ហើយ​ក្មេងៗ​លេង​នៅ​ក្នុង​សួន។\n"
PERSIAN = "او می\u200cرود و من می\u200cخواهم کتاب\u200cها را بخوانم. ما به خانه می\u200cرویم. آنها میروند. "
TURKISH = "İstanbul'da yaşıyorum. ISPARTA gül şehridir, Isparta'da ısı düştü. IĞDIR soğuk. İZMİR ve izmir aynı yer. "
AUTO = {"unit": "auto", "turkish": "auto", "mend_print": True}


def corpus_of(text: str, **options: object) -> Corpus:
    given_text = TextInput([Document("text", "", [text])])
    return Corpus.from_text(given_text, Tokenization(**{**AUTO, **options}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name", "divided"),
    [
        (CHINESE, "Chinese", False),
        ("春眠不觉晓,处处闻啼鸟\n夜来风雨声,花落知多少\n", "Chinese", False),
        ("天地玄黄,宇宙洪荒\n日月盈昃,辰宿列张\n", "Chinese", False),
        (SEGMENTED, "Chinese", True),
        (JAPANESE, "Japanese", False),
        ("彼 は 明日 町 に 行く と 言っ た 。 母 は 夕食 を 作っ て い た 。", "Japanese", True),
        (THAI, "Thai", False),
        ("เขา บอก ว่า พรุ่งนี้ จะ ไป ใน เมือง แต่ เธอ ตอบ ว่า ฝน จะ ตก ทั้งวัน", "Thai", True),
        (KHMER.replace("\u200b", ""), "Khmer", False),
        (KHMER.replace("\u200b", " "), "Khmer", True),
        ("ຂ້ອຍມັກອ່ານປຶ້ມຢູ່ໃນຫ້ອງສະໝຸດທຸກໆມື້", "Lao", False),
        ("ကျွန်တော်စာအုပ်ဖတ်ရတာကြိုက်တယ်", "Burmese", False),
        (f"{PADDING * 5} {CHINESE}", "", True),
        ("그는 내일 도시에 간다고 말했다.", "", True),
        (PADDING, "", True),
    ],
)
def test_scripts_and_whether_words_are_divided(text: str, name: str, divided: bool) -> None:
    assert language.script(text) == language.Script(name, divided)


def test_chinese_without_blanks_is_read_by_characters_and_its_latin_words_whole() -> None:
    corpus = corpus_of(f"{CHINESE}他用 Python 3.12 写了 hello world。")
    counts = Counter(character for character in CHINESE + "他用写了" if character.isalpha())
    found = dict(zip(corpus.words, corpus.counts.tolist(), strict=True))
    assert found == counts | Counter(["python", "3", "12", "hello", "world"])
    assert any("Chinese" in note and "choose the unit Words" in note for note in corpus.notes)
    assert corpus_of(SEGMENTED).counts[0] == 2 and "明天" in corpus_of(SEGMENTED).index


def test_the_unit_can_be_said_and_is_words_otherwise() -> None:
    assert "母亲在做晚饭" in corpus_of(f"{CHINESE}{PADDING}", unit="words").index
    assert "hello" not in corpus_of(f"{CHINESE} hello", unit="characters").index
    assert Tokenization().unit == "words"


def test_zero_width_spaces_end_words_of_khmer_and_vanish_elsewhere() -> None:
    corpus = corpus_of(KHMER)
    expected = KHMER.replace("។", " ").replace("\u200b", " ").split()
    assert [corpus.words[token] for token in corpus.tokens] == expected and corpus.n_sentences == 2
    assert "paypal" in corpus_of(f"{PADDING} pay\u200bpal").index


def test_stacked_letters_of_khmer_stay_together() -> None:
    assert "ខ្ញុំ" in corpus_of(KHMER.replace("\u200b", "")).index


@given(st.integers(2, 9))
def test_joiners_are_kept_inside_words_wherever_the_text_is_cut(size: int) -> None:
    pieces = [PERSIAN[start : start + size] for start in range(0, len(PERSIAN), size)]
    with mock.patch.object(documents, "CHUNK", 5):
        corpus = Corpus.from_text(TextInput([Document("", "", pieces)]), Tokenization())
    assert {"می\u200cرود", "کتاب\u200cها", "میروند"} <= set(corpus.words)
    assert "zero" in corpus_of(f"{PADDING} ze\u200cro").index


def test_turkish_has_its_own_small_letters() -> None:
    corpus = corpus_of(TURKISH * 3)
    assert {"istanbul'da", "ısparta", "ısparta'da", "ısı", "ığdır", "izmir"} <= set(corpus.words)
    assert corpus.counts[corpus.index["izmir"]] == 6 and any("Turkish" in note for note in corpus.notes)
    assert "isparta" in corpus_of(TURKISH * 3, turkish="no").index
    assert "ısı" in corpus_of(f"{PADDING} ISI", turkish="yes").index
    assert "isi" in corpus_of(f"{PADDING} ISI").index


def test_elisions_are_split_where_it_is_asked_for() -> None:
    text = "L'homme dit qu'il n'aime pas l’eau aujourd'hui, jusqu'à la presqu'île. Puisqu'on le veut, d'accord. " * 10
    corpus = corpus_of(text, elision=True)
    assert {"l'", "homme", "qu'", "il", "n'", "eau", "jusqu'", "à", "aujourd'hui", "presqu'île", "d'"} <= set(
        corpus.words
    )
    assert corpus.counts[corpus.index["l'"]] == 20
    whole = corpus_of(text)
    assert "l'homme" in whole.index and any("Split off" in note for note in whole.notes)
    assert not any("Split off" in note for note in corpus.notes)


def test_emoji_are_words_where_it_is_asked_for_and_told_otherwise() -> None:
    text = f"{PADDING} so happy 😀😀 today. love ❤️ it 👍🏽 from 🇫🇷 with 👨‍👩‍👧. "
    corpus = corpus_of(text, emoji=True)
    assert {"😀", "❤", "👍🏽", "🇫🇷", "👨‍👩‍👧"} <= set(corpus.words)
    assert corpus.counts[corpus.index["😀"]] == 2
    assert "Emoji left out: 6 (😀" in " ".join(corpus_of(text).notes)


def test_words_broken_at_line_ends_are_joined_and_ligatures_are_letters() -> None:
    text = (
        f"{PADDING} The exam-\nple is a well-known ef\u00ad\nfort of well-\nknown ﬁrms; an example in Austria-\n"
        f"Hungary of 1914-\n18 -\nand so on. "
    )
    corpus = corpus_of(text)
    assert {"example", "well-known", "effort", "firms", "austria", "hungary", "1914"} <= set(corpus.words)
    assert corpus.counts[corpus.index["example"]] == 2 and corpus.counts[corpus.index["well-known"]] == 2
    assert not {"exam", "ple", "fort", "known"} & set(corpus.words)
    told = " ".join(corpus.notes)
    assert "joined: 3 (1 of them keep the hyphen" in told and "Ligatures (ﬁ, ﬂ) written as letters: 1." in told
    plain = corpus_of(text, mend_print=False)
    assert {"exam", "ple", "ﬁrms"} <= set(plain.words) and plain.notes == ()


@given(st.integers(5, 40))
def test_a_chunk_is_not_cut_within_a_broken_word(size: int) -> None:
    text = "one two exam-\nple three four ef-\nfort five six seven eight nine ten " * 5
    with mock.patch.object(documents, "CHUNK", size):
        corpus = corpus_of(text)
    assert corpus.counts[corpus.index["example"]] == 5 and corpus.counts[corpus.index["effort"]] == 5


@pytest.mark.parametrize(
    ("words", "sort"),
    [
        ("00 01 02 05 10", "numbers or times"),
        ("br div span td nbsp", "marks of HTML"),
        ("nn vbd jj nns dt", "parts of speech"),
        ("http www com html", "parts of web addresses"),
    ],
)
def test_a_hint_where_the_most_frequent_words_are_none(words: str, sort: str) -> None:
    corpus = corpus_of(PADDING + f"{words} " * 30)
    assert any(sort in note for note in corpus.notes)
    assert corpus_of(f"{PADDING * 30} {words}").notes == ()
