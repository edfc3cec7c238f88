"""`deal stage`: the stages of the pipeline."""

import json

import pytest

from acctmgr.store.book import Book
from conftest import Run
from deals import builders


def names(run: Run) -> list[str]:
    return [row["name"] for row in json.loads(run("deal stage list --format json").out)]


def test_a_new_book_has_six_stages(run: Run) -> None:
    assert json.loads(run("deal stage list --format json").out) == [
        {"name": "Lead", "kind": "open", "probability": 10, "position": 1, "deals": 0},
        {"name": "Qualified", "kind": "open", "probability": 25, "position": 2, "deals": 0},
        {"name": "Proposal", "kind": "open", "probability": 50, "position": 3, "deals": 0},
        {"name": "Negotiation", "kind": "open", "probability": 75, "position": 4, "deals": 0},
        {"name": "Won", "kind": "won", "probability": 100, "position": 5, "deals": 0},
        {"name": "Lost", "kind": "lost", "probability": 0, "position": 6, "deals": 0},
    ]


def test_a_new_stage_is_the_last_open_one(run: Run) -> None:
    result = run("deal stage add Contract --probability 90")
    assert (result.out, result.err) == ("Contract\n", "added stage Contract at 90 %\n")
    assert names(run) == ["Lead", "Qualified", "Proposal", "Negotiation", "Contract", "Won", "Lost"]


def test_a_new_stage_may_come_before_another(run: Run) -> None:
    result = run("deal stage add Demo --probability 40 --before prop --format json")
    assert json.loads(result.out) == {
        "name": "Demo",
        "kind": "open",
        "probability": 40,
        "position": 3,
        "deals": 0,
    }
    assert names(run) == ["Lead", "Qualified", "Demo", "Proposal", "Negotiation", "Won", "Lost"]


def test_a_stage_gets_another_name_and_probability(run: Run) -> None:
    assert run("deal stage edit prop --name Offer --probability 55").err == "changed stage Offer, at 55 %\n"
    assert names(run) == ["Lead", "Qualified", "Offer", "Negotiation", "Won", "Lost"]
    assert run("deal stage edit won --name Gewonnen").code == 0
    assert run("deal stage edit lead --name LEAD").code == 0


def test_a_probability_of_a_stage_counts_for_its_deals(run: Run, book: Book) -> None:
    builders.one_deal(book)
    run("deal stage edit lead --probability 15")
    assert json.loads(run("deal show 1 --format json").out)["weighted"] == "150.00"


def test_open_stages_are_put_in_order_and_won_and_lost_stay_last(run: Run) -> None:
    run("deal stage order nego lead")
    assert names(run) == ["Negotiation", "Lead", "Qualified", "Proposal", "Won", "Lost"]


def test_a_removed_stage_leaves_its_deals_and_their_history_to_another(run: Run, book: Book) -> None:
    builders.one_deal(book)
    run("deal move 1 proposal --on 2026-07-10")
    assert (
        run("deal stage rm lead --move-to qual --yes").err
        == "removed stage Lead; deals moved to Qualified: 0\n"
    )
    assert (
        run("deal stage rm prop --move-to qual --yes").err
        == "removed stage Proposal; deals moved to Qualified: 1\n"
    )
    assert names(run) == ["Qualified", "Negotiation", "Won", "Lost"]
    card = json.loads(run("deal show 1 --format json").out)
    assert (card["stage"], [row["stage"] for row in card["history"]]) == (
        "Qualified",
        ["Qualified", "Qualified"],
    )


def test_an_unused_stage_goes_without_a_word(run: Run) -> None:
    assert run("deal stage rm lead --yes").err == "removed stage Lead\n"


ERRORS = [
    (
        "deal stage add lead --probability 5",
        4,
        "there is a stage lead already",
        "see: acctmgr deal stage list",
    ),
    (
        "deal stage add Demo --probability 500",
        1,
        "'500' is not a probability",
        "a whole percentage from 0 to 100",
    ),
    (
        "deal stage add Demo --probability 5 --before won",
        1,
        "Won is no open stage: won and lost stand last",
        "",
    ),
    ("deal stage edit lead", 2, "nothing to change was named", "give --name or --probability"),
    ("deal stage edit won --probability 90", 1, "Won has a probability of 100 and keeps it", ""),
    ("deal stage edit lead --name won", 4, "there is a stage won already", "see: acctmgr deal stage list"),
    ("deal stage rm lead", 2, "this needs a confirmation, and nobody can be asked here", "add --yes"),
    (
        "deal stage rm lead --yes",
        1,
        "Lead has deals, now or in their history",
        "say where they go: --move-to STAGE",
    ),
    ("deal stage rm lead --move-to lead --yes", 1, "deals can't move to the stage that goes", ""),
    ("deal stage rm lead --move-to won --yes", 1, "Won is no open stage: won and lost stand last", ""),
    (
        "deal stage rm won --yes",
        1,
        "Won can't be removed: deals end there",
        "another name: acctmgr deal stage edit Won --name NAME",
    ),
    ("deal stage order lead lead", 1, "Lead is named twice", ""),
    ("deal stage order won", 1, "Won is no open stage: won and lost stand last", ""),
    ("deal stage order leed", 3, "no stage leed", "did you mean Lead?"),
]


def test_each_error_says_what_and_what_to_do_and_changes_nothing(run: Run, book: Book) -> None:
    builders.one_deal(book)
    before = run("deal stage list --format json").out
    for line, code, message, hint in ERRORS:
        result = run(line)
        expected = f"error: {message}\n" + (f"hint: {hint}\n" if hint else "")
        assert (result.code, result.out, result.err) == (code, "", expected), line
    assert run("deal stage list --format json").out == before


@pytest.mark.usefixtures("book")
def test_the_last_open_stage_stays(run: Run) -> None:
    for name in ("lead", "qualified", "proposal"):
        assert run(f"deal stage rm {name} --yes").code == 0
    assert run("deal stage rm negotiation --yes").err == (
        "error: Negotiation is the last open stage\nhint: add another one first\n"
    )


def test_a_hint_that_names_a_stage_of_two_words_can_be_typed(run: Run) -> None:
    run("deal stage edit won --name 'All done'")
    result = run("deal stage rm 'All done' --yes")
    assert result.err.endswith("hint: another name: acctmgr deal stage edit 'All done' --name NAME\n")
