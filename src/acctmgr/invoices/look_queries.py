"""What every paper shows: how it looks, who it is from and who it is for."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from acctmgr.documents.snapshot_rules import seller_snapshot, snapshot
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


_RECIPIENT = """
    SELECT kept.id, kept.handle, kept.name, kept.legal_name, kept.address, kept.country, kept.tax_id,
           kept.language
      FROM party
      JOIN party AS kept ON kept.id = COALESCE(party.merged_into_id, party.id)
     WHERE party.id = :id
"""


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
