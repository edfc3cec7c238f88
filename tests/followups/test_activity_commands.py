"""`log` and `activity`: what happened, and what comes of it; follow-ups and activities on the cards."""

import json
from typing import Any

import pytest

from conftest import Run


@pytest.fixture(autouse=True)
def _clients(run: Run) -> None:
    run("client add Acme")
    run("client add Bolt")


def read(run: Run, line: str) -> Any:
    return json.loads(run(f"{line} --format json").out)


def texts(run: Run, options: str = "") -> list[str]:
    return [row["text"] for row in read(run, f"activity list {options}")]


def test_logging_prints_the_id_and_says_what_was_logged(run: Run) -> None:
    result = run('log acme "Likes the offer" --kind call')
    assert (result.code, result.out) == (0, "1\n")
    assert result.err == "logged call with Acme on 2026-07-15\n"


def test_a_list_as_json_has_these_keys(run: Run) -> None:
    run('log acme "Likes the offer" --kind call --minutes 15 --on yesterday')
    assert read(run, "activity list") == [
        {
            "id": 1,
            "kind": "call",
            "text": "Likes the offer",
            "client": "acme",
            "contact": None,
            "on": "2026-07-14",
            "minutes": 15,
            "deal": None,
        }
    ]
    assert list(read(run, "activity list")[0]) == "id kind text client contact on minutes deal".split()


def test_a_new_one_as_json_is_its_whole_card(run: Run) -> None:
    assert read(run, 'log acme "Hello"') == {
        "id": 1,
        "kind": "note",
        "text": "Hello",
        "client": "acme",
        "contact": None,
        "on": "2026-07-15",
        "minutes": None,
        "deal": None,
        "client_name": "Acme",
        "deal_name": None,
        "follow_up": None,
    }


def test_what_is_next_is_planned_in_the_same_breath(run: Run) -> None:
    run("deal add Site --client acme")
    before = read(run, "db info")["operations"]
    result = run('log acme "Met Ana" --kind meeting --deal 1 --follow-up "fri 9:30: Send the offer"')
    assert result.err == (
        "logged meeting with Acme on 2026-07-15; follow-up 1 Send the offer, due 2026-07-17\n"
    )
    (row,) = read(run, "followup list")
    assert (row["text"], row["due_on"], row["time"], row["client"], row["deal"]) == (
        "Send the offer",
        "2026-07-17",
        "09:30",
        "acme",
        1,
    )
    assert read(run, "db info")["operations"] == before + 1


def test_a_long_text_keeps_its_lines(run: Run) -> None:
    run("log", "acme", "First line\nsecond line")
    assert read(run, "activity show 1")["text"] == "First line\nsecond line"
    assert "First line second line" in run("activity list").out
    assert run("activity show 1").out.endswith("second line\n") or "second line" in run("activity show 1").out


def test_what_happened_with_an_archived_client_can_still_be_logged(run: Run) -> None:
    run("client archive bolt")
    assert run('log bolt "They closed"').code == 0


@pytest.fixture
def month(run: Run) -> None:
    for line in (
        "acme one --kind call --on 2026-07-01 --minutes 30",
        "bolt two --kind email --on 2026-07-03",
        "acme three --kind call --on 2026-07-10 --minutes 5",
        "acme four --on 2026-07-10",
    ):
        run(f"log {line}")


@pytest.mark.usefixtures("month")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "four three two one"),
        ("--client acme", "four three one"),
        ("--kind call", "three one"),
        ("--since 2026-07-03", "four three two"),
        ("--from 2026-07-03 --to 2026-07-09", "two"),
        ("--limit 1", "four"),
        ("--sort on", "one two three four"),
        ("--sort client", "four three one two"),
        ("--sort -minutes", "one three four two"),
        ("--where 'minutes>10 or kind=email'", "two one"),
    ],
)
def test_a_list_shows_what_was_asked_for(run: Run, options: str, expected: str) -> None:
    assert texts(run, options) == expected.split()


def test_an_empty_list_says_how_to_begin(run: Run) -> None:
    assert run("activity list").err == "no activities yet: acctmgr log CLIENT TEXT\n"
    assert run("activity list --kind call").err == "no activities like that\n"


def test_every_fact_can_be_changed_and_cleared(run: Run) -> None:
    run("deal add Site --client bolt")
    run("log acme Hello --minutes 10")
    result = run(
        "activity edit 1 --text Bye --kind visit --client bolt --deal 1 --on 2026-07-01 --clear minutes"
    )
    assert (result.code, result.err) == (0, "changed visit 1\n")
    (row,) = read(run, "activity list")
    assert row == {
        "id": 1,
        "kind": "visit",
        "text": "Bye",
        "client": "bolt",
        "contact": None,
        "on": "2026-07-01",
        "minutes": None,
        "deal": 1,
    }


def test_an_activity_can_be_removed(run: Run) -> None:
    run("deal add Site --client acme")
    run("log acme Hello --deal 1")
    result = run("activity rm 1 --yes")
    assert (result.code, result.err) == (0, "deleted note 1\n")
    assert texts(run) == []
    assert run("deal rm 1 --yes").code == 0
    assert run("db check").code == 0


def test_a_deal_is_added_with_what_is_next(run: Run) -> None:
    result = run('deal add Site --client acme --next "mon 10:00: Call Ana"')
    assert (result.out, result.err) == (
        "1\n",
        "added deal Site with Acme, in Lead; follow-up 1 Call Ana, due 2026-07-20\n",
    )
    result = run('deal edit 1 --next "2026-08-01: Ask again"')
    assert result.err == "follow-up 2 Ask again, due 2026-08-01\n"
    result = run('deal edit 1 --owner Ana --stage proposal --next "2026-08-02: Once more"')
    assert result.err.splitlines() == [
        "changed deal 1 Site",
        "deal 1 Site: Lead to Proposal on 2026-07-15",
        "follow-up 3 Once more, due 2026-08-02",
    ]
    assert [
        (row["id"], row["client"], row["deal"], row["time"]) for row in read(run, "followup list --deal 1")
    ] == [
        (1, "acme", 1, "10:00"),
        (2, "acme", 1, None),
        (3, "acme", 1, None),
    ]


def test_what_is_to_do_goes_with_a_deal_to_another_client(run: Run) -> None:
    run('deal add Site --client acme --next "mon: Call"')
    run('deal edit 1 --next "tue: Ask"')
    run("followup done 1 --note called")
    run("deal edit 1 --client bolt")
    assert [(row["id"], row["client"]) for row in read(run, "followup list --due all")] == [
        (2, "bolt"),
        (1, "acme"),
    ]
    assert run("followup edit 1 --text Called").code == 0
    assert run("activity edit 1 --minutes 5").code == 0


def test_the_cards_show_what_is_to_do_and_what_happened(run: Run) -> None:
    run('deal add Site --client acme --next "mon: Call"')
    run("followup add Mail --client acme --due 2026-07-01 --repeat 1w")
    run("followup add Done --client acme --due fri")
    run("followup done 3")
    for number in range(6):
        run(f"log acme note-{number} --on 2026-07-0{number + 1}")
    run("log acme talked --deal 1 --kind call --minutes 5 --on 2026-06-01")
    card = read(run, "client show acme")
    assert card["follow_ups"] == [
        {
            "id": 2,
            "text": "Mail",
            "due_on": "2026-07-01",
            "time": None,
            "priority": "normal",
            "repeat": "1w",
            "contact": None,
            "deal": None,
            "late_days": 14,
        },
        {
            "id": 1,
            "text": "Call",
            "due_on": "2026-07-20",
            "time": None,
            "priority": "normal",
            "repeat": None,
            "contact": None,
            "deal": 1,
            "late_days": 0,
        },
    ]
    assert [row["text"] for row in card["activities"]] == ["note-5", "note-4", "note-3", "note-2", "note-1"]
    deal = read(run, "deal show 1")
    assert [row["id"] for row in deal["follow_ups"]] == [1]
    assert deal["activities"] == [
        {
            "id": 7,
            "kind": "call",
            "text": "talked",
            "contact": None,
            "on": "2026-06-01",
            "minutes": 5,
            "deal": 1,
        }
    ]
