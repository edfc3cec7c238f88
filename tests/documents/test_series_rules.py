"""Which places of a series are used or missing."""

from itertools import islice

from acctmgr.documents.series_rules import SeriesKey, places_by_series, unused


def test_what_no_document_has_and_nobody_skipped_is_missing() -> None:
    assert list(unused(10, [2, 3, 7], [range(4, 6)])) == [1, 6, 8, 9]
    assert list(unused(4, [1, 2, 3], [])) == []
    assert list(unused(3, [1, 5], [range(1, 1)])) == [2]


def test_a_series_that_was_moved_far_is_no_long_look() -> None:
    assert list(unused(10**15, [1], [range(2, 10**15)])) == []
    assert list(islice(unused(10**15, [2], []), 2)) == [1, 3]


def test_numbers_go_to_the_series_whose_pattern_and_year_they_have() -> None:
    first, second, plain = (
        SeriesKey("invoice", "INV-{year}-{seq:4}", 2025),
        SeriesKey("invoice", "INV-{year}-{seq:4}", 2026),
        SeriesKey("invoice", "A{seq}", 0),
    )
    numbers = [
        "INV-2026-0002",
        "INV-2026-0001",
        "INV-2025-0009",
        "A12",
        "A012",
        "INV-2024-0001",
        "CN-2026-0003",
    ]
    notes = SeriesKey("credit_note", "CN-{year}-{seq:4}", 2026)
    found = places_by_series([first, second, plain, notes], "invoice", numbers)
    assert {key: list(places) for key, places in found.items()} == {first: [9], second: [1, 2], plain: [12]}
