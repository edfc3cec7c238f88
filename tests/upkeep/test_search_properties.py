"""After any history of writes on both lanes a search finds exactly the things that have the words."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from acctmgr.core.text import fold
from acctmgr.deals.tables import Deal, DealTag, Stage
from acctmgr.documents.tables import Document, DocumentLine
from acctmgr.followups.tables import Activity, FollowUp
from acctmgr.parties.contact_tables import Contact, ContactEmail
from acctmgr.parties.tables import Party, PartyField, PartyTag
from acctmgr.store.book import Book
from acctmgr.store.bulk import Bulk, NewRows, bulk
from acctmgr.store.read import Reader, reading
from acctmgr.store.write import change, connection_of
from acctmgr.upkeep.search_queries import found
from acctmgr.upkeep.search_rules import Look, look_for
from acctmgr.upkeep.search_text_queries import KINDS, wrong_search_text

ODD = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
DAY = date(2026, 3, 2)
WORDS = [
    "ana",
    "Ánabel",
    "straße",
    "STRASSEN",
    "o'brien",
    "brie",
    "ana@acme.example",
    "acme",
    "INV-7",
    "東京",
    "7",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
LOOKS = [
    "an",
    "ana",
    "anabel",
    "strass",
    "strassen",
    "obrien",
    "o'brien",
    "brien",
    "ana acme",
    "acme",
    "7",
    "東",
    "x",
]


class Step(NamedTuple):
    """One write: what is done, to which thing, with which text."""

    verb: str
    place: int
    other: int
    text: str


STEPS = st.builds(
    Step,
    st.sampled_from(
        "party party contact deal draft follow_up activity bulk_parties bulk_rename tag untag field email "
        "rename note line unline merge unmerge drop".split()
    ),
    st.integers(0, 9),
    st.integers(0, 9),
    TEXTS,
)


def pick(session: Session, table: Any, place: int) -> Any:
    rows = list(session.exec(select(table).order_by(col(table.id))))
    if not rows:
        raise LookupError
    return rows[place % len(rows)]


def party(session: Session, step: Step) -> None:
    count = connection_of(session).value("SELECT COUNT(*) FROM party")
    session.add(Party(handle=f"p{count}", name=step.text, name_key="k", is_client=step.other % 2))


def contact(session: Session, step: Step) -> None:
    owner = pick(session, Party, step.place)
    session.add(Contact(party_id=owner.id, name=step.text, name_key="k"))


def deal(session: Session, step: Step) -> None:
    owner, stage = pick(session, Party, step.place), pick(session, Stage, 0)
    session.add(
        Deal(
            name=step.text, name_key="k", party_id=owner.id, stage_id=stage.id, currency="EUR", counted_from_on=DAY
        )
    )  # fmt: skip


def draft(session: Session, step: Step) -> None:
    owner = pick(session, Party, step.place)
    session.add(Document(kind="invoice", party_id=owner.id, currency="EUR", reference=step.text))


def line(session: Session, step: Step) -> None:
    document = pick(session, Document, step.place)
    session.flush()
    taken = connection_of(session).value(
        "SELECT MAX(position) FROM document_line WHERE document_id = :d", d=document.id
    )
    session.add(
        DocumentLine(
            document_id=document.id, position=(taken or 0) + 1, description=step.text, quantity=1, unit_price=1,
            account_id=1,
        )
    )  # fmt: skip


def unline(session: Session, step: Step) -> None:
    session.delete(pick(session, DocumentLine, step.place))


def follow_up(session: Session, step: Step) -> None:
    due_on = DAY + timedelta(step.other)
    session.add(FollowUp(text=step.text, party_id=pick(session, Party, step.place).id, due_on=due_on))


def activity(session: Session, step: Step) -> None:
    on = DAY + timedelta(step.other)
    session.add(Activity(text=step.text, party_id=pick(session, Party, step.place).id, happened_on=on))


def tag(session: Session, step: Step) -> None:
    if step.other % 2:
        session.add(DealTag(deal_id=pick(session, Deal, step.place).id, tag=step.text))
    else:
        session.add(PartyTag(party_id=pick(session, Party, step.place).id, tag=step.text))


def untag(session: Session, step: Step) -> None:
    session.delete(pick(session, DealTag if step.other % 2 else PartyTag, step.place))


def field(session: Session, step: Step) -> None:
    session.add(PartyField(party_id=pick(session, Party, step.place).id, name="f", value=step.text))


def email(session: Session, step: Step) -> None:
    session.add(ContactEmail(contact_id=pick(session, Contact, step.place).id, email=step.text))


def rename(session: Session, step: Step) -> None:
    table = (Party, Contact, Deal)[step.other % 3]
    pick(session, table, step.place).name = step.text


def note(session: Session, step: Step) -> None:
    table = (Party, Contact, Deal, Document)[step.other % 4]
    pick(session, table, step.place).note = step.text if step.other % 5 else None


def merge(session: Session, step: Step) -> None:
    one, two = pick(session, Party, step.place), pick(session, Party, step.other)
    if one.id == two.id or two.merged_into_id or one.merged_into_id:
        return
    connection = connection_of(session)
    aliases = [
        row[0] for row in connection.run("SELECT id FROM party WHERE merged_into_id = :id", {"id": one.id})
    ]
    for row_id in aliases:
        session.get_one(Party, row_id).merged_into_id = two.id
    one.merged_into_id = two.id


def unmerge(session: Session, step: Step) -> None:
    pick(session, Party, step.place).merged_into_id = None


def drop(session: Session, step: Step) -> None:
    session.delete(pick(session, (FollowUp, Activity)[step.other % 2], step.place))


def bulk_parties(db: Bulk, step: Step) -> None:
    rows = NewRows(db, "party", "handle", "name", "name_key", "is_client", "is_vendor", "status")
    count = db.value("SELECT COUNT(*) FROM party")
    for number in range(step.other):
        rows.add(f"p{count + number}", step.text, "k", 1, 0, "active")
    rows.write()


def bulk_rename(db: Bulk, step: Step) -> None:
    ids = [row[0] for row in db.run("SELECT id FROM party ORDER BY id").fetchall()][: step.other]
    db.alter("party", ("name",), [(row_id, step.text) for row_id in ids])


BY_VERB: dict[str, Callable[[Any, Step], None]] = {
    fn.__name__: fn
    for fn in (
        party,
        contact,
        deal,
        draft,
        line,
        unline,
        follow_up,
        activity,
        tag,
        untag,
        field,
        email,
        rename,
    )
} | {fn.__name__: fn for fn in (note, merge, unmerge, drop, bulk_parties, bulk_rename)}


def play(book: Book, history: list[Step]) -> None:
    """Each step an operation of its own; what the database refuses is as if it never was."""
    import psycopg2

    for step in history:
        fn = BY_VERB[step.verb]
        with suppress(LookupError, sqlite3.IntegrityError, psycopg2.IntegrityError):
            if step.verb.startswith("bulk"):
                bulk(lambda db, fn=fn, step=step: fn(db, step), book)
            else:
                change(lambda session, fn=fn, step=step: fn(session, step), book)


# every text there is, with the thing that it belongs to, spelled out again
_TEXTS = """
    SELECT CASE (SELECT k.is_client FROM party k WHERE k.id = COALESCE(p.merged_into_id, p.id))
           WHEN 1 THEN 'client' ELSE 'vendor' END, COALESCE(p.merged_into_id, p.id), p.handle FROM party p
    UNION ALL SELECT CASE (SELECT k.is_client FROM party k WHERE k.id = COALESCE(p.merged_into_id, p.id))
           WHEN 1 THEN 'client' ELSE 'vendor' END, COALESCE(p.merged_into_id, p.id), p.name FROM party p
    UNION ALL SELECT CASE (SELECT k.is_client FROM party k WHERE k.id = COALESCE(p.merged_into_id, p.id))
           WHEN 1 THEN 'client' ELSE 'vendor' END, COALESCE(p.merged_into_id, p.id), p.note FROM party p
    UNION ALL SELECT CASE is_client WHEN 1 THEN 'client' ELSE 'vendor' END, p.id, t.tag
                FROM party_tag t JOIN party p ON p.id = t.party_id WHERE p.merged_into_id IS NULL
    UNION ALL SELECT CASE is_client WHEN 1 THEN 'client' ELSE 'vendor' END, p.id, t.value
                FROM party_field t JOIN party p ON p.id = t.party_id WHERE p.merged_into_id IS NULL
    UNION ALL SELECT 'contact', id, name FROM contact
    UNION ALL SELECT 'contact', id, note FROM contact
    UNION ALL SELECT 'contact', contact_id, email FROM contact_email
    UNION ALL SELECT 'deal', id, name FROM deal
    UNION ALL SELECT 'deal', id, note FROM deal
    UNION ALL SELECT 'deal', deal_id, tag FROM deal_tag
    UNION ALL SELECT kind, id, reference FROM document
    UNION ALL SELECT kind, id, note FROM document
    UNION ALL SELECT d.kind, d.id, l.description FROM document_line l JOIN document d ON d.id = l.document_id
    UNION ALL SELECT 'followup', id, text FROM follow_up
    UNION ALL SELECT 'activity', id, text FROM activity
"""


def words_in(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", fold(text))) | set(re.findall(r"[^\W_]+", fold(text.replace("'", ""))))


def by_hand(db: Reader, typed: str) -> set[tuple[str, int]]:
    """The things all of whose texts together have every word, read one by one."""
    known: dict[tuple[str, int], set[str]] = {}
    for kind, thing_id, text in db.run(_TEXTS).fetchall():
        if text:
            known.setdefault((kind, thing_id), set()).update(words_in(text))
    wanted = re.findall(r"[^\W_]+", fold(typed.replace("'", "")))
    return {
        thing
        for thing, words in known.items()
        if all(any(word.startswith(start) for word in words) for start in wanted)
    }


def hits(db: Reader, look: Look) -> list[tuple[str, int]]:
    """Kind and id of what is found, in its order."""
    ids = dict(db.run("SELECT handle, id FROM party").fetchall())
    rows = found(db, look, limit=0).rows
    return [
        (row.kind, ids[row.ref] if row.kind in ("client", "vendor") else int(row.ref.removeprefix("d")))
        for row in rows
    ]


def check(book: Book) -> dict[str, list[tuple[str, int]]]:
    """What is found is what is there; gives it by what was looked for."""
    with reading(book) as db:
        assert list(wrong_search_text(db)) == []
        told = {typed: hits(db, look_for(typed, (), KINDS)) for typed in LOOKS}
        for typed, things in told.items():
            assert len(things) == len(set(things))
            assert set(things) == by_hand(db, typed), typed
    return told


@ODD
@given(st.lists(STEPS, min_size=4, max_size=14))
def test_a_search_finds_exactly_what_has_the_words(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, history: list[Step]
) -> None:
    path = tmp_path_factory.mktemp("one") / "book.db"
    shutil.copyfile(sqlite_template, path)
    play(Book(str(path)), history)
    check(Book(str(path)))
    shutil.rmtree(path.parent)


@settings(ODD, max_examples=6)
@given(st.lists(STEPS, min_size=6, max_size=14))
def test_both_stores_find_the_same_in_the_same_order(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_prepared: Any,
    history: list[Step],
) -> None:
    path = tmp_path_factory.mktemp("one") / "book.db"
    shutil.copyfile(sqlite_template, path)
    named = [step._replace(verb="party") for step in history[:3]]
    with postgres_prepared() as server:
        from histories import prepare

        prepare(Book(str(path)))
        for book in (Book(str(path)), server):
            play(book, [*named, *history])
        assert check(Book(str(path))) == check(server)
    shutil.rmtree(path.parent)
