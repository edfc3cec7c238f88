"""`report daily`: what is due, what happened since the last working day, and how things stand."""

import email
import json
import re
from collections.abc import Callable
from datetime import date
from email import policy
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlmodel import Session

from acctmgr.reports import daily_rules as rules
from acctmgr.store.book import Book
from acctmgr.store.write import change
from builders import a_client, a_credit, a_payment, an_invoice, day
from conftest import Run
from reports.builders import a_deal, a_follow_up, an_activity

EVIL = "<script>alert(1)</script> & \"quotes\" 'too'"


@pytest.fixture
def tell(book: Book) -> Callable[[Callable[[Session], object]], None]:
    return lambda fn: change(lambda session: fn(session) and None, book)


def daily(run: Run, line: str = "") -> dict[str, Any]:
    result = run(f"report daily --format json {line}")
    assert (result.code, result.err) == (0, "")
    return dict(json.loads(result.out))


@pytest.mark.parametrize(
    ("today", "since"),
    [
        ("2026-07-15", "2026-07-14"),  # Wednesday: Tuesday
        ("2026-07-13", "2026-07-10"),  # Monday: Friday
        ("2026-07-12", "2026-07-10"),  # Sunday
        ("2026-07-11", "2026-07-10"),  # Saturday
    ],
)
def test_it_looks_back_to_the_last_working_day(today: str, since: str) -> None:
    assert rules.since(date.fromisoformat(today)) == date.fromisoformat(since)


def a_day(session: Session) -> None:
    """Tuesday 14 July: one of everything, and things before and after that do not count."""
    paid = an_invoice(session, on="06-01", due="07-01")
    a_payment(session, 4000, paid, on="07-14")
    a_payment(session, 1000, paid, on="07-13")
    an_invoice(session, on="07-14", due="08-13")
    a_credit(session, paid, 500, on="07-14")
    a_deal(session, "Website", None, ("Lead", "2026-05-01"), ("Proposal", "2026-07-14"))
    a_deal(session, "Logo", None, ("Lead", "2026-05-01"), ("Won", "2026-07-14"))
    a_deal(session, "Shop", None, ("Lead", "2026-07-14"))
    a_deal(
        session,
        "Twice",
        None,
        ("Lead", "2026-05-01"),
        ("Qualified", "2026-07-14"),
        ("Proposal", "2026-07-14"),
    )
    a_follow_up(session, "Called back", "2026-07-10", done_on=date(2026, 7, 14))
    an_activity(session, "Talked about prices", "2026-07-14", kind="call")
    an_activity(session, "Too late", "2026-07-15", kind="call")


def test_what_happened_is_told(run: Run, tell: Any) -> None:
    tell(a_day)
    assert [(row["kind"], row["what"], row["amount"]) for row in daily(run)["happened"]] == [
        ("payment", "p1", "40.00"),
        ("invoice", "INV-2026-0002", "100.00"),
        ("credit_note", "CN-2026-0001", "-5.00"),
        ("deal", "Website: Lead → Proposal", "900.00"),
        ("deal", "Logo: Lead → Won", "900.00"),
        ("deal", "Shop: new → Lead", "900.00"),
        ("deal", "Twice: Lead → Proposal", "900.00"),
        ("followup", "Called back", None),
        ("call", "Talked about prices", None),
    ]


def test_the_report_has_these_keys(run: Run, tell: Any) -> None:
    tell(a_day)
    found = daily(run)
    assert (
        list(found)
        == (
            "report as_of currency rows totals money since happened weeks pipeline pipeline_totals aging months"
        ).split()
    )
    assert found["since"] == "2026-07-14"
    assert found["happened"][0] == {
        "kind": "payment", "client": "acme", "what": "p1", "on": "2026-07-14", "amount": "40.00",
        "currency": "EUR", "ref": "p1",
    }  # fmt: skip
    assert found["weeks"] == [
        {
            "week": "this week", "from_on": "2026-07-13", "to_on": "2026-07-15", "invoiced": "95.00",
            "received": "50.00", "won": "900.00", "won_by_currency": {"EUR": "900.00"},
            "deals_won": 1, "activities": 2, "followups_done": 1,
        },
        {
            "week": "last week", "from_on": "2026-07-06", "to_on": "2026-07-12", "invoiced": "0.00",
            "received": "0.00", "won": "0.00", "won_by_currency": {"EUR": "0.00"},
            "deals_won": 0, "activities": 0, "followups_done": 0,
        },
    ]  # fmt: skip
    assert found["aging"] == [
        {"late": "not due", "open": "100.00"},
        {"late": "1-30 days late", "open": "45.00"},
        {"late": "31-60 days late", "open": "0.00"},
        {"late": "61-90 days late", "open": "0.00"},
        {"late": "over 90 days late", "open": "0.00"},
        {"late": "credit", "open": "0.00"},
        {"late": "total", "open": "145.00"},
    ]
    assert found["months"][-2:] == [
        {"month": "2026-06", "income": "100.00"},
        {"month": "2026-07", "income": "95.00"},
    ]
    assert [row["stage"] for row in found["pipeline"] if row["deals"]] == ["Lead", "Proposal"]


def test_a_payment_that_bounced_by_then_is_not_told(run: Run, tell: Any) -> None:
    def fill(session: Session) -> None:
        from acctmgr.documents import payment_service

        payment_service.void(session, a_payment(session, 4000, on="07-14"), on=day("07-15"))

    tell(fill)
    assert daily(run)["happened"] == []
    assert daily(run)["weeks"][0]["received"] == "0.00"


def test_it_looks_back_as_far_as_asked(run: Run, tell: Any) -> None:
    tell(lambda s: an_activity(s, "Talked", "2026-07-01"))
    assert [row["what"] for row in daily(run, "--since 2026-07-01")["happened"]] == ["Talked"]
    result = run("report daily --since today")
    assert (result.code, result.err) == (
        2,
        "error: --since 2026-07-15 is not before 2026-07-15\nhint: name an earlier day\n",
    )


def test_markdown_has_every_part(run: Run, tell: Any) -> None:
    tell(a_day)
    out = run("report daily --format md").out
    assert re.findall(r"^#+ .*", out, re.MULTILINE) == [
        "## Today, Wednesday",
        "### Overdue",
        "### What happened on 2026-07-14",
        "### The week",
        "### Pipeline",
        "### Open invoices",
        "### Income by month",
    ]


def test_quiet_is_silent_when_nothing_is_due_and_nothing_happened(run: Run, tell: Any) -> None:
    for line in ("", " --html", " --mail ana@ruiz.example"):
        assert run(f"report daily --quiet{line}") == (0, "", "")
    assert "nothing that the book knows of" in run("report daily").out
    tell(lambda s: an_activity(s, "Talked", "2026-07-14"))
    assert "Talked" in run("report daily --quiet").out


def test_the_exit_code_says_whether_something_is_due(run: Run, tell: Any) -> None:
    tell(lambda s: an_activity(s, "Talked", "2026-07-14"))
    assert run("report daily --exit-code").code == 0
    tell(lambda s: a_follow_up(s, "Call", "2026-07-15"))
    assert run("report daily --exit-code --html").code == 10


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_escapes_everything_and_fetches_nothing(run: Run, tell: Any) -> None:
    def fill(session: Session) -> None:
        a_client(session, "Acme").handle = "<i>acme</i>"
        a_follow_up(session, EVIL, "2026-07-14")
        an_activity(session, f"\x1b[31m{EVIL}", "2026-07-14")
        a_day(session)

    tell(fill)
    page = Page(run("report daily --html").out)
    assert page.open == []
    assert page.tags == set("html head meta title body div h1 h2 span table tr td svg rect".split())
    assert page.words.count(EVIL) == 2
    names = {name for name, _ in page.attributes}
    assert names & {"src", "href", "onload", "onclick", "background"} == set()
    values = [value for name, value in page.attributes if name != "xmlns" and value]
    assert [value for value in values if "url(" in value or "http" in value] == []


def test_every_figure_of_a_chart_stands_beside_it_as_text(run: Run, tell: Any) -> None:
    tell(a_day)
    words = Page(run("report daily --html").out).words
    assert [word for word in words if word in ("145.00", "45.00", "95.00", "1,800.00")] != []
    assert {"not due", "over 90 days late", "2026-07", "Proposal", "Income by month"} <= set(words)


def test_the_mail_has_the_text_and_the_page(run: Run, tell: Any) -> None:
    tell(a_day)
    first, again = (run("report daily --mail ana@ruiz.example").out for _ in range(2))
    assert first == again
    message = email.message_from_string(first, policy=policy.default)
    assert (message["To"], message["Subject"]) == ("ana@ruiz.example", "Wednesday 2026-07-15: 1 overdue")
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert "acctmgr invoice pay INV-2026-0001" in text.get_content()
    assert max(map(len, text.get_content().splitlines())) <= 76
    assert html.get_content().replace("\r\n", "\n") == run("report daily --html").out


@pytest.mark.parametrize(
    "address", ["ana", "a@b@c", "ana@x.example, bo@x.example", "ana@x.example\nBcc: bo@y.example"]
)
def test_an_address_that_is_none_is_refused(run: Run, address: str) -> None:
    result = run("report", "daily", "--mail", address)
    assert (result.code, result.out) == (1, "")
    assert "is no e-mail address" in result.err


def test_a_page_and_a_mail_at_once_is_a_mistake(run: Run) -> None:
    result = run("report daily --html --mail ana@ruiz.example")
    assert (result.code, result.err) == (
        2,
        "error: --html and --mail are two things\nhint: name one of them\n",
    )


def test_what_deals_in_another_currency_come_to_is_told_apart(run: Run) -> None:
    for line in (
        "client add Acme",
        "deal add Export --client acme --amount 700 --currency USD",
        "deal add Fit-out --client acme --amount 500 --currency USD",
        "deal win 1",
    ):
        assert run(line).code == 0
    found = json.loads(run("report daily --format json").out)
    week = found["weeks"][0]
    assert (week["won"], week["won_by_currency"], week["deals_won"]) == (
        "0.00",
        {"EUR": "0.00", "USD": "700.00"},
        1,
    )
    assert found["pipeline"][0]["not_summed"] == {"USD": "500.00"}
    told = run("report daily").out
    assert "won by currency" in told and "0.00 EUR, 700.00 USD" in told
    assert "not summed" in told
    page = run("report daily --html").out
    assert "not summed: 500.00 USD" in page and "0.00, 700.00 USD" in page
