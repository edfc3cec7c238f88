"""The pure decisions of the pipeline."""

from datetime import date

import pytest

from acctmgr.core.errors import Conflict, NotFound, Refused, WrongUsage
from acctmgr.deals import fact_rules
from acctmgr.deals.rules import imported_history, ordered, place_on, stage_named

NAMES = ("Lead", "Qualified", "Proposal", "Proof of concept", "Won")
OPENED, CLOSED = date(2026, 3, 1), date(2026, 4, 15)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lead", "Lead"),
        ("QUAL", "Qualified"),
        ("prop", "Proposal"),
        ("w", "Won"),
        (" proof of concept ", "Proof of concept"),
    ],
)
def test_a_stage_is_found_in_any_case_or_by_its_beginning(typed: str, found: str) -> None:
    assert stage_named(typed, NAMES) == found


def test_a_whole_name_goes_before_a_longer_one_that_begins_with_it() -> None:
    assert stage_named("offer", ["Offer sent", "Offer"]) == "Offer"


def test_a_beginning_of_two_stages_is_ambiguous() -> None:
    with pytest.raises(Conflict, match="pro fits several stages") as caught:
        stage_named("pro", NAMES)
    assert caught.value.hint == "one of: Proposal or Proof of concept"


def test_a_mistyped_stage_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="no stage propsal") as caught:
        stage_named("propsal", NAMES)
    assert caught.value.hint == "did you mean Proposal?"


def test_a_stage_that_is_like_none_names_them_all() -> None:
    with pytest.raises(NotFound) as caught:
        stage_named("xyz", ("Lead", "Won"))
    assert caught.value.hint == "there is: Lead, Won"


def test_an_empty_stage_is_no_beginning() -> None:
    with pytest.raises(NotFound):
        stage_named(" ", NAMES)


def test_an_imported_open_deal_is_in_its_stage_from_the_first_day() -> None:
    assert imported_history("open", 3, 1, OPENED, None) == [(3, OPENED, None)]


def test_an_imported_won_deal_was_in_the_first_open_stage_until_it_closed() -> None:
    assert imported_history("won", 5, 1, OPENED, CLOSED) == [(1, OPENED, CLOSED), (5, CLOSED, None)]


def test_an_imported_lost_deal_without_a_day_of_closing_counts_as_closed_from_its_first_day() -> None:
    assert imported_history("lost", 6, 1, OPENED, None) == [(6, OPENED, None)]


def test_an_imported_deal_closed_before_it_is_counted_is_closed_from_its_first_day() -> None:
    assert imported_history("won", 5, 1, CLOSED, OPENED) == [(5, CLOSED, None)]


def test_the_change_that_holds_is_the_last_one_begun() -> None:
    starts = [date(2026, 3, 1), date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 9)]
    assert place_on(starts, date(2026, 3, 4)) == 0
    assert place_on(starts, date(2026, 3, 5)) == 2
    assert place_on(starts, date(2026, 4, 1)) == 3


def test_before_its_first_day_a_deal_is_in_no_stage() -> None:
    with pytest.raises(Refused, match="the deal is counted only from 2026-03-01 on"):
        place_on([OPENED], date(2026, 2, 28))


def test_stages_named_come_first_and_the_others_follow() -> None:
    assert ordered(["Lead", "Qualified", "Demo"], ["demo"]) == ["Demo", "Lead", "Qualified"]


def test_a_stage_named_twice_in_an_order_is_refused() -> None:
    with pytest.raises(Refused, match="Lead is named twice"):
        ordered(["Lead", "Qualified"], ["lead", "le"])


@pytest.mark.parametrize(
    ("typed", "percent"), [("0", 0), ("30", 30), ("30%", 30), ("30 %", 30), ("100", 100)]
)
def test_a_probability_is_a_whole_percentage(typed: str, percent: int) -> None:
    assert fact_rules.parse_probability(typed) == percent


@pytest.mark.parametrize("typed", ["101", "-1", "0.5", "half", "", "٣٠", "1000"])
def test_other_probabilities_are_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is not a probability"):
        fact_rules.parse_probability(typed)


def test_fields_are_typed_with_their_names() -> None:
    assert fact_rules.fields_of(["region=north", "budget code=A=1"]) == {
        "region": "north",
        "budget code": "A=1",
    }


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("region", "'region' is no field"),
        ("region= ", "field region is empty"),
        ("Owner=Ana", "Owner is no custom field"),
        ("stage=Won", "stage is no custom field"),
    ],
)
def test_what_is_no_field_is_refused(typed: str, message: str) -> None:
    with pytest.raises(WrongUsage, match=message):
        fact_rules.fields_of([typed])
