"""What was mailed is remembered, each reminder of a level once for ever."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from acctmgr.core.errors import Conflict
from acctmgr.invoices.tables import Mailing


class Mailed(NamedTuple):
    """A document in a mail; at level 0 it is the document itself, above it a reminder."""

    document_id: int
    level: int


def remember(
    session: Session, mails: Sequence[Mailed], *, on: date, way: str, recipient: str, again: bool
) -> list[int]:
    """Write down a mail before it goes out; Conflict where another was quicker. Gives the ids, to forget it by.

    again: whether a document that was mailed already may go out once more; a reminder of a level never may, unless it
    was an attempt that nobody knows the end of.
    """
    for mail in mails:
        earlier = _earlier(session, mail)
        if earlier and mail.level and again and earlier.way == "attempt" and earlier.level == mail.level:
            session.delete(earlier)
            session.flush()
        elif earlier and (mail.level or not again):
            raise Conflict(f"it was mailed to {earlier.recipient} on {earlier.mailed_on} already")
    rows = [
        Mailing(document_id=mail.document_id, level=mail.level, mailed_on=on, way=way, recipient=recipient)
        for mail in mails
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows if row.id is not None]


def _earlier(session: Session, mail: Mailed) -> Mailing | None:
    query = select(Mailing).where(Mailing.document_id == mail.document_id)
    # a later level says that this one is past
    at_level = col(Mailing.level) >= mail.level if mail.level else col(Mailing.level) == 0
    return session.exec(query.where(at_level).order_by(col(Mailing.id).desc())).first()


def arrived(session: Session, ids: Sequence[int]) -> None:
    """Write down that the server took a mail."""
    for row in session.exec(select(Mailing).where(col(Mailing.id).in_(ids))):
        row.way = "smtp"
    session.flush()


def forget(session: Session, ids: Sequence[int]) -> None:
    """Take back what was remembered of a mail that did not go out."""
    for row in session.exec(select(Mailing).where(col(Mailing.id).in_(ids))):
        session.delete(row)
    session.flush()
