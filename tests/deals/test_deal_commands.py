"""`deal`: what a user types, and what comes back."""

import json
from typing import Any

import pytest

from acctmgr.store.book import Book
from acctmgr.store.write import change
from conftest import Run
from deals import builders


@pytest.fixture
def acme(book: Book) -> None:
    """A book with the client Acme."""
    change(builders.client, book)


@pytest.fixture
def deal(book: Book) -> int:
    """A deal of 1,000.00 with Acme, a lead since 1 July."""
    return builders.one_deal(book)


def shown(run: Run, deal: int) -> Any:
    return json.loads(run(f"deal show {deal} --format json").out)


def error(run: Run, line: str) -> tuple[int, str]:
    result = run(line)
    assert result.out == ""
    return result.code, result.err


def history(run: Run, deal: int) -> list[tuple[str, str, str | None]]:
    return [(row["stage"], row["from_on"], row["until_on"]) for row in shown(run, deal)["history"]]


@pytest.mark.usefixtures("acme")
def test_a_new_deal_tells_its_id_and_starts_as_a_lead_today(run: Run) -> None:
    result = run('deal add "New website" --client acme --amount 12,000')
    assert (result.code, result.out) == (0, "1\n")
    assert result.err == "added deal New website with Acme, in Lead\n"
    assert history(run, 1) == [("Lead", "2026-07-15", None)]


@pytest.mark.usefixtures("acme")
def test_a_new_deal_as_json_has_everything_that_was_typed(run: Run) -> None:
    line = (
        'deal add Site --client acme --amount 333.33 --stage prop --probability "60 %" --opened 2026-07-01 '
        "--close eom --owner Ana --source fair --competitor Globex --tag VIP --tag vip --field region=north "
        '--note "call first" --format json'
    )
    assert json.loads(run(line).out) == {
        "id": 1,
        "key": None,
        "name": "Site",
        "client": "acme",
        "stage": "Proposal",
        "kind": "open",
        "amount": "333.33",
        "currency": "EUR",
        "probability": 60,
        "weighted": "200.00",
        "opened_on": "2026-07-01",
        "expected_on": "2026-07-31",
        "closed_on": None,
        "owner": "Ana",
        "client_name": "Acme",
        "source": "fair",
        "competitor": "Globex",
        "note": "call first",
        "lost_reason": None,
        "tags": ["vip"],
        "fields": {"region": "north"},
        "history": [
            {"stage": "Proposal", "kind": "open", "from_on": "2026-07-01", "until_on": None, "days": 14},
        ],
    }


def test_a_deal_is_in_the_currency_of_its_client(run: Run, book: Book) -> None:
    change(lambda session: builders.client(session, "Tanaka", currency="JPY"), book)
    run("deal add Robots --client tanaka --amount 1,500")
    assert (shown(run, 1)["amount"], shown(run, 1)["currency"]) == ("1500", "JPY")


def test_a_list_as_json_has_these_keys(run: Run, deal: int) -> None:
    (row,) = json.loads(run("deal list --format json").out)
    assert list(row) == [
        "id",
        "key",
        "name",
        "client",
        "stage",
        "kind",
        "amount",
        "currency",
        "probability",
        "weighted",
        "opened_on",
        "expected_on",
        "closed_on",
        "owner",
    ]
    assert (row["id"], row["weighted"]) == (deal, "100.00")


@pytest.mark.parametrize(
    ("amount_minor", "probability", "weighted"),
    [
        (333, 50, "1.67"),  # 1.665 goes up
        (1, 49, "0.00"),
        (1, 50, "0.01"),
        (99_999_999_999_999_999, 99, "989999999999999.99"),  # times 99 would pass what eight bytes hold
        (0, 75, "0.00"),
        (None, 75, None),
    ],
)
def test_what_to_count_on_is_rounded_half_away_from_zero(
    run: Run, book: Book, amount_minor: int | None, probability: int, weighted: str | None
) -> None:
    deal = builders.one_deal(book, amount_minor=amount_minor, probability=probability)
    assert shown(run, deal)["weighted"] == weighted


def test_a_won_deal_counts_whole_and_a_lost_one_not_at_all(run: Run, deal: int) -> None:
    run(f"deal win {deal} --amount 900")
    assert (shown(run, deal)["amount"], shown(run, deal)["weighted"]) == ("900.00", "900.00")
    run(f"deal reopen {deal}")
    run(f"deal lose {deal}")
    assert shown(run, deal)["weighted"] == "0.00"


def ids(run: Run, options: str) -> list[int]:
    return [int(line) for line in run(f"deal list {options} --format ids").out.split()]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", [3, 1, 2, 4, 6, 5]),  # open by expected close, then the last closed
        ("--open", [3, 1, 2, 4]),
        ("--stage lead", [3, 2]),
        ("--stage won", [5]),
        ("--client globex --open", [3, 4]),
        ("--owner 'ANA RUIZ'", [1, 2]),
        ("--owner nobody", []),
        ("--from 2026-07-09 --to 2026-08-31", [3, 6]),
        ("--sort -amount --open", [1, 4, 3, 2]),
        ("--sort weighted --limit 2", [6, 3]),
        ("--sort id --limit 0", [1, 2, 3, 4, 5, 6]),
        ("--sort name", [3, 4, 6, 2, 5, 1]),
        ("--sort client", [1, 2, 6, 3, 4, 5]),
        ("--sort stage", [2, 3, 1, 4, 5, 6]),
        ("--sort -probability --open", [4, 1, 3, 2]),
        ("--sort opened", [2, 5, 6, 1, 3, 4]),
        ("--sort owner --open", [1, 2, 3, 4]),
    ],
)
def test_a_list_shows_what_was_asked_for_in_that_order(
    run: Run, book: Book, options: str, found: list[int]
) -> None:
    change(builders.small_pipeline, book)
    assert ids(run, options) == found


def test_an_empty_list_says_how_to_fill_it(run: Run) -> None:
    assert run("deal list").err == "no deals here: acctmgr deal add NAME --client REF\n"


def test_a_deal_is_found_by_its_imported_key_exactly(run: Run, book: Book) -> None:
    builders.one_deal(book, key="1C1I7A6R")
    assert json.loads(run("deal show 1C1I7A6R --format json").out)["key"] == "1C1I7A6R"
    assert error(run, "deal show 1c1i7a6r") == (3, "error: no deal 1c1i7a6r\nhint: did you mean 1C1I7A6R?\n")
    assert error(run, "deal win 1C1I7A6S") == (3, "error: no deal 1C1I7A6S\nhint: did you mean 1C1I7A6R?\n")


def test_a_deal_called_by_its_name_is_told_its_id(run: Run, deal: int) -> None:
    expected = (3, f"error: no deal web\nhint: by that name there is: {deal} (Website)\n")
    assert error(run, "deal show web") == expected
    assert error(run, "deal move web proposal") == expected


@pytest.mark.parametrize("reference", ["99", "9" * 18, "9" * 40])
def test_an_unknown_number_is_no_deal(run: Run, reference: str) -> None:
    expected = (3, f"error: no deal {reference}\nhint: see: acctmgr deal list\n")
    assert error(run, f"deal show {reference}") == expected
    assert error(run, f"deal win {reference}") == expected


def test_an_edit_changes_what_it_names_and_nothing_else(run: Run, deal: int) -> None:
    before = shown(run, deal)
    result = run(
        f"deal edit {deal} --name Shop --amount 5 --probability 20 --owner Bo --tag big --field region=north"
    )
    assert result.err == f"changed deal {deal} Shop\n"
    changed = {"name": "Shop", "amount": "5.00", "probability": 20, "weighted": "1.00", "owner": "Bo"}
    assert shown(run, deal) == before | changed | {"tags": ["big"], "fields": {"region": "north"}}
    run(f"deal edit {deal} --rm-tag big --clear owner --clear amount --clear probability --clear region")
    assert shown(run, deal) == before | {"name": "Shop", "amount": None, "weighted": None}


def test_an_edit_can_give_the_deal_to_another_client_and_stage(run: Run, book: Book, deal: int) -> None:
    change(lambda session: builders.client(session, "Globex"), book)
    run(f"deal edit {deal} --client globex --stage nego")
    assert (shown(run, deal)["client"], shown(run, deal)["stage"]) == ("globex", "Negotiation")


def test_another_day_of_opening_moves_the_beginning_of_the_history(run: Run, deal: int) -> None:
    run(f"deal move {deal} proposal --on 2026-07-10")
    run(f"deal edit {deal} --opened 2026-06-15")
    assert history(run, deal) == [("Lead", "2026-06-15", "2026-07-10"), ("Proposal", "2026-07-10", None)]


def test_a_back_dated_move_is_put_in_between_the_others(run: Run, deal: int) -> None:
    assert (
        run(f"deal move {deal} negotiation --on 2026-07-12").err
        == f"deal {deal} Website: Lead to Negotiation on 2026-07-12\n"
    )
    run(f"deal move {deal} qualified --on 2026-07-05")
    assert history(run, deal) == [
        ("Lead", "2026-07-01", "2026-07-05"),
        ("Qualified", "2026-07-05", "2026-07-12"),
        ("Negotiation", "2026-07-12", None),
    ]
    assert shown(run, deal)["stage"] == "Negotiation"


def test_of_two_moves_on_one_day_the_second_holds(run: Run, deal: int) -> None:
    run(f"deal move {deal} qualified")
    run(f"deal move {deal} proposal")
    assert history(run, deal)[1:] == [
        ("Qualified", "2026-07-15", "2026-07-15"),
        ("Proposal", "2026-07-15", None),
    ]


def test_moving_a_deal_to_won_wins_it(run: Run, deal: int) -> None:
    run(f"deal move {deal} won --on yesterday")
    assert (shown(run, deal)["kind"], shown(run, deal)["closed_on"]) == ("won", "2026-07-14")


def test_a_deal_opened_again_goes_on_where_it_was_and_keeps_that_it_was_lost(run: Run, deal: int) -> None:
    run(f"deal move {deal} proposal --on 2026-07-03")
    run(f'deal lose {deal} --on 2026-07-05 --reason "too dear"')
    assert (shown(run, deal)["closed_on"], shown(run, deal)["lost_reason"]) == ("2026-07-05", "too dear")
    result = run(f"deal reopen {deal} --on 2026-07-09")
    assert result.err == f"deal {deal} Website is open again, in Proposal from 2026-07-09 on\n"
    assert (shown(run, deal)["closed_on"], shown(run, deal)["lost_reason"]) == (None, None)
    assert history(run, deal)[2:] == [("Lost", "2026-07-05", "2026-07-09"), ("Proposal", "2026-07-09", None)]


def test_a_deal_can_be_opened_again_in_another_stage(run: Run, deal: int) -> None:
    run(f"deal win {deal}")
    run(f"deal reopen {deal} qual")
    assert shown(run, deal)["stage"] == "Qualified"


def test_a_deleted_deal_leaves_nothing_behind(run: Run, deal: int) -> None:
    run(f"deal edit {deal} --tag big --field region=north")
    assert run(f"deal rm {deal} --yes").err == f"deleted deal {deal} Website\n"
    assert run("deal list --format json").out == "[]\n"


ERRORS = [
    ("deal add Site --client acmee", 3, "there is no client acmee", "did you mean acme?"),
    ("deal add ' ' --client acme", 2, "the name is empty", ""),
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
    ("deal edit 1 --owner ''", 2, "--owner is empty", "to take it away: --clear owner"),
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
    ("deal lose 1 --reason ' '", 1, "the reason is empty", ""),
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
def four_deals(run: Run, book: Book, deal: int) -> None:
    """Open; moved on 10 July; lost on 8 July; won on 5 July and opened again on 8 July; and an archived client."""
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
        assert error(run, line) == (code, expected), line
    assert run("deal list --format json").out == before
