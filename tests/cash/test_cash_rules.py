"""What the rules of cash say in Python and in SQL is one and the same."""

import sqlite3

import pytest

from acctmgr.cash.rules import BUYING, is_buying


@pytest.mark.parametrize(
    ("category", "direction", "buying"),
    [
        ("expense", "out", True),
        ("expense", "in", True),  # money back from a vendor
        ("income", "in", False),
        ("income", "out", False),  # money back to a client
        ("asset", "out", True),
        ("asset", "in", False),
        ("liability", "out", True),
        ("liability", "in", False),
        ("equity", "out", True),
        ("equity", "in", False),
    ],
)
def test_who_buys_is_told_alike_by_rule_and_sql(category: str, direction: str, buying: bool) -> None:
    assert is_buying(category, is_in=direction == "in") is buying
    tables = "(SELECT ? AS type) AS category, (SELECT ? AS direction) AS cash"
    sql = f"SELECT {BUYING} FROM {tables}"
    assert sqlite3.connect(":memory:").execute(sql, (category, direction)).fetchone() == (int(buying),)
