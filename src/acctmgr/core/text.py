"""Text: folding for search, cleaning at the edge, harmless text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from acctmgr.core.errors import Refused

NAME_LENGTH = 200
NOTE_LENGTH = 10_000
_WORD_LENGTH = 100  # of a word that is searched for; a tsvector takes no more than 2,046 bytes
_APOSTROPHE = re.compile("(?<=\\w)['’](?=\\w)")
_BETWEEN_WORDS = re.compile(r"[\W_]+")

# letters that Unicode does not take apart into a base and an accent
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "đ": "d", "ð": "d"}
    | {"ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ĸ": "k", "ƒ": "f"}
)
# Persian and emoji are written with joiners and with signs that choose a shape: so they are stored, but not shown,
# for no two terminals agree on how wide they make what they join
_UNSEEN = "\u200c\u200d\ufe0e\ufe0f"
_NOT_SHOWN = dict.fromkeys(map(ord, _UNSEEN))
_SKINS = range(0x1F3FB, 0x1F400)  # they colour the emoji before them
# colours and cursor moves
_COMMAND = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
# window titles and links, where they have an end: a lost end must not swallow the text
_TITLE = r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)"
# what a spreadsheet may take for a formula, with the quotes that may already stand before it
_FORMULA = r"'*[=+\-@\t\r]"
_DEFUSED = r"'" + _FORMULA


def fold(text: str) -> str:
    """Text without case and accents, for comparing and searching."""
    if text.isascii():
        return text.lower()
    import unicodedata

    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(char for char in apart if not _is_mark(char)).translate(_LETTERS)
    return unicodedata.normalize("NFC", letters)


def _is_mark(char: str) -> bool:
    """Accents, and signs that have no shape of their own."""
    import unicodedata

    return unicodedata.combining(char) > 0 or unicodedata.category(char) == "Cf" or char in _UNSEEN


def is_whole(text: str) -> bool:
    """Whether text is all of signs, without bytes that the system could not read as such."""
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)


def storable(text: str) -> str:
    """Text that a database takes: ? stands for bytes that are none, as a file's name may have."""
    return text.encode("utf-8", "replace").decode()


def safe(text: str, *, keep_newlines: bool = False) -> str:
    """Text that can do no harm to a terminal: nothing in it moves, hides or reorders what is shown."""
    if text.isascii() and text.isprintable():
        return text
    clean = _harmless(text).translate(_NOT_SHOWN)
    return clean if keep_newlines else clean.replace("\n", " ")


def _harmless(text: str) -> str:
    """Without escape sequences, control and invisible characters; all line ends become newlines."""
    if text.isprintable():
        return text
    text = re.sub(f"{_COMMAND}|{_TITLE}", "", text)
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text)
    return "".join(char if char.isprintable() or char == "\n" else _harmless_char(char) for char in text)


def _harmless_char(char: str) -> str:
    import unicodedata

    category = unicodedata.category(char)
    if char == "\t" or category == "Zs":
        return " "
    if category == "Cs":
        return "\ufffd"  # half of a pair, which neither UTF-8 nor a database can hold
    return "" if category in ("Cc", "Cf") and char not in _UNSEEN else char


def _composed(text: str) -> str:
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFC", text)


def clean_line(text: str, what: str, *, max_length: int = NAME_LENGTH) -> str:
    """One line as it is stored: no control characters, single spaces; refused when empty or too long."""
    return _within(" ".join(_composed(_harmless(text)).split()), what, max_length)


def clean_text(text: str, what: str, *, max_length: int = NOTE_LENGTH) -> str:
    """Several lines as they are stored: like clean_line, but line ends and inner spaces stay."""
    lines = (line.rstrip() for line in _composed(_harmless(text)).split("\n"))
    return _within("\n".join(lines).strip(), what, max_length)


def _within(text: str, what: str, max_length: int) -> str:
    if not text.strip(_UNSEEN):
        raise Refused(f"{what} is empty")
    if len(text) > max_length:
        raise Refused(f"{what} is longer than {max_length} characters")
    return text


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


@lru_cache(maxsize=4096)
def _cells_of(char: str) -> int:
    import unicodedata

    if unicodedata.category(char) in ("Mn", "Me", "Cf") or ord(char) in _SKINS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clip(text: str, width: int) -> str:
    """The text cut to so many columns, the cut shown by an ellipsis."""
    if cells(text) <= width:
        return text
    kept, room = "", width - 1
    for char in text:
        room -= _cells_of(char)
        if room < 0:
            break
        kept += char
    return kept + "…" if width > 0 else ""


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled with spaces to so many columns; right: pushed to the right, as numbers are."""
    spaces = " " * (width - cells(text))
    return spaces + text if right else text + spaces


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that looks most like a mistyped word, if one does."""
    from difflib import get_close_matches

    by_fold = {fold(option): option for option in options}
    found = get_close_matches(fold(word), by_fold, n=1)
    return by_fold[found[0]] if found else None


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """A hint that names the nearest option, empty when nothing is near."""
    option = nearest(word, options)
    return f"did you mean {option}?" if option else ""


def defuse(cell: str) -> str:
    """A CSV cell that no spreadsheet runs as a formula; undefuse takes it back exactly."""
    return f"'{cell}" if re.match(_FORMULA, cell) else cell


def undefuse(cell: str) -> str:
    """The cell as it was before defuse."""
    return cell[1:] if re.match(_DEFUSED, cell) else cell


def join_list(parts: Iterable[str]) -> str:
    r"""Texts as one CSV cell, joined by `;`; one inside a text becomes `\;`, a backslash two."""
    return ";".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)


def listed(words: Sequence[str], last: str = "or") -> str:
    """Words as a sentence lists them: "a, b or c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def search_words(text: str) -> list[str]:
    """The words that a search finds a text by: folded letters and digits, each once.

    >>> search_words("Straße 5, ana@acme.example")
    ['strasse', '5', 'ana', 'acme', 'example']
    """
    words = _BETWEEN_WORDS.split(fold(text))
    return list(dict.fromkeys(word[:_WORD_LENGTH] for word in words if word))


def indexed_words(text: str) -> list[str]:
    """The same for a text that is searched: what has an apostrophe is found with it and without."""
    whole = _APOSTROPHE.sub("", text)
    return search_words(text if whole == text else f"{text} {whole}")


def typed_words(text: str) -> list[str]:
    """The words of what somebody looks for: O'Brien is one."""
    return search_words(_APOSTROPHE.sub("", text))
