"""What is due and why, in words, and in which order: pure decisions over what the queries found."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from shlex import quote
from typing import NamedTuple

from acctmgr.core.money import Notation
from acctmgr.parties.birthday_rules import coming

WEEK = 7  # days after today that count as the coming week
_KINDS = ("followup", "invoice", "deal", "birthday")  # what is done first on the same day


class Row(NamedTuple):
    """Something that wants doing: what for whom, why, since when, and the line that deals with it."""

    kind: str
    client: str
    what: str
    why: str
    on: date
    amount_minor: int | None
    currency: str | None
    ref: str
    command: str


class FollowUp(NamedTuple):
    """A follow-up that is due or overdue."""

    id: int
    client: str
    text: str
    due_on: date
    due_time: str | None
    priority: str


class Invoice(NamedTuple):
    """An invoice with something open; the carrying amount is in the book's currency."""

    number: str
    party_id: int
    client: str
    due_on: date
    open_minor: int
    currency: str
    open_book_minor: int
    dispute: str | None


class Credit(NamedTuple):
    """What a client has left of a payment or credit note, which `source` names."""

    party_id: int
    currency: str
    source: str
    left_minor: int


class Deal(NamedTuple):
    """An open deal whose expected day has passed."""

    id: int
    client: str
    name: str
    stage: str
    expected_on: date
    amount_minor: int | None
    currency: str


class Birthday(NamedTuple):
    """A contact whose birthday is known: 1980-05-17, or --05-17 without the year."""

    id: int
    client: str
    name: str
    birthday: str


class Cover(NamedTuple):
    """How much of an invoice its client's credits cover, and the first of them."""

    minor: int
    source: str


def follow_up_row(row: FollowUp, today: date) -> Row:
    """A follow-up to be done."""
    why = [_due(row.due_on, today) + (f" at {row.due_time}" if row.due_time else "")]
    why += [f"{row.priority} priority"] if row.priority != "normal" else []
    command = f"acctmgr followup done {row.id}"
    return Row("followup", row.client, row.text, ", ".join(why), row.due_on, None, None, str(row.id), command)


def invoice_row(row: Invoice, cover: Cover, today: date, notation: Notation) -> Row:
    """An invoice to be paid, or to be settled by a credit; at which rate foreign money came only the bank knows."""
    why = [_due(row.due_on, today)]
    if cover.minor:
        part = notation._replace(currency=row.currency).format(cover.minor)
        why.append("a credit covers it" if cover.minor == row.open_minor else f"a credit covers {part}")
    if row.dispute is not None:
        why.append("in dispute")
    command = f"payment apply {quote(cover.source)}" if cover.minor else "invoice pay"
    rate = " --rate RATE" if not cover.minor and row.currency != notation.currency else ""
    return Row(
        *("invoice", row.client, row.number, ", ".join(why), row.due_on),
        *(row.open_minor, row.currency, row.number, f"acctmgr {command} {quote(row.number)}{rate}"),
    )


def deal_row(row: Deal, today: date) -> Row:
    """A deal to be closed or to be put off."""
    why = f"expected {_days((today - row.expected_on).days)} ago, {row.stage}"
    command = f"acctmgr deal edit {row.id} --close +2w"
    return Row(
        *("deal", row.client, row.name, why, row.expected_on),
        *(row.amount_minor, row.currency, str(row.id), command),
    )


def birthday_row(row: Birthday, today: date) -> Row | None:
    """A birthday of today or the coming week; None where it is on no such day."""
    on = birthday_on(row.birthday, today)
    if on is None:
        return None
    age = f", turns {on.year - int(row.birthday[:4])}" if row.birthday[0] != "-" else ""
    when = (
        "today"
        if on == today
        else "tomorrow"
        if on == today + timedelta(1)
        else f"in {(on - today).days} days"
    )
    command = f'acctmgr log {quote(row.client)} "Birthday wishes" --contact {row.id}'
    return Row(
        "birthday", row.client, row.name, f"birthday {when}{age}", on, None, None, str(row.id), command
    )


def birthday_on(birthday: str, today: date) -> date | None:
    """The day within the coming week that it falls on; that of 29 February is the 28th in other years."""
    born = int(birthday[:4]) if birthday[0] != "-" else 0
    days = (today + timedelta(days) for days in range(WEEK + 1))
    return next((day for day in days if birthday[-5:] in coming(day, 0) and day.year > born), None)


def covers(invoices: Iterable[Invoice], credits: Iterable[Credit]) -> Iterator[tuple[Invoice, Cover]]:
    """Each invoice with what its client's credits cover, the first due served first, each credit given once."""
    left: dict[tuple[int, str], list[Credit]] = {}
    for credit in credits:
        left.setdefault((credit.party_id, credit.currency), []).append(credit)
    for invoice in invoices:
        own = left.get((invoice.party_id, invoice.currency), [])
        source = own[0].source if own else ""
        wanted = invoice.open_minor
        while own and wanted:
            taken = min(wanted, own[0].left_minor)
            wanted -= taken
            own[0] = own[0]._replace(left_minor=own[0].left_minor - taken)
            if not own[0].left_minor:
                own.pop(0)
        yield invoice, Cover(invoice.open_minor - wanted, source)


def _due(due_on: date, today: date) -> str:
    days = (today - due_on).days
    if days > 0:
        return f"{_days(days)} overdue"
    if days == 0:
        return "due today"
    return "due tomorrow" if days == -1 else f"due in {-days} days"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def section_of(row: Row, today: date) -> str:
    """Where people see it: what is late, what is for today, what is to come."""
    if row.on < today:
        return "Overdue"
    return "Today" if row.on == today else "In the coming week"


def most_urgent_first(rows: Iterable[Row], today: date) -> list[Row]:
    """What is late before what is for today before what is to come, then by kind; else they stay in their order."""
    return sorted(rows, key=lambda row: ((row.on > today) - (row.on < today), _KINDS.index(row.kind)))


def sections(rows: Sequence[Row], today: date) -> list[str]:
    """The heading of each row."""
    return [section_of(row, today) for row in rows]
