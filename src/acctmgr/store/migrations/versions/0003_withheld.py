"""Tax that we withhold gets an account of its own; the owner of its client at issue stands on each document."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from alembic import op

# An upgrade is an operation like any other, so the trail of today writes it: the tests upgrade the books of every
# release through all steps, so that a change of the trail that this step can't bear is seen.
from acctmgr.core.dates import month_key, today
from acctmgr.store.audit import Trail
from acctmgr.store.connection import Connection
from acctmgr.store.ready import actor
from acctmgr.store.write import connection_over

revision = "0003"
down_revision = "0002"

_DOCUMENTS_IN_ONE_GO = 10_000  # their images wait in memory until the operation is written

# what we withheld from others lies on the wrong side of the account for what others withheld from us
_WITHHELD = """
    SELECT cash.party_id, cash.currency, CAST(SUM(tax.tax_book_minor * {way}) AS BIGINT),
           CAST(SUM(tax.tax_minor * {way}) AS BIGINT), CAST(MAX(cash.moved_on) AS TEXT)
      FROM cash_tax AS tax
      JOIN cash_entry AS cash ON cash.id = tax.cash_entry_id
      JOIN account AS category ON category.id = cash.other_id
     WHERE tax.kind = 'withheld' AND tax.account_id = :account AND cash.voided_on IS NULL
       AND (category.type = 'expense' OR (category.type <> 'income' AND cash.direction = 'out'))
     GROUP BY cash.party_id, cash.currency
     ORDER BY cash.party_id IS NULL, cash.party_id, cash.currency
""".replace("{way}", "CASE cash.direction WHEN 'out' THEN 1 ELSE -1 END")
_ADD_TO_MONTH = """
    INSERT INTO account_month (account_id, currency, month, amount_minor, foreign_minor)
    VALUES (:account, :currency, :month, :minor, :own)
        ON CONFLICT (account_id, currency, month) DO UPDATE
       SET amount_minor = account_month.amount_minor + excluded.amount_minor,
           foreign_minor = account_month.foreign_minor + excluded.foreign_minor
"""
_IMAGES = """
    SELECT row_id, operation_id, before, after
      FROM change
     WHERE table_name = :table AND after IS NOT NULL
     ORDER BY id
"""
_DOCUMENTS = """
    SELECT id, party_id, credits_id
      FROM document
     WHERE number IS NOT NULL AND kind IN ('invoice', 'credit_note')
     ORDER BY id
"""


class _State(NamedTuple):
    """A party since an operation."""

    operation_id: int
    owner: str | None
    merged_into_id: int | None


def upgrade() -> None:
    """Change the tables, then the rows, each change with its images."""
    bind = op.get_bind()
    steps = Path(__file__).with_name(f"0003.{bind.dialect.name}.sql")
    for statement in steps.read_text(encoding="utf-8").splitlines():
        bind.exec_driver_sql(statement)
    connection = connection_over(bind)
    trail = Trail(connection)
    _move_withheld(connection, trail, _add_account(connection, trail))
    _close(trail)
    _freeze_owners(connection)


def _close(trail: Trail) -> None:
    trail.close(actor()._replace(command="db upgrade"))


def _add_account(connection: Connection, trail: Trail) -> int:
    """Make the account for what we withhold, under the next free code and name; both refuse manual postings."""
    chart = connection.run("SELECT id, code, name, key FROM account ORDER BY id").fetchall()
    trail.remember("account", [row[0] for row in chart if row[3] == "withheld_tax"])
    connection.run("UPDATE account SET is_control = 1 WHERE key = 'withheld_tax'")
    taken = {text.casefold() for row in chart for text in row[1:3]}
    code = next(str(number) for number in range(2230, 10_000) if str(number) not in taken)
    names = ("Tax withheld payable", *(f"Tax withheld payable {place}" for place in range(2, 10_000)))
    name = next(name for name in names if name.casefold() not in taken)
    connection.run(
        "INSERT INTO account (key, code, name, type, cash_flow, is_control, is_money) "
        "VALUES ('withheld_payable', :code, :name, 'liability', 'operating', 1, 0)",
        {"code": code, "name": name},
    )
    new_id = int(connection.value("SELECT id FROM account WHERE key = 'withheld_payable'"))
    trail.created("account", new_id)
    return new_id


def _move_withheld(connection: Connection, trail: Trail, payable_id: int) -> None:
    """Post one entry: what we withheld before stands in its own account from then on."""
    withheld_id = connection.value("SELECT id FROM account WHERE key = 'withheld_tax'")
    found = connection.run(_WITHHELD, {"account": withheld_id}).fetchall()
    moved = [row for row in found if row[2] or row[3]]
    if not moved:
        return
    day = _day(connection, last=max(row[4] for row in moved))
    connection.run(
        "INSERT INTO entry (posted_on, kind, text, is_closing) VALUES (:day, 'withheld', :text, 0)",
        {"day": day, "text": "Tax withheld from others, to an account of its own"},
    )
    entry_id = connection.value("SELECT MAX(id) FROM entry")
    trail.created("entry", entry_id)
    for party_id, currency, minor, own, _ in moved:
        for account_id, way in ((withheld_id, 1), (payable_id, -1)):
            row = (entry_id, account_id, day, way * minor, currency, way * own, party_id)
            _post(connection, row)
            trail.created("posting", connection.value("SELECT MAX(id) FROM posting"))


def _post(connection: Connection, row: tuple[int, int, date, int, str, int, int | None]) -> None:
    names = ("entry", "account", "day", "minor", "currency", "own", "party")
    values = dict(zip(names, row, strict=True))
    connection.run(
        "INSERT INTO posting (entry_id, account_id, posted_on, amount_minor, currency, foreign_minor, party_id) "
        "VALUES (:entry, :account, :day, :minor, :currency, :own, :party)",
        values,
    )
    connection.run(_ADD_TO_MONTH, {**values, "month": month_key(row[2])})


def _day(connection: Connection, *, last: str) -> date:
    """The first open day from today on: no report as of a day before says anything else now.

    It is never before what it moves: who looks into a book with an early `--today` upgrades it too.
    """
    locked = connection.value("SELECT value FROM setting WHERE key = 'locked_until'")
    first_open = date.fromisoformat(locked) + timedelta(days=1) if locked else date.min
    return max(today(), first_open, date.fromisoformat(last))


def _freeze_owners(connection: Connection) -> None:
    """Write on every document the owner that its client had when it was issued, as the history tells."""
    parties = _parties(connection)
    if not any(state.owner for states in parties.values() for state in states):
        return
    issues = _issues(connection)
    owners: dict[int, str] = {}
    for document_id, party_id, credits_id in connection.run(_DOCUMENTS).fetchall():
        if credits_id is not None:
            owner = owners.get(credits_id)
        else:
            owner = _owner(parties, party_id, issues.get(document_id, 0))
        if owner:
            owners[document_id] = owner
    rows = sorted(owners.items())
    for start in range(0, len(rows), _DOCUMENTS_IN_ONE_GO):
        some = rows[start : start + _DOCUMENTS_IN_ONE_GO]
        trail = Trail(connection)
        trail.remember("document", [document_id for document_id, _ in some])
        connection.update("document", ("owner",), some)
        _close(trail)


def _parties(connection: Connection) -> dict[int, list[_State]]:
    """Every party's states, the first as it was before all that the history tells."""
    parties: dict[int, list[_State]] = {}
    for party_id, operation_id, before, after in connection.stream(_IMAGES, {"table": "party"}):
        if party_id not in parties:
            parties[party_id] = [_state(0, before or after)]
        parties[party_id].append(_state(operation_id, after))
    return parties


def _state(operation_id: int, image: str) -> _State:
    row = json.loads(image)
    return _State(operation_id, row.get("owner") or None, row.get("merged_into_id"))


def _issues(connection: Connection) -> dict[int, int]:
    """By document, the operation that gave it its number."""
    found: dict[int, int] = {}
    for document_id, operation_id, _, after in connection.stream(_IMAGES, {"table": "document"}):
        if document_id not in found and json.loads(after).get("number") is not None:
            found[document_id] = operation_id
    return found


def _owner(parties: dict[int, list[_State]], party_id: int, operation_id: int) -> str | None:
    """Whose a party was after an operation; one that was merged away by then is the kept one."""
    states = parties.get(party_id, [])
    state = next((one for one in reversed(states) if one.operation_id <= operation_id), None)
    if state is None or state.merged_into_id is None:
        return state.owner if state else None
    return _owner(parties, state.merged_into_id, operation_id)
