"""A book to move money in, and what its accounts came to."""

import json
from typing import Any

from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import Run


def shown(run: Run, line: str) -> Any:
    """What a command says in JSON; it must go well."""
    result = run(f"{line} --format json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def done(run: Run, *lines: str) -> None:
    """Run lines that must all go well."""
    for line in lines:
        result = run(line)
        assert result.code == 0, f"{line}: {result.err}"


def posted(book: Book, entry: str = "1") -> dict[str, int]:
    """What a cash entry posted by account, debit positive, in minor units of the book."""
    with reading(book) as db:
        rows = db.run(
            "SELECT account.name, CAST(SUM(posting.amount_minor) AS BIGINT) FROM cash_entry "
            "JOIN posting ON posting.entry_id = cash_entry.entry_id JOIN account ON account.id = posting.account_id "
            "WHERE cash_entry.id = :id GROUP BY account.name",
            {"id": int(entry)},
        ).fetchall()
    return {name: minor for name, minor in rows if minor}
