"""The text of a QR code for a transfer, field by field as EPC069-12 has it."""

from acctmgr.invoices.epc_rules import epc_text

IBAN = "DE89370400440532013000"


def test_the_fields_stand_line_by_line() -> None:
    text = epc_text(name="Acme Studio", iban=IBAN, amount_minor=119_00, text="INV-2026-0001")
    assert text == "BCD\n002\n1\nSCT\n\nAcme Studio\nDE89370400440532013000\nEUR119.00\n\n\nINV-2026-0001"


def test_a_cent_and_the_most_are_taken() -> None:
    assert "\nEUR0.01\n" in epc_text(name="A", iban=IBAN, amount_minor=1, text="x")
    assert "\nEUR999999999.99\n" in epc_text(name="A", iban=IBAN, amount_minor=99_999_999_999, text="x")


def test_an_amount_that_has_no_place_makes_no_code() -> None:
    assert epc_text(name="A", iban=IBAN, amount_minor=0, text="x") == ""
    assert epc_text(name="A", iban=IBAN, amount_minor=100_000_000_000, text="x") == ""
    assert epc_text(name=" ", iban=IBAN, amount_minor=100, text="x") == ""


def test_a_long_name_is_cut_at_seventy_and_a_text_at_a_hundred_and_forty() -> None:
    fields = epc_text(name="N" * 99, iban=IBAN, amount_minor=100, text="T" * 199).split("\n")
    assert fields[5] == "N" * 70
    assert fields[10] == "T" * 140


def test_a_line_end_in_a_name_adds_no_field() -> None:
    assert len(epc_text(name="Acme\nEUR9999.00", iban=IBAN, amount_minor=100, text="a\nb").split("\n")) == 11
