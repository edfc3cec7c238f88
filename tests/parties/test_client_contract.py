"""What machines read of clients: every key, typed by hand."""

import json
from datetime import date
from typing import Any

from conftest import Run
from parties.samples import deal, invoice, payment, settle

LIST_KEYS = (
    "id handle name email phone website industry status tier owner tags fields currency open overdue "
    "open_by_currency overdue_by_currency"
).split()
SHOW_KEYS = {
    *LIST_KEYS,
    *"legal_name tax_id address country language terms_days source since_on note dispute archived_on aliases".split(),
    *"credit credit_by_currency contacts deals invoices follow_ups activities".split(),
}


def whole(run: Run) -> None:
    run(
        'client add "Acme Corp" --handle acme --legal-name "Acme Corporation Inc." --tax-id B12345678 '
        "--email Ana@Acme.example --phone '+34 600 000 000' --website acme.example --industry Retail "
        "--address '1 High Street, Oviedo' --country es --currency usd --terms 15 --status prospect --tier b "
        "--owner ana --source fair --since 2026-01-02 --note 'likes tea' --field region=north --field size=12 "
        "--tag VIP --tag export"
    )


def shown(run: Run, reference: str = "acme") -> Any:
    return json.loads(run(f"client show {reference} --format json").out)


def test_the_list_has_these_keys_in_this_order(run: Run) -> None:
    whole(run)
    (row,) = json.loads(run("client list --format json").out)
    assert list(row) == LIST_KEYS
    assert row == {
        "id": 1,
        "handle": "acme",
        "name": "Acme Corp",
        "email": "ana@acme.example",
        "phone": "+34 600 000 000",
        "website": "acme.example",
        "industry": "Retail",
        "status": "prospect",
        "tier": "B",
        "owner": "ana",
        "tags": ["export", "vip"],
        "fields": {"region": "north", "size": "12"},
        "currency": "USD",
        "open": "0.00",
        "overdue": "0.00",
        "open_by_currency": {"EUR": "0.00"},
        "overdue_by_currency": {"EUR": "0.00"},
    }


def test_show_adds_the_other_facts(run: Run) -> None:
    whole(run)
    card = shown(run)
    assert set(card) == SHOW_KEYS
    assert card["legal_name"] == "Acme Corporation Inc."
    assert card["tax_id"] == "B12345678"
    assert card["address"] == "1 High Street, Oviedo"
    assert card["country"] == "ES"
    assert card["terms_days"] == 15
    assert card["source"] == "fair"
    assert card["since_on"] == "2026-01-02"
    assert card["note"] == "likes tea"
    assert card["archived_on"] is None
    assert card["aliases"] == []
    assert card["credit"] == "0.00"
    assert card["deals"] == []
    assert card["invoices"] == []
    assert card["follow_ups"] == []
    assert card["activities"] == []


def test_a_client_with_a_name_alone_has_nulls_and_the_currency_of_the_book(run: Run) -> None:
    run("client add Acme")
    card = shown(run)
    absent = (
        "email phone website industry tier owner legal_name tax_id address country language terms_days source "
        "since_on note dispute archived_on"
    )
    assert [card[key] for key in absent.split()] == [None] * 17
    assert (card["currency"], card["status"], card["tags"], card["fields"]) == ("EUR", "active", [], {})


def test_add_as_json_prints_the_whole_new_thing(run: Run) -> None:
    result = run("client add Acme --tier A --format json")
    card = json.loads(result.out)
    assert set(card) == SHOW_KEYS
    assert (card["handle"], card["tier"]) == ("acme", "A")
    assert result.err == "added Acme\n"


def test_ids_are_handles(run: Run) -> None:
    run("client add Beta")
    run("client add Acme")
    assert run("client list --format ids").out == "acme\nbeta\n"
    assert run("client show beta --format ids").out == "beta\n"


def test_csv_has_a_column_for_each_custom_field(run: Run) -> None:
    whole(run)
    assert run("client list --format csv").out == (
        "id,handle,name,email,phone,website,industry,status,tier,owner,tags,field:region,field:size,currency,open,"
        "overdue,open_by_currency,overdue_by_currency\n"
        "1,acme,Acme Corp,ana@acme.example,'+34 600 000 000,acme.example,Retail,prospect,B,ana,export;vip,north,12,"
        "USD,0.00,0.00,EUR=0.00,EUR=0.00\n"
    )


def test_what_is_open_is_told_in_the_currency_of_the_book_and_in_its_own(run: Run) -> None:
    run("client add Acme --currency JPY")
    due = date(2026, 7, 14)
    invoice(
        "acme", "INV-1", 10000, issued_on=date(2026, 6, 1), due_on=due, currency="JPY", total_book_minor=6150
    )
    (row,) = json.loads(run("client list --format json").out)
    assert (row["currency"], row["open"], row["overdue"]) == ("JPY", "61.50", "61.50")
    assert row["open_by_currency"] == row["overdue_by_currency"] == {"EUR": "0.00", "JPY": "10000"}
    card = shown(run)
    assert card["open_by_currency"] == card["overdue_by_currency"] == {"EUR": "0.00", "JPY": "10000"}
    assert card["credit_by_currency"] == {"EUR": "0.00"}
    assert (card["currency"], card["open"], card["overdue"], card["credit"]) == (
        "JPY",
        "61.50",
        "61.50",
        "0.00",
    )
    assert run("client show acme --format csv").out.count("61.50") == 2
    assert run("client list --format csv").out.endswith(
        ",JPY,61.50,61.50,EUR=0.00;JPY=10000,EUR=0.00;JPY=10000\n"
    )
    head, line = run("client list").out.splitlines()
    assert head.endswith("open (EUR)  overdue (EUR)      open by currency")
    assert line.endswith("61.50          61.50  0.00 EUR, 10,000 JPY")
    told = [line.split("  ") for line in run("client show acme").out.splitlines()]
    assert [(texts[0], texts[-1].strip()) for texts in told if len(texts) > 1][2:8] == [
        ("currency", "JPY"),
        ("open (EUR)", "61.50"),
        ("overdue (EUR)", "61.50"),
        ("credit (EUR)", "0.00"),
        ("open by currency", "0.00 EUR, 10,000 JPY"),
        ("overdue by currency", "0.00 EUR, 10,000 JPY"),
    ]


def test_where_all_is_in_the_currency_of_the_book_nothing_needs_a_label(run: Run) -> None:
    run("client add Acme --currency USD")
    invoice("acme", "INV-1", 10000, issued_on=date(2026, 6, 1), due_on=date(2026, 7, 14))
    assert run("client list").out.splitlines()[0].endswith("open  overdue")
    assert "by currency" not in run("client show acme").out
    assert "(EUR)" not in run("client show acme").out


def test_the_card_lists_open_deals_the_nearest_first(run: Run) -> None:
    run("client add Acme")
    deal("acme", "No date")
    deal("acme", "Late", expected_on=date(2026, 12, 1))
    deal("acme", "Soon", expected_on=date(2026, 8, 1))
    deal("acme", "Done", stage="Won", expected_on=date(2026, 7, 1))
    deals = shown(run)["deals"]
    assert [row["name"] for row in deals] == ["Soon", "Late", "No date"]
    assert deals[0] == {
        "id": 3,
        "name": "Soon",
        "stage": "Proposal",
        "amount": "5000.00",
        "currency": "USD",
        "expected_on": "2026-08-01",
    }


def test_the_card_lists_the_five_latest_invoices(run: Run) -> None:
    run("client add Acme")
    for day in range(1, 7):
        invoice("acme", f"INV-{day}", 10000, issued_on=date(2026, 6, day), due_on=date(2026, 7, day))
    invoice("acme", "INV-7", 10000, issued_on=date(2026, 7, 16), due_on=None)  # tomorrow's
    settle(6, 4000, on=date(2026, 7, 15))
    invoices = shown(run)["invoices"]
    assert [row["number"] for row in invoices] == ["INV-7", "INV-6", "INV-5", "INV-4", "INV-3"]
    assert (invoices[0]["status"], invoices[0]["open"]) == ("coming", "0.00")
    assert invoices[1] == {
        "number": "INV-6",
        "status": "part_paid",
        "issued_on": "2026-06-06",
        "due_on": "2026-07-06",
        "currency": "EUR",
        "total": "100.00",
        "open": "60.00",
    }


def test_credit_is_what_payments_and_credit_notes_have_not_given_away(run: Run) -> None:
    run("client add Acme")
    bill = invoice("acme", "INV-1", 10000, issued_on=date(2026, 6, 1), due_on=None)
    paid = payment("acme", 15000, paid_on=date(2026, 7, 1))
    note = invoice("acme", "CN-1", 3000, issued_on=date(2026, 7, 2), due_on=None, kind="credit_note")
    payment("acme", 99900, paid_on=date(2026, 7, 16))  # tomorrow's money
    settle(bill, 6000, on=date(2026, 7, 1), payment_id=paid)
    settle(bill, 1000, on=date(2026, 7, 15), credit_id=note)
    settle(bill, 3000, on=date(2026, 7, 16), payment_id=paid)
    card = shown(run)
    assert (card["open"], card["credit"]) == ("30.00", "-110.00")


def test_a_currency_with_nothing_open_or_overdue_is_not_told(run: Run) -> None:
    run("client add Acme --currency JPY")
    invoice(
        "acme",
        "INV-1",
        10000,
        issued_on=date(2026, 7, 1),
        due_on=date(2026, 8, 14),
        currency="JPY",
        total_book_minor=6150,
    )
    for row in (json.loads(run("client list --format json").out)[0], shown(run)):
        assert row["open_by_currency"] == {"EUR": "0.00", "JPY": "10000"}
        assert row["overdue_by_currency"] == {"EUR": "0.00"}
