"""What a paper shows of a document or a client, as it stands in the book."""

import json
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from acctmgr.documents.reference_rules import DocumentRef
from acctmgr.documents.snapshot_rules import seller_snapshot, snapshot
from acctmgr.invoices import card_queries
from acctmgr.invoices.card_queries import InvoiceCard
from acctmgr.invoices.paper_words_rules import LANGUAGES
from acctmgr.store.read import Reader

Side = Mapping[str, str | None]  # seller or buyer: name, address, country, tax_id, an IBAN


class Look(NamedTuple):
    """How papers look, by the book's settings; paths are empty where nothing was set."""

    language: str
    color: str
    footer: str
    size: str
    logo: str
    fonts: str
    template: str


class Recipient(NamedTuple):
    """Who a paper is for."""

    id: int
    handle: str
    name: str
    legal_name: str | None
    address: str | None
    country: str | None
    tax_id: str | None
    language: str | None


class Paper(NamedTuple):
    """A document to print: seller and buyer as issued, those of a draft as they are now."""

    card: InvoiceCard
    seller: Side
    buyer: Side
    words: list[str]  # what the law wants the buyer to read
    is_deposit: bool
    tax_book_minor: int
    book_currency: str
    today: date
    look: Look
    client: Recipient


_RECIPIENT = """
    SELECT kept.id, kept.handle, kept.name, kept.legal_name, kept.address, kept.country, kept.tax_id,
           kept.language
      FROM party
      JOIN party AS kept ON kept.id = COALESCE(party.merged_into_id, party.id)
     WHERE party.id = :id
"""
_WORDS = """
    SELECT tax_code.words
      FROM tax_code
     WHERE tax_code.words <> ''
       AND (tax_code.id IN (SELECT tax_code_id FROM document_line WHERE document_id = :id)
            OR tax_code.id IN (SELECT tax_code_id FROM document_tax WHERE document_id = :id))
     ORDER BY tax_code.id
"""
_IN_BOOK = """
    SELECT CAST(COALESCE(SUM(CASE kind WHEN 'added' THEN tax_book_minor ELSE 0 END), 0) AS BIGINT)
      FROM document_tax
     WHERE document_id = :id
"""
_FACTS = "SELECT party_id, is_deposit FROM document WHERE id = :id"


class _Facts(NamedTuple):
    party_id: int
    is_deposit: bool


def paper(db: Reader, found: DocumentRef, *, today: date) -> Paper:
    """A document with all that its paper shows, as of today."""
    card = card_queries.card(db, found, today=today)
    facts = db.row(_Facts, _FACTS, id=found.id)
    assert facts is not None
    client = recipient(db, facts.party_id)
    return Paper(
        card,
        card.seller or seller_now(db),
        card.buyer or buyer_now(client),
        list(dict.fromkeys(words for (words,) in db.run(_WORDS, {"id": found.id}))),
        facts.is_deposit,
        db.value(_IN_BOOK, id=found.id),
        db.currency,
        today,
        look_for(db, client.language),
        client,
    )


def recipient(db: Reader, party_id: int) -> Recipient:
    """A client by its id, or the one that it was merged into."""
    row = db.row(Recipient, _RECIPIENT, id=party_id)
    assert row is not None
    return row


def seller_now(db: Reader) -> Side:
    """Who we are, as the settings say now."""
    return dict(json.loads(seller_snapshot(db.settings)))


def buyer_now(client: Recipient) -> Side:
    """Who a client is, as its card says now."""
    return dict(
        json.loads(snapshot(client.legal_name or client.name, client.address, client.country, client.tax_id))
    )


def look_for(db: Reader, language: str | None) -> Look:
    """How papers look for a client of that language; the book's where it has none."""
    own = db.settings
    spoken = language or own["language"]
    return Look(
        spoken if spoken in LANGUAGES else LANGUAGES[0],
        *(own[f"paper.{name}"] for name in ("color", "footer", "size", "logo", "fonts", "template")),
    )
