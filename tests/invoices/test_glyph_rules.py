"""Which signs the font of papers has."""

from pathlib import Path

import pytest

import acctmgr.invoices
from acctmgr.core.errors import Refused
from acctmgr.invoices.glyph_rules import codes, missing, signs_in

FONT = (Path(acctmgr.invoices.__file__).parent / "fonts" / "Inter-Regular.otf").read_bytes()
BOLD = (Path(acctmgr.invoices.__file__).parent / "fonts" / "Inter-SemiBold.otf").read_bytes()


def test_the_fonts_have_what_europe_writes() -> None:
    for text in (
        "Ñandú, ça, Łódź, Őrség, ğış, Þór, ẞ",
        "Ελληνικά Άέήίόύώ",
        "Київ, Щёлково, Ђурђевић",
        "€ £ ¥ – — “” ’ … • − × ≥ ✓",
    ):
        assert missing(text, [FONT]) == []
        assert missing(text, [BOLD]) == []


def test_the_font_says_the_same_as_a_reader_of_fonts_does() -> None:
    found = codes(FONT)
    assert len(found) == 1107
    assert {0x20, 0x41, 0x20AC, 0x3A9, 0x416} <= found
    assert not {0x30BD, 0x4E00, 0x5D0, 0x1F600} & found


def test_what_it_lacks_is_named_in_order() -> None:
    assert missing("a 設計 b ソ", [FONT]) == ["ソ", "計", "設"]


def test_signs_that_draw_nothing_are_never_missing() -> None:
    assert missing("a\u200bb\u200d\n\u00ad", [FONT]) == []


def test_all_texts_of_a_sheet_are_looked_at() -> None:
    assert signs_in({"a": ["x", {"b": "yz"}], "c": None, "d": 3, "e": True}) == set("xyz")


def test_what_is_no_font_is_refused() -> None:
    with pytest.raises(Refused, match="no font"):
        codes(b"OTTO\x00")
