"""What a paper shows of a document, as it stands in the book."""

from datetime import date
from typing import NamedTuple

from acctmgr.documents.reference_rules import DocumentRef
from acctmgr.invoices import card_queries
from acctmgr.invoices.card_queries import InvoiceCard
from acctmgr.invoices.look_queries import Look, Recipient, Side, buyer_now, look_for, recipient, seller_now
from acctmgr.store.read import Reader


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
    """A document with all that its paper shows, as of today; of a later day as it will stand on that."""
    card = card_queries.card(db, found, today=today)
    if card.status == "coming" and card.posted_on:
        return paper(db, found, today=card.posted_on)
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
