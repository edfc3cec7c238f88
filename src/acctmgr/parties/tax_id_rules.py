"""Tax numbers as they compare: however they are spaced, dotted and written."""

from acctmgr.core.text import fold

# two letters of the state before the number, as the European Union writes it; Greece is EL there
_STATES = frozenset(
    "AT BE BG CY CZ DE DK EE EL ES FI FR GB HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split()
)
_SHORTEST = 7  # of a number that a state's letters may stand before


def tax_key(tax_id: str | None) -> str:
    """A tax number in capitals and digits alone, without the letters of its state; empty where there is none.

    >>> tax_key("ES B-12.345.678"), tax_key("b12345678")
    ('B12345678', 'B12345678')
    """
    key = "".join(char for char in fold(tax_id or "").upper() if char.isalnum())
    return key[2:] if key[:2] in _STATES and len(key) >= _SHORTEST + 2 else key
