"""Lists of clients: what they owe, who is in them, in which order."""

from datetime import date

import pytest

from conftest import Run
from parties.samples import invoice, settle

TODAY = date(2026, 7, 15)
JUNE = date(2026, 6, 1)


def handles(run: Run, options: str = "") -> list[str]:
    result = run(f"client list {options} --format ids")
    assert result.code == 0, result.err
    return result.out.split()


def owed(run: Run, options: str = "") -> list[tuple[str, str, str]]:
    lines = run(f"client list {options} --format csv").out.splitlines()[1:]
    return [(cells[1], cells[-4], cells[-3]) for cells in (line.split(",") for line in lines)]


def test_open_is_what_is_issued_and_not_settled_by_today(run: Run) -> None:
    run("client add Acme")
    run("client add Beta")
    invoice("acme", "INV-1", 10000, issued_on=JUNE, due_on=date(2026, 7, 14))
    invoice("acme", "INV-2", 2000, issued_on=JUNE, due_on=TODAY)
    invoice("acme", None, 70000, issued_on=JUNE, due_on=JUNE)  # a draft
    invoice("acme", "INV-3", 70000, issued_on=date(2026, 7, 16), due_on=None)  # tomorrow's
    invoice("acme", "INV-4", 70000, issued_on=JUNE, due_on=JUNE, settled_on=JUNE)
    invoice("beta", "CN-1", 70000, issued_on=JUNE, due_on=JUNE, kind="credit_note")
    assert owed(run) == [("acme", "120.00", "100.00"), ("beta", "0.00", "0.00")]


def test_what_is_due_today_is_not_overdue_and_no_due_date_means_the_day_of_issue(run: Run) -> None:
    run("client add Acme")
    run("client add Beta")
    invoice("acme", "INV-1", 100, issued_on=TODAY, due_on=None)
    invoice("beta", "INV-2", 100, issued_on=date(2026, 7, 14), due_on=None)
    assert owed(run) == [("acme", "1.00", "0.00"), ("beta", "1.00", "1.00")]


def test_a_payment_counts_from_its_day_on(run: Run) -> None:
    run("client add Acme")
    part = invoice("acme", "INV-1", 10000, issued_on=JUNE, due_on=JUNE)
    whole = invoice("acme", "INV-2", 5000, issued_on=JUNE, due_on=JUNE, settled_on=date(2026, 7, 16))
    settle(part, 4000, on=TODAY)
    settle(whole, 5000, on=date(2026, 7, 16))
    assert owed(run) == [("acme", "110.00", "110.00")]
    assert owed(run, "--today 2026-07-14") == [("acme", "150.00", "150.00")]
    assert owed(run, "--today 2026-07-16") == [("acme", "60.00", "60.00")]
    assert owed(run, "--today 2026-05-31") == [("acme", "0.00", "0.00")]


def test_what_was_taken_back_is_open_again(run: Run) -> None:
    run("client add Acme")
    bill = invoice("acme", "INV-1", 10000, issued_on=JUNE, due_on=JUNE)
    settle(bill, 4000, on=date(2026, 7, 1))
    settle(bill, -4000, on=date(2026, 7, 3))
    assert owed(run, "--today 2026-07-02") == [("acme", "60.00", "60.00")]
    assert owed(run, "--today 2026-07-03") == [("acme", "100.00", "100.00")]


def test_a_foreign_invoice_counts_with_its_carrying_amount(run: Run) -> None:
    run("client add Acme --currency USD")
    bill = invoice("acme", "INV-1", 10000, issued_on=JUNE, due_on=JUNE, currency="USD", total_book_minor=9137)
    settle(bill, 3333, on=TODAY, book_minor=3045)
    assert owed(run) == [("acme", "60.92", "60.92")]


@pytest.fixture
def many(run: Run) -> Run:
    run(
        "client add 'Ñandú SL' --tier B --status lead --owner Íñigo --industry Retail --since 2025-01-01 --tag VIP"
    )
    run("client add 'acme corp' --tier A --status dormant --owner ana --industry retail --since 2026-01-01")
    run("client add Zenith --status active --owner Ana --industry Energy --tag vip")
    invoice("acme-corp", "INV-1", 5000, issued_on=JUNE, due_on=TODAY)
    invoice("zenith", "INV-2", 3000, issued_on=JUNE, due_on=JUNE)
    return run


FILTERS = {
    "": "acme-corp nandu-sl zenith",
    "--status LEAD": "nandu-sl",
    "--tier a": "acme-corp",
    "--tag Vip": "nandu-sl zenith",
    "--tag none": "",
    "--owner ANA": "acme-corp zenith",
    "--owner inigo": "nandu-sl",
    "--owner nobody": "",
    "--industry RETAIL": "acme-corp nandu-sl",
    "--industry retail --tier B": "nandu-sl",
}
SORTS = {  # empty values last
    "name": "acme-corp nandu-sl zenith",
    "-name": "zenith nandu-sl acme-corp",
    "handle": "acme-corp nandu-sl zenith",
    "-handle": "zenith nandu-sl acme-corp",
    "open": "nandu-sl zenith acme-corp",
    "-open": "acme-corp zenith nandu-sl",
    "overdue": "acme-corp nandu-sl zenith",
    "-overdue": "zenith acme-corp nandu-sl",
    "tier": "acme-corp nandu-sl zenith",
    "-tier": "nandu-sl acme-corp zenith",
    "status": "nandu-sl zenith acme-corp",
    "-status": "acme-corp zenith nandu-sl",
    "since": "nandu-sl acme-corp zenith",
    "-since": "acme-corp nandu-sl zenith",
}


def test_a_filter_leaves_only_those_that_fit(many: Run) -> None:
    assert {options: " ".join(handles(many, options)) for options in FILTERS} == FILTERS


def test_a_list_is_sorted_by_its_key(many: Run) -> None:
    assert {key: " ".join(handles(many, f"--sort {key}")) for key in SORTS} == SORTS


def test_archived_clients_are_left_out_unless_asked_for(run: Run) -> None:
    run("client add Acme")
    run("client add Beta")
    run("client archive acme")
    assert handles(run) == ["beta"]
    assert handles(run, "--archived") == ["acme", "beta"]


def test_a_limit_leaves_rows_out(many: Run) -> None:
    assert handles(many, "--limit 2") == ["acme-corp", "nandu-sl"]
    assert handles(many, "--limit 0") == ["acme-corp", "nandu-sl", "zenith"]


def test_an_empty_book_says_how_to_add_a_client(run: Run) -> None:
    result = run("client list")
    assert (result.code, result.out, result.err) == (0, "", "no clients yet: acctmgr client add NAME\n")


def test_an_empty_list_of_some_clients_is_no_empty_book(run: Run) -> None:
    assert run("client list --archived").err == "no clients yet: acctmgr client add NAME\n"
    for options in ("--tag vip", "--owner ana", "--tier A --archived"):
        assert run(f"client list {options}").err == "no clients like that\n"


def test_the_table_shows_the_columns_a_person_wants(many: Run) -> None:
    assert many("client list --tier A").out == (
        "handle     name       status   tier  owner   open  overdue\n"
        "acme-corp  acme corp  dormant  A     ana    50.00     0.00\n"
    )


def test_more_clients_than_one_query_takes_keep_their_tags(run: Run) -> None:
    from acctmgr.parties import service
    from acctmgr.store.write import change

    change(lambda session: [service.add(session, name=f"Client {n:03}", tags=[f"t{n}"]) for n in range(501)])
    lines = run("client list --format csv").out.splitlines()
    assert lines[501].split(",")[1] == "client-500"
    assert lines[501].split(",")[10] == "t500"


MISTYPED = [
    ("--status activ", "there is no status activ", "did you mean active?"),
    ("--status x", "there is no status x", "one of: lead prospect active dormant lost"),
    ("--tier D", "there is no tier D", "one of: A B C"),
    ("--sort opne", "clients can't be sorted by opne", "did you mean open?"),
    (
        "--sort zzz",
        "clients can't be sorted by zzz",
        "one of: name handle open overdue tier status since, with - in front the other way round",
    ),
]


def test_a_mistyped_word_is_refused_with_the_right_ones(run: Run) -> None:
    for options, error, hint in MISTYPED:
        assert run(f"client list {options}") == (2, "", f"error: {error}\nhint: {hint}\n")
