"""A merge forgets no fact: each is taken over, or told, or has a reason to be neither."""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pexpect
import pytest

from acctmgr.parties import contact_merge_service, contact_service
from acctmgr.parties import service as parties
from acctmgr.parties.contact_fact_rules import Edit
from acctmgr.parties.contact_tables import Contact
from acctmgr.parties.tables import Party
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from acctmgr.upkeep import merge_service
from conftest import Run

BOTH = (
    "client add Acme --handle acme --legal-name 'Acme Inc' --tax-id B12345678 --email ana@acme.example "
    "--phone '600 111 222' --website acme.example --industry Retail --address 'High Street 1' --country ES "
    "--language en --currency USD --terms 30 --status active --tier A --owner ana --source fair --since 2025-01-01 "
    "--note tea --dispute 'price of May' --field region=north",
    "client add Akme --handle akme --legal-name 'Akme Ltd' --tax-id 'b-123.456.78' --email luis@akme.example "
    "--phone '600 333 444' --website akme.example --industry Food --address 'Low Street 2' --country FR "
    "--language es --currency GBP --terms 10 --status lead --tier B --owner luis --source web --since 2024-02-03 "
    "--note coffee --dispute 'late goods' --field region=south --field size=9",
    "client archive akme",
)
NOT_TAKEN_OVER = [
    ("name", "Akme", "Acme"),
    ("legal_name", "Akme Ltd", "Acme Inc"),
    ("tax_id", "b-123.456.78", "B12345678"),
    ("email", "luis@akme.example", "ana@acme.example"),
    ("phone", "600 333 444", "600 111 222"),
    ("website", "akme.example", "acme.example"),
    ("industry", "Food", "Retail"),
    ("address", "Low Street 2", "High Street 1"),
    ("country", "FR", "ES"),
    ("language", "es", "en"),
    ("currency", "GBP", "USD"),
    ("terms", "10", "30"),
    ("status", "lead", "active"),
    ("tier", "B", "A"),
    ("owner", "luis", "ana"),
    ("source", "web", "fair"),
    ("since", "2024-02-03", "2025-01-01"),
    ("dispute", "late goods", "price of May"),
    ("archived_on", "2026-07-15", None),
    ("field:region", "south", "north"),
]


def told(run: Run, *lines: str) -> Run:
    for line in lines:
        result = run(line)
        assert result.code == 0, (line, result.err)
    return run


def test_each_fact_that_the_kept_client_does_not_take_over_is_told(run: Run) -> None:
    told(run, *BOTH)
    result = run("client merge acme akme --yes --format json")
    assert result.code == 0, result.err
    merged = json.loads(result.out)
    assert list(merged) == ["kept", "merged", "moved", "taken_over", "tags", "not_taken_over"]
    assert (merged["kept"], merged["merged"]) == ("acme", "akme")
    assert merged["moved"] == {
        "contacts": 0,
        "deals": 0,
        "follow_ups": 0,
        "activities": 0,
        "recurring_invoices": 0,
        "drafts": 0,
    }
    assert (merged["taken_over"], merged["tags"]) == (["note", "field:size"], [])
    assert [tuple(row.values()) for row in merged["not_taken_over"]] == NOT_TAKEN_OVER
    assert result.err.splitlines()[-2:] == [
        "acme is still found by Akme, luis@akme.example and 600 333 444",
        "akme was archived on 2026-07-15; acme is not archived",
    ]


def test_a_currency_that_is_the_books_own_is_told_too(run: Run) -> None:
    told(run, "client add Acme --currency USD", "client add Akme")
    assert "currency USD (not EUR)\n" in run("client merge acme akme --yes").err


def test_what_the_kept_client_is_invoiced_in_stays_when_an_alias_of_it_was_invoiced(run: Run) -> None:
    told(run, "client add One", "client add Two", "client add Three --currency USD")
    told(run, 'invoice add two --line "Work; 1; 100"', "client merge one two --yes")
    assert "currency EUR (not USD)\n" in run("client merge one three --yes").err


def test_what_both_say_is_not_told(run: Run) -> None:
    told(run, "client add Acme --phone 600111222 --note tea", "client add Acme --phone 600111222 --note tea")
    assert run("client merge acme acme-2 --yes").err == "acme-2 is now another name of acme\n"


def test_a_note_that_has_no_room_for_both_is_told(run: Run) -> None:
    told(run, f"client add Acme --note {'a' * 9000}", f"client add Akme --note {'b' * 9000}")
    result = run("client merge acme akme --yes --format json")
    rows = json.loads(result.out)["not_taken_over"]
    assert [(row["fact"], row["value"]) for row in rows] == [("name", "Akme"), ("note", "b" * 9000)]
    assert "the note of akme is too long to be added; a search for its words still finds acme\n" in result.err


def test_a_client_that_becomes_a_vendor_is_told(run: Run) -> None:
    told(run, "client add Acme", "vendor add Paper")
    assert "took over vendor role\n" in run("client merge acme paper --yes").err


def test_the_second_phone_and_email_find_the_kept_client(run: Run, tmp_path: Path) -> None:
    told(
        run,
        "client add Acme --email ana@acme.example --phone '600 111 222'",
        "client add Akme --email luis@akme.example --phone '600 333 444'",
        "client merge acme akme --yes",
        "client add Zeta --phone '+34 600333444'",
        "client add Yola --email luis@akme.example",
    )
    for words, shown in (
        ("600 333 444", "Acme: 600 333 444"),
        ("luis@akme.example", "Acme: luis@akme.example"),
    ):
        rows = json.loads(run("search", words, "--kind", "client", "--format", "json").out)
        assert (rows[0]["ref"], rows[0]["text"]) == ("acme", shown) or rows[1]["text"] == shown
    pairs = json.loads(run("client dupes --format json").out)
    assert {(row["client"], row["other"], *row["reasons"]) for row in pairs} == {
        ("acme", "yola", "same e-mail", "same domain akme.example"),
        ("acme", "zeta", "same phone"),
    }
    told(run, "client rm yola --yes", "client rm zeta --yes")
    assert json.loads(run("client show luis@akme.example --format json").out)["handle"] == "acme"
    deals = tmp_path / "deals.csv"
    deals.write_text("name,client,amount\nShop,luis@akme.example,50\n")
    told_of = run("import", "deals", deals)
    assert told_of.code == 0, told_of.err
    assert [row["client"] for row in json.loads(run("deal list --format json").out)] == ["acme"]


def test_a_name_that_was_merged_away_counts_as_a_name(run: Run) -> None:
    told(
        run,
        "client add Bluebird",
        "client add 'Marigold Events'",
        "client merge bluebird marigold-events --yes",
    )
    told(run, "client add 'Marigold Evnets'")
    (pair,) = json.loads(run("client dupes --format json").out)
    assert (pair["client"], pair["other"], pair["reasons"]) == (
        "bluebird",
        "marigold-evnets",
        ["similar name"],
    )


def test_what_the_other_contact_was_is_found_and_imported_as_the_kept_one(run: Run, tmp_path: Path) -> None:
    told(
        run,
        "client add Acme",
        "client add Bolt",
        "contact add 'Ana Ruiz' --client acme --role CEO --email ana@acme.example --phone '600 111 222'",
        "contact add 'A. Gil' --client bolt --role CFO --email ana@bolt.example --phone '600 333 444'",
    )
    merged = json.loads(run("contact merge 1 2 --yes --format json").out)
    assert merged == {
        "kept": 1,
        "merged": 2,
        "moved": {"follow_ups": 0, "activities": 0},
        "taken_over": ["ana@bolt.example", "600 333 444"],
        "tags": [],
        "not_taken_over": [
            {"fact": "name", "value": "A. Gil", "kept": "Ana Ruiz"},
            {"fact": "role", "value": "CFO", "kept": "CEO"},
            {"fact": "client", "value": "bolt", "kept": "acme"},
        ],
    }
    for words in ("600 333 444", "ana@bolt.example", "A. Gil", "CFO", "bolt"):
        found = json.loads(run("search", words, "--kind", "contact", "--format", "json").out)
        assert [row["ref"] for row in found] == ["1"], words
    assert json.loads(run("contact show ana@bolt.example --format json").out)["id"] == 1
    people = tmp_path / "people.csv"
    people.write_text("name,client,email\nAna Ruiz,acme,ana@bolt.example\n")
    assert "1 unchanged" in run("import", "contacts", people).err


def test_a_contact_whose_note_has_no_room_is_not_merged(run: Run) -> None:
    told(
        run,
        "client add Acme",
        f"contact add Ana --client acme --note {'a' * 9000}",
        f"contact add Eva --client acme --note {'b' * 9000}",
    )
    result = run("contact merge 1 2 --yes")
    assert (result.code, result.err) == (
        1,
        "error: the note would be longer than 10000 characters: it takes the notes of both, and each fact that the "
        "kept contact does not take over\nhint: shorten the note of one first: acctmgr contact edit 1 --note TEXT\n",
    )
    assert len(json.loads(run("contact list --format json").out)) == 2


def test_what_a_contact_keeps_is_said_before_the_question(
    run_plain: Run, sqlite_book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCTMGR_DB", sqlite_book.place)
    told(run_plain, "client add Acme", "contact add Ana --client acme", "contact add Eva --client acme")
    words = ["-m", "acctmgr", "contact", "merge", "1", "2"]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=60, dimensions=(40, 2000))
    child.expect_exact(
        "Ana keeps its own name Ana (not Eva)\r\nwhat Ana does not take over goes into its note\r\n"
        "merge Eva (acme, 2) into Ana (acme, 1)? [y/N]"
    )
    child.sendline("y")
    child.expect_exact("merged Eva (acme, 2) into Ana (acme, 1)")
    child.expect(pexpect.EOF)
    child.close()
    assert json.loads(run_plain("contact show 1 --format json").out)["note"] == "Merged with: name Eva"


# columns of a party that are neither taken over nor told, and why
PARTY_REASONS = {
    "id": "a reference, which finds the kept one from now on",
    "handle": "a reference; the first sentence names both",
    "name_key": "made of the name",
    "outside_key": "stays with the alias, where imports look for it, and finds the kept one",
    "merged_into_id": "what the merge itself sets",
}
CONTACT_REASONS = {
    "id": "gone with its row; the first sentence names both",
    "name_key": "made of the name",
}
VALUES = {  # of columns that do not take any two values
    "is_client": (0, 1),
    "is_vendor": (0, 1),
    "is_no_contact": (0, 1),
    "tax_id": ("B12345678", "b-123.456.78"),
    "status": ("active", "lead"),
    "tier": ("A", "B"),
    "language": ("en", "es"),
    "archived_on": (None, date(2026, 1, 2)),
    "influence": ("decider", "user"),
    "prefers": ("phone", "post"),
    "birthday": ("1980-05-17", "1981-06-18"),
    "party_id": (1, 2),
}


def cases(table: Any, reasons: Mapping[str, str]) -> Iterator[tuple[str, Any, Any]]:
    """Each column that has no reason, with a value of the kept one, be it none, and another of the one that goes."""
    by_type = {"str": ("first", "second"), "int": (7, 8), "date": (date(2025, 1, 1), date(2025, 2, 2))}
    for name, field in table.model_fields.items():
        if name not in reasons:
            kind = next(kind for kind in by_type if kind in str(field.annotation))
            mine, theirs = VALUES.get(name) or by_type[kind]
            yield name, mine, theirs
            if "None" in str(field.annotation):
                yield name, None, theirs


def test_no_column_of_a_client_is_forgotten(book: Book) -> None:
    def merge(session: Any, name: str, mine: Any, theirs: Any) -> tuple[Any, str]:
        kept, gone = (parties.add(session, name="Same") for _ in range(2))
        setattr(kept, name, mine)
        setattr(gone, name, theirs)
        session.flush()
        merged = merge_service.merge(session, kept.handle, gone.handle)
        return getattr(kept, name), " ".join((*merged.taken_over, *map(str, merged.not_taken_over)))

    def merge_all(session: Any) -> None:
        for name, mine, theirs in cases(Party, PARTY_REASONS):
            kept, told = merge(session, name, mine, theirs)
            assert kept == theirs or str(theirs) in told or (name == "note" and theirs in kept), name
            assert kept in (mine, theirs) or name == "note", name

    change(merge_all, book)


def test_no_column_of_a_contact_is_forgotten(book: Book) -> None:
    def merge(session: Any, name: str, mine: Any, theirs: Any) -> tuple[Any, str, str]:
        kept, gone = (
            contact_service.add(session, session.get_one(Party, 1), Edit({"name": "Same"})) for _ in range(2)
        )
        setattr(kept, name, mine)
        setattr(gone, name, theirs)
        session.flush()
        merged = contact_merge_service.merge(session, kept, gone, {})
        return getattr(kept, name), kept.note or "", str(merged.not_taken_over)

    def merge_all(session: Any) -> None:
        for client in ("Acme", "Bolt"):
            parties.add(session, name=client)
        for name, mine, theirs in cases(Contact, CONTACT_REASONS):
            kept, note, told = merge(session, name, mine, theirs)
            said = "bolt" if name == "party_id" else str(theirs)
            assert kept == theirs or (said in note and (name == "note" or said in told)), name

    change(merge_all, book)


def tables_naming(book: Book, name: str) -> set[tuple[str, str]]:
    """Each table and column that refers to a table."""
    with reading(book) as db:
        tables = [
            row[0] for row in db.run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        keys = {
            (table, str(key[3]))
            for table in tables
            for key in db.run(f"SELECT * FROM pragma_foreign_key_list('{table}')")
            if key[2] == name
        }
        columns = {
            (table, str(column[1]))
            for table in tables
            for column in db.run(f"SELECT * FROM pragma_table_info('{table}')")
        }
    return keys | {place for place in columns if place[1] == f"{name}_id"}


def test_every_table_that_names_a_contact_has_its_place_in_a_merge(sqlite_book: Book) -> None:
    owned = {(f"contact_{what}", "contact_id") for what in ("email", "phone", "tag", "field")}
    passed_on = {("follow_up", "contact_id"), ("activity", "contact_id")}
    assert tables_naming(sqlite_book, "contact") == owned | passed_on


PARTY_PLACES = {  # what a merge makes of the rows of each table that name a party
    ("party", "merged_into_id"): "the aliases of the other become those of the kept one",
    ("party_tag", "party_id"): "united",
    ("party_field", "party_id"): "united",
    ("contact", "party_id"): "moves",
    ("deal", "party_id"): "moves",
    ("follow_up", "party_id"): "moves",
    ("activity", "party_id"): "moves",
    ("recurring", "party_id"): "moves",
    ("document", "party_id"): "a draft moves; what was issued names for ever whom it was issued to",
    ("payment", "party_id"): "fixed for ever, read as the kept one's",
    ("posting", "party_id"): "fixed for ever, read as the kept one's",
    ("cash_entry", "party_id"): "fixed for ever, read as the kept one's",
}


def test_every_table_that_names_a_party_has_its_place_in_a_merge(sqlite_book: Book) -> None:
    assert tables_naming(sqlite_book, "party") == PARTY_PLACES.keys()
    moving = {place for place, becomes in PARTY_PLACES.items() if becomes == "moves"}
    assert {(table.__tablename__, "party_id") for table in merge_service.MOVING.values()} == moving
