"""Taking the next number of a series, in the transaction that issues the document."""

from datetime import date

from sqlmodel import Session, col, select

from acctmgr.core.errors import Refused
from acctmgr.documents.number_rules import check_pattern, format_number
from acctmgr.documents.tables import Document, NumberSeries
from acctmgr.store.settings_service import book_setting


def take_number(session: Session, *, kind: str, on: date, backdate: bool) -> str:
    """The next number of the kind's series in the year of issue; a date before the series' last is refused."""
    pattern = book_setting(session, f"series.{kind}")
    check_pattern(pattern)
    series = series_of(session, kind=kind, year=on.year if "{year}" in pattern else 0)
    if series.last_on and on < series.last_on and not backdate:
        raise Refused(
            f"{on} is before {series.last_on}, the date of the latest {kind.replace('_', ' ')}",
            hint="give it a later date, or say --backdate",
        )
    number = format_number(pattern, on.year, series.next_seq)
    while _is_used(session, kind, number):  # an outside number may stand in the way: never issue it again
        series.next_seq += 1
        number = format_number(pattern, on.year, series.next_seq)
    series.next_seq += 1
    series.last_on = max(on, series.last_on or on)
    session.add(series)
    return number


def series_of(session: Session, *, kind: str, year: int) -> NumberSeries:
    """The series of a kind in a year, new if it never gave a number."""
    found = session.exec(
        select(NumberSeries).where(NumberSeries.kind == kind, NumberSeries.year == year)
    ).first()
    return found or NumberSeries(kind=kind, year=year, next_seq=1)


def _is_used(session: Session, kind: str, number: str) -> bool:
    query = select(col(Document.id)).where(Document.kind == kind, Document.number == number)
    return session.exec(query).first() is not None
