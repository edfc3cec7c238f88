"""Phones: which spellings are one number, told by the digits with their country's prefix."""

import re
from functools import cache
from typing import NamedTuple

from acctmgr.core.errors import Refused
from acctmgr.core.text import clean_line

_LENGTH = 50
_DIGITS_MIN = 3
_SHORT = 5  # digits: no number with a country's prefix has so few

# country and what is dialled for it from abroad
_CODES = """
    AD376 AE971 AF93 AL355 AM374 AO244 AR54 AT43 AU61 AW297 AX358 AZ994 BA387 BD880 BE32 BF226 BG359 BH973 BI257
    BJ229 BL590 BN673 BO591 BR55 BT975 BW267 BY375 BZ501 CD243 CF236 CG242 CH41 CI225 CK682 CL56 CM237 CN86 CO57
    CR506 CU53 CV238 CW599 CY357 CZ420 DE49 DJ253 DK45 DZ213 EC593 EE372 EG20 EH212 ER291 ES34 ET251 FI358 FJ679
    FK500 FM691 FO298 FR33 GA241 GB44 GE995 GF594 GG44 GH233 GI350 GL299 GM220 GN224 GP590 GQ240 GR30 GT502 GW245
    GY592 HK852 HN504 HR385 HT509 HU36 ID62 IE353 IL972 IM44 IN91 IQ964 IR98 IS354 IT39 JE44 JO962 JP81 KE254
    KG996 KH855 KI686 KM269 KP850 KR82 KW965 KZ7 LA856 LB961 LI423 LK94 LR231 LS266 LT370 LU352 LV371 LY218 MA212
    MC377 MD373 ME382 MF590 MG261 MH692 MK389 ML223 MM95 MN976 MO853 MQ596 MR222 MT356 MU230 MV960 MW265 MX52 MY60
    MZ258 NA264 NC687 NE227 NF672 NG234 NI505 NL31 NO47 NP977 NR674 NU683 NZ64 OM968 PA507 PE51 PF689 PG675 PH63
    PK92 PL48 PM508 PS970 PT351 PW680 PY595 QA974 RE262 RO40 RS381 RU7 RW250 SA966 SB677 SC248 SD249 SE46 SG65
    SH290 SI386 SJ47 SK421 SL232 SM378 SN221 SO252 SR597 SS211 ST239 SV503 SY963 SZ268 TD235 TG228 TH66 TJ992 TK690
    TL670 TM993 TN216 TO676 TR90 TV688 TW886 TZ255 UA380 UG256 UY598 UZ998 VA39 VE58 VN84 VU678 WF681 WS685 XK383
    YE967 YT262 ZA27 ZM260 ZW263
"""
_NORTH_AMERICA = "US CA AG AI AS BB BM BS DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI"
# nothing stands before a number at home, or a 0 is part of it; everywhere else a 0 does
_NO_TRUNK = """
    AD BF BH BI BJ BN BT BW BZ CF CG CI CL CM CR CV CY CZ DJ DK EE ES FJ FK FM FO GA GI GL GM GN GQ GR GT GW GY HK HN
    HT IS IT KI KM KW LI LS LU LV MC MH ML MO MR MT MU MV MW MX MZ NC NE NF NI NO NR NU OM PA PF PG PL PM PT PW QA SB
    SC SG SH SJ SM SN ST SV TD TG TJ TK TL TN TO TV UZ VA VU WF WS
"""
_OTHER_TRUNKS = {"BY": ("80", "8"), "HU": ("06",), "KZ": ("8",), "LT": ("0", "8"), "RU": ("8",), "TM": ("8",)}
# how many digits a number has at home, where they are always as many
_LENGTHS = {
    country: length
    for length, countries in {8: "DK LT NO TM", 9: "BY CZ ES FR PL PT", 10: "GR KZ MX RU"}.items()
    for country in countries.split()
}
# what is dialled at home before the prefix of another country, besides 00
_EXITS = {"AU": ("0011",), "JP": ("010",), "RU": ("810",), "KZ": ("810",), "BY": ("810",)}
_NO_SIGNS = {ord(sign): None for sign in " +-./()"}
_SPELT_MIN, _SPELT_MAX = 6, 17  # digits of what may be a phone in a text
# digits with the signs that people write between those of a phone; a sign before the first says that it is none
_SPELT = re.compile(r"(?<![\w.,/-])(?:\+ ?|\(\+?)?[0-9](?:(?:[ \u00a0.()-]{0,3}|/)[0-9])+(?!\w)")
# what parts two phones, the surest first
_BETWEEN = (re.compile(r" - |\s{2,}|\s(?=\+|00)"), re.compile(r"\s"))
_EXTENSION = re.compile(r"(?:\bext(?:ension)?\b\.?|(?<=[0-9)\s])x|#|;ext=)\s*([0-9]{1,8})\s*$", re.IGNORECASE)


class _Plan(NamedTuple):
    """How numbers are dialled within a country."""

    code: str  # what is dialled for it from abroad
    trunks: tuple[str, ...]  # what may stand before a number at home, and is left out from abroad
    length: int  # digits of a number at home; 0: they differ
    exits: tuple[str, ...]  # what is dialled at home for abroad


@cache
def _plans() -> dict[str, _Plan]:
    plain = dict.fromkeys(_NO_TRUNK.split(), ())
    plans = {
        word[:2]: _Plan(
            word[2:],
            _OTHER_TRUNKS.get(word[:2], plain.get(word[:2], ("0",))),
            _LENGTHS.get(word[:2], 0),
            (*_EXITS.get(word[:2], ()), "00"),
        )
        for word in _CODES.split()
    }
    return plans | dict.fromkeys(_NORTH_AMERICA.split(), _Plan("1", ("1",), 10, ("011", "00")))


@cache
def _codes() -> dict[str, bool]:
    """Every country's prefix, and whether a 0 behind it is the one that is dialled at home only."""
    codes: dict[str, bool] = {}
    for plan in _plans().values():
        codes[plan.code] = codes.get(plan.code, True) and plan.trunks == ("0",)
    return codes


class Phone(NamedTuple):
    """A phone as typed, and what tells it from others."""

    phone: str
    digits: str


def check_phone(text: str, country: str) -> Phone:
    """A phone as it is stored; country: two letters, for numbers without their own prefix, or empty."""
    phone = clean_line(text, "the phone", max_length=_LENGTH)
    if sum(map(str.isdecimal, phone)) < _DIGITS_MIN:
        raise Refused(f"{text!r} is no phone number", hint="write it like +34 600 000 000")
    return Phone(phone, digits_of(phone, country))


def digits_of(phone: str, country: str) -> str:
    """Its digits with the country's prefix: the same for every spelling of one number.

    What is no digit and no sign between digits stays behind them, so that two texts are never taken for one number.

    >>> digits_of("0171 123 45 67", "DE") == digits_of("+49 (0)171 1234567", "ES") == "491711234567"
    True
    """
    main, extension = _parted(phone)
    typed, words = _digits_and_words(main)
    plan = _plans().get(country.upper())
    abroad = _from_abroad(main, typed, plan)
    digits = _without_zero(abroad) if abroad else _with_code(typed, plan)
    return digits + words + (f"x{extension}" if extension else "")


def _parted(phone: str) -> tuple[str, str]:
    """The number and its extension."""
    found = _EXTENSION.search(phone)
    return (phone[: found.start()], found[1]) if found else (phone, "")


def _digits_and_words(main: str) -> tuple[str, str]:
    plain = main.translate(_NO_SIGNS)
    if plain.isascii() and plain.isdigit():
        return plain, ""
    digits = "".join(str(int(char)) for char in plain if char.isdecimal())
    return digits, "".join(char for char in plain.lower() if char.isalpha())


def _from_abroad(main: str, typed: str, plan: _Plan | None) -> str:
    """The digits behind + or what stands for it, empty for a number of the country itself."""
    if main.lstrip(" (").startswith(("+", "\uff0b")):
        return typed
    for sign in plan.exits if plan else ("00",):
        if typed.startswith(sign) and len(typed) > len(sign) + _SHORT:
            return typed[len(sign) :]
    return ""


def _without_zero(digits: str) -> str:
    """International digits without the 0 that many write behind the prefix: +49 (0)171."""
    for length in (1, 2, 3):
        code, rest = digits[:length], digits[length:]
        if _codes().get(code) and rest.startswith("0"):
            return code + rest[1:]
    return digits


def _with_code(digits: str, plan: _Plan | None) -> str:
    """The digits of a number at home, behind the country's prefix."""
    if plan is None:
        return digits
    if plan.length and len(digits) == len(plan.code) + plan.length and digits.startswith(plan.code):
        return digits
    for trunk in plan.trunks:
        fits = not plan.length or trunk == "0" or len(digits) == len(trunk) + plan.length
        if fits and digits.startswith(trunk):
            return plan.code + digits[len(trunk) :]
    return plan.code + digits


def spelt_phones(text: str) -> list[str]:
    """What may be phones in a text, as they are written there."""
    if not any(map(str.isdecimal, text)):
        return []
    return [one for found in _SPELT.findall(text) for one in _each_phone(found)]


def _each_phone(spelt: str) -> list[str]:
    """Phones that stand behind each other in one place: one, or where that has too many digits, its parts."""
    for parts in ([spelt], *(between.split(spelt) for between in _BETWEEN)):
        if all(_SPELT_MIN <= sum(map(str.isdecimal, part)) <= _SPELT_MAX for part in parts):
            return parts
    return []


def forms_of(phone: str) -> list[str]:
    """The digits that a phone is found by, each once: as written, from abroad, and without the country's prefix.

    >>> forms_of("+34 600 333 444")
    ['34600333444', '600333444']
    >>> forms_of("0171/123 45 67")
    ['01711234567', '1711234567']
    """
    typed, _ = _digits_and_words(phone)
    abroad = _from_abroad(phone, typed, None)
    digits = _without_zero(abroad) if abroad else typed
    code = (
        next((digits[:length] for length in (1, 2, 3) if digits[:length] in _codes()), "") if abroad else ""
    )
    home = digits.removeprefix(code)
    forms = [typed, digits, home, home[1:] if home.startswith("0") else home]
    return list(dict.fromkeys(form for form in forms if len(form) >= _SPELT_MIN))
