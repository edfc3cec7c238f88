"""Where a book has tax codes and none for lines that name none, every invoice says what has no tax."""

import pytest

from conftest import Run

SETTING = "To set a default: acctmgr config set tax.default CODE"


@pytest.fixture
def acme(run: Run) -> Run:
    assert run("client add Acme").code == 0
    return run


def test_loading_codes_says_which_setting_makes_one_the_default(acme: Run) -> None:
    said = (
        "lines without a tax code have no tax until there is a default: acctmgr config set tax.default CODE\n"
    )
    assert acme("tax load es").err.endswith(said)
    acme("config set tax.default iva21")
    assert said not in acme("tax load es").err


def test_an_invoice_without_tax_says_so(acme: Run) -> None:
    acme("tax load es")
    said = acme('invoice add acme --line "A; 1; 100"').err
    assert said == (
        "invoice INV-2026-0001 for Acme: 100.00 EUR, due 2026-08-14\n"
        f"100.00 + 0.00 tax: lines of 100.00 have no tax code. {SETTING}\n"
    )
    acme('invoice add acme --line "A; 1; 100" --draft')
    assert SETTING in acme("invoice issue d2").err
    acme('invoice recurring add acme --every 1m --from 2026-07-15 --line "A; 1; 100"')
    assert SETTING in acme("invoice recurring run").err


def test_a_line_without_tax_among_others_is_named_by_its_amount(acme: Run) -> None:
    acme("tax load es")
    said = acme('invoice add acme --line "A; 1; 100; tax=21" --line "B; 1; 50"').err
    assert "\n150.00 + 21.00 tax: lines of 50.00 have no tax code. " in said


def test_nothing_is_said_where_all_is_taxed_or_a_default_is_set_or_no_code_is_there(acme: Run) -> None:
    assert "tax" not in acme('invoice add acme --line "A; 1; 100"').err
    acme("tax load es")
    assert "tax" not in acme('invoice add acme --line "A; 1; 100; tax=21"').err
    acme("config set tax.default iva21")
    assert "tax" not in acme('invoice add acme --line "A; 1; 100; tax=none"').err


@pytest.mark.parametrize(
    ("before", "example"),
    [
        ([], "80.00; disc=5%"),
        (["tax load es"], "80.00; tax=iva21; disc=5%"),
        (["tax load es", "config set tax.default iva10"], "80.00; tax=iva10; disc=5%"),
        (["tax add old --rate 30 --to 2025-12-31", "tax add vat --rate 21"], "80.00; tax=vat; disc=5%"),
    ],
)
def test_the_hint_for_a_line_names_a_tax_code_that_the_book_has(
    run: Run, before: list[str], example: str
) -> None:
    for line in ("client add Acme", *before):
        assert run(line).code == 0, line
    result = run("invoice", "add", "acme", "--line", "A; 1; 10; vat=21")
    assert result.err == (
        "error: 'vat=21' is neither tax=CODE nor disc=DISCOUNT\n"
        f'hint: write it like "Consulting; 10; {example}"\n'
    )
    hint = result.err.partition("write it like ")[2].strip().strip('"')
    assert run("invoice", "add", "acme", "--line", hint).code == 0
