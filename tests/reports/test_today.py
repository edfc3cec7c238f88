"""`today`: what wants doing on a day, why, and the line that deals with it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from acctmgr.store.book import Book
from acctmgr.store.write import change
from builders import a_client, a_credit, a_payment, an_invoice
from conftest import Run
from reports.builders import a_contact, a_deal, a_follow_up, an_activity, archived, merged

Tell = Callable[[Session], object]


@pytest.fixture
def tell(book: Book) -> Callable[[Tell], None]:
    """Write something into the book."""

    def tell(fn: Tell) -> None:
        change(lambda session: fn(session) and None, book)

    return tell


def today(run: Run, line: str = "") -> dict[str, Any]:
    result = run(f"today --format json {line}")
    assert (result.code, result.err) == (0, "")
    return dict(json.loads(result.out))


def seen(run: Run, line: str = "") -> list[tuple[str, str, str]]:
    """Kind, what and why of each row."""
    return [(row["kind"], row["what"], row["why"]) for row in today(run, line)["rows"]]


def lines(run: Run, line: str = "") -> list[str]:
    return [row["command"] for row in today(run, line)["rows"]]


def test_a_row_has_these_keys_and_the_report_these(run: Run, tell: Callable[[Tell], None]) -> None:
    tell(lambda s: an_invoice(s, on="06-01", due="07-01"))
    assert today(run) == {
        "report": "today",
        "as_of": "2026-07-15",
        "currency": "EUR",
        "rows": [
            {
                "kind": "invoice",
                "client": "acme",
                "what": "INV-2026-0001",
                "why": "14 days overdue",
                "on": "2026-07-01",
                "amount": "100.00",
                "currency": "EUR",
                "ref": "INV-2026-0001",
                "command": "acctmgr invoice pay INV-2026-0001",
            }
        ],
        "totals": {"overdue": "100.00", "due_this_week": "0.00", "money_in_hand": "0.00"},
        "money": [
            {"account": "Bank", "balance": "0.00"},
            {"account": "Cash", "balance": "0.00"},
            {"account": "Credit card", "balance": "0.00"},
        ],
    }


def test_what_is_late_comes_before_today_and_that_before_the_week(
    run: Run, tell: Callable[[Tell], None]
) -> None:
    def fill(session: Session) -> None:
        an_invoice(session, on="06-20", due="07-20")
        an_invoice(session, on="06-14", due="07-14")
        an_invoice(session, on="06-15", due="07-15")
        a_follow_up(session, "Call", "2026-07-15")
        a_follow_up(session, "Write", "2026-07-13")
        a_deal(session, "Website", "2026-07-10")
        a_contact(session, "Ana Ruiz", "1980-07-15")

    tell(fill)
    assert seen(run) == [
        ("followup", "Write", "2 days overdue"),
        ("invoice", "INV-2026-0002", "1 day overdue"),
        ("deal", "Website", "expected 5 days ago, Lead"),
        ("followup", "Call", "due today"),
        ("invoice", "INV-2026-0003", "due today"),
        ("birthday", "Ana Ruiz", "birthday today, turns 46"),
        ("invoice", "INV-2026-0001", "due in 5 days"),
    ]


def test_a_follow_up_says_its_time_and_priority_and_the_urgent_comes_first(
    run: Run, tell: Callable[[Tell], None]
) -> None:
    def fill(session: Session) -> None:
        a_follow_up(session, "Low", "2026-07-10", priority="low")
        a_follow_up(session, "Later", "2026-07-15", due_time="16:00")
        a_follow_up(session, "Early", "2026-07-15", due_time="09:30")
        a_follow_up(session, "High", "2026-07-14", priority="high")

    tell(fill)
    assert seen(run) == [
        ("followup", "High", "1 day overdue, high priority"),
        ("followup", "Low", "5 days overdue, low priority"),
        ("followup", "Early", "due today at 09:30"),
        ("followup", "Later", "due today at 16:00"),
    ]
    assert lines(run)[0] == "acctmgr followup done 4"


def test_what_is_done_is_not_due_and_was_due_before(run: Run, tell: Callable[[Tell], None]) -> None:
    from datetime import date

    tell(lambda s: a_follow_up(s, "Call", "2026-07-10", done_on=date(2026, 7, 12)))
    assert seen(run) == []
    assert seen(run, "--today 2026-07-11") == [("followup", "Call", "1 day overdue")]
    assert seen(run, "--today 2026-07-09") == []


def test_only_what_is_open_on_the_day_is_to_be_paid(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        invoice = an_invoice(session, on="06-01", due="07-01")
        a_payment(session, 4000, invoice, on="07-05")
        a_payment(session, 6000, invoice, on="07-16")
        an_invoice(session, on="06-01", due="07-01", is_draft=True)
        from acctmgr.invoices import service
        from builders import day

        service.void(session, an_invoice(session, on="06-02", due="07-01"), on=day("07-03"))

    tell(fill)
    (row,) = today(run)["rows"]
    assert (row["what"], row["amount"]) == ("INV-2026-0001", "60.00")
    assert today(run, "--today 2026-07-16")["rows"] == []
    assert [row["amount"] for row in today(run, "--today 2026-07-02")["rows"]] == ["100.00", "100.00"]


def test_a_credit_that_covers_an_invoice_is_said_and_used(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        a_payment(session, 15000, on="07-01")
        an_invoice(session, on="06-01", due="07-10")
        an_invoice(session, on="06-01", due="07-12")

    tell(fill)
    assert [(row["why"], row["command"]) for row in today(run)["rows"]] == [
        ("5 days overdue, a credit covers it", "acctmgr payment apply p1 INV-2026-0001"),
        ("3 days overdue, a credit covers 50.00", "acctmgr payment apply p1 INV-2026-0002"),
    ]


def test_a_credit_note_covers_too_and_another_currency_does_not(
    run: Run, tell: Callable[[Tell], None]
) -> None:
    def fill(session: Session) -> None:
        paid = an_invoice(session, on="05-01")
        a_payment(session, 10000, paid, on="05-10")
        a_credit(session, paid, on="05-20")
        an_invoice(session, on="06-01", due="07-14", currency="USD", rate="0.9")
        an_invoice(session, on="06-01", due="07-15")

    tell(fill)
    assert [(row["why"], row["currency"], row["command"]) for row in today(run)["rows"]] == [
        ("1 day overdue", "USD", "acctmgr invoice pay INV-2026-0002 --rate RATE"),
        ("due today, a credit covers it", "EUR", "acctmgr payment apply CN-2026-0001 INV-2026-0003"),
    ]
    assert today(run)["totals"]["overdue"] == "90.00"


def test_a_dispute_is_said(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        an_invoice(session, on="06-01", due="07-14")
        a_client(session).dispute = "wrong hours"

    tell(fill)
    assert seen(run) == [("invoice", "INV-2026-0001", "1 day overdue, in dispute")]


def test_a_deal_is_due_when_its_day_has_passed_and_while_it_is_open(
    run: Run, tell: Callable[[Tell], None]
) -> None:
    def fill(session: Session) -> None:
        a_deal(session, "Past", "2026-07-14")
        a_deal(session, "Today", "2026-07-15")
        a_deal(session, "Never", None)
        a_deal(session, "Won", "2026-07-01", ("Lead", "2026-05-01"), ("Won", "2026-07-10"))

    tell(fill)
    assert seen(run) == [("deal", "Past", "expected 1 day ago, Lead")]
    assert lines(run) == ["acctmgr deal edit 1 --close +2w"]
    assert seen(run, "--today 2026-07-09") == [("deal", "Won", "expected 8 days ago, Lead")]


def test_birthdays_of_the_week_are_told_with_and_without_a_year(
    run: Run, tell: Callable[[Tell], None]
) -> None:
    def fill(session: Session) -> None:
        a_contact(session, "Ana Ruiz", "1980-07-22")
        a_contact(session, "Bo Lind", "--07-16")
        a_contact(session, "Cy Moor", "--07-23")
        a_contact(session, "Di Noor", "--07-14")
        a_contact(session, "Ed Opp", "--07-15", is_no_contact=1)
        a_contact(session, "Flo Pet", None)

    tell(fill)
    assert seen(run) == [
        ("birthday", "Bo Lind", "birthday tomorrow"),
        ("birthday", "Ana Ruiz", "birthday in 7 days, turns 46"),
    ]
    assert lines(run)[0] == 'acctmgr log acme "Birthday wishes" --contact 2'


def test_who_has_had_wishes_needs_no_more(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        ana, bo = a_contact(session, "Ana Ruiz", "1980-07-15"), a_contact(session, "Bo Lind", "--07-17")
        an_activity(session, "Birthday wishes", "2026-07-15", contact_id=ana.id)
        an_activity(session, "Happy birthday in advance", "2026-07-14", contact_id=bo.id)

    tell(fill)
    assert seen(run) == []


def test_a_call_about_something_else_takes_no_birthday_away(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        ana = a_contact(session, "Ana Ruiz", "--07-17")
        an_activity(session, "Went through the plan", "2026-07-15", contact_id=ana.id)

    tell(fill)
    assert seen(run) == [("birthday", "Ana Ruiz", "birthday in 2 days")]


def test_archived_clients_are_left_in_peace_from_that_day(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        an_invoice(session, on="06-01", due="07-01")
        a_follow_up(session, "Call", "2026-07-01")
        a_deal(session, "Website", "2026-07-01")
        a_contact(session, "Ana Ruiz", "--07-15")
        archived(session, "Acme", "2026-07-10")

    tell(fill)
    assert seen(run) == []
    assert [row["kind"] for row in today(run, "--today 2026-07-09")["rows"]] == [
        "followup", "invoice", "deal", "birthday",
    ]  # fmt: skip


def test_what_a_merged_client_left_is_the_kept_ones(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        a_payment(session, 10000, on="07-01", client="Acme")
        an_invoice(session, on="06-01", due="07-14", client="Acme Labs")
        a_follow_up(session, "Call", "2026-07-14", client="Acme Labs")
        merged(session, "Acme Labs", "Acme")

    tell(fill)
    assert [(row["client"], row["why"]) for row in today(run)["rows"]] == [
        ("acme", "1 day overdue"),
        ("acme", "1 day overdue, a credit covers it"),
    ]


def test_money_in_hand_is_that_of_the_day(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        a_payment(session, 10000, on="06-30")
        a_payment(session, 2500, on="07-15")
        a_payment(session, 1, on="07-16")

    tell(fill)
    assert today(run)["totals"]["money_in_hand"] == "125.00"
    assert today(run, "--today 2026-06-30")["totals"]["money_in_hand"] == "100.00"


def test_the_exit_code_says_whether_something_is_due(run: Run, tell: Callable[[Tell], None]) -> None:
    assert run("today --exit-code").code == 0
    tell(lambda s: a_follow_up(s, "Call", "2026-07-15"))
    assert run("today --exit-code").code == 10
    assert run("today").code == 0


def test_quiet_is_silent_only_when_there_is_nothing(run: Run, tell: Callable[[Tell], None]) -> None:
    assert run("today --quiet") == (0, "", "")
    assert run("today").out.endswith("Nothing is due. In hand: Bank 0.00, Cash 0.00, Credit card 0.00\n")
    tell(lambda s: a_follow_up(s, "Call", "2026-07-15"))
    assert "Call" in run("today --quiet").out


def test_other_formats_say_the_same(run: Run, tell: Callable[[Tell], None]) -> None:
    tell(lambda s: a_follow_up(s, "Call", "2026-07-14"))
    assert run("today -f ids").out == "1\n"
    assert run("today -f csv").out == (
        "kind,client,what,why,on,amount,currency,ref,command\n"
        "followup,acme,Call,1 day overdue,2026-07-14,,,1,acctmgr followup done 1\n"
    )
    assert "### Overdue\n\n| kind | client |" in run("today -f md").out


def test_a_limit_says_what_it_left_out(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        for number in range(3):
            a_follow_up(session, f"Call {number}", "2026-07-14")

    tell(fill)
    out = run("today --limit 1").out
    assert "Call 0" in out
    assert "Call 1" not in out
    assert "… and 2 more (--limit 0 shows all); in hand:" in out


def test_each_line_deals_with_its_row(run: Run, tell: Callable[[Tell], None]) -> None:
    def fill(session: Session) -> None:
        a_follow_up(session, "Call", "2026-07-14")
        an_invoice(session, on="06-01", due="07-10")
        a_payment(session, 10000, on="07-01", client="Cobalt")
        an_invoice(session, on="06-01", due="07-12", client="Cobalt")
        an_invoice(session, on="06-01", due="07-14", currency="USD", rate="0.9")
        a_deal(session, "Website", "2026-07-01")
        a_contact(session, "Ana Ruiz", "--07-15")

    tell(fill)
    assert [row["kind"] for row in today(run)["rows"]] == ["followup", *["invoice"] * 3, "deal", "birthday"]
    for line in lines(run):
        result = run(line.removeprefix("acctmgr ").replace("RATE", "0.95"))
        assert result.code == 0, result.err
    assert today(run)["rows"] == []
