"""The invoices that documents of an export refer to: credited by a credit note, or a deposit that is taken off."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from acctmgr.core.errors import NotFound, Refused
from acctmgr.core.money import plain_minor
from acctmgr.exchange.run_rules import chunks
from acctmgr.parties.merged_rules import joined_party
from acctmgr.store.bulk import Bulk


class Related(NamedTuple):
    """An invoice that is there, or about to be; credited_minor: by credit notes that stand."""

    id: int
    number: str
    kept_id: int
    currency: str
    supplied_on: date
    posted_on: date
    is_deposit: bool
    total_minor: int
    credited_minor: int


_RELATED = f"""
    SELECT document.id, document.number, party.id AS kept_id, document.currency, document.supplied_on,
           document.posted_on, document.is_deposit, document.total_minor,
           CAST(COALESCE((SELECT SUM(note.total_minor) FROM document AS note
                           WHERE note.credits_id = document.id AND note.voided_on IS NULL), 0) AS BIGINT)
           AS credited_minor
      FROM document
      {joined_party("document.party_id")}
     WHERE document.kind = 'invoice' AND document.number IN (:numbers)
     ORDER BY CASE document.status WHEN 'void' THEN 0 ELSE 1 END, document.id
"""


class Others:
    """Finds invoices by their numbers, those of the same chunk included."""

    def __init__(self, db: Bulk) -> None:
        self._db = db
        self._known: dict[str, Related] = {}

    def look_up(self, numbers: Iterable[str]) -> None:
        """Fetch the invoices of these numbers; what was made since the last time is in the book by now."""
        self._known = {
            found.number: found
            for some in chunks(iter(sorted({number for number in numbers if number})), 500)
            for found in self._db.rows(Related, _RELATED, numbers=some)
        }

    def made(self, one: Related, *, is_void: bool) -> None:
        """Note an invoice that is about to be written; one that stands goes before a void one of its number."""
        if not is_void or one.number not in self._known:
            self._known[one.number] = one

    def credited(self, number: str, minor: int) -> None:
        """Note that so much more of an invoice is credited."""
        known = self._known[number]
        self._known[number] = known._replace(credited_minor=known.credited_minor + minor)

    def find(self, number: str, *, kept_id: int, currency: str) -> Related:
        """The invoice of that number. Refused where it is another client's or in another currency."""
        known = self._known.get(number)
        if known is None:
            raise NotFound(f"there is no invoice {number}", hint="import it first, or in the same file")
        if known.kept_id != kept_id:
            raise Refused(f"{number} belongs to another client")
        if known.currency != currency:
            raise Refused(f"{number} is in {known.currency}")
        return known


def check_credit(invoice: Related, total_minor: int, digits: int) -> None:
    """Credit notes never exceed their invoice."""
    left = invoice.total_minor - invoice.credited_minor
    if total_minor > left:
        raise Refused(f"only {plain_minor(left, digits)} of {invoice.number} is not credited yet")
