"""Checks of deposits: what waits in their account, what was taken off of them, and what is left."""

from collections.abc import Iterator

from acctmgr.core.money import digits_of, format_minor
from acctmgr.store.read import Reader
from acctmgr.upkeep.correction_queries import SIDE, amount

_DEPOSIT_NETS = """
    SELECT document.id, document.id AS deposit_id, document.net_minor
      FROM document
     WHERE document.is_deposit = 1 AND document.kind = 'invoice'
     UNION ALL
    SELECT document.id, document.credits_id, document.net_minor
      FROM document
     WHERE document.is_deposit = 1 AND document.kind = 'credit_note'
     UNION ALL
    SELECT document_line.document_id, document_line.deducts_id, document_line.net_minor
      FROM document_line
     WHERE document_line.deducts_id IS NOT NULL
"""
_DEPOSIT_DAYS = """
    SELECT account.name, moved.party_id, moved.day, moved.currency, CAST(SUM(moved.minor) AS BIGINT) AS off_minor
      FROM (SELECT posting.party_id, posting.posted_on AS day, posting.currency, posting.foreign_minor AS minor
              FROM posting
             WHERE posting.account_id = (SELECT id FROM account WHERE key = 'deposits')
             UNION ALL
            SELECT document.party_id, document.posted_on, document.currency, nets.net_minor * {side}
              FROM ({nets}) AS nets
              JOIN document ON document.id = nets.id
             WHERE document.number IS NOT NULL
             UNION ALL
            SELECT document.party_id, document.voided_on, document.currency, -nets.net_minor * {side}
              FROM ({nets}) AS nets
              JOIN document ON document.id = nets.id
             WHERE document.voided_on IS NOT NULL) AS moved
      JOIN account ON account.key = 'deposits'
     GROUP BY account.name, moved.party_id, moved.day, moved.currency
    HAVING SUM(moved.minor) <> 0
     ORDER BY moved.day, moved.party_id, moved.currency
"""
_OVER_TAKEN = """
    SELECT deposit.number
      FROM ({nets}) AS nets
      JOIN document ON document.id = nets.id
      JOIN document AS deposit ON deposit.id = nets.deposit_id
     WHERE document.number IS NOT NULL AND document.voided_on IS NULL
     GROUP BY deposit.id, deposit.number
    HAVING SUM(nets.net_minor * {side}) < 0
     ORDER BY deposit.number, deposit.id
"""
# where nothing of a currency waits, nothing is left of it in the book's; it may be taken off by the party that it
# was merged into
_DEPOSIT_RESTS = """
    SELECT account.name, COALESCE(party.merged_into_id, posting.party_id) AS kept_id,
           CAST(SUM(posting.amount_minor) AS BIGINT) AS off_minor
      FROM posting
      JOIN account ON account.id = posting.account_id AND account.key = 'deposits'
      LEFT JOIN party ON party.id = posting.party_id
     GROUP BY account.name, COALESCE(party.merged_into_id, posting.party_id), posting.currency
    HAVING SUM(posting.foreign_minor) = 0 AND SUM(posting.amount_minor) <> 0
     ORDER BY 1, 2, 3
"""


def wrong_deposits(db: Reader) -> Iterator[str]:
    """Deposits that are not what waits in their account, or of which more went than they have."""
    for account, party_id, day, currency, off_minor in db.stream(_filled(_DEPOSIT_DAYS)):
        off = format_minor(off_minor, style=db.notation.style, digits=digits_of(currency))
        yield f"on {day} {account} moves {off} {currency} more than the deposits of party {party_id}"
    for (number,) in db.stream(_filled(_OVER_TAKEN)):
        yield f"more of {number} is taken off or credited than it has"
    for account, party_id, off_minor in db.stream(_DEPOSIT_RESTS):
        yield f"{account} of party {party_id} keeps {amount(db, off_minor)} where no deposit waits"


def _filled(sql: str) -> str:
    return sql.replace("{nets}", _DEPOSIT_NETS).replace("{side}", f"({SIDE})")
