"""What the languages of the world write beyond ASCII: how likely a character is in each of them.

Alphabets are given by falling frequency, with weights as in Zipf's law (1935). They only have to tell the true reading
of some bytes from the false ones, which hold signs, capitals within words and letters of several languages at once.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

LATIN = {
    "French": "éèàêçôûîœùâëïæÿü",
    "German": "üäößé",
    "Spanish": "óíáñéúü",
    "Portuguese": "ãçáéíóêõâôúàü",
    "Italian": "èàùòéìî",
    "Danish or Norwegian": "åøæéöä",
    "Swedish or Finnish": "äöåéü",
    "Icelandic": "ðíáóþæöúéý",
    "Polish": "łęążśóćńź",
    "Czech or Slovak": "íáéěýřžščůúťňóďľôĺŕ",
    "Hungarian": "áéöóőíüúű",
    "Romanian": "ăîâșțşţ",
    "Croatian or Slovene": "čžšćđ",
    "Turkish": "ıüişçğöâîû",
    "Lithuanian": "ėųįšžūąęč",
    "Latvian": "āīēšūņļžčģķ",
    "Estonian": "äõüöšž",
    "Vietnamese": "\u0300\u0301\u0323\u0309\u0303đôăêưâơáàéèóòíìúùý",
    "Maltese": "ħżġċà",
    "Esperanto": "ĉĝŭŝĵĥ",
    "Albanian": "ëç",
    "Welsh": "ŵŷâêîôûäëïöü",
}
OTHERS = {
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оаинвтіерслкмдупзяьбгчйхцїєжюшщфґ",
    "Bulgarian": "аоиетнрсвлкдпмзъгуябцщчйхжшюф",
    "Serbian or Macedonian": "аоиенрсјтукдвлмпзгбчшцћђхжљњфџќѓѕ",
    "Belarusian": "анірэеоклтудмссцяпвыжзьгбўчёшйхюф",
    "Greek": "αοιτεσνηρπκμλςυωγάίέδόήχθφύώβξζψϊϋΐΰ",
    "Hebrew": "יוהלאתמרבנשדעחקפםכטגזןסץצךף",
    "Arabic": "اليمنوترةبعدسفهكقحجصطشأخىزإثئغذضءظآؤـًّ",
    "Persian": "اینردهومتبسشکلزفگخعقجحپآصطچضغئثظذژء",
    "Thai": "านรกอเงมยลวดทสตะปบคหแจพชขใไโผซถศธภณฟญษฐฎฉฬฏฆฑฒฝฮ่ั้ี็์ิำุูึืๆ",
}
"""Alphabets without letters of ASCII."""
HANZI = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "這個們來為國說時會對過發後經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話門東聲員"
    "紅樓夢爱鱼书喜春吃花风雨夜水山城红楼梦酒笑哥姐妹宝玉贾母"
)
KANA = "のにはをたがでてとしれさあるいものかなこらまくりとんうよだきせそえっけつちみおやわめほどへじびぐ"
KANJI = "日一大年人会国中本出時者上生自見分行間後前東場長地社部高小学月事業手新言思子家何母父彼女水山心私先気"
HANGUL = (
    "이다의는에을가고한를하지사은로도그인어기해서자과리나대것일들시라전수아정만보부스제면었여원성도"
    "주구장상공우세국게조와경있학신동문까미년오선전소말없으안무용중모생마관계위실방물내결식니"
)
_ASIAN_SIGNS = "，。、“”：；？！（）《》「」『』・…—　～·ー"
_SIGNS = "“”„’‘‚«»–—…‹›¿¡°§€·•№©®™\u00a0\u0085\u00ad"
_WITHIN = "’—…·\u00a0\u00ad"
"""Signs that stand between letters without a blank."""

SIGN, FOREIGN, STRANGE, WRONG = 0.02, 1e-3, 2e-5, 1e-6
"""Likelihood of a quote or dash; of a letter of another language in the script; of anything else; of a control."""
_CAPITAL = 0.1

Score = Callable[[Counter[tuple[str, str, str]]], float]


def contexts(text: str) -> Counter[tuple[str, str, str]]:
    """How often each character beyond ASCII occurs between which two others."""
    padded = f"\n{text}\n"
    found = Counter(zip(padded, padded[1:], padded[2:], strict=False))
    return Counter({around: count for around, count in found.items() if not around[1].isascii()})


def alphabetic(alphabet: str, *, latin: bool) -> Score:
    """Log likelihood of characters, if they are text of a language with this alphabet."""
    weights = _zipf(alphabet)

    def score(found: Counter[tuple[str, str, str]]) -> float:
        return sum(count * math.log(_likelihood(*around, weights, latin)) for around, count in found.items())

    return score


def _zipf(alphabet: str) -> dict[str, float]:
    total = sum(1 / (rank + 2) for rank in range(len(alphabet)))
    return {letter: 0.9 / (rank + 2) / total for rank, letter in reversed(list(enumerate(alphabet)))}


def _likelihood(before: str, letter: str, after: str, weights: dict[str, float], latin: bool) -> float:
    if letter in _SIGNS:
        return SIGN if letter in _WITHIN or not (before.isalpha() and after.isalpha()) else STRANGE
    if letter < "\u00a0" or letter == "\ufffd":
        return WRONG
    lower = letter.lower()
    known = weights.get(lower if len(lower) == 1 else "i", FOREIGN if _is_latin(letter) == latin else STRANGE)
    if not letter.isalpha() and letter not in weights:
        return STRANGE
    if latin and not (_beside(before) or _beside(after)):
        return min(known, FOREIGN)  # in words of Latin letters some are of ASCII
    if not latin and (_is_ascii_letter(before) or _is_ascii_letter(after)):
        return STRANGE
    if letter == lower:
        return known
    return STRANGE if before.islower() else known * _CAPITAL


def _beside(neighbor: str) -> bool:
    return neighbor.isascii() or neighbor in "“”„’‘«»"


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


@cache
def _is_latin(letter: str) -> bool:
    return letter < "\u0370" or "\u1e00" <= letter < "\u1f00"


def ideographic(script: str) -> Score:
    """Log likelihood of characters, if they are "Chinese", "Japanese" or "Korean" text."""
    weights = _WEIGHTS[script]()

    def score(found: Counter[tuple[str, str, str]]) -> float:
        return sum(
            count * math.log(weights.get(letter) or _rare(script, letter)) for (_, letter, _), count in found.items()
        )

    return score


def _mixed(*parts: tuple[str, float]) -> dict[str, float]:
    weights: Counter[str] = Counter()
    for alphabet, share in parts:
        once = "".join(dict.fromkeys(alphabet))
        weights.update({letter: share * weight for letter, weight in _zipf(once).items()})
    return dict(weights)


_WEIGHTS = {
    "Chinese": lambda: _mixed((HANZI, 0.5), (_ASIAN_SIGNS, 0.12)),
    "Japanese": lambda: _mixed((KANA, 0.45), (KANJI, 0.1), (_ASIAN_SIGNS, 0.12)),
    "Korean": lambda: _mixed((HANGUL, 0.6), (_ASIAN_SIGNS, 0.04)),
}


def _rare(script: str, letter: str) -> float:
    """Likelihood of a character that is not among the most frequent ones."""
    if "\u3041" <= letter <= "\u30fe":
        return 1e-3 if script == "Japanese" else 1e-6
    if "\uac00" <= letter <= "\ud7a3":
        return (1e-4 if _level(letter, "euc_kr", 0xC8) else 1e-6) if script == "Korean" else 1e-7
    if not "\u4e00" <= letter <= "\u9fff":
        return 1e-6 if letter < "\ue000" else 1e-8
    if script == "Korean":
        return 1e-6
    if script == "Japanese":
        return 1e-4 if _level(letter, "euc_jp", 0xCF) else 1e-6
    return 1e-4 if _level(letter, "gb2312", 0xD7) or _level(letter, "big5", 0xC6) else 1e-6


def _level(letter: str, codec: str, last: int) -> bool:
    """Whether a national standard counts a character among the usual ones, by the first of its bytes."""
    data = letter.encode(codec, "ignore")
    return len(data) == 2 and data[0] <= last


def languages(names: Iterable[str]) -> list[Score]:
    """The scores of some languages, by their names."""
    return [_score(name) for name in names]


@cache
def _score(name: str) -> Score:
    if name in _WEIGHTS:
        return ideographic(name)
    return alphabetic(LATIN.get(name) or OTHERS[name], latin=name in LATIN)
