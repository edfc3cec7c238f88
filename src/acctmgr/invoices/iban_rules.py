"""Bank account numbers by ISO 13616: their length by country and their check digits."""

import re

from acctmgr.core.errors import Refused

_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
_LENGTHS = {
    15: "NO", 16: "BE", 18: "DK FI FK FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK SA SE SK TN VG", 25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV", 29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC",
    32: "LC", 33: "RU",
}  # fmt: skip
LENGTH_OF = {country: length for length, countries in _LENGTHS.items() for country in countries.split()}


def check_iban(text: str) -> str:
    """The account without spaces, in upper case; refused unless country, length and check digits fit."""
    iban = "".join(text.split()).upper()
    if not _SHAPE.fullmatch(iban):
        raise Refused(f"{text!r} is not an IBAN", hint="write it like DE89 3704 0044 0532 0130 00")
    length = LENGTH_OF.get(iban[:2])
    if length is None:
        raise Refused(f"{text!r} is not an IBAN: {iban[:2]} is no country that has them")
    if len(iban) != length:
        raise Refused(
            f"{text!r} is not an IBAN: in {iban[:2]} they have {length} signs, this one {len(iban)}",
            hint="look for a sign too many or too few",
        )
    # letters count as 10 to 35; the first four characters go to the end
    digits = "".join(str(int(char, 36)) for char in iban[4:] + iban[:4])
    if int(digits) % 97 != 1:
        raise Refused(
            f"{text!r} is not an IBAN: its check digits don't fit", hint="look for a mistyped digit"
        )
    return iban


def grouped(iban: str) -> str:
    """The account as people read it, in fours."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
