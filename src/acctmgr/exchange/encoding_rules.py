"""From the bytes of somebody's file to its text: which encoding it has, and how sure that is."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from acctmgr.core.errors import Refused, WrongUsage

_BOMS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",  # begins like UTF-16's, so it is asked first
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_OTHER_KINDS = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}
_BOM = "\ufeff"
_WESTERN = "windows-1252"
# what else a file may have been saved in, by the systems and spreadsheets of the world
_OTHERS = (
    "windows-1251 windows-1250 windows-1253 windows-1254 windows-1255 windows-1256 koi8-r cp866 mac-roman cp850"
    " shift-jis gb18030 big5 euc-kr"
).split()
_LOOKED_AT = 200_000  # bytes: a guess needs no more, and the whole text is decoded strictly afterwards
_WORDS_MAX = 5_000
_ODD_MAX = 0.04  # of the words that are not ASCII: a slip of the pen is in every file
_WORD = re.compile(r"[^\s,;|\t\"]*[^\x00-\x7f\s,;|\t\"]+[^\s,;|\t\"]*")
_HARMLESS = frozenset("’‘–—·…®™©ªº°«»“”´\u00a0\ufffd")  # signs that stand in or beside words of any language
_BETWEEN = frozenset("’‘–—·´")  # those of them that stand between two letters
_POWERS = re.compile(r"[^\W\d_]{3,}[¹³]")  # no m³: it is the ł of Paweł
# readings of one code page that are hardly ever letters of its own languages
_RARE = frozenset("ŸÿΰΐЂЃЌЊЉѓђќњљ¤")
_ICELAND, _ACUTE = frozenset("ÐÝÞðýþ"), frozenset("áéíóúæÁÉÍÓÚÆ")
_TILDE = re.compile("[õÕ](?![eE])")  # Portuguese has õe alone: the others may be the ő of Budapest
_CARON = frozenset("šžŠŽ")


class Text(NamedTuple):
    """A file as text. sample: a word that shows how it was read, where its encoding is a guess."""

    text: str
    encoding: str
    sample: str = ""


class UnclearEncoding(Refused):
    """Several encodings fit; readings: how each of them reads the same word."""

    def __init__(self, readings: Sequence[tuple[str, str]]) -> None:
        told = ", ".join(f"--encoding {encoding} reads {word}" for encoding, word in readings)
        super().__init__("the file does not say which encoding it has", hint=told)
        self.readings = readings


def decoded(data: bytes, encoding: str | None) -> Text:
    """The text without byte order marks (joined files have them in the middle), and its encoding.

    Raises Refused for what is no text, UnclearEncoding where several encodings fit equally well, WrongUsage for an
    encoding that does not exist.
    """
    for start, kind in _OTHER_KINDS.items():
        if data.startswith(start):
            raise Refused(f"this is {kind}, not CSV", hint="save it as CSV and import that")
    found = Text(_decoded_as(data, encoding), encoding) if encoding else _by_guess(data)
    text = found.text.replace(_BOM, "")
    _refuse_binary(text)
    return found._replace(text=text)


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        hint = "for example: utf-8, utf-16, windows-1252"
        raise WrongUsage(f"unknown encoding {encoding!r}", hint=hint) from None
    except UnicodeError as wrong:
        start = wrong.start if isinstance(wrong, UnicodeDecodeError) else 0
        number = data.count(b"\n", 0, start) + 1
        hint = "leave out --encoding to have it found out"
        raise Refused(f"line {number}: this is not {encoding}", hint=hint) from None


def _by_guess(data: bytes) -> Text:
    marked = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None) or _bare_utf16(data)
    for encoding in [marked] if marked else ["utf-8"]:
        text = _read(data, encoding)
        if text is not None:
            return Text(text, encoding)
    if marked:
        raise Refused(
            f"the text is not {marked}", hint="say which encoding it has, for example: --encoding utf-8"
        )
    _refuse_binary(data[:_LOOKED_AT].decode("latin-1"))
    encoding = _code_page(data)
    return Text(_decoded_as(data, encoding), encoding, _sample(data, encoding))


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: Western text has a NUL in every other byte, always on the same side."""
    first, second = data[:4096:2], data[1:4096:2]
    few, many = len(second) * 0.05, len(second) * 0.5
    if second.count(0) > many and first.count(0) <= few:
        return "utf-16-le"
    if first.count(0) > many and second.count(0) <= few:
        return "utf-16-be"
    return None


def _refuse_binary(text: str) -> None:
    """A NUL in one row spoils that row only; at the top, or all over, it says that this is no text."""
    nuls = text.count("\0")
    if nuls and ("\0" in text[:200] or nuls > len(text) // 100):
        hint = "save it as CSV; if it is text, say its --encoding"
        raise Refused("this is not a text file: it has NUL bytes", hint=hint)


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _code_page(data: bytes) -> str:
    """The encoding of text that is no UTF: Windows-1252, unless its words say that another one is meant."""
    start = data[:_LOOKED_AT].rpartition(b"\n")[0] or data
    western = _read(data, _WESTERN)
    if western is not None and _is_western(start.decode(_WESTERN, "replace")):
        return _WESTERN
    fitting = [name for name in _OTHERS if _read(data, name) is not None]
    oddness = {name: _oddness(start.decode(name, "replace")) for name in fitting}
    if western is not None:
        oddness[_WESTERN] = _oddness(start.decode(_WESTERN, "replace"))
    least = min(oddness.values(), default=1.0)
    likely = [name for name, odd in oddness.items() if odd <= least + _ODD_MAX]
    chosen = likely[0] if len(likely) == 1 and least <= _ODD_MAX else _by_frequency(start, likely)
    if chosen:
        return chosen
    shown = likely[:4] or [_WESTERN]
    raise UnclearEncoding([(name, _sample(start, name)) for name in shown])


def _by_frequency(data: bytes, likely: Sequence[str]) -> str | None:
    """The one whose letters are as frequent as in some language; None where several are, or none is."""
    if not likely:
        return None
    from charset_normalizer import from_bytes

    pages = {_plain(name): name for name in likely}
    found = from_bytes(data, cp_isolation=list(pages), preemptive_behaviour=False, enable_fallback=False)
    ranked = sorted(((match.coherence, _plain(match.encoding)) for match in found), reverse=True)
    if not ranked or ranked[0][0] < 0.2 or (len(ranked) > 1 and ranked[0][0] < ranked[1][0] + 0.15):
        return None
    return pages.get(ranked[0][1])


def _plain(encoding: str) -> str:
    """The name that Python's code pages go by."""
    return encoding.lower().replace("windows-", "cp").replace("-", "_")


def _words(text: str) -> Iterator[str]:
    return islice((found[0] for found in _WORD.finditer(text)), _WORDS_MAX)


def _is_western(text: str) -> bool:
    """Whether text read as Windows-1252 is in a language of Western Europe."""
    if _oddness(text) > _ODD_MAX:
        return False
    letters = {char for word in _words(text) for char in word if not char.isascii()}
    if letters & _CARON:  # of Prague or Zagreb, where č, ř and ć would be read as è, ø and æ
        return not letters & frozenset("èøæìòùïêñõûÈØÆÌÒÙÏÊÑÕÛ")
    if _TILDE.search(text):
        return False
    # þ, ð and ý are of Iceland, or the ş, ğ and ı of Turkey
    return not letters & _ICELAND or bool(letters & _ACUTE)


def _oddness(text: str) -> float:
    """Which share of the words that are not ASCII could not be written so, 0 to 1."""
    odd = [_is_odd(word) for word in _words(text)]
    return sum(odd) / len(odd) if odd else 0.0


@lru_cache(8192)
def _is_odd(word: str) -> bool:
    """Whether no language writes such a word: of two scripts, with signs or capitals in it."""
    if _RARE & set(word) or _POWERS.search(word):
        return True
    if unicodedata.combining(word[0]):
        return True
    scripts = {_script(char) for char in word if char.isalpha() or unicodedata.combining(char)}
    high = [char for char in word if char.isalpha() and not char.isascii()]
    if len(scripts) > 1 or scripts & {"", "HALFWIDTH"}:
        return True
    if (
        scripts == {"LATIN"}
        and len(high) >= 3
        and not any(char.isascii() and char.isalpha() for char in word)
    ):
        return True
    return _has_odd_sign(word) or any(
        one.islower() and two.isupper() and not two.isascii() for one, two in pairwise(word)
    )


def _has_odd_sign(word: str) -> bool:
    """Whether a sign that is no letter stands where a letter would: inside the word, or before it as a £."""
    for place, char in enumerate(word):
        if char.isascii() or char.isalnum() or unicodedata.combining(char):
            continue
        before, after = word[place - 1 : place].isalpha(), word[place + 1 : place + 2].isalpha()
        if unicodedata.category(char) in ("Cc", "Cn", "Co", "So", "Sm", "Lm") and char not in _HARMLESS:
            return True
        if after and (before or char in "£¥¯¿¡") and char not in _BETWEEN:
            return before or char in "£¥¯"
    return False


@lru_cache(4096)
def _script(char: str) -> str:
    """The script of a letter, by the first word of its name; the scripts of Japanese and Chinese are one."""
    script = unicodedata.name(char, "").partition(" ")[0]
    if script in ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "FULLWIDTH"):
        return "CJK"
    return "LATIN" if script in ("FEMININE", "MASCULINE", "MICRO") else script


def _sample(data: bytes, encoding: str) -> str:
    """A word that shows how an encoding reads the file: the longest of the first ones."""
    text = data[:_LOOKED_AT].decode(encoding, "replace")
    return max(islice(_words(text), 20), key=len, default="")[:40]
