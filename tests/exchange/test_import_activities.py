"""`import activities`: the calls, mails and notes of another system, each once however often it is imported."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from acctmgr.parties.contact_tables import Contact, ContactEmail
from acctmgr.store.book import Book
from acctmgr.store.write import change
from conftest import Run
from exchange.conftest import Ask, CsvFile

_FACTS = """
    SELECT activity.kind, activity.text, party.handle, activity.happened_on, activity.minutes
      FROM activity JOIN party ON party.id = activity.party_id ORDER BY activity.id
"""


def listed(run: Run) -> list[Any]:
    found: list[Any] = json.loads(run("activity list --sort id --format json").out)
    return found


def test_activities_come_in_with_their_client_and_day(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "client,on,kind,minutes,text",
        "Acme,2026-03-04,Call,15,Likes it",
        'Acme,2026-03-05,,,"two\nlines"',
    )
    result = run("import", "activities", file, "--create-missing")
    assert (result.code, result.out) == (0, "1\n")
    assert "import 1: activities: 2 created, 0 updated, 0 unchanged, 0 rejected" in result.err
    assert ask(_FACTS) == [
        ("call", "Likes it", "acme", "2026-03-04", 15),
        ("note", "two\nlines", "acme", "2026-03-05", None),
    ]


def test_clients_and_contacts_are_found_by_an_international_address_in_each_form(
    run: Run, csv: CsvFile, ask: Ask
) -> None:
    run("client add Bücher --email info@bücher.example")
    run("contact add Anna --client bucher --email anna@bücher.example")
    file = csv(
        "client,contact,on,kind,text",
        "info@xn--bcher-kva.example,anna@xn--bcher-kva.example,2026-03-04,call,One",
        "info@bücher.example,Anna <anna@bücher.example>,2026-03-05,call,Two",
    )
    assert run("import", "activities", file).code == 0
    linked = "SELECT text, party_id, contact_id FROM activity ORDER BY id"
    assert ask(linked) == [("One", 1, 1), ("Two", 1, 1)]


def test_importing_again_changes_nothing_also_where_rows_are_alike(run: Run, csv: CsvFile, ask: Ask) -> None:
    rows = ["Acme,2026-03-04,call,Left a message"] * 3
    file = csv("client,on,kind,text", *rows, "Acme,2026-03-04,call,Left a message")
    run("import", "activities", file, "--create-missing")
    assert ask("SELECT COUNT(*) FROM activity") == [(4,)]
    before = ask("SELECT COUNT(*) FROM operation")
    result = run("import", "activities", file, "--today", "2026-08-20", "-f", "json")
    assert json.loads(result.out) == {
        "import": None,
        "created": 0,
        "updated": 0,
        "unchanged": 4,
        "rejected": 0,
        "left_aside": 0,
    }
    assert ask("SELECT COUNT(*) FROM operation") == before


def test_one_more_row_of_a_kind_adds_one(run: Run, csv: CsvFile, ask: Ask) -> None:
    row = "Acme,2026-03-04,call,Left a message"
    run("import", "activities", csv("client,on,kind,text", row, row), "--create-missing")
    result = run("import", "activities", csv("client,on,kind,text", row, row, row))
    assert "1 created, 0 updated, 2 unchanged" in result.err
    assert ask("SELECT COUNT(*) FROM activity") == [(3,)]


def test_rows_alike_are_told_apart_across_chunks(run: Run, csv: CsvFile, ask: Ask) -> None:
    rows = [
        "Acme,2026-03-04,call,same",
        *(f"Acme,2026-03-04,call,{n}" for n in range(2100)),
        "Acme,2026-03-04,call,same",
    ]
    file = csv("client,on,kind,text", *rows)
    run("import", "activities", file, "--create-missing")
    assert "2102 unchanged" in run("import", "activities", file).err.replace(",", "")
    assert ask("SELECT COUNT(*) FROM activity WHERE text = 'same'") == [(2,)]


def test_a_key_tells_what_it_is_whatever_changed(run: Run, csv: CsvFile, ask: Ask) -> None:
    key = ("--key", "Id", "--create-missing")
    run("import", "activities", csv("Id,client,on,kind,text", "a1,Acme,2026-03-04,call,Hello"), *key)
    file = csv(
        "Id,client,on,kind,text,minutes", "a1,Bolt,2026-03-05,email,Bye,7", "a2,Bolt,2026-03-05,email,Bye,7"
    )
    assert "1 created, 1 updated" in run("import", "activities", file, *key).err
    assert ask(_FACTS) == [
        ("email", "Bye", "bolt", "2026-03-05", 7),
        ("email", "Bye", "bolt", "2026-03-05", 7),
    ]
    assert "2 unchanged" in run("import", "activities", file, *key).err


def test_the_same_key_twice_is_rejected(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("Id,client,on,text", "a1,Acme,2026-03-04,one", "a1,Acme,2026-03-04,two")
    result = run("import", "activities", file, "--key", "Id", "--create-missing")
    assert (result.code, "line 3: has the same key as line 2" in result.err) == (1, True)
    assert ask("SELECT text FROM activity") == [("one",)]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("CALL", "call"),
        ("Phone Call", "call"),
        ("llamada telefónica", "call"),
        ("Outgoing Email", "email"),
        ("Event", "meeting"),
        ("Reunión", "meeting"),
        ("Task", "note"),
        ("WhatsApp", "message"),
        ("visita", "visit"),
    ],
)
def test_a_kind_is_read_as_other_systems_call_it(
    run: Run, csv: CsvFile, ask: Ask, word: str, kind: str
) -> None:
    file = csv("client,on,kind,text", f"Acme,2026-03-04,{word},x")
    assert run("import", "activities", file, "--create-missing").code == 0
    assert ask("SELECT kind FROM activity") == [(kind,)]


def test_bad_rows_are_rejected_one_by_one(run: Run, csv: CsvFile, ask: Ask) -> None:
    run("client add Acme")
    file = csv(
        "client,on,kind,minutes,text",
        "Acme,2026-07-16,call,,ahead",
        "Acme,2026-02-30,call,,no day",
        "Acme,2026-03-04,gossip,,no kind",
        "Acme,2026-03-04,call,long,no minutes",
        "Acme,2026-03-04,call,,",
        "Acme,,call,,no day at all",
        "Acmee,2026-03-04,call,,nobody",
        "Acme,2026-03-04,call,0,ok",
    )
    rejects = file.with_name("bad.csv")
    result = run("import", "activities", file, "--rejects", rejects)
    assert result.code == 1
    text = rejects.read_text()
    for reason in (
        "2,2026-07-16 is still to come (for what is to do: acctmgr followup add)",
        "3,on: 2026-02-30 is not a day of the calendar",
        "4,kind: 'gossip' is no kind of activity (one of: call email meeting visit note message)",
        "5,\"'long' is no number of minutes (a whole number from 1, such as 30)\"",
        "6,text is empty",
        "7,on is empty",
        "8,there is no client Acmee (did you mean Acme?)",
    ):
        assert reason in text, text
    assert ask("SELECT text, minutes FROM activity") == [("ok", None)]


def test_strict_takes_all_or_nothing(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("client,on,text", "Acme,2026-03-04,ok", "Acme,2026-07-16,ahead")
    assert run("import", "activities", file, "--create-missing", "--strict").code == 1
    assert ask("SELECT (SELECT COUNT(*) FROM activity), (SELECT COUNT(*) FROM party)") == [(0, 0)]


def test_calls_with_moments_and_seconds_and_what_is_still_to_do(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv(
        "Id,AccountId,Subject,ActivityDate,Status,TaskSubtype,CallDurationInSeconds,Description",
        "00T1,001A,Intro call,2026-03-04T09:30:00.000Z,Completed,Call,61,",
        "00T2,001A,Next call,2027-03-04T09:30:00.000Z,Not Started,Call,,",
        "00T3,001A,Sent the offer,2026-03-05,Completed,Email,0,",
    )
    run("import", "clients", csv("Id,Name", "001A,Acme Corp", name="accounts.csv"), "--key", "Id")
    line = (
        "import activities FILE --key Id --map client=AccountId --map text=Subject --map on=ActivityDate"
        " --map kind=TaskSubtype --map seconds=CallDurationInSeconds --map status=Status"
    )
    words = [str(file) if word == "FILE" else word for word in line.split()]
    result = run(*words)
    assert (result.code, "2 created, 0 updated, 0 unchanged" in result.err) == (0, True)
    assert "left aside, as they are still to do: 1\n" in result.err
    assert ask(_FACTS) == [
        ("call", "Intro call", "acme-corp", "2026-03-04", 2),
        ("email", "Sent the offer", "acme-corp", "2026-03-05", None),
    ]


@pytest.mark.parametrize(
    ("lines", "options", "expected"),
    [
        (  # notes of HubSpot
            (
                "Record ID,Body preview,Associated Contact,Associated Company,Activity date",
                '1,"Likes it, but",Ana (ana@acme.example),Acme,2026-03-04 09:14',
            ),
            (),
            ("note", "Likes it, but", "acme", "2026-03-04", None),
        ),
        (  # tasks of Salesforce
            (
                "Id,AccountId,Subject,ActivityDate,Status,Description,IsDeleted,CallDurationInSeconds,TaskSubtype",
                "00T1,Acme,Call,2026-03-04,Completed,Talked long,false,600,Call",
                "00T2,Acme,Call,2026-03-04,Completed,Gone,true,,Call",
                "00T3,Acme,Call,2026-12-04,Not Started,Next,false,,Call",
            ),
            ("--key", "Id"),
            ("call", "Call\nTalked long", "acme", "2026-03-04", 10),
        ),
        (  # calls of Zoho
            (
                "Record Id,Subject,Call Start Time,Call Status,Call Agenda,Description,Account Name,Contact Name.id",
                "zcrm_1,Intro,2026-03-04 09:30:00,Completed,,,Acme,zcrm_9",
            ),
            ("--set", "kind=call"),
            ("call", "Intro", "acme", "2026-03-04", None),
        ),
        (  # notes of Zoho
            (
                "Record Id,Note Title,Note Content,Created Time,Account Name",
                "z1,,Hello,2026-03-04 09:30:00,Acme",
            ),
            (),
            ("note", "Hello", "acme", "2026-03-04", None),
        ),
    ],
)
def test_files_of_other_systems_map_themselves(
    run: Run, csv: CsvFile, ask: Ask, lines: Any, options: Any, expected: Any
) -> None:
    file = csv(*lines)
    result = run("import", "activities", file, "--create-missing", *options)
    assert result.code == 0, result.err
    assert ask(_FACTS) == [expected]
    again = run("import", "activities", file, *options)
    assert (again.code, "0 created, 0 updated" in again.err) == (0, True)


def test_a_title_that_was_mapped_to_the_text_stands_there_once(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("client,on,Subject", "Acme,2026-03-04,Intro")
    run("import", "activities", file, "--create-missing", "--map", "text=Subject")
    assert ask("SELECT text FROM activity") == [("Intro",)]


def test_days_in_another_form_need_to_be_said(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("client,on,text", "Acme,31/03/2026 14:05,x")
    result = run("import", "activities", file, "--create-missing")
    assert (result.code, "--date-format %d/%m/%Y reads it as 2026-03-31" in result.err) == (1, True)
    assert run("import", "activities", file, "--create-missing", "--date-format", "%d/%m/%Y").code == 0
    assert ask("SELECT happened_on FROM activity") == [("2026-03-31",)]


@pytest.fixture
def ana(run: Run, book: Book) -> None:
    """Ana Ruiz at Acme, two deals there, and one of the same name at Bolt."""
    for line in (
        "client add Acme",
        "client add Bolt",
        "deal add Site --client acme",
        "deal add Shop --client acme",
        "deal add Site --client bolt",
    ):
        run(line)

    def add(session: Session) -> None:
        session.add(Contact(party_id=1, name="Ana Ruiz", name_key="ana ruiz"))
        session.flush()
        session.add(ContactEmail(contact_id=1, email="ana@acme.example"))

    change(add, book)


@pytest.mark.usefixtures("ana")
def test_contacts_and_deals_are_linked_within_their_client(run: Run, csv: CsvFile) -> None:
    file = csv(
        "client,on,text,contact,deal",
        "acme,2026-03-01,by name,ANA RUIZ,site",
        "acme,2026-03-02,by mail,Ana R. (Ana@acme.example); Bo,2",
        "bolt,2026-03-03,not hers,Ana Ruiz,Site",
        "bolt,2026-03-04,not its,,1",
    )
    result = run("import", "activities", file)
    assert result.code == 0
    assert [(row["text"], row["contact"], row["deal"]) for row in listed(run)] == [
        ("by name", "Ana Ruiz", 1),
        ("by mail", "Ana Ruiz", 2),
        ("not hers", None, 3),
        ("not its", None, None),
    ]
    assert "1 row came in without the contact named: no one contact of the client fits" in result.err
    assert "1 row came in without the deal named: no one deal of the client fits" in result.err
    assert "4 unchanged" in run("import", "activities", file).err


@pytest.mark.usefixtures("ana")
def test_another_deal_or_contact_of_a_row_replaces_the_one_there(run: Run, csv: CsvFile) -> None:
    run("import", "activities", csv("client,on,text,deal", "acme,2026-03-01,x,1"))
    result = run("import", "activities", csv("client,on,text,deal,contact", "acme,2026-03-01,x,2,Ana Ruiz"))
    assert "1 updated" in result.err
    assert [(row["contact"], row["deal"]) for row in listed(run)] == [("Ana Ruiz", 2)]
    assert "1 unchanged" in run("import", "activities", csv("client,on,text", "acme,2026-03-01,x")).err
    assert [(row["contact"], row["deal"]) for row in listed(run)] == [("Ana Ruiz", 2)]
    assert run("db check").code == 0


@pytest.mark.usefixtures("ana")
def test_an_export_of_activities_comes_back_equal(run: Run, csv: CsvFile) -> None:
    run("log", "acme", '=SUM(1)\nnext; "line"', "--kind", "call", "--minutes", 5, "--contact", 1, "--deal", 2)
    run("log", "bolt", "@all, with a comma", "--on", "2026-01-31")
    run("log", "bolt", "@all, with a comma", "--on", "2026-01-31")
    exported = csv(run("activity list -f csv").out.encode(), name="out.csv")
    before = listed(run)
    result = run("import", "activities", exported)
    assert (result.code, "0 created, 0 updated, 3 unchanged" in result.err) == (0, True)
    assert "columns not used: id" in result.err
    for row in ("1", "2", "3"):
        assert run("activity", "rm", row, "--yes").code == 0
    assert run("import", "activities", exported).code == 0
    assert sorted(map(_without_id, listed(run)), key=str) == sorted(map(_without_id, before), key=str)


def _without_id(row: Any) -> Any:
    return {key: value for key, value in row.items() if key != "id"}


def test_an_import_is_one_operation_with_its_images(run: Run, csv: CsvFile, ask: Ask) -> None:
    before = ask("SELECT operations FROM head")[0][0]
    file = csv("client,on,text", "Acme,2026-03-04,a", "Acme,2026-03-04,b")
    run("import", "activities", file, "--create-missing")
    assert ask("SELECT operations FROM head") == [(before + 1,)]
    assert ask(
        "SELECT table_name, COUNT(*) FROM change WHERE operation_id = :id GROUP BY table_name ORDER BY table_name",
        id=before + 1,
    ) == [("activity", 2), ("import_run", 1), ("party", 1)]
    assert run("db check").code == 0


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Acme", "ACME", "Bolt"]),
        st.integers(0, 2),
        st.sampled_from(["call", "note", ""]),
        st.sampled_from(["x", "X", " x ", "y"]),
    ),
    max_size=12,
)


@settings(max_examples=20)
@given(rows=_ROWS)
def test_any_file_imported_twice_leaves_what_it_left_once(
    run: Run, csv: CsvFile, ask: Ask, rows: list[tuple[str, int, str, str]]
) -> None:
    lines = [
        f"{client},{date(2026, 3, 1) + timedelta(days=day)},{kind},{text}" for client, day, kind, text in rows
    ]
    file = csv("client,on,kind,text", *lines)
    run("import", "activities", file, "--create-missing")
    once = ask(_FACTS)
    result = run("import", "activities", file, "--create-missing")
    assert f"0 created, 0 updated, {len(rows)} unchanged, 0 rejected" in result.err
    assert ask(_FACTS) == once


def test_a_column_called_date_is_the_day(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("client,date,text", "Acme,2026-03-04,Likes it")
    assert run("import", "activities", file, "--create-missing").code == 0
    assert ask(_FACTS) == [("note", "Likes it", "acme", "2026-03-04", None)]


def test_a_status_that_is_not_known_is_no_activity(run: Run, csv: CsvFile, ask: Ask) -> None:
    rows = (
        "Call,Acme,2026-03-04,Abandoned",
        "Mail,Acme,2026-03-04,Completed",
        "Meet,Acme,2026-03-04,Cancelled",
    )
    result = run("import", "activities", csv("text,client,on,status", *rows), "--create-missing")
    assert result.code == 1
    assert "line 2: status: 'Abandoned' is not known" in result.err
    assert "left aside, as they are called off: 1" in result.err
    assert ask("SELECT text FROM activity") == [("Mail",)]


def test_of_a_moment_with_its_zone_apart_the_day_counts(run: Run, csv: CsvFile, ask: Ask) -> None:
    file = csv("text,client,on", "x,Acme,2025-12-06 10:37:33 -0500", "y,Acme,2025-12-06 10:37 UTC")
    assert run("import", "activities", file, "--create-missing").code == 0
    assert ask("SELECT happened_on FROM activity") == [("2025-12-06",), ("2025-12-06",)]
