"""Whatever was merged whenever: aging is what the ledger says for every party, and a merge changes no sum."""

import shutil
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from acctmgr.core.errors import AcctError
from acctmgr.documents.reports import Wanted, aging_by_client
from acctmgr.parties import service as parties
from acctmgr.parties.queries import find_party
from acctmgr.store.book import Book
from acctmgr.store.read import reading
from acctmgr.store.write import change
from acctmgr.upkeep import merge_service, queries
from documents.story import Story
from documents.test_aging_histories import DAYS, FIRST, STEPS, Step, Told, tell

NAMES = ("Acme", "Ana Ruiz", "Borges")
MERGES = st.tuples(st.sampled_from(range(3)), st.sampled_from(range(3)))


def handle(name: str) -> str:
    return name.lower().replace(" ", "-")


def totals(book: Book) -> list[dict[str, int]]:
    """What is owed in all, at the end of every day."""
    with reading(book) as db:
        return [aging_by_client(db, Wanted(day)).totals for day in _days()]


def _days() -> list[object]:
    from datetime import timedelta

    return [FIRST + timedelta(days=offset) for offset in range(-1, DAYS + 2)]


def merge(book: Book, keep: int, other: int) -> None:
    """Merge two clients; no total of any day may move."""
    before = totals(book)
    with suppress(AcctError):
        change(lambda session: merge_service.merge(session, handle(NAMES[keep]), handle(NAMES[other])), book)
    after = totals(book)
    assert after == before


def check(book: Book) -> None:
    with reading(book) as db:
        for day in _days():
            whole = aging_by_client(db, Wanted(day))
            assert whole.difference_minor == 0
            assert len({row.client for row in whole.rows}) == len(whole.rows)
            for name in NAMES:
                party = find_party(db, handle(name))
                alone = aging_by_client(db, Wanted(day, party_id=party.id))
                assert alone.difference_minor == 0
                assert alone.rows == [row for row in whole.rows if row.client == party.handle]
        assert [row.check for row in queries.findings(db, book) if not row.ok] == []


@settings(max_examples=15)
@given(steps=st.lists(st.one_of(STEPS, STEPS, MERGES), min_size=5, max_size=14))
def test_aging_is_the_ledger_for_every_party_whatever_is_merged(
    sqlite_template: Path, tmp_path: Path, steps: list[Step | tuple[int, int]]
) -> None:
    path = tmp_path / "history.db"
    shutil.copyfile(sqlite_template, path)
    story, told = Story(Book(str(path)), *NAMES), Told([], [], [])
    story.tax("vat", "21")
    for step in steps:
        if not isinstance(step, Step):
            merge(story.book, *step)
            continue
        with suppress(AcctError):
            tell(story, told, step)
    check(story.book)


def test_find_gives_the_same_party_in_both_lanes(book: Book) -> None:
    Story(book, *NAMES)
    change(lambda session: merge_service.merge(session, "acme", "ana-ruiz"), book)
    change(lambda session: merge_service.merge(session, "borges", "acme"), book)
    for reference in ("acme", "ana-ruiz", "borges", "ana", "1", "2", "Ana Ruiz"):
        written = change(lambda session, reference=reference: parties.find(session, reference).handle, book)
        with reading(book) as db:
            assert (written, find_party(db, reference).handle) == ("borges", "borges")
