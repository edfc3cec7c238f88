"""Taking the next number of a series, in the transaction that issues the document."""

from datetime import date

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused
from acctmgr.documents.number_rules import check_pattern, format_number, parse_seq
from acctmgr.documents.tables import Document, NumberSeries
from acctmgr.store.settings_service import book_setting


def take_number(session: Session, *, kind: str, on: date, backdate: bool) -> str:
    """The next number of the kind's series in the year of issue; a date before its last is refused."""
    series = series_of(session, kind=kind, on=on)
    if series.last_on and on < series.last_on and not backdate:
        raise Refused(
            f"{on} is before {series.last_on}, the date of the latest {kind.replace('_', ' ')}",
            hint="give it a later date, or say --backdate",
        )
    number = format_number(series.pattern, on.year, series.next_seq)
    while _is_used(session, kind, number):  # an outside number may stand in the way: never issue it again
        series.next_seq += 1
        number = format_number(series.pattern, on.year, series.next_seq)
    series.next_seq += 1
    series.last_on = max(on, series.last_on or on)
    session.add(series)
    return number


def series_of(session: Session, *, kind: str, on: date) -> NumberSeries:
    """The series that numbers a kind of document on a day, new if it never gave a number."""
    pattern = book_setting(session, f"series.{kind}")
    check_pattern(pattern)
    year = on.year if "{year}" in pattern else 0
    query = select(NumberSeries).where(
        NumberSeries.kind == kind, NumberSeries.pattern == pattern, NumberSeries.year == year
    )
    return session.exec(query).first() or NumberSeries(kind=kind, pattern=pattern, year=year, next_seq=1)


def _is_used(session: Session, kind: str, number: str) -> bool:
    query = select(col(Document.id)).where(Document.kind == kind, Document.number == number)
    return session.exec(query).first() is not None


def forget_date(session: Session, document: Document) -> None:
    """A void document holds its series to no date: a mistyped one must not stop the numbers after it."""
    query = select(NumberSeries).where(
        NumberSeries.kind == document.kind, NumberSeries.last_on == document.issued_on
    )
    for series in session.exec(query).all():
        place = parse_seq(series.pattern, document.number or "")
        if place and place[0] == series.year:
            series.last_on = _latest(session, series)
            session.add(series)


def _latest(session: Session, series: NumberSeries) -> date | None:
    rows = session.exec(
        select(Document)
        .where(Document.kind == series.kind, Document.is_outside == 0, col(Document.voided_on).is_(None))
        .order_by(col(Document.issued_on).desc(), col(Document.id))
    )
    for row in rows:
        place = parse_seq(series.pattern, row.number or "")
        if place and place[0] == series.year:
            return row.issued_on
    return None
