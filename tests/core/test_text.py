"""Folding, harmless text, CSV cells."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctmgr.core import text
from acctmgr.core.errors import Refused

NASTY = st.text(
    st.characters() | st.sampled_from("\x00\x1b\x9b\x07[]m;\r\n\t\u202e\u200b\u200d\ufeff\ud800"), max_size=30
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("ÁRBOL", "arbol"), ("Straße", "strasse"), ("Ølsen", "olsen"), ("İstanbul", "istanbul"), ("ﬁn", "fin")],
)
def test_case_and_accents_do_not_matter_in_a_search(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


def test_a_hidden_joiner_makes_no_other_name() -> None:
    assert text.fold("Ac\u200bme") == text.fold("acme")
    assert text.fold("❤\ufe0f") == text.fold("❤")


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing_more(typed: str) -> None:
    once = text.fold(typed)
    assert text.fold(once) == once


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Acme", "Acme"),
        ("Peña 株式会社 👍", "Peña 株式会社 👍"),
        ("\x1b[31mAcme\x1b[0m", "Acme"),
        ("\x1b]0;owned\x07Acme", "Acme"),
        ("\x1b]8;;http://x\x1b\\Acme\x1b]8;;\x1b\\", "Acme"),
        ("\x1b]0;no end Acme", "]0;no end Acme"),
        ("\x9b31mAcme", "Acme"),
        ("Ac\x00me\x07\x7f\x85", "Acme "),
        ("Ac\u202eme\u2066\u200f", "Acme"),
        ("Ac\u200bm\u200de\ufeff", "Acme"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨👩👧 ❤"),
        ("a\tb\r\nc\rd\u2028e", "a b c d e"),
        ("a\u00a0b", "a b"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_nothing_reaches_the_terminal_that_could_steer_it(raw: str, shown: str) -> None:
    assert text.safe(raw) == shown


def test_line_ends_stay_where_they_are_wanted() -> None:
    assert text.safe("a\r\nb\x1b[2Jc", keep_newlines=True) == "a\nbc"


@given(NASTY)
def test_safe_text_holds_no_control_bidi_or_surrogate_at_all(raw: str) -> None:
    shown = text.safe(raw)
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs")]
    assert text.safe(shown) == shown
    assert "\x1b" not in shown


def test_a_name_is_stored_on_one_line_with_single_spaces() -> None:
    assert text.clean_line("  Ana \t Ruiz\nPeña ", "the name") == "Ana Ruiz Peña"


def test_a_name_with_escape_sequences_is_stored_without_them() -> None:
    assert text.clean_line("\x1b[31mAc\x00me\ud800", "the name") == "Acme\ufffd"


def test_two_ways_of_writing_an_accent_are_stored_as_one() -> None:
    assert text.clean_line("Pen\u0303a", "the name") == "Peña"


def test_a_joiner_that_persian_needs_is_stored() -> None:
    assert text.clean_line("می\u200cخواهم", "the name") == "می\u200cخواهم"


def test_an_emoji_of_several_signs_is_stored_whole() -> None:
    for emoji in ("👨\u200d👩\u200d👧", "❤\ufe0f", "👍🏽", "🇪🇸", "1\ufe0f\u20e3"):
        assert text.clean_line(emoji, "the name") == emoji
        assert text.clean_text(emoji, "the note") == emoji


@pytest.mark.parametrize("raw", ["", "  ", "\x00", "\x1b[0m", "\u200b", "\u200d", "\ufe0f", "\n"])
def test_a_name_of_nothing_is_refused(raw: str) -> None:
    with pytest.raises(Refused, match=r"^the name is empty$"):
        text.clean_line(raw, "the name")


def test_a_name_too_long_is_refused() -> None:
    assert text.clean_line("a" * 200, "the name") == "a" * 200
    with pytest.raises(Refused, match=r"^the name is longer than 200 characters$"):
        text.clean_line("a" * 201, "the name")
    with pytest.raises(Refused, match=r"^the code is longer than 3 characters$"):
        text.clean_line("abcd", "the code", max_length=3)


def test_a_note_keeps_its_lines_and_loses_what_steers_a_terminal() -> None:
    assert text.clean_text("\n one  two \r\n\r\n\x1b[1mthree\x00 \n", "the note") == "one  two\n\nthree"


def test_a_note_too_long_or_empty_is_refused() -> None:
    with pytest.raises(Refused, match="the note is longer than 10000 characters"):
        text.clean_text("a" * 10_001, "the note")
    with pytest.raises(Refused, match="the note is empty"):
        text.clean_text(" \n ", "the note")


@given(NASTY)
def test_what_is_stored_can_be_encoded_and_is_clean_already(raw: str) -> None:
    try:
        stored = text.clean_text(raw, "the note")
    except Refused:
        return
    assert b"\x00" not in stored.encode("utf-8")
    assert text.clean_text(stored, "the note") == stored


@pytest.mark.parametrize(
    ("shown", "width"),
    [
        ("Acme", 4),
        ("", 0),
        ("Peña", 4),
        ("Pen\u0303a", 4),
        ("株式", 4),
        ("👍", 2),
        ("Ａ", 2),
        ("👍🏽", 2),
        ("🇪🇸", 2),
    ],
)
def test_wide_characters_take_two_columns_and_accents_none(shown: str, width: int) -> None:
    assert text.cells(shown) == width


@pytest.mark.parametrize(
    ("whole", "width", "cut"),
    [
        ("Acme", 4, "Acme"),
        ("Acme Inc", 5, "Acme…"),
        ("株式会社", 5, "株式…"),
        ("株式会社", 4, "株…"),
        ("ab", 0, ""),
    ],
)
def test_text_is_cut_to_columns_not_characters(whole: str, width: int, cut: str) -> None:
    assert text.clip(whole, width) == cut


@given(st.text(max_size=20), st.integers(0, 20))
def test_cut_and_padded_text_fills_the_column_exactly(whole: str, width: int) -> None:
    assert text.cells(text.clip(whole, width)) <= width
    assert text.cells(text.pad(text.clip(whole, width), width)) == width


def test_numbers_are_pushed_to_the_right() -> None:
    assert text.pad("12", 4, right=True) == "  12"
    assert text.pad("株", 4) == "株  "
    assert text.pad("long", 2) == "long"


def test_a_mistyped_word_finds_its_neighbour() -> None:
    options = ["acme", "Ana Ruiz", "globex"]
    assert text.nearest("acmee", options) == "acme"
    assert text.nearest("ANA RUÍS", options) == "Ana Ruiz"
    assert text.nearest("zzz", options) is None
    assert text.did_you_mean("glbex", options) == "did you mean globex?"
    assert text.did_you_mean("zzz", options) == ""


@pytest.mark.parametrize(
    ("cell", "defused"),
    [
        ("=1+1", "'=1+1"),
        ("+34 600", "'+34 600"),
        ("-x", "'-x"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(cell: str, defused: str) -> None:
    assert text.defuse(cell) == defused
    assert text.undefuse(defused) == cell


@given(st.text(st.sampled_from("'=+-@\t\r\na ") | st.characters(), max_size=6))
def test_a_cell_comes_back_as_it_was_and_never_runs(cell: str) -> None:
    assert text.undefuse(text.defuse(cell)) == cell
    assert not text.defuse(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_words_are_listed_as_in_a_sentence(words: list[str], sentence: str) -> None:
    assert text.listed(words) == sentence


def test_words_can_be_listed_with_and() -> None:
    assert text.listed(["a", "b"], "and") == "a and b"
