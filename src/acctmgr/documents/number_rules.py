"""How documents are numbered: patterns like INV-{year}-{seq:4}."""

import re
from functools import lru_cache

from acctmgr.core.errors import Refused

_PLACEHOLDER = re.compile(r"\{(year|seq)(?::([1-9]))?\}", re.ASCII)
_PATTERN = re.compile(r"[A-Za-z0-9./_-]*", re.ASCII)
_HINT = "write it like INV-{year}-{seq:4}"


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that can't number documents: {seq} once, {year} at most once, nothing odd."""
    found = [match[1] for match in _PLACEHOLDER.finditer(pattern)]
    if found.count("seq") != 1 or found.count("year") > 1 or "{year:" in pattern:
        raise Refused(f"{pattern!r} must hold {{seq}} once, and {{year}} at most once", hint=_HINT)
    if not _PATTERN.fullmatch(_PLACEHOLDER.sub("", pattern)):
        raise Refused(
            f"{pattern!r} may hold letters, digits and . / _ - beside {{year}} and {{seq}}", hint=_HINT
        )


def format_number(pattern: str, year: int, seq: int) -> str:
    """A number of the series; {seq:4} pads with zeros to four digits and grows beyond them."""

    def filled(match: re.Match[str]) -> str:
        return f"{year:04}" if match[1] == "year" else f"{seq:0{match[2] or 1}}"

    return _PLACEHOLDER.sub(filled, pattern)


@lru_cache(maxsize=100)
def _numbers_of(pattern: str) -> re.Pattern[str]:
    """What the numbers of a series look like; asked for each of many numbers."""
    pieces = _PLACEHOLDER.split(pattern)  # text, placeholder, width, text, ...
    names = {"year": r"(?P<year>[0-9]{4})", "seq": r"(?P<seq>[0-9]{1,15})"}
    return re.compile(
        "".join(
            re.escape(pieces[i]) if i % 3 == 0 else names[pieces[i]] for i in range(len(pieces)) if i % 3 < 2
        )
    )


def parse_seq(pattern: str, number: str) -> tuple[int, int] | None:
    """Year (0 where the pattern has none) and place in the series, or None for another series' number."""
    match = _numbers_of(pattern).fullmatch(number)
    if match is None:
        return None
    year, seq = int(match.groupdict().get("year", 0)), int(match["seq"])
    # 07 is not the 7 of an unpadded pattern: one number, one spelling
    return (year, seq) if seq and format_number(pattern, year, seq) == number else None
