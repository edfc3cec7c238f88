"""A line of a credit note gives back the tax of the invoice line that it names: no code is a code of its own."""

import json

import pytest

from conftest import Run


@pytest.fixture
def acme(run: Run) -> Run:
    """A book with a client and a tax code of 21 %, and an invoice of two taxed and untaxed lines."""
    for line in ("client add Acme", "tax add vat --rate 21"):
        assert run(line).code == 0
    return run


def invoice(run: Run, *lines: str) -> None:
    words = [word for line in lines for word in ("--line", line)]
    assert run("invoice", "add", "acme", *words).code == 0


def credit(run: Run, *lines: str) -> tuple[str, str]:
    """Tax and total of a credit note by lines."""
    words = [word for line in lines for word in ("--line", line)]
    result = run("invoice", "credit", "1", *words, "-f", "json")
    assert result.code == 0, result.err
    card = json.loads(result.out)
    return card["tax"], card["total"]


def refused(run: Run, *lines: str) -> str:
    words = [word for line in lines for word in ("--line", line)]
    result = run("invoice", "credit", "1", *words)
    assert (result.code, result.out) == (1, "")
    return result.err


def test_a_line_without_tax_gives_no_tax_back(acme: Run) -> None:
    invoice(acme, "B; 1; 100", "A; 1; 100; tax=vat")
    assert credit(acme, "B; 1; 100") == ("0.00", "100.00")
    assert credit(acme, "a; 0.5; 100") == ("10.50", "60.50")


def test_lines_are_found_however_they_are_cased_and_spaced(acme: Run) -> None:
    invoice(acme, "Café  visit; 1; 100", "A; 1; 100; tax=vat")
    assert credit(acme, "cafe visit; 1; 40") == ("0.00", "40.00")


def test_a_line_that_names_none_is_refused_where_there_are_several_taxes(acme: Run) -> None:
    invoice(acme, "B; 1; 100", "A; 1; 100; tax=vat")
    assert refused(acme, "C; 1; 10") == (
        "error: 'C' is no line of INV-2026-0001, which has several taxes\n"
        "hint: name the tax of the line: tax=none or tax=vat\n"
    )
    assert credit(acme, "C; 1; 10; tax=none") == ("0.00", "10.00")
    assert credit(acme, "C; 1; 10; tax=21") == ("2.10", "12.10")


def test_lines_named_alike_are_told_apart_by_price_then_quantity(acme: Run) -> None:
    invoice(acme, "Work; 1; 80", "Work; 2; 90; tax=vat", "Work; 1; 90")
    assert credit(acme, "Work; 1; 80") == ("0.00", "80.00")
    assert credit(acme, "Work; 2; 90") == ("37.80", "217.80")
    assert refused(acme, "Work; 3; 90") == (
        "error: 'Work' stands on INV-2026-0001 with several taxes\n"
        "hint: name the tax of the line: tax=vat or tax=none\n"
    )


def test_a_code_that_the_invoice_does_not_have_is_refused(acme: Run) -> None:
    acme("tax add low --rate 10")
    invoice(acme, "B; 1; 100", "A; 1; 100; tax=vat")
    assert refused(acme, "C; 1; 10; tax=low") == (
        "error: INV-2026-0001 has no line with tax=low\nhint: tax=none or tax=vat\n"
    )


def test_a_code_that_the_named_line_does_not_bear_is_refused(acme: Run) -> None:
    """Another line has something left under it, but that is not the line which is given back."""
    invoice(acme, "B; 1; 100", "A; 1; 100; tax=vat")
    assert refused(acme, "A; 1; 10; tax=none") == (
        "error: 'A' stands on INV-2026-0001 with tax=vat, not with tax=none\n"
        "hint: name the tax of the line: tax=vat\n"
    )
    assert "'b' stands on INV-2026-0001 with tax=none, not with tax=21" in refused(acme, "b; 1; 10; tax=21")
    assert credit(acme, "A; 1; 10; tax=vat") == ("2.10", "12.10")
    assert credit(acme, "B; 1; 10; tax=none") == ("0.00", "10.00")


def test_a_rate_that_two_codes_add_is_refused_with_those_of_the_line(acme: Run) -> None:
    acme("tax add other --rate 21")
    invoice(acme, "B; 1; 100", "A; 1; 100; tax=vat")
    result = acme("invoice", "credit", "1", "--line", "A; 1; 10; tax=21")
    assert (result.code, result.err) == (
        4,
        "error: 21 % on 2026-07-15 may be other, vat\nhint: name the tax of the line: tax=vat\n",
    )


def test_on_an_invoice_of_one_tax_any_line_has_it(acme: Run) -> None:
    invoice(acme, "A; 1; 100; tax=vat")
    assert credit(acme, "An hour less; 1; 10") == ("2.10", "12.10")
    assert refused(acme, "An hour less; 1; 10; tax=none") == (
        "error: INV-2026-0001 has no line with tax=none\nhint: tax=vat\n"
    )


def test_an_invoice_without_tax_gives_none_back(acme: Run) -> None:
    invoice(acme, "A; 1; 100")
    assert credit(acme, "An hour less; 1; 10") == ("0.00", "10.00")


def test_untaxed_lines_that_come_to_nothing_are_no_taxed_ones(acme: Run) -> None:
    invoice(acme, "A; 1; 100; tax=vat", "B; 1; 50", "Rebate; 1; -50")
    assert "more than the document has left under no tax code" in refused(acme, "B; 1; 50")
    assert credit(acme, "B; 1; 50", "Rebate; 1; -50", "A; 1; 100") == ("21.00", "121.00")


def test_two_turns_of_one_code_are_two(acme: Run) -> None:
    """A deposit of the old rate on an invoice of the new one."""
    for line in (
        "tax add iva --rate 16 --from 2026-01-01",
        "tax add iva --rate 19 --from 2026-07-01",
        'invoice add acme --line "a; 1; 100; tax=iva" --deposit --issued 2026-06-01',
        'invoice add acme --line "b; 1; 1000; tax=iva" --deduct 1',
    ):
        assert acme(line).code == 0, line
    note = json.loads(acme("invoice credit 2 -f json").out)
    assert (note["net"], note["tax"], note["total"]) == ("900.00", "174.00", "1074.00")
    assert acme("db check").code == 0


def test_what_is_told_of_a_code_is_its_name_as_people_type_it(acme: Run) -> None:
    acme("tax add iva --rate 19 --from 2026-01-01")
    invoice(acme, "A; 1; 100; tax=iva")
    assert refused(acme, "A; 1; 200") == "error: that is more than the document has left under iva\n"


def test_two_turns_of_one_code_are_offered_once(acme: Run) -> None:
    for line in (
        "tax add iva --rate 16 --from 2026-01-01",
        "tax add iva --rate 19 --from 2026-07-01",
        'invoice add acme --line "a; 1; 100; tax=iva" --deposit --issued 2026-06-01',
        'invoice add acme --line "b; 1; 1000; tax=iva" --line "c; 1; 5" --deduct 1',
    ):
        assert acme(line).code == 0
    result = acme('invoice credit 2 --line "d; 1; 10"')
    assert result.err == (
        "error: 'd' is no line of INV-2026-0002, which has several taxes\n"
        "hint: name the tax of the line: tax=iva or tax=none\n"
    )
