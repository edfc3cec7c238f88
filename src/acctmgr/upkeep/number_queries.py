"""The check of the number series: nothing is missing from the first number to the last."""

from collections.abc import Iterator

from acctmgr.documents.number_rules import format_number
from acctmgr.documents.series_queries import all_series, missing, skips
from acctmgr.store.read import Reader


def missing_numbers(db: Reader) -> Iterator[str]:
    """Numbers of a series that no document has, though later ones are given."""
    skipped = skips(db)
    for series in all_series(db):
        for seq in missing(db, series, skipped):
            yield f"{format_number(series.pattern, series.year, seq)} is missing"
