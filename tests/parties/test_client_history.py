"""Every change of a client is one operation, and nothing else is."""

from contextlib import suppress
from datetime import date
from typing import NamedTuple

import hypothesis.strategies as st
from hypothesis import given, settings
from sqlmodel import Session

from acctmgr.core.errors import AcctError
from acctmgr.parties import card_queries, queries, service
from acctmgr.parties.fact_rules import Edit
from acctmgr.store.book import Book, choose
from acctmgr.store.read import reading
from acctmgr.store.write import change
from parties.samples import count

TODAY = date(2026, 7, 15)
HANDLES = ("acme", "beta")
VERBS = ("add", "tier", "tag", "size", "clear", "archive", "restore", "rm")
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.sampled_from(HANDLES), st.sampled_from("AB")), max_size=10
)


class Model(NamedTuple):
    """A client as a few lines know it."""

    tier: str | None = None
    tags: frozenset[str] = frozenset()
    size: str | None = None
    is_archived: bool = False


def after(client: Model | None, verb: str, word: str) -> Model | None:
    """What a step makes of a client; the same when it is refused or changes nothing."""
    if client is None:
        return Model() if verb == "add" else None
    if verb == "rm":
        return None
    made = {
        "tier": client._replace(tier=word),
        "clear": client._replace(tier=None),
        "tag": client._replace(tags=client.tags | {word}),
        "size": client._replace(size=word),
        "archive": client._replace(is_archived=True),
        "restore": client._replace(is_archived=False),
    }
    return made.get(verb, client)


def step(session: Session, verb: str, handle: str, word: str) -> None:
    edits = {
        "tier": Edit(facts={"tier": word}),
        "clear": Edit(clear=["tier"]),
        "tag": Edit(tags=[word]),
        "size": Edit(fields={"size": word}),
    }
    if verb == "add":
        service.add(session, name=handle.title(), handle=handle)
        return
    party = service.find(session, handle)
    if verb in edits:
        service.edit(session, party, edits[verb])
    elif verb == "archive":
        service.archive(party, on=TODAY)
    elif verb == "restore":
        service.restore(party)
    else:
        service.remove(session, party)


def attempt(verb: str, handle: str, word: str = "") -> None:
    with suppress(AcctError):
        change(lambda session: step(session, verb, handle, word))


def stored(handle: str) -> Model | None:
    with reading() as db:
        try:
            card = card_queries.client_card(db, queries.find_party(db, handle).id, today=TODAY)
        except AcctError:
            return None
    return Model(card.tier, frozenset(card.tags), card.fields.get("size"), card.archived_on is not None)


@settings(max_examples=20)
@given(steps=STEPS)
def test_there_are_as_many_operations_as_changes(book: Book, steps: list[tuple[str, str, str]]) -> None:
    choose(book=None, db=book.place, command="")
    for handle in HANDLES:
        attempt("rm", handle)
    operations, changes = count("operation"), 0
    clients: dict[str, Model | None] = dict.fromkeys(HANDLES)
    for verb, handle, word in steps:
        attempt(verb, handle, word)
        made = after(clients[handle], verb, word)
        changes += made != clients[handle]
        clients[handle] = made
    assert count("operation") == operations + changes
    assert {handle: stored(handle) for handle in HANDLES} == clients
