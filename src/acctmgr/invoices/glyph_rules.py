"""Which signs a font can draw, read from its own table: a sign that no font has is an empty box on paper."""

import struct
from collections.abc import Iterable, Iterator

from acctmgr.core.errors import Refused

_INVISIBLE = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f")


def signs_in(value: object) -> set[str]:
    """All signs of the texts in a value made of mappings, lists and texts."""
    if isinstance(value, str):
        return set(value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return set().union(*map(signs_in, inner))


def missing(signs: Iterable[str], fonts: Iterable[bytes]) -> list[str]:
    """The signs that none of the fonts has, in the order of their codes; fonts are read as far as it takes."""
    left = {sign for sign in signs if sign not in _INVISIBLE}
    for font in fonts:
        left -= {sign for sign in left if _is_basic(sign)}
        if not left:
            return []
        known = codes(font)
        left = {sign for sign in left if ord(sign) not in known}
    return sorted(left)


def _is_basic(sign: str) -> bool:
    """ASCII and Latin-1: in every font that comes with the program."""
    return sign.isascii() or "\xa0" <= sign <= "\xff"


def codes(font: bytes) -> set[int]:
    """The code points of a TrueType or OpenType font, or of all in a collection."""
    try:
        return {code for start in _faces(font) for code in _codes_of(font, start)}
    except (struct.error, UnicodeDecodeError):
        raise Refused("that is no font: its tables can't be read") from None


def _faces(font: bytes) -> tuple[int, ...]:
    if font[:4] != b"ttcf":
        return (0,)
    (count,) = struct.unpack_from(">I", font, 8)
    return struct.unpack_from(f">{count}I", font, 12)


def _codes_of(font: bytes, start: int) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", font, start + 4)
    for place in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * place)
        if tag == b"cmap":
            yield from _cmap(font, offset)


def _cmap(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    for place in range(count):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * place)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if platform in (0, 3) and form == 4:
            yield from _segments(font, start + offset)
        elif platform in (0, 3) and form == 12:
            yield from _groups(font, start + offset)


def _segments(font: bytes, start: int) -> Iterator[int]:
    """Format 4: pieces of the first 65,536 code points."""
    (twice,) = struct.unpack_from(">H", font, start + 6)
    ends = struct.unpack_from(f">{twice // 2}H", font, start + 14)
    starts = struct.unpack_from(f">{twice // 2}H", font, start + 16 + twice)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)


def _groups(font: bytes, start: int) -> Iterator[int]:
    """Format 12: pieces of all code points."""
    (count,) = struct.unpack_from(">I", font, start + 12)
    for place in range(count):
        first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * place)
        yield from range(first, min(last, 0x10FFFF) + 1)
