"""`import followups`: what is to do, what was done, and what follows what."""

import pytest

from acctmgr.store.book import Book
from conftest import Run
from exchange.conftest import Ask, CsvFile

FACTS = "SELECT text, due_on, due_time, priority, repeat, planned_on, month_day, done_on FROM follow_up ORDER BY id"


def test_follow_ups_come_in_with_what_they_are_about(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("client add Acme")
    run("contact add Ana --client acme --email ana@acme.example")
    run("deal add Shop --client acme")
    file = csv(
        "text,client,due_on,due_time,priority,contact,deal",
        "Call,Acme,2026-08-01,9:30,High,ana@acme.example,Shop",
        "Write,acme,2026-08-02,,,,",
    )
    assert "2 created" in run("import", "followups", file).err
    assert ask(FACTS) == [
        ("Call", "2026-08-01", "09:30", "high", None, None, None, None),
        ("Write", "2026-08-02", None, "normal", None, None, None, None),
    ]
    assert ask("SELECT contact_id FROM follow_up ORDER BY id") == [(1,), (None,)]
    assert ask("SELECT deal_id, follow_up_id FROM deal_follow_up") == [(1, 1)]
    assert "2 unchanged" in run("import", "followups", file).err
    assert run("db check").code == 0


def test_what_repeats_is_planned_from_the_day_it_is_due(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("text,client,due_on,repeat", "Report,Acme,2026-08-31,1m", "Ask,Acme,2026-08-03,2w")
    run("import", "followups", file, "--create-missing")
    assert ask(FACTS) == [
        ("Report", "2026-08-31", None, "normal", "1m", "2026-08-31", 31, None),
        ("Ask", "2026-08-03", None, "normal", "2w", "2026-08-03", None, None),
    ]


def test_a_series_keeps_its_order(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "id,previous_id,text,client,due_on,done_on",
        "40,,Ask,Acme,2026-06-01,2026-06-01",
        "41,40,Ask,Acme,2026-07-01,",
        "42,39,Ask,Acme,2026-08-01,",
    )
    done = run("import", "followups", file, "--create-missing")
    assert ask("SELECT id, previous_id, done_on FROM follow_up ORDER BY id") == [
        (1, None, "2026-06-01"),
        (2, 1, None),
        (3, None, None),
    ]
    assert "1 row came in without the follow-up before it" in done.err
    assert "3 unchanged" in run("import", "followups", file).err


def test_the_next_of_a_follow_up_is_never_taken_from_it(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("client add Acme")
    run("followup add Ask --client acme --due 2026-06-01 --repeat 1m")
    run("followup done 1 --on 2026-06-01")
    file = csv("id,previous_id,text,client,due_on", "1,,Ask,Acme,2026-06-01", "2,1,Ask,Acme,2026-07-09")
    done = run("import", "followups", file)
    assert done.code == 0
    assert "that one is not in the file, or has another next" in done.err
    assert ask("SELECT id, previous_id FROM follow_up ORDER BY id") == [(1, None), (2, 1), (3, None)]


def test_what_the_file_says_is_done_is_done_here_too(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("import", "followups", csv("text,client,due_on", "Ask,Acme,2026-07-01"), "--create-missing")
    done = csv("text,client,due_on,done_on,status", "Ask,Acme,2026-07-01,2026-07-02,Completed")
    assert "1 updated" in run("import", "followups", done).err
    assert ask("SELECT done_on FROM follow_up") == [("2026-07-02",)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Acme,2026-08-01,,,,", "text is empty"),
        ("Ask,Acme,,,,,", "due_on is empty"),
        ("Ask,Acme,2026-08-01,Completed,,,", "it is done, and no day says since when"),
        ("Ask,Acme,2026-08-01,Postponed,,,", "status: 'Postponed' is not known"),
        ("Ask,Acme,2026-08-01,,2026-08-01,,", "2026-08-01 is still to come"),
        ("Ask,Acme,2026-08-01,,,2026-08-01,", "planned_on is given, and repeat is not"),
        ("Ask,Acme,2026-08-01,,,,32", "month_day: '32' is no day of a month"),
    ],
)
def test_what_is_not_clear_is_rejected(
    row: str, reason: str, sqlite_book: Book, run_plain: Run, csv: CsvFile
) -> None:
    file = csv("text,client,due_on,status,done_on,planned_on,month_day", row)
    done = run_plain("import", "followups", file, "--create-missing", "--db", sqlite_book.place)
    assert done.code == 1
    assert f"line 2: {reason}" in done.err
