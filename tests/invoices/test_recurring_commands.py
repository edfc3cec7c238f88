"""`invoice recurring` from the command line: what is kept, made, told and refused."""

import json
from typing import Any

import pytest

from acctmgr.store.book import Book
from builders import count
from conftest import Run

HOSTING = "Hosting {month} {year}; 1; 80.00; tax=21"


@pytest.fixture
def acme(run: Run) -> Run:
    """A book with the client Acme and the Spanish taxes; today is 2026-07-15."""
    assert run("client add Acme").code == 0
    assert run("tax load es").code == 0
    return run


def add(run: Run, *words: str, client: str = "acme", line: str = HOSTING) -> Any:
    return run("invoice", "recurring", "add", client, "--line", line, *words)


def monthly(run: Run, *words: str, first: str = "2026-05-31", **more: str) -> str:
    """A monthly one; gives its id."""
    result = add(run, "--every", "1m", "--from", first, *words, **more)
    assert result.code == 0, result.err
    return str(result.out.strip())


def shown(run: Run, line: str) -> Any:
    result = run(f"{line} -f json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def made(run: Run, *words: str) -> list[str]:
    return [
        row["document"] for row in json.loads(run("invoice", "recurring", "run", "-f", "json", *words).out)
    ]


def test_add_prints_the_id_and_says_what_is_due_already(acme: Run) -> None:
    result = add(acme, "--every", "1m", "--from", "2026-05-31")
    assert (result.code, result.out) == (0, "1\n")
    assert result.err == (
        "recurring 1 for Acme: 96.80 EUR every 1m from 2026-05-31; "
        "due already: 2, made by `invoice recurring run`\n"
    )


def test_json_has_these_keys(acme: Run) -> None:
    monthly(acme, "--reference", "PO {year}", "--terms", "10")
    (row,) = shown(acme, "invoice recurring list")
    assert row == {
        "id": 1, "client": "acme", "every": "1m", "status": "running", "next_on": "2026-05-31", "due": 2,
        "last_on": None, "last_document": None, "currency": "EUR", "net": "80.00", "total": "96.80",
        "terms_days": 10, "missed": "all", "draft": False, "starts_on": "2026-05-31", "until_on": None,
        "stopped_on": None, "reference": "PO {year}",
        "lines": [
            {
                "description": "Hosting {month} {year}", "quantity": "1", "unit_price": "80",
                "discount_percent": None, "discount": "0.00", "tax": "21",
            }
        ],
    }  # fmt: skip
    card = shown(acme, "invoice recurring show 1")
    assert list(card) == [
        *row, "client_name", "tax_included", "discount_percent", "discount", "note", "runs"
    ]  # fmt: skip
    assert card["runs"] == []


def test_a_run_prints_the_numbers_and_tells_the_rest_to_people(acme: Run) -> None:
    monthly(acme)
    result = acme("invoice recurring run")
    assert (result.code, result.out) == (0, "INV-2026-0001\nINV-2026-0002\n")
    assert result.err == (
        "invoice INV-2026-0001 for Acme: 96.80 EUR, due 2026-06-30; recurring 1, 2026-05-31\n"
        "invoice INV-2026-0002 for Acme: 96.80 EUR, due 2026-07-30; recurring 1, 2026-06-30\n"
    )


def test_a_run_as_json_has_these_keys(acme: Run) -> None:
    monthly(acme, "--missed", "skip")
    result = acme("invoice recurring run -f json")
    assert json.loads(result.out) == [
        {
            "recurring": 1, "client": "acme", "period_on": "2026-05-31", "status": "skipped", "document": None,
            "issued_on": None, "due_on": None, "currency": "EUR", "total": None,
        },
        {
            "recurring": 1, "client": "acme", "period_on": "2026-06-30", "status": "made",
            "document": "INV-2026-0001", "issued_on": "2026-06-30", "due_on": "2026-07-30", "currency": "EUR",
            "total": "96.80",
        },
    ]  # fmt: skip


def test_a_second_run_makes_nothing_more(acme: Run, book: Book) -> None:
    monthly(acme)
    acme("invoice recurring run")
    operations = count(book, "operation")
    again = acme("invoice recurring run")
    assert (again.code, again.out, again.err) == (0, "", "nothing is due\n")
    assert (count(book, "document"), count(book, "operation")) == (2, operations)


def test_nothing_due_is_silent_with_quiet(acme: Run) -> None:
    monthly(acme, first="2026-08-01")
    assert acme("invoice recurring run --quiet") == (0, "", "")


def test_quiet_prints_the_numbers_alone(acme: Run) -> None:
    monthly(acme)
    assert acme("invoice recurring run -q") == (0, "INV-2026-0001\nINV-2026-0002\n", "")


def test_an_invoice_is_dated_its_day_and_tells_what_made_it(acme: Run) -> None:
    recurring = monthly(acme)
    acme("invoice recurring run")
    invoice = shown(acme, "invoice show 1")
    assert (invoice["issued_on"], invoice["supplied_on"], invoice["due_on"]) == (
        *("2026-05-31", "2026-05-31", "2026-06-30"),
    )
    assert invoice["lines"][0]["description"] == "Hosting May 2026"
    assert str(invoice["recurring"]) == recurring
    acme("invoice", "add", "acme", "--line", "Other; 1; 5")
    assert shown(acme, "invoice show 3")["recurring"] is None


def test_words_are_in_the_language_of_the_client(acme: Run, book: Book) -> None:
    from sqlmodel import select

    from acctmgr.parties.tables import Party
    from builders import change

    def speaks_spanish(session: Any) -> None:
        session.exec(select(Party)).one().language = "es"

    change(speaks_spanish, book)
    monthly(acme, "--note", "Periodo: {period}", first="2026-07-01")
    acme("invoice recurring run")
    invoice = shown(acme, "invoice show 1")
    assert invoice["lines"][0]["description"] == "Hosting julio 2026"
    assert invoice["note"] == "Periodo: 1 de julio de 2026 – 31 de julio de 2026"


def test_several_are_made_in_the_order_of_their_days(acme: Run) -> None:
    acme("client add Zeta")
    monthly(acme, first="2026-05-20")
    monthly(acme, first="2026-05-10", client="zeta")
    rows = shown(acme, "invoice recurring run")
    assert [(row["client"], row["period_on"], row["document"]) for row in rows] == [
        ("zeta", "2026-05-10", "INV-2026-0001"),
        ("acme", "2026-05-20", "INV-2026-0002"),
        ("zeta", "2026-06-10", "INV-2026-0003"),
        ("acme", "2026-06-20", "INV-2026-0004"),
        ("zeta", "2026-07-10", "INV-2026-0005"),
    ]


def test_drafts_wait_to_be_issued_and_one_thrown_away_is_not_made_again(acme: Run) -> None:
    monthly(acme, "--draft")
    assert acme("invoice recurring run").out == "d1\nd2\n"
    assert acme("invoice issue d2").out == "INV-2026-0001\n"
    assert acme("invoice rm d1 -y").code == 0
    assert acme("invoice recurring run").out == ""
    runs = shown(acme, "invoice recurring show 1")["runs"]
    assert [(run["period_on"], run["status"], run["document"]) for run in runs] == [
        ("2026-06-30", "made", "INV-2026-0001"),
        ("2026-05-31", "skipped", None),
    ]
    assert acme("db check").code == 0


def test_a_void_invoice_is_not_made_again(acme: Run) -> None:
    monthly(acme, first="2026-07-01")
    acme("invoice recurring run")
    acme("invoice void 1 -y")
    assert acme("invoice recurring run").out == ""


def test_one_that_comes_late_is_dated_today_and_keeps_its_day_as_tax_point(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", "Other; 1; 5", "--issued", "2026-06-10")
    monthly(acme)
    result = acme("invoice recurring run")
    assert (
        "INV-2026-0002 for Acme: 96.80 EUR, due 2026-08-14; recurring 1, 2026-05-31, dated 2026-07-15: "
        in (result.err)
    )
    late = shown(acme, "invoice show 2")
    assert (late["issued_on"], late["supplied_on"], late["lines"][0]["description"]) == (
        *("2026-07-15", "2026-05-31", "Hosting May 2026"),
    )
    assert shown(acme, "invoice show 3")["issued_on"] == "2026-07-15"


def test_backdate_gives_each_its_own_day(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", "Other; 1; 5", "--issued", "2026-06-10")
    monthly(acme)
    assert acme("invoice recurring run --backdate").code == 0
    assert shown(acme, "invoice show 2")["issued_on"] == "2026-05-31"
    assert shown(acme, "invoice show 3")["issued_on"] == "2026-06-30"


def test_a_locked_day_is_never_touched(acme: Run) -> None:
    monthly(acme)
    acme("config set locked_until 2026-06-15")
    before = acme("report aging --as-of 2026-06-15 -f json").out
    assert acme("invoice recurring run --backdate").code == 0
    assert shown(acme, "invoice show 1")["issued_on"] == "2026-07-15"
    assert shown(acme, "invoice show 2")["issued_on"] == "2026-06-30"
    assert acme("report aging --as-of 2026-06-15 -f json").out == before


def test_the_tax_is_that_of_the_periods_day(acme: Run) -> None:
    acme("tax", "add", "vat", "--component", "VAT; 20", "--from", "2026-01-01")
    acme("tax", "add", "vat", "--component", "VAT; 22", "--from", "2026-06-01")
    monthly(acme, line="Hosting; 1; 100; tax=vat")
    rows = shown(acme, "invoice recurring run")
    assert [row["total"] for row in rows] == ["120.00", "122.00"]


def test_like_an_invoice_it_takes_client_lines_discount_and_terms(acme: Run) -> None:
    acme(
        *("invoice", "add", "acme", "--line", "Care; 2; 50; disc=10%; tax=iva21", "--discount", "5.00"),
        *("--issued", "2026-06-01", "--due", "2026-06-11", "--note", "Thank you"),
    )
    assert acme("invoice recurring add --like 1 --every 1m --from 2026-07-01").out == "1\n"
    assert acme("invoice recurring run").out == "INV-2026-0002\n"
    first, second = shown(acme, "invoice show 1"), shown(acme, "invoice show 2")
    same = ("client", "net", "tax", "total", "note", "discount", "lines")
    assert [second[key] for key in same] == [first[key] for key in same]
    assert second["due_on"] == "2026-07-11"


def test_what_is_typed_goes_before_the_invoice_it_is_like(acme: Run) -> None:
    acme("client add Zeta")
    acme("invoice", "add", "acme", "--line", "Care; 1; 50", "--note", "Thank you")
    result = acme(
        *("invoice", "recurring", "add", "zeta", "--like", "1", "--line", "More care; 1; 70"),
        *("--every", "1w", "--from", "2026-07-14"),
    )
    assert result.err.startswith("recurring 1 for Zeta: 70.00 EUR every 1w")
    assert shown(acme, "invoice recurring show 1")["note"] == "Thank you"


def test_stop_makes_nothing_from_its_day_on(acme: Run) -> None:
    monthly(acme)
    result = acme("invoice recurring stop 1 --on 2026-06-30")
    assert result.err == (
        "recurring 1 for Acme stops: nothing is made for 2026-06-30 or any day after it; "
        "still to be made by `invoice recurring run`: 1\n"
    )
    assert acme("invoice recurring run").out == "INV-2026-0001\n"
    (row,) = shown(acme, "invoice recurring list")
    assert (row["status"], row["next_on"], row["stopped_on"]) == ("stopped", None, "2026-06-30")


def test_one_that_was_stopped_goes_on_when_that_is_cleared(acme: Run) -> None:
    monthly(acme)
    acme("invoice recurring stop 1 --on 2026-06-01")
    assert acme("invoice recurring run").out == "INV-2026-0001\n"
    assert acme("invoice recurring edit 1 --clear stop").err == "changed recurring 1 for Acme\n"
    assert acme("invoice recurring run").out == "INV-2026-0002\n"


def test_an_edit_counts_from_the_next_one_on(acme: Run) -> None:
    monthly(acme)
    acme("invoice recurring run")
    acme("invoice", "recurring", "edit", "1", "--line", "Hosting; 1; 90", "--until", "2026-08-15", "--draft")
    assert [row["total"] for row in shown(acme, "invoice list --sort number")] == ["96.80", "96.80"]
    assert shown(acme, "invoice recurring run --today 2026-12-31")[0]["total"] == "90.00"
    (row,) = shown(acme, "invoice recurring list")
    assert (row["status"], row["last_on"], row["draft"], len(row["lines"])) == (
        "ended",
        "2026-07-31",
        True,
        1,
    )


def test_a_list_is_narrowed_by_status_and_client(acme: Run) -> None:
    acme("client add Zeta")
    monthly(acme)
    monthly(acme, first="2026-08-01", client="zeta")
    monthly(acme, "--until", "2026-07-01", first="2026-07-01")
    acme("invoice recurring stop 3 --on 2026-07-01")
    assert acme("invoice recurring list -f ids").out == "1\n2\n3\n"
    assert acme("invoice recurring list --status due -f ids").out == "1\n"
    assert acme("invoice recurring list --status running -f ids").out == "1\n2\n"
    assert acme("invoice recurring list --status stopped -f ids").out == "3\n"
    assert acme("invoice recurring list --client zeta -f ids").out == "2\n"
    assert acme("invoice recurring list --limit 1 -f ids").out == "1\n"


def test_a_list_takes_a_condition(acme: Run) -> None:
    acme("client add Zeta --tier A")
    monthly(acme)
    monthly(acme, client="zeta", first="2026-08-01")
    assert acme("invoice", "recurring", "list", "--where", "due>0 and total=96.80", "-f", "ids").out == "1\n"
    assert acme("invoice", "recurring", "list", "--where", "client.tier=A", "-f", "ids").out == "2\n"
    assert acme("invoice", "recurring", "list", "--where", "colour=red").code != 0


def test_the_end_of_this_month_is_the_end_of_every_month(acme: Run) -> None:
    monthly(acme, "--today", "2026-06-10", first="eom")
    rows = shown(acme, "invoice recurring run --today 2026-08-31")
    assert [row["period_on"] for row in rows] == ["2026-06-30", "2026-07-31", "2026-08-31"]


def test_words_are_in_the_language_of_the_book_where_the_client_has_none(acme: Run) -> None:
    acme("config set language es")
    monthly(acme, first="2026-07-01")
    acme("invoice recurring run")
    assert shown(acme, "invoice show 1")["lines"][0]["description"] == "Hosting julio 2026"


def test_what_its_taxes_no_longer_allow_is_shown_without_an_amount(acme: Run) -> None:
    acme("tax", "add", "old", "--component", "VAT; 20", "--to", "2026-06-15")
    monthly(acme, line="Hosting; 1; 100; tax=old")
    acme("invoice recurring run")
    (row,) = shown(acme, "invoice recurring list")
    assert (row["next_on"], row["net"], row["total"]) == ("2026-06-30", None, None)


def test_a_rehearsal_shows_it_all_and_writes_nothing(acme: Run, book: Book) -> None:
    monthly(acme)
    acme("client add Zeta")
    monthly(acme, first="2026-06-01", client="zeta")
    acme("client archive zeta")
    operations = count(book, "operation")
    result = acme("invoice recurring run --dry-run -f json")
    assert result.code == 1
    assert [(row["period_on"], row["document"]) for row in json.loads(result.out)] == [
        ("2026-05-31", "INV-2026-0001"),
        ("2026-06-30", "INV-2026-0002"),
    ]
    assert "error: recurring 2 for zeta, 2026-06-01: zeta is archived since 2026-07-15\n" in result.err
    assert (count(book, "document"), count(book, "recurring_run"), count(book, "operation")) == (
        0,
        0,
        operations,
    )
    assert acme("invoice recurring run -q").out == "INV-2026-0001\nINV-2026-0002\n"


def test_a_rehearsal_for_people_is_a_table(acme: Run) -> None:
    monthly(acme, "--missed", "skip")
    assert acme("invoice recurring run --dry-run").out == (
        "recurring  client  period on   status   document       issued on   due on      total\n"
        "        1  acme    2026-05-31  skipped\n"
        "        1  acme    2026-06-30  made     INV-2026-0001  2026-06-30  2026-07-30  96.80\n"
    )


def test_one_that_fails_is_told_and_the_others_go_on(acme: Run) -> None:
    acme("client add Zeta")
    monthly(acme, client="zeta", first="2026-05-01")
    monthly(acme)
    acme("client archive zeta")
    result = acme("invoice recurring run -q")
    assert (result.code, result.out) == (1, "INV-2026-0001\nINV-2026-0002\n")
    assert result.err == (
        "error: recurring 1 for zeta, 2026-05-01: zeta is archived since 2026-07-15\n"
        "hint: bring it back: acctmgr client restore zeta\n"
    )
    acme("client restore zeta")
    rows = shown(acme, "invoice recurring run")
    assert [(row["period_on"], row["issued_on"]) for row in rows] == [
        ("2026-05-01", "2026-07-15"),
        ("2026-06-01", "2026-07-15"),
        ("2026-07-01", "2026-07-15"),
    ]


def test_a_tax_code_that_is_over_fails_alone(acme: Run) -> None:
    acme("tax", "add", "old", "--component", "VAT; 20", "--to", "2026-06-15")
    monthly(acme, line="Hosting; 1; 100; tax=old")
    result = acme("invoice recurring run")
    assert (result.code, result.out) == (1, "INV-2026-0001\n")
    assert "error: recurring 1 for acme, 2026-06-30: tax code old does not hold on 2026-06-30\n" in result.err


def test_a_foreign_one_takes_the_last_rate_that_somebody_typed(acme: Run) -> None:
    acme("client add Globex --currency USD")
    acme("invoice", "add", "globex", "--line", "x; 1; 1", "--issued", "2026-05-10", "--rate", "0.91")
    acme("payment", "add", "globex", "1", "--on", "2026-05-20", "--currency", "USD", "--rate", "0.93")
    monthly(acme, client="globex", line="Hosting; 1; 100")
    result = acme("invoice recurring run")
    assert result.out == "INV-2026-0002\n"
    assert "recurring 1, 2026-05-31, at the rate of 2026-05-20: 0.93\n" in result.err
    assert shown(acme, "invoice show 2")["rate"] == "0.93"
    # 2026-06-30 is more than 31 days after it, and the rate of the invoice made is no news
    assert result.code == 1
    assert (
        "error: recurring 1 for globex, 2026-06-30: no rate of USD is known from 2026-05-30 to 2026-06-30\n"
        "hint: give it: acctmgr invoice recurring run --rate USD=0.92\n"
    ) in result.err
    assert acme("invoice recurring run --rate USD=0.95").out == "INV-2026-0003\n"
    assert shown(acme, "invoice show 3")["rate"] == "0.95"


def test_a_client_in_dispute_is_invoiced_all_the_same(acme: Run, book: Book) -> None:
    from sqlmodel import select

    from acctmgr.parties.tables import Party
    from builders import change

    def disputes(session: Any) -> None:
        session.exec(select(Party)).one().dispute = "the June invoice"

    change(disputes, book)
    monthly(acme)
    assert acme("invoice recurring run").out == "INV-2026-0001\nINV-2026-0002\n"


def test_the_kept_client_gets_what_a_merged_one_had(acme: Run, book: Book) -> None:
    from sqlmodel import select

    from acctmgr.parties.tables import Party
    from builders import change

    acme("client add Zeta")
    monthly(acme, client="zeta", first="2026-07-01")

    def merge(session: Any) -> None:
        kept, other = session.exec(select(Party).order_by(Party.id)).all()
        other.merged_into_id = kept.id

    change(merge, book)
    assert [row["client"] for row in shown(acme, "invoice recurring list")] == ["acme"]
    acme("invoice recurring run")
    assert shown(acme, "invoice show 1")["client"] == "acme"


WRONG = {  # options after the client and a line: exit code and error
    "--every 1x --from bom": (1, "error: '1x' is not an interval\nhint: write it like 2w, 1m, 1q or 1y\n"),
    "--every 1m --from never": (
        1,
        "error: 'never' is not a date\nhint: write it like 2026-12-01, today, tomorrow, fri, +2w or eom\n",
    ),
    "--every 1m --from bom --until 2026-06-30": (
        1,
        "error: it would end on 2026-06-30, before it begins on 2026-07-01\n",
    ),
    "--every 1m --from bom --missed some": (
        2,
        "error: --missed some is not known\nhint: one of: all, skip\n",
    ),
    "--every 1m --from bom --like 9": (
        3,
        "error: no invoice or credit note 9\nhint: see: acctmgr invoice list\n",
    ),
    "--every 1m --from bom --note {mnth}": (
        1,
        "error: {mnth} stands for nothing\nhint: did you mean month?\n",
    ),
    "--every 1m --from bom --discount 90.00": (1, "error: the discount is more than what it is taken from\n"),
    "--every 1m --from bom --terms -1": (2, ""),
    "--from bom": (2, ""),
    "--every 1m": (2, ""),
}


@pytest.mark.parametrize("options", WRONG)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(acme: Run, book: Book, options: str) -> None:
    result = add(acme, *options.split())
    code, error = WRONG[options]
    assert (result.code, result.out) == (code, "")
    assert result.err == error or not error
    assert (count(book, "recurring"), count(book, "recurring_line")) == (0, 0)


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("Hosting; 1; 80; tax=nope", 3, "no tax code nope"),
        ("Hosting; 1", 1, "is not a line"),
        ("Back; 1; -80", 1, "comes to less than zero"),
        ("Hosting {moth}; 1; 80", 1, "{moth} stands for nothing"),
    ],
)
def test_a_line_that_no_invoice_could_have_is_refused(
    acme: Run, book: Book, line: str, code: int, error: str
) -> None:
    result = add(acme, "--every", "1m", "--from", "bom", line=line)
    assert result.code == code
    assert error in result.err
    assert count(book, "recurring") == 0


def test_it_needs_a_client_and_a_line(acme: Run) -> None:
    nobody = acme("invoice recurring add --every 1m --from bom")
    assert (nobody.code, nobody.err) == (
        *(2, "error: it needs a client\nhint: name one, or an invoice to be like: --like 7\n"),
    )
    nothing = acme("invoice recurring add acme --every 1m --from bom")
    assert nothing.code == 2
    assert "a document needs at least one line" in nothing.err


def test_an_archived_client_gets_no_new_one(acme: Run) -> None:
    acme("client archive acme")
    result = add(acme, "--every", "1m", "--from", "bom")
    assert (result.code, result.err.splitlines()[0]) == (1, "error: acme is archived since 2026-07-15")


def test_a_credit_note_is_nothing_to_be_like(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", "x; 1; 5")
    acme("invoice credit 1")
    result = acme("invoice recurring add --like CN-2026-0001 --every 1m --from bom")
    assert (result.code, result.err) == (1, "error: CN-2026-0001 is no invoice\n")


def test_prices_of_one_currency_are_not_taken_for_another(acme: Run) -> None:
    acme("invoice", "add", "acme", "--line", "x; 1; 5")
    result = acme("invoice recurring add --like 1 --every 1m --from bom --currency USD")
    assert (result.code, result.err) == (
        *(2, "error: its lines are in EUR\nhint: type them again with --line\n"),
    )


@pytest.mark.parametrize("verb", ["show 9", "stop 9", "edit 9 --draft"])
def test_one_that_is_not_there_is_not_found(acme: Run, verb: str) -> None:
    result = acme(f"invoice recurring {verb}")
    assert (result.code, result.err) == (
        *(3, "error: no recurring invoice 9\nhint: see: acctmgr invoice recurring list\n"),
    )


def test_an_edit_that_changes_nothing_or_makes_no_sense_is_refused(acme: Run) -> None:
    monthly(acme)
    before = shown(acme, "invoice recurring show 1")
    assert acme("invoice recurring edit 1").code == 2
    assert acme("invoice recurring edit 1 --until 2026-01-01").code == 1
    assert acme("invoice recurring edit 1 --missed sometimes").code == 2
    assert acme("invoice recurring edit 1 --clear client").err == (
        "error: client can't be cleared\nhint: one of: until, stop, terms, discount, reference, note\n"
    )
    assert acme("invoice", "recurring", "edit", "1", "--line", "x; 1; -1").code == 1
    assert shown(acme, "invoice recurring show 1") == before


def test_a_status_that_is_none_is_refused_with_the_nearest(acme: Run) -> None:
    result = acme("invoice recurring list --status runing")
    assert (result.code, result.err) == (2, "error: no status runing\nhint: did you mean running?\n")


def test_a_rate_that_is_none_is_refused_before_anything_is_made(acme: Run, book: Book) -> None:
    monthly(acme)
    result = acme("invoice recurring run --rate 0.92")
    assert (result.code, result.err) == (
        *(2, "error: '0.92' is no rate of a currency\nhint: write it like USD=0.92\n"),
    )
    assert count(book, "document") == 0
