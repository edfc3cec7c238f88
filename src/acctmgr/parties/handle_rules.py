"""Handles: the short names to type for parties, made from their names."""

import re

from acctmgr.core.text import fold

HANDLE_LENGTH = 40


def handle_of(name: str) -> str:
    """The short name to type for a party: ASCII, lower case, hyphens.

    A name without any Latin letter is spelt in them. One without any letter gets "party" in front or instead, since
    a number alone is an id.
    """
    handle = _plain(name)
    if not re.search(r"[a-z]", handle) and any(map(str.isalpha, name)):
        handle = _plain(_in_latin(name))
    if not re.search(r"[a-z]", handle):
        handle = f"party-{handle}".rstrip("-")
    return handle[:HANDLE_LENGTH].rstrip("-")


def _plain(name: str) -> str:
    plain = re.sub(r"['’]", "", fold(name))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _in_latin(name: str) -> str:
    """The letters of a name, and the signs upon them, in Latin ones, whatever script they are of; the rest stays."""
    import unicodedata

    from anyascii import anyascii

    return "".join(anyascii(char) if unicodedata.category(char)[0] in "LM" else char for char in name)
