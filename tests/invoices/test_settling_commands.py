"""What goes wrong with money, at the command line: what is said, what a script reads, what is refused."""

import json
from typing import Any

import pytest

from acctmgr.store.book import Book
from acctmgr.store.read import reading
from builders import balances
from conftest import Run
from documents.story import Story


@pytest.fixture
def story(book: Book) -> Story:
    story = Story(book, "Acme")
    story.taxes("es")
    return story


def read(run: Run, line: str) -> Any:
    return json.loads(run(f"{line} --format json").out)


def settlements(run: Run, number: str) -> list[tuple[str, str, str, str | None]]:
    return [tuple(row.values())[:4] for row in read(run, f"invoice show {number}")["settlements"]]


def open_items(run: Run, day: str) -> tuple[str, str, str]:
    """Open and credit of the aging, and open of the client's card, as of a day."""
    totals = read(run, f"report aging --as-of {day}")["totals"]
    return totals["total"], totals["credit"], read(run, f"client show acme --today {day}")["open"]


def count(book: Book, table: str) -> int:
    with reading(book) as db:
        return int(db.value(f"SELECT COUNT(*) FROM {table}"))


def test_a_payment_less_a_fee_is_told_and_shown(run: Run, story: Story) -> None:
    story.invoice("acme", "1000", "2026-05-01")
    result = run("invoice pay 1 985 --fee 15 --on 2026-07-15")
    assert (result.code, result.out) == (0, "p1\n")
    assert result.err == "received 985.00 EUR from Acme, with a fee of 15.00 EUR: INV-2026-0001 is paid\n"
    assert settlements(run, "1") == [
        ("2026-07-15", "fee", "15.00", "p1"),
        ("2026-07-15", "payment", "985.00", "p1"),
    ]
    assert read(run, "payment show p1")["allocations"] == [
        {"effective_on": "2026-07-15", "kind": "fee", "amount": "15.00", "document": "INV-2026-0001"},
        {"effective_on": "2026-07-15", "kind": "payment", "amount": "985.00", "document": "INV-2026-0001"},
    ]
    assert open_items(run, "2026-07-14") == ("1000.00", "0.00", "1000.00")
    assert open_items(run, "2026-07-15") == ("0.00", "0.00", "0.00")


@pytest.mark.parametrize(
    ("words", "arrived"),
    [
        ("--discount 2%", "1185.80"),
        ("--discount 24.20", "1185.80"),
        ("1185.80 --discount rest", "1185.80"),
        ("--fee 15", "1195.00"),
        ("--fee 15 --discount 2%", "1170.80"),
        ("1170.80 --fee 15 --discount rest", "1170.80"),
    ],
)
def test_what_does_not_arrive_is_worked_out(run: Run, story: Story, words: str, arrived: str) -> None:
    story.invoice("acme", "1000", "2026-07-01", tax="iva21")
    assert run(f"invoice pay 1 {words}").code == 0
    (row,) = read(run, "payment list")
    assert (row["amount"], row["open"]) == (arrived, "0.00")
    assert read(run, "invoice show 1")["status"] == "paid"


def test_what_is_written_off_is_not_written_off_twice(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-07-01")
    assert run("invoice write-off 1").code == 0
    result = run("invoice write-off 1")
    assert (result.code, result.err) == (1, "error: INV-2026-0001 has nothing open: it is written off\n")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("invoice pay 1 --discount rest", 2, "a discount of the rest needs the amount that arrived"),
        ("invoice pay 1 100 --discount rest", 1, "nothing of INV-2026-0001 is left for a discount"),
        ("invoice pay 1 --discount 100%", 1, "a discount of 100 % leaves nothing to pay"),
        ("invoice pay 1 --discount 0%", 2, "a discount is more than nothing, and not more than the invoice"),
        ("invoice pay 1 50 --fee -5", 2, "amounts are positive"),
        ("invoice pay 1 50 --fee 101", 1, "1.00 EUR of the fee is more than is open"),
        ("payment add acme 50 --fee 101", 1, "1.00 EUR of the fee is more than is open"),
        ("invoice write-off 1 100.01", 1, "INV-2026-0001 has only 100.00 EUR open on 2026-07-15"),
        ("invoice write-off 1 --undo", 1, "nothing of INV-2026-0001 is written off"),
        ("invoice write-off 1 --undo --tax-relief", 2, "--undo takes back what there is"),
        ("invoice write-off 1 --on 2026-06-30", 1, "it can't be written off before"),
        ("invoice write-off 9", 3, "no invoice or credit note 9"),
        ("payment refund p9", 3, "no payment p9"),
        ("payment refund 1", 3, "no payment 1"),
        ("payment refund INV-2026-0001", 1, "INV-2026-0001 is neither a payment nor a credit note"),
        ('invoice add acme --line "x; 1; 500" --deduct 1', 1, "INV-2026-0001 is no deposit"),
        ('invoice add acme --line "x; 1; 500" --deduct 9', 3, "no invoice or credit note 9"),
    ],
)
def test_refusals_say_why_and_write_nothing(
    run: Run, story: Story, book: Book, line: str, code: int, said: str
) -> None:
    story.invoice("acme", "100", "2026-07-01")
    before = count(book, "operation")
    result = run(line)
    assert (result.code, said in result.err) == (code, True), result.err
    assert count(book, "operation") == before


def test_what_has_nothing_left_is_said_to_have_nothing(run: Run, story: Story) -> None:
    story.pay(story.invoice("acme", "100", "2026-06-01"), "100", "2026-06-20")
    assert run("invoice write-off 1 --on 2026-07-01").err == (
        "error: INV-2026-0001 has nothing open: it is paid\n"
    )
    story.invoice("acme", "100", "2026-06-01")
    assert run("payment apply p1 2 --on 2026-07-01").err == (
        "error: p1 has nothing left to apply on 2026-07-01\n"
    )


def test_a_bounced_payment_costs_a_fee_and_opens_the_invoice_again(run: Run, story: Story) -> None:
    story.pay(story.invoice("acme", "100", "2026-06-01"), "100", "2026-06-20")
    result = run("payment void p1 --on 2026-07-10 --fee 4.50 --fee-on 2026-07-12 --yes")
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        "p1 is void from 2026-07-10 on; INV-2026-0001 has 100.00 EUR open"
        " (back-dated: figures from 2026-07-10 on have moved)\n"
        "cash 1: the bank took 4.50 EUR out of Bank (back-dated: figures from 2026-07-12 on have moved)\n"
    )
    assert open_items(run, "2026-07-09") == ("0.00", "0.00", "0.00")
    assert open_items(run, "2026-07-10") == ("100.00", "0.00", "100.00")
    assert [row["late_days"] for row in read(run, "invoice list --overdue --today 2026-07-10")] == [39]
    assert read(run, "invoice list --overdue --today 2026-07-09") == []


def test_a_write_off_is_told_and_is_not_overdue_any_more(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-06-01", tax="iva21")
    result = run("invoice write-off 1 --tax-relief --reason Bankrupt --on 2026-07-01")
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        "wrote 121.00 EUR of INV-2026-0001 off with its tax"
        " (back-dated: figures from 2026-07-01 on have moved)\n"
    )
    assert read(run, "invoice show 1")["settlements"] == [
        {
            "effective_on": "2026-07-01",
            "kind": "write_off",
            "amount": "121.00",
            "ref": None,
            "note": "Bankrupt",
        }
    ]
    assert [row["status"] for row in read(run, "invoice list --today 2026-06-30")] == ["open"]
    assert [row["status"] for row in read(run, "invoice list")] == ["written_off"]
    assert read(run, "invoice list --status written_off")[0]["open"] == "0.00"
    assert read(run, "invoice list --overdue") == []
    assert open_items(run, "2026-06-30") == ("121.00", "0.00", "121.00")
    assert open_items(run, "2026-07-01") == ("0.00", "0.00", "0.00")


def test_paying_a_written_off_invoice_asks_for_what_was_written_off(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-06-01", tax="iva21")
    run("invoice write-off 1 --on 2026-07-01")
    result = run("invoice pay 1")
    assert result.err == "received 121.00 EUR from Acme: INV-2026-0001 is paid\n"
    assert settlements(run, "1") == [
        ("2026-07-01", "write_off", "121.00", None),
        ("2026-07-15", "write_off", "-121.00", "p1"),
        ("2026-07-15", "payment", "121.00", "p1"),
    ]
    assert read(run, "invoice show 1")["status"] == "paid"
    assert "error: INV-2026-0001 has nothing open: it is paid\n" in run("invoice pay 1").err


def test_a_write_off_is_taken_back_in_parts(run: Run, story: Story) -> None:
    story.invoice("acme", "100", "2026-06-01")
    run("invoice write-off 1")
    result = run("invoice write-off 1 40 --undo")
    assert result.err == "took the write-off of 40.00 EUR of INV-2026-0001 back; 40.00 EUR is open\n"
    assert run("invoice write-off 1 60.01 --undo").err == (
        "error: only 60.00 EUR of INV-2026-0001 is written off\n"
    )
    assert run("invoice write-off 1 --undo").code == 0
    assert read(run, "invoice show 1")["status"] == "open"


def test_a_refund_is_a_payment_the_other_way(run: Run, story: Story) -> None:
    story.pay(story.invoice("acme", "100", "2026-06-01"), "150", "2026-06-20")
    result = run("payment refund p1 30 --from Cash --on 2026-07-15 --reference R7")
    assert (result.code, result.out, result.err) == (0, "p2\n", "paid 30.00 EUR of p1 back to Acme\n")
    assert read(run, "payment list")[0] == {
        "id": 2,
        "client": "acme",
        "paid_on": "2026-07-15",
        "amount": "-30.00",
        "currency": "EUR",
        "account": "Cash",
        "applied": "0.00",
        "open": "0.00",
        "status": "refund",
        "reference": "R7",
        "note": None,
    }
    assert read(run, "payment show p2")["allocations"] == [
        {"effective_on": "2026-07-15", "kind": "refund", "amount": "30.00", "document": "p1"}
    ]
    assert read(run, "payment show p1")["allocations"][1] == {
        "effective_on": "2026-07-15",
        "kind": "refund",
        "amount": "30.00",
        "document": "p2",
    }
    assert open_items(run, "2026-07-14") == ("-50.00", "-50.00", "0.00")
    assert open_items(run, "2026-07-15") == ("-20.00", "-20.00", "0.00")


def test_a_refund_of_a_credit_note_stands_on_it(run: Run, story: Story) -> None:
    number = story.invoice("acme", "100", "2026-06-01")
    story.pay(number, "100", "2026-06-20")
    note = story.credit(number, "40", "2026-07-01")
    assert run(f"payment refund {note}").out == "p2\n"
    assert settlements(run, note) == [("2026-07-15", "refund", "40.00", "p2")]
    assert read(run, "payment show p2")["allocations"][0]["document"] == note
    refused = run(f"invoice void {note} --yes")
    assert refused.err == (
        f"error: {note} has something settled on it\n"
        f"hint: acctmgr payment void p2\n      acctmgr invoice void {note}\n"
    )
    result = run("payment void p2 --yes")
    assert result.err == "p2 is void from 2026-07-15 on; 40.00 EUR is credit of the client again\n"
    assert run(f"invoice void {note} --yes").code == 0


def test_a_refund_with_json_is_shown_whole(run: Run, story: Story) -> None:
    story.receive("acme", "50", "2026-07-01")
    shown = read(run, "payment refund p1")
    assert (shown["id"], shown["amount"], shown["status"]) == (2, "-50.00", "refund")


def test_a_deposit_and_its_final_invoice_are_told_and_shown(run: Run, story: Story) -> None:
    result = run('invoice add acme --line "Advance; 1; 300; tax=21" --deposit')
    assert result.err == "deposit INV-2026-0001 for Acme: 363.00 EUR, due 2026-08-14\n"
    result = run('invoice add acme --line "Kitchen; 1; 1000; tax=21" --deduct 1')
    assert result.err == (
        "invoice INV-2026-0002 for Acme: 847.00 EUR, INV-2026-0001 taken off, due 2026-08-14\n"
    )
    deposit, final = read(run, "invoice show 1"), read(run, "invoice show 2")
    assert (deposit["deposit"], deposit["taken_off"]) == (True, "INV-2026-0002")
    assert (final["deposit"], final["taken_off"]) == (False, None)
    assert final["lines"][1] == {
        "description": "Deposit INV-2026-0001 of 2026-07-15",
        "quantity": "1",
        "unit_price": "-300",
        "discount_percent": None,
        "discount": "0.00",
        "tax": "iva21",
        "net": "-300.00",
        "deducts": "INV-2026-0001",
    }
    assert final["taxes"] == [
        {"code": "iva21", "name": "IVA", "kind": "added", "rate": "21", "base": "700.00", "tax": "147.00"}
    ]
    assert open_items(run, "2026-07-15") == ("1210.00", "0.00", "1210.00")
    run("invoice void 2 --yes")
    assert read(run, "invoice show 1")["taken_off"] is None


def test_a_draft_takes_a_deposit_off_and_lets_it_go(run: Run, story: Story) -> None:
    run('invoice add acme --line "Advance; 1; 300" --deposit')
    run('invoice add acme --line "Kitchen; 1; 1000" --draft')
    assert run("invoice edit d2 --deduct 1").err == "draft d2 for Acme: 700.00 EUR, INV-2026-0001 taken off\n"
    assert run("invoice edit d2 --deduct none").err == "draft d2 for Acme: 1,000.00 EUR\n"
    assert run("invoice edit d2 --deposit").code == 0
    assert read(run, "invoice show d2")["deposit"] is True


def test_the_book_is_sound_after_all_of_it(run: Run, story: Story) -> None:
    number = story.invoice("acme", "1000", "2026-05-01", tax="iva21")
    run("invoice pay 1 1000 --fee 5 --discount 2%")
    run("invoice write-off 1 --tax-relief")
    run("invoice pay 1 200")
    run("payment refund p2")
    run("payment void p1 --fee 3 --yes")
    run(f"invoice credit {number} 100")
    run('invoice add acme --line "Advance; 1; 300; tax=21" --deposit')
    run('invoice add acme --line "Kitchen; 1; 1000; tax=21" --deduct 2')
    result = run("db check --format json")
    assert [row["check"] for row in json.loads(result.out) if not row["ok"]] == []
    assert result.code == 0


def test_a_discount_in_percent_is_of_what_each_part_settles(run: Run, book: Book) -> None:
    run("client add Acme")
    run("tax add vat --rate 21")
    run('invoice add acme --line "a; 1; 1000; tax=vat"')
    said = run("invoice pay 1 592.90 --discount 2%").err
    assert "with a discount of 12.10 EUR: INV-2026-0001 has 605.00 EUR open" in said
    said = run("invoice pay 1 577.90 --fee 15 --discount 2%").err
    assert "with a fee of 15.00 EUR and a discount of 12.10 EUR: INV-2026-0001 is paid" in said
    assert balances(book) == {"Bank": 117080, "Bank fees": 1500, "Sales": -98000, "Tax": -20580}


def test_what_is_left_after_a_first_part_is_discounted_by_itself(run: Run) -> None:
    run("client add Acme")
    run('invoice add acme --line "a; 1; 1210"')
    run("invoice pay 1 605")
    said = run("invoice pay 1 --discount 2%").err
    assert "received 592.90 EUR from Acme, with a discount of 12.10 EUR: INV-2026-0001 is paid" in said


def test_money_that_waits_is_applied_with_the_discount_of_what_it_settles(run: Run) -> None:
    run("client add Acme")
    run("payment add acme 592.90")
    run("payment add acme 592.90")
    run('invoice add acme --line "a; 1; 1210"')
    assert "INV-2026-0001 has 605.00 EUR open" in run("payment apply p1 1 --discount 2%").err
    assert "INV-2026-0001 is paid" in run("payment apply p2 1 592.90 --discount 2%").err
    assert run("db check").code == 0
