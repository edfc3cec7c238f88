"""What `export` writes and `import` reads is the same book: table by table, ids aside."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from acctmgr.exchange.export_contact_queries import ContactRow
from acctmgr.exchange.export_deal_queries import DealRow
from acctmgr.exchange.export_party_queries import PartyRow
from acctmgr.exchange.export_work_queries import ActivityRow, FollowUpRow
from acctmgr.store.book import Book
from acctmgr.store.create import all_tables
from acctmgr.store.read import reading
from acctmgr.store.schema import TABLE_MODULES
from conftest import Run

# in the order in which they can be imported
KINDS = ("clients", "vendors", "contacts", "deals", "followups", "activities")

STORY = (
    'client add "Full Ltd" --handle full --legal-name "Full Limited" --tax-id ES-A1 --email f@full.example'
    ' --phone "+34 600 100 200" --website https://full.example --industry IT --address "1 Main, Oslo" --country NO'
    " --language en --currency EUR --terms 15 --status prospect --tier A --owner Ann --source Web"
    ' --since 2020-01-02 --note "=1+1; and more" --dispute "Crate 7" --tag x --tag "y;z" --field "Region=North"',
    "client add Full --handle full-2 --field Region=South --field Route=7 -y",  # its name is the handle of another
    "client add Old --terms 0",
    "client add Bolt --email bolt@bolt.example --tier B",
    'client add "Bolt AG" --handle bolt-ag --note gone',
    "client merge bolt bolt-ag --yes",
    "vendor add Bakery --email bread@bakery.example --tag food --field Oven=3",
    "vendor add Bolt",  # is both
    "vendor add Shut",
    "vendor archive shut",
    'contact add "Ana Ruiz" --client f@full.example --role CTO --influence decider --prefers email'
    " --birthday 1980-05-17 --email ana@full.example --email a.ruiz@full.example"
    ' --phone "600 100 200" --phone "+47 22 33 44 55"'
    ' --tag vip --field Desk=4 --note "likes; tea"',
    "contact add Ana --client bolt --phone 777",
    "contact add Ana --client bolt --phone 888 --birthday --05-17",
    "contact add Ana --client bolt --email ana@bolt.example --no-contact",
    'contact add "Bo; Lind" --client bakery',
    "deal add Website --client f@full.example --opened 2026-01-02 --amount 1250.50 --stage Proposal --probability 50"
    " --close 2026-09-01 --owner Ann"
    ' --source Web --competitor Rival --note "line; two" --tag t1 --field Plan=Gold',
    "deal add Website --client f@full.example",
    "deal add Website --client f@full.example",  # a twin of the one before
    "deal add Old --client old --stage Lead --probability 10",
    "deal add Dollars --client full-2 --amount 90 --currency USD --opened 2026-06-01",
    "deal add Shop --client bolt --amount 900 --opened 2026-06-01",
    "deal move 1 Negotiation --on 2026-07-10",
    "deal win 5 --on 2026-07-11",
    'deal lose 6 --on 2026-07-12 --reason "too dear; by half"',
    "deal reopen 6 --on 2026-07-13",
    'deal lose 6 --on 2026-07-14 --reason "again"',
    'followup add "Send the offer" --client f@full.example --due 2026-07-20 --time 09:30 --priority high'
    " --contact ana@full.example --deal 1",
    'followup add "Call" --client bolt --due 2026-07-01 --repeat 1m --deal 6',
    "followup done 2 --on 2026-07-02",
    'followup add "Bread" --client bakery --due eom --repeat 1m',
    'followup add "Ask" --client bolt --due 2026-08-01 --contact 2',
    'followup add "Ask" --client bolt --due 2026-08-01 --contact 3',  # its twin, for a namesake
    'followup add "Twin deal" --client f@full.example --due 2026-08-02 --deal 3',
    'log f@full.example "Called; it rang" --kind call --minutes 25 --on 2026-07-03 --contact ana@full.example --deal 2',
    'log bolt "Noted" --contact 2',
    'log bolt "Noted" --contact 3',
    "followup done 5 --kind meeting --on 2026-07-04",
    "contact edit 3 --client f@full.example",  # what names him stays with the other client
    "deal edit 6 --client f@full.example",
    "client archive old",
)
KEYS = (
    "UPDATE party SET outside_key = 'P-7' WHERE handle = 'full'",
    "UPDATE contact SET outside_key = 'C-1' WHERE id = 1",
    "UPDATE deal SET key = 'D-1' WHERE id = 1",
    "UPDATE activity SET outside_key = 'A-2' WHERE id = 2",
)

# a column that is no field of the export, and why not
LEFT_OUT = {
    "party": {
        "name_key": "made of the name",
        "is_client": "`export clients` writes those that are",
        "is_vendor": "`export vendors` writes those that are",
    },
    "party_tag": {"id": "the tag says all", "party_id": "it stands in its party's row"},
    "party_field": {"id": "the name says all", "party_id": "it stands in its party's row"},
    "contact": {"name_key": "made of the name"},
    "contact_email": {"id": "the address says all", "contact_id": "it stands in its contact's row"},
    "contact_phone": {
        "id": "the number says all",
        "contact_id": "it stands in its contact's row",
        "digits": "made of the phone and the book's country",
    },
    "contact_tag": {"id": "the tag says all", "contact_id": "it stands in its contact's row"},
    "contact_field": {"id": "the name says all", "contact_id": "it stands in its contact's row"},
    "deal": {"name_key": "made of the name", "counted_from_on": "the first day of stage_history"},
    "stage_change": {
        "id": "day and stage say all",
        "deal_id": "it stands in its deal's row",
        "until_on": "the day of the next one",
    },
    "deal_tag": {"id": "the tag says all", "deal_id": "it stands in its deal's row"},
    "deal_field": {"id": "the name says all", "deal_id": "it stands in its deal's row"},
    "deal_follow_up": {"id": "what it links says all", "follow_up_id": "it stands in its follow-up's row"},
    "deal_activity": {"id": "what it links says all", "activity_id": "it stands in its activity's row"},
    "follow_up": {},
    "activity": {},
}
# a column whose field is called otherwise
WRITTEN_AS = {
    ("party", "outside_key"): "key",
    ("party", "terms_days"): "terms",
    ("party", "since_on"): "since",
    ("party", "merged_into_id"): "merged_into",
    ("party_tag", "tag"): "tags",
    ("party_field", "name"): "fields",
    ("party_field", "value"): "fields",
    ("contact", "outside_key"): "key",
    ("contact", "party_id"): "client",
    ("contact", "is_no_contact"): "no_contact",
    ("contact_email", "email"): "emails",
    ("contact_phone", "phone"): "phones",
    ("contact_tag", "tag"): "tags",
    ("contact_field", "name"): "fields",
    ("contact_field", "value"): "fields",
    ("deal", "party_id"): "client",
    ("deal", "stage_id"): "stage",
    ("stage_change", "stage_id"): "stage_history",
    ("stage_change", "from_on"): "stage_history",
    ("deal_tag", "tag"): "tags",
    ("deal_field", "name"): "fields",
    ("deal_field", "value"): "fields",
    ("deal_follow_up", "deal_id"): "deal_name",
    ("deal_activity", "deal_id"): "deal_name",
    ("follow_up", "party_id"): "client",
    ("follow_up", "contact_id"): "contact_name",
    ("activity", "party_id"): "client",
    ("activity", "contact_id"): "contact_name",
    ("activity", "happened_on"): "on",
    ("activity", "outside_key"): "key",
    ("activity", "follow_up_id"): "followup_text",
}
ROW_OF = {
    **dict.fromkeys(("party", "party_tag", "party_field"), PartyRow),
    **dict.fromkeys(
        ("contact", "contact_email", "contact_phone", "contact_tag", "contact_field"), ContactRow
    ),
    **dict.fromkeys(("deal", "stage_change", "deal_tag", "deal_field"), DealRow),
    **dict.fromkeys(("follow_up", "deal_follow_up"), FollowUpRow),
    **dict.fromkeys(("activity", "deal_activity"), ActivityRow),
}


@pytest.fixture
def told(run_plain: Run, tmp_path: Path) -> Book:
    """A book with everything that a relationship may have."""
    place = tmp_path / "told.db"
    for line in ("init --currency EUR", *STORY):
        done = run_plain(f"{line} --db {place} --quiet")
        assert done.code == 0, (line, done.err)
    import sqlite3

    with sqlite3.connect(place) as connection:
        for sql in KEYS:
            connection.execute(sql)
    connection.close()
    return Book(str(place))


def contents(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every exported table: ids are places in their table, parties go by their handles."""
    tables = all_tables().tables
    with reading(book) as db:
        rank = {
            name: {
                row_id: place for place, (row_id,) in enumerate(db.run(f"SELECT id FROM {name} ORDER BY id"))
            }
            for name in LEFT_OUT
        }
        rank["party"] = dict(db.run("SELECT id, handle FROM party"))
        rank["stage"] = dict(db.run("SELECT id, name FROM stage"))
        found = {}
        for name in LEFT_OUT:
            columns = [column for column in tables[name].columns if column.name != "id"]
            refers = [next((key.column.table.name for key in column.foreign_keys), "") for column in columns]
            rows = db.run(f"SELECT {', '.join(column.name for column in columns)} FROM {name}")
            found[name] = sorted(
                (
                    tuple(
                        rank[table][value] if table and value is not None else _plain(value)
                        for value, table in zip(row, refers, strict=True)
                    )
                    for row in rows
                ),
                key=repr,
            )
        return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def moved(run: Run, told: Book, folder: Path, ending: str, kinds: Sequence[str] = KINDS) -> list[str]:
    """Export all kinds and import them into the book of `run`; gives what each import said of its figures."""
    said = []
    for kind in kinds:
        file = folder / f"{kind}.{ending}"
        assert run("export", kind, "--db", told.place, "--output", file).code == 0
        done = run("import", kind, file, "--strict")
        assert done.code == 0, (kind, done.err)
        said.append(done.err.splitlines()[-1].partition(f"{kind}: ")[2])
        assert "came in without" not in done.err
        assert "columns not used" not in done.err
    return said


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_an_exported_book_comes_back_equal_and_a_second_time_changes_nothing(
    run: Run, told: Book, book: Book, tmp_path: Path, ending: str
) -> None:
    moved(run, told, tmp_path, ending)
    before, after = contents(told), contents(book)
    for table, rows in before.items():
        assert rows, table
        assert after[table] == rows, table
    assert moved(run, told, tmp_path, ending) == [
        "0 created, 0 updated, 5 unchanged, 0 rejected",
        "0 created, 0 updated, 3 unchanged, 0 rejected",
        "0 created, 0 updated, 5 unchanged, 0 rejected",
        "0 created, 0 updated, 6 unchanged, 0 rejected",
        "0 created, 0 updated, 7 unchanged, 0 rejected",
        "0 created, 0 updated, 4 unchanged, 0 rejected",
    ]


def test_both_stores_export_the_same_lines(run: Run, told: Book, tmp_path: Path) -> None:
    moved(run, told, tmp_path, "csv")
    for kind in KINDS[2:]:  # the ids of parties are others: aliases come last
        assert run("export", kind).out == (tmp_path / f"{kind}.csv").read_text("utf-8")


def test_each_import_is_kept_as_what_it_was(run: Run, told: Book, tmp_path: Path, book: Book) -> None:
    moved(run, told, tmp_path, "csv")
    with reading(book) as db:
        kinds = [kind for (kind,) in db.run("SELECT kind FROM import_run ORDER BY id")]
    assert kinds == ["clients", "vendors", "contacts", "deals", "followups", "activities"]


def test_every_column_of_an_exported_table_is_written_or_left_out_for_a_reason() -> None:
    forgotten = [
        f"{table}.{column.name}"
        for table, row_type in ROW_OF.items()
        for column in all_tables().tables[table].columns
        if column.name not in LEFT_OUT[table]
        and WRITTEN_AS.get((table, column.name), column.name) not in row_type._fields
    ]
    assert forgotten == []


def test_the_tables_of_the_export_are_all_that_people_deals_and_follow_ups_have() -> None:
    modules = [name for name in TABLE_MODULES if name.split(".")[1] in ("parties", "deals", "followups")]
    tables = {
        thing.__tablename__
        for name in modules
        for thing in vars(import_module(name)).values()
        if getattr(thing, "__module__", "") == name and hasattr(thing, "__tablename__")
    }
    assert tables - {"stage"} == set(LEFT_OUT)  # stages are made with `deal stage`, before the deals come in
