"""The text of a QR code that fills in a transfer in euro, by EPC069-12, version 002."""

from acctmgr.core.money import plain_minor

_NAME_MAX, _TEXT_MAX = 70, 140
_MOST_MINOR = 99_999_999_999  # 999,999,999.99


def epc_text(*, name: str, iban: str, amount_minor: int, text: str) -> str:
    """What the code says: who is paid, where, how much and for what; empty where the amount has no place in it.

    iban: checked, without spaces. The BIC may be left out since version 002.
    """
    if not 0 < amount_minor <= _MOST_MINOR or not name.strip():
        return ""
    amount = f"EUR{plain_minor(amount_minor, 2)}"
    fields = (
        "BCD",
        "002",
        "1",
        "SCT",
        "",
        _line(name, _NAME_MAX),
        iban,
        amount,
        "",
        "",
        _line(text, _TEXT_MAX),
    )
    return "\n".join(fields)


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most].rstrip()
