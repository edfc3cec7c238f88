"""Every error of `deal`, each from the smallest line that makes it."""

import pytest

from acctmgr.store.book import Book
from conftest import Run
from deals import builders

ERRORS = [
    ("deal add Site --client acmee", 3, "there is no client acmee", "did you mean acme?"),
    ("deal add '' --client acme", 2, "NAME is empty", "leave it out, or give it a value"),
    ("deal add '\u200b' --client acme", 1, "the name is empty", ""),
    (
        "deal add Site --client acme --amount 1.250,00",
        1,
        "'1.250,00' is not an amount",
        "write it like 1,250.00",
    ),
    ("deal add Site --client acme --amount=-5", 2, "amounts are positive", "-5 is less than zero"),
    ("deal add Site --client acme --currency EURO", 1, "'EURO' is not a currency", "did you mean EUR?"),
    (
        "deal add Site --client acme --probability 101",
        1,
        "'101' is not a probability",
        "a whole percentage from 0 to 100",
    ),
    ("deal add Site --client acme --stage won", 1, "a deal starts open", "add it, then: acctmgr deal win ID"),
    (
        "deal add Site --client acme --stage lost",
        1,
        "a deal starts open",
        "add it, then: acctmgr deal lose ID",
    ),
    ("deal add Site --client acme --stage leed", 3, "no stage leed", "did you mean Lead?"),
    (
        "deal add Site --client acme --opened tomorrow",
        1,
        "2026-07-16 is still to come",
        "for what you expect: acctmgr deal edit ID --close DATE",
    ),
    (
        "deal add Site --client acme --close 2026-07-14",
        1,
        "expected to close on 2026-07-14, before it was opened on 2026-07-15",
        "",
    ),
    (
        "deal add Site --client old",
        1,
        "old is archived since 2026-01-31",
        "bring it back: acctmgr client restore old",
    ),
    (
        "deal edit 1 --close 2026-06-30",
        1,
        "expected to close on 2026-06-30, before it was opened on 2026-07-01",
        "",
    ),
    ("deal edit 1", 2, "nothing to change was named", "see: acctmgr deal edit --help"),
    ("deal edit 1 --owner ''", 2, "--owner is empty", "leave it out, or give it a value"),
    ("deal edit 1 --reason late", 1, "deal 1 is not lost", "lose it: acctmgr deal lose 1 --reason TEXT"),
    (
        "deal edit 1 --field lost_reason=late",
        2,
        "lost_reason is no custom field, every deal has it",
        "--reason",
    ),
    ("deal edit 1 --clear client", 2, "a deal always has a client", "give another: --client"),
    ("deal edit 1 --clear ownr", 3, "deal 1 has no ownr to clear", "did you mean owner?"),
    ("deal edit 1 --owner Bo --clear owner", 2, "owner is both given and cleared", ""),
    ("deal edit 1 --tag a --rm-tag a", 2, "tag a is both given and taken away", ""),
    ("deal edit 1 --rm-tag a", 3, "deal 1 has no tag a", "it has none"),
    (
        "deal edit 1 --currency JPY",
        2,
        "the amount is in EUR, which has other decimals",
        "give it anew: --amount",
    ),
    (
        "deal edit 1 --client old",
        1,
        "old is archived since 2026-01-31",
        "bring it back: acctmgr client restore old",
    ),
    ("deal edit 2 --opened 2026-07-14", 1, "deal 2 moved on 2026-07-10: it was opened by then", ""),
    ("deal move 1 lead", 1, "deal 1 is in Lead already, since 2026-07-01", ""),
    (
        "deal move 1 qual --on 2026-06-30",
        1,
        "the deal is counted only from 2026-07-01 on",
        "date it then or later",
    ),
    (
        "deal win 1 --on tomorrow",
        1,
        "2026-07-16 is still to come",
        "for what you expect: acctmgr deal edit ID --close DATE",
    ),
    (
        "deal win 2 --on 2026-07-09",
        1,
        "deal 2 changed its stage on 2026-07-10, after 2026-07-09",
        "date it 2026-07-10 or later",
    ),
    ("deal win 3", 1, "deal 3 is Lost since 2026-07-08", "open it again: acctmgr deal reopen 3"),
    ("deal move 3 lead", 1, "deal 3 is Lost since 2026-07-08", "open it again: acctmgr deal reopen 3"),
    (
        "deal edit 3 --stage lead",
        1,
        "deal 3 is Lost since 2026-07-08",
        "open it again: acctmgr deal reopen 3",
    ),
    (
        "deal reopen 3 --on 2026-07-07",
        1,
        "deal 3 changed its stage on 2026-07-08, after 2026-07-07",
        "date it 2026-07-08 or later",
    ),
    ("deal reopen 3 won", 1, "Won is no open stage", "name one where the deal goes on"),
    ("deal reopen 1", 1, "deal 1 is open", "to move it: acctmgr deal move 1 STAGE"),
    (
        "deal move 4 lead --on 2026-07-06",
        1,
        "deal 4 was Won on 2026-07-06",
        "date it while the deal was open",
    ),
    ("deal lose 1 --reason '\u200b'", 1, "the reason is empty", ""),
    ("deal list --sort amonut", 2, "deals can't be sorted by amonut", "did you mean amount?"),
    (
        "deal list --sort x",
        2,
        "deals can't be sorted by x",
        "one of: close id name client stage amount weighted probability opened owner,"
        " with - in front the other way round",
    ),
    ("deal rm 1", 2, "this needs a confirmation, and nobody can be asked here", "add --yes"),
]


@pytest.fixture
def four_deals(run: Run, book: Book) -> None:
    """Open; moved on 10 July; lost on 8 July; won on 5 July and opened again on 8 July; and an archived client."""
    builders.one_deal(book)
    run("deal add Shop --client acme --opened 2026-07-02")
    run("deal move 2 proposal --on 2026-07-10")
    run("deal add App --client acme --opened 2026-07-02")
    run("deal lose 3 --on 2026-07-08")
    run("deal add Hosting --client acme --opened 2026-07-02")
    run("deal win 4 --on 2026-07-05")
    run("deal reopen 4 proposal --on 2026-07-08")
    run("client add Old")
    run("client archive old --today 2026-01-31")


@pytest.mark.usefixtures("four_deals")
def test_each_error_says_what_and_what_to_do_and_changes_nothing(run: Run) -> None:
    before = run("deal list --format json").out
    for line, code, message, hint in ERRORS:
        expected = f"error: {message}\n" + (f"hint: {hint}\n" if hint else "")
        result = run(line)
        assert (result.code, result.out, result.err) == (code, "", expected), line
    assert run("deal list --format json").out == before
