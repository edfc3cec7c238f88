"""`deal`: what a user types, and what comes back."""

import json
from typing import Any

import pytest

from acctmgr.deals import queries
from acctmgr.deals.queries import Wanted
from acctmgr.store.book import Book
from acctmgr.store.read import reading
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
        "follow_ups": [],
        "activities": [],
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
        ("--sort -client --limit 4", [3, 4, 5, 1]),
        ("--sort probability --open --limit 2", [2, 1]),
        ("--owner 'ana ruiz' --limit 1", [1]),
        ("--limit 5", [3, 1, 2, 4, 6]),
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


def test_a_list_cut_short_counts_what_it_leaves_out(book: Book) -> None:
    change(builders.small_pipeline, book)
    with reading(book) as db:
        assert [
            queries.deals(db, wanted, limit=1).left_out
            for wanted in (Wanted(), Wanted(only_open=True), Wanted(owner="ana ruiz"), Wanted(stage="won"))
        ] == [5, 3, 1, 0]


@pytest.mark.usefixtures("acme")
def test_an_empty_list_says_how_to_fill_it_unless_something_was_asked_for(run: Run) -> None:
    assert run("deal list").err == "no deals yet: acctmgr deal add NAME --client REF\n"
    for options in ("--open", "--client acme", "--owner ana", "--from today"):
        assert run(f"deal list {options}").err == "no deals like that\n"


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
    assert run(f"deal edit {deal} --client globex --stage nego").err == (
        f"changed deal {deal} Website\ndeal {deal} Website: Lead to Negotiation on 2026-07-15\n"
    )
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
    assert run(f"deal move {deal} won --on yesterday").err == f"deal {deal} Website is won on 2026-07-14\n"
    assert (shown(run, deal)["kind"], shown(run, deal)["closed_on"]) == ("won", "2026-07-14")


def test_a_deal_opened_again_goes_on_where_it_was_and_keeps_that_it_was_lost(run: Run, deal: int) -> None:
    run(f"deal move {deal} proposal --on 2026-07-03")
    run(f'deal lose {deal} --on 2026-07-05 --reason "too dear"')
    assert (shown(run, deal)["closed_on"], shown(run, deal)["lost_reason"]) == ("2026-07-05", "too dear")
    result = run(f"deal reopen {deal} --on 2026-07-09")
    assert result.err == f"deal {deal} Website is open again, in Proposal from 2026-07-09 on\n"
    assert (shown(run, deal)["closed_on"], shown(run, deal)["lost_reason"]) == (None, None)
    assert history(run, deal)[2:] == [("Lost", "2026-07-05", "2026-07-09"), ("Proposal", "2026-07-09", None)]


def test_an_edit_of_the_stage_alone_says_what_it_did(run: Run, deal: int) -> None:
    assert run(f"deal edit {deal} --stage won").err == f"deal {deal} Website is won on 2026-07-15\n"
    assert shown(run, deal)["kind"] == "won"


def test_why_a_deal_was_lost_can_be_said_later_and_taken_away(run: Run, deal: int) -> None:
    run(f"deal lose {deal}")
    run(f'deal edit {deal} --reason "too dear"')
    assert shown(run, deal)["lost_reason"] == "too dear"
    for word in ("reason", "lost_reason", "lost-reason"):
        run(f"deal edit {deal} --reason late")
        assert run(f"deal edit {deal} --clear {word}").code == 0
        assert shown(run, deal)["lost_reason"] is None


def test_an_edit_may_lose_a_deal_and_say_why(run: Run, deal: int) -> None:
    assert run(f"deal edit {deal} --stage lost --reason late").code == 0
    assert (shown(run, deal)["kind"], shown(run, deal)["lost_reason"]) == ("lost", "late")


def test_a_deal_can_be_opened_again_in_another_stage(run: Run, deal: int) -> None:
    run(f"deal win {deal}")
    run(f"deal reopen {deal} qual")
    assert shown(run, deal)["stage"] == "Qualified"


def test_a_deleted_deal_leaves_nothing_behind(run: Run, deal: int) -> None:
    run(f"deal edit {deal} --tag big --field region=north")
    assert run(f"deal rm {deal} --yes").err == f"deleted deal {deal} Website\n"
    assert run("deal list --format json").out == "[]\n"
