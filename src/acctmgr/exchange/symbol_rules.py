"""Amounts that carry the sign or the code of their currency."""

import re
from collections.abc import Mapping

from acctmgr.core.errors import Refused

# the sign alone, of the currencies that are written so
_SIGNS: Mapping[str, str] = {
    "$": "USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP UYU DOP BSD BBD BZD BMD FJD JMD NAD TTD XCD LRD GYD SRD",
    "€": "EUR",
    "£": "GBP EGP LBP SYP GIP FKP SHP SDG SSP",
    "¥": "JPY CNY",
    "￥": "JPY CNY",
    "元": "CNY TWD",
    "円": "JPY",
    "₹": "INR",
    "Rs": "INR PKR LKR NPR MUR",
    "₽": "RUB",
    "руб": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "₩": "KRW",
    "₪": "ILS",
    "₫": "VND",
    "₦": "NGN",
    "₱": "PHP",
    "฿": "THB",
    "₡": "CRC",
    "₲": "PYG",
    "₸": "KZT",
    "₼": "AZN",
    "₾": "GEL",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "lei": "RON MDL",
    "лв": "BGN",
    "kr": "SEK NOK DKK ISK",
    "Fr": "CHF XOF XAF",
    "R": "ZAR",
    "RM": "MYR",
    "Rp": "IDR",
    "S/": "PEN",
    "Q": "GTQ",
    "R$": "BRL",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD NIO",
    "CA$": "CAD",
    "NZ$": "NZD",
    "S$": "SGD",
    "HK$": "HKD",
    "NT$": "TWD",
    "MX$": "MXN",
}
_MEANT = {sign.lower(): codes.split() for sign, codes in _SIGNS.items()}
_MARK = r"([^\d\s.,'()+\-−][^\d\s.,'()+\-−]{0,3}\.?)"
_BEFORE = re.compile(rf"([+\-−]?)\s*{_MARK}\s*([+\-−]?)\s*([0-9].*)")
_AFTER = re.compile(rf"([+\-−]?\s*[0-9].*?)\s*{_MARK}")
_NUMBER = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")


def bare_amount(text: str, currency: str) -> str:
    """The amount without the sign or code of its currency; Refused where that is of another."""
    if found := _BEFORE.fullmatch(text):
        mark, amount = found[2], (found[1] or found[3]) + found[4]
        is_odd = bool(found[1] and found[3])
    elif found := _AFTER.fullmatch(text):
        mark, amount, is_odd = found[2], found[1].replace(" ", ""), False
    else:
        return text
    if is_odd or not _NUMBER.fullmatch(amount.lstrip("+-−")):
        return text
    word = mark.rstrip(".")
    meant = _MEANT.get(word.lower(), [word.upper()] if len(word) == 3 and word.isalpha() else [])
    if currency in meant:
        return amount
    if not meant:
        return text
    hint = f"--set currency={meant[0]} where it is meant, or --map currency=COLUMN"
    raise Refused(f"{text!r} is not an amount in {currency}", hint=hint)
