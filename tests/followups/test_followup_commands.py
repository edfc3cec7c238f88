"""`followup`: from the day it is thought of to the day it is done."""

import json
from typing import Any

import pytest

from acctmgr.store.book import Book
from acctmgr.store.read import reading
from conftest import Run


@pytest.fixture(autouse=True)
def _clients(run: Run) -> None:
    run("client add Acme")
    run("client add Bolt")


def listed(run: Run, options: str = "") -> list[Any]:
    found: list[Any] = json.loads(run(f"followup list {options} --format json").out)
    return found


def ids(run: Run, options: str = "") -> list[int]:
    return [row["id"] for row in listed(run, options)]


def shown(run: Run, follow_up: int) -> Any:
    return json.loads(run(f"followup show {follow_up} --format json").out)


def test_a_new_follow_up_tells_its_id_and_for_whom(run: Run) -> None:
    result = run('followup add "Call Ana" --client acme --due fri')
    assert (result.code, result.out) == (0, "1\n")
    assert result.err == "added follow-up Call Ana with Acme, due 2026-07-17\n"


def test_a_list_as_json_has_these_keys(run: Run) -> None:
    run(
        'followup add "Call  Ana" --client acme --due 2026-07-10 --time 9:30 --priority HIGH --repeat "2 weeks"'
    )
    assert listed(run) == [
        {
            "id": 1,
            "text": "Call Ana",
            "client": "acme",
            "due_on": "2026-07-10",
            "done_on": None,
            "priority": "high",
            "repeat": "2w",
            "time": "09:30",
            "contact": None,
            "deal": None,
            "late_days": 5,
        }
    ]
    assert (
        list(listed(run)[0])
        == "id text client due_on done_on priority repeat time contact deal late_days".split()
    )


def test_a_new_one_as_json_is_its_whole_card(run: Run) -> None:
    run("deal add Site --client acme")
    line = 'followup add "Send the offer" --client acme --due tomorrow --deal 1 --repeat 1m --format json'
    assert json.loads(run(line).out) == {
        "id": 1,
        "text": "Send the offer",
        "client": "acme",
        "due_on": "2026-07-16",
        "done_on": None,
        "priority": "normal",
        "repeat": "1m",
        "time": None,
        "contact": None,
        "deal": 1,
        "late_days": 0,
        "client_name": "Acme",
        "deal_name": "Site",
        "planned_on": "2026-07-16",
        "previous": None,
        "next": None,
        "activities": [],
    }


def test_the_client_is_the_deals_where_none_is_named(run: Run) -> None:
    run("deal add Site --client bolt")
    run('followup add "Send it" --deal 1 --due fri')
    assert [(row["client"], row["deal"]) for row in listed(run)] == [("bolt", 1)]


@pytest.fixture
def week(run: Run) -> None:
    """Six to do: late, today at two times and none, in seven days, in eight; and one that is done."""
    for line in (
        "later --client acme --due 2026-07-23",
        "week --client bolt --due 2026-07-22 --priority low",
        "today --client acme --due today",
        "urgent --client bolt --due today --priority high",
        "noon --client acme --due today --time 12:00 --priority low",
        "late --client acme --due 2026-07-01",
        "was --client acme --due 2026-07-02",
    ):
        run(f"followup add {line}")
    run("followup done 7")


@pytest.mark.usefixtures("week")
def test_a_list_shows_what_is_to_do_the_next_first(run: Run) -> None:
    assert [row["text"] for row in listed(run)] == ["late", "noon", "urgent", "today", "week", "later"]


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    ("options", "texts"),
    [
        ("--due today", "noon urgent today"),
        ("--due overdue", "late"),
        ("--due week", "noon urgent today week"),
        ("--due all", "late noon urgent today week later was"),
        ("--done", "was"),
        ("--done --due overdue", "was"),
        ("--done --due today", ""),
        ("--client bolt", "urgent week"),
        ("--priority low", "noon week"),
        ("--sort -due", "later week noon urgent today late"),
        ("--sort priority", "urgent late today later noon week"),
        ("--sort text", "late later noon today urgent week"),
        ("--sort client --limit 2", "late noon"),
        ("--sort id", "later week today urgent noon late"),
        ("--due all --sort done", "was late noon urgent today week later"),
        ("--where 'client.handle=bolt and priority=high'", "urgent"),
        ("--where 'late>3'", "late"),
    ],
)
def test_a_list_shows_what_was_asked_for(run: Run, options: str, texts: str) -> None:
    assert [row["text"] for row in listed(run, options)] == texts.split()


@pytest.mark.usefixtures("week")
def test_an_empty_list_says_so(run: Run) -> None:
    run("client add Cobalt")
    assert run("followup list --client cobalt").err == "no follow-ups like that\n"


def test_a_book_without_any_says_how_to_begin(run: Run) -> None:
    result = run("followup list")
    assert (result.code, result.out) == (0, "")
    assert result.err == 'nothing to do: acctmgr followup add "Call Ana" --client REF --due fri\n'


def test_what_is_done_once_is_off_the_list(run: Run) -> None:
    run('followup add "Call Ana" --client acme --due fri')
    result = run("followup done 1")
    assert (result.code, result.out, result.err) == (0, "", "follow-up 1 Call Ana is done\n")
    assert listed(run) == []
    assert [(row["id"], row["done_on"], row["late_days"]) for row in listed(run, "--done")] == [
        (1, "2026-07-15", 0)
    ]


def test_done_twice_does_no_more_than_once(run: Run, book: Book) -> None:
    run('followup add "Call Ana" --client acme --due fri --repeat 1w')
    run("followup done 1")
    again = run('followup done 1 --note "again"')
    assert (again.code, again.err) == (
        1,
        "error: follow-up 1 is done since 2026-07-15; nothing was changed\n"
        "hint: open it again: acctmgr followup reopen 1\n",
    )
    assert ids(run, "--due all") == [2, 1]
    assert json.loads(run("activity list --format json").out) == []


def test_several_are_done_together_or_none(run: Run) -> None:
    for text in ("a", "b", "c"):
        run(f"followup add {text} --client acme --due fri")
    run("followup done 2")
    assert run("followup done 1 2 3").code == 1
    assert ids(run) == [1, 3]
    assert run("followup done 1 3 1").code == 0
    assert ids(run) == []


def test_done_with_a_note_logs_an_activity_with_the_same_contact_and_deal(run: Run) -> None:
    run("deal add Site --client acme")
    run('followup add "Call Ana" --client acme --due fri --deal 1')
    result = run('followup done 1 --note "She signs on Monday" --kind call --on yesterday')
    assert result.err == "follow-up 1 Call Ana is done\nlogged call 1\n"
    assert json.loads(run("activity show 1 --format json").out) == {
        "id": 1,
        "kind": "call",
        "text": "She signs on Monday",
        "client": "acme",
        "contact": None,
        "on": "2026-07-14",
        "minutes": None,
        "deal": 1,
        "client_name": "Acme",
        "deal_name": "Site",
        "follow_up": 1,
    }
    assert shown(run, 1)["activities"] == [
        {"id": 1, "kind": "call", "text": "She signs on Monday", "on": "2026-07-14", "minutes": None}
    ]


def test_done_with_a_kind_alone_logs_the_text_of_the_follow_up(run: Run) -> None:
    run('followup add "Call Ana" --client acme --due fri')
    run("followup done 1 --kind call")
    (row,) = json.loads(run("activity list --format json").out)
    assert (row["kind"], row["text"]) == ("call", "Call Ana")


def test_a_repeating_one_makes_its_next_with_all_that_it_has(run: Run) -> None:
    run("deal add Site --client acme")
    run(
        "followup add Report --client acme --due 2026-01-31 --time 10:00 --repeat 1m --priority high --deal 1"
    )
    result = run("followup done 1 --on 2026-02-10")
    assert result.err == "follow-up 1 Report is done\nits next is follow-up 2, due 2026-02-28\n"
    run("followup done 2 --on 2026-02-28")
    card = shown(run, 3)
    assert (card["due_on"], card["time"], card["priority"], card["deal"]) == (
        "2026-03-31",
        "10:00",
        "high",
        1,
    )
    assert (card["previous"], card["next"], card["repeat"]) == (2, None, "1m")
    assert shown(run, 2)["next"] == 3


def test_what_was_missed_is_not_piled_up(run: Run) -> None:
    run("followup add Standup --client acme --due 2026-01-01 --repeat 1d")
    run("followup done 1")
    assert [(row["id"], row["due_on"]) for row in listed(run)] == [(2, "2026-07-16")]


def test_snoozing_leaves_the_plan_as_it_was(run: Run) -> None:
    run("followup add Review --client acme --due 2026-07-13 --repeat 1w")
    result = run("followup snooze 1 sat")
    assert (result.code, result.err) == (0, "follow-up 1 Review is due 2026-07-18\n")
    assert (shown(run, 1)["due_on"], shown(run, 1)["planned_on"]) == ("2026-07-18", "2026-07-13")
    run("followup done 1 --today 2026-07-18")
    assert [(row["id"], row["due_on"]) for row in listed(run)] == [(2, "2026-07-20")]


def test_another_day_is_another_plan(run: Run) -> None:
    run("followup add Review --client acme --due 2026-07-13 --repeat 1w")
    run("followup edit 1 --due 2026-07-14")
    run("followup done 1")
    assert [row["due_on"] for row in listed(run)] == ["2026-07-21"]


def test_another_interval_goes_on_from_the_plan_and_keeps_the_31st(run: Run) -> None:
    run("followup add Review --client acme --due 2026-01-31 --repeat 1m")
    run("followup done 1 --on 2026-02-01")
    run("followup edit 2 --repeat 2m")
    run("followup done 2 --on 2026-03-01")
    assert [row["due_on"] for row in listed(run)] == ["2026-04-30"]
    run("followup edit 3 --repeat 1m")
    run("followup done 3 --on 2026-05-01")
    assert [row["due_on"] for row in listed(run)] == ["2026-05-31"]


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("eom", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2026-02-28", ["2026-02-28", "2026-03-28", "2026-04-28"]),
    ],
)
def test_the_end_of_the_month_is_the_end_of_every_month(run: Run, due: str, days: list[str]) -> None:
    run(f"followup add Report --client acme --due {due} --repeat 1m --today 2026-02-10")
    run("followup done 1 --on 2026-03-01")
    run("followup done 2 --on 2026-04-01")
    assert [row["due_on"] for row in listed(run, "--due all --sort id")] == days


def test_an_interval_can_be_given_and_taken_away(run: Run) -> None:
    run("followup add Review --client acme --due 2026-07-31")
    run("followup edit 1 --repeat 1m")
    assert (shown(run, 1)["repeat"], shown(run, 1)["planned_on"]) == ("1m", "2026-07-31")
    run("followup edit 1 --clear repeat")
    assert (shown(run, 1)["repeat"], shown(run, 1)["planned_on"]) == (None, None)
    run("followup done 1")
    assert listed(run) == []


def test_every_fact_can_be_changed_and_cleared(run: Run) -> None:
    run("deal add Site --client bolt")
    run('followup add "Call Ana" --client acme --due fri --time 09:30')
    result = run(
        'followup edit 1 --text "Mail Bo" --due 2026-08-01 --client bolt --deal 1 --priority low --clear time'
    )
    assert (result.code, result.err) == (0, "changed follow-up 1 Mail Bo\n")
    (row,) = listed(run)
    assert row == {
        "id": 1,
        "text": "Mail Bo",
        "client": "bolt",
        "due_on": "2026-08-01",
        "done_on": None,
        "priority": "low",
        "repeat": None,
        "time": None,
        "contact": None,
        "deal": 1,
        "late_days": 0,
    }
    run("followup edit 1 --clear deal")
    assert listed(run)[0]["deal"] is None


def test_reopening_takes_the_next_back(run: Run) -> None:
    run("deal add Site --client acme")
    run("followup add Review --client acme --due fri --repeat 1w --deal 1")
    run("followup done 1")
    result = run("followup reopen 1")
    said = "follow-up 1 Review is to do again, due 2026-07-17; its next, follow-up 2, is gone\n"
    assert (result.code, result.err) == (0, said)
    assert ids(run, "--due all") == [1]
    run("followup done 1")
    assert [(row["id"], row["due_on"], row["deal"]) for row in listed(run)] == [(3, "2026-07-24", 1)]
    assert run("db check").code == 0


def test_a_next_that_was_done_itself_can_not_be_taken_back(run: Run) -> None:
    run("followup add Review --client acme --due fri --repeat 1w")
    run("followup done 1")
    run("followup done 2")
    result = run("followup reopen 1")
    assert (result.code, result.err) == (
        1,
        "error: follow-up 2, its next, is done since 2026-07-15\n"
        "hint: open that one again: acctmgr followup reopen 2\n",
    )


def test_a_series_closes_over_what_is_removed_from_it(run: Run) -> None:
    run("followup add Review --client acme --due fri --repeat 1w")
    run("followup done 1 --note x")
    run("followup done 2 --note y")
    assert run("followup rm 2 --yes").code == 0
    assert (shown(run, 1)["next"], shown(run, 3)["previous"]) == (3, 1)
    assert [row["text"] for row in json.loads(run("activity list --format json").out)] == ["y", "x"]
    run("followup reopen 1")
    assert ids(run) == [1]
    assert run("db check").code == 0


def test_removing_asks_first(run: Run) -> None:
    run("followup add Review --client acme --due fri")
    result = run("followup rm 1")
    assert (result.code, result.err) == (
        2,
        "error: this needs a confirmation, and nobody can be asked here\nhint: add --yes\n",
    )
    result = run("followup rm 1 --yes")
    assert (result.code, result.err) == (0, "deleted follow-up 1 Review\n")
    assert run("followup show 1").code == 3


def test_a_line_end_in_the_text_moves_nothing(run: Run) -> None:
    run("followup", "add", "Call\x1b[31m Ana\nnow", "--client", "acme", "--due", "fri")
    assert listed(run)[0]["text"] == "Call Ana now"


def test_each_change_is_one_operation_with_its_images(run: Run, book: Book) -> None:
    run("deal add Site --client acme")
    run("followup add Review --client acme --due fri --repeat 1w --deal 1")
    run("followup done 1 --note signed")
    with reading(book) as db:
        sql = """
            SELECT table_name, COUNT(*) FROM change
             WHERE operation_id = (SELECT MAX(id) FROM operation) GROUP BY table_name ORDER BY table_name
        """
        assert [tuple(row) for row in db.run(sql)] == [
            ("activity", 1),
            ("deal_activity", 1),
            ("deal_follow_up", 1),
            ("follow_up", 2),
        ]
    assert run("db check").code == 0
