"""Who can stop it?: the logic worked by hand and by property, the rules, the challenges, the check, the pages."""
from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plays import MODULE_2, do, refused, stop_it

from systems_leadership import registry
from systems_leadership.build import case_tasks, make
from systems_leadership.case import CaseError, load
from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.games.who_can_stop import checks, facts, picture, rules, tasks
from systems_leadership.games.who_can_stop.tasks import Need, Task

# Three tasks over players a, b, c, d. T1: (a or b) and c. T2: a. T3: (a or b) and (c or d).
SMALL = {"t1": Task("t1", "One", [Need("x", ["a", "b"]), Need("y", ["c"])]), "t2": Task("t2", "Two", [Need("x", ["a"])]),
         "t3": Task("t3", "Three", [Need("x", ["a", "b"]), Need("y", ["c", "d"])])}


@pytest.mark.parametrize(("away", "left"), [("", ["t1", "t2", "t3"]), ("a", ["t1", "t3"]), ("b", ["t1", "t2", "t3"]), ("c", ["t2", "t3"]), ("ab", []), ("cd", ["t2"]), ("ac", ["t3"]), ("abcd", [])])
def test_what_is_left_worked_by_hand(away: str, left: list[str]) -> None:
    assert tasks.possible(SMALL, away) == left


def test_who_can_stop_what_alone_worked_by_hand() -> None:
    assert tasks.alone(SMALL) == {"a": ["t2"], "c": ["t1"]}
    assert tasks.unmet(SMALL["t3"], "cd") == [1]
    assert tasks.players(SMALL) == ["a", "b", "c", "d"]


needs = st.lists(st.builds(Need, st.just("x"), st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5)), min_size=1, max_size=5)
tables = st.lists(needs, min_size=1, max_size=8).map(lambda rows: {str(n): Task(str(n), "T", need) for n, need in enumerate(rows)})


@given(tables, st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from("abcdefgh")))
def test_taking_players_out_never_makes_a_task_possible(table: dict[str, Task], away: set[str], more: set[str]) -> None:
    assert set(tasks.possible(table, away | more)) <= set(tasks.possible(table, away))


@given(tables)
def test_alone_is_who_makes_a_task_fall_by_leaving_while_all_others_stay(table: dict[str, Task]) -> None:
    slowly = {i: [id for id in table if id not in tasks.possible(table, {i})] for i in "abcdefgh"}
    assert {i: sorted(ids) for i, ids in tasks.alone(table).items()} == {i: sorted(ids) for i, ids in slowly.items() if ids}


def test_the_librarys_table_says_what_the_course_says_of_it() -> None:
    case, table = load(), tasks.load("marlshire")
    told = facts.counts(case, table)
    assert (len(table), len(tasks.senior(case)), told["all"], told["senior"], told["others"], len(told["alone"])) == (12, 17, 12, 0, 9, 10)
    assert sum(i not in tasks.senior(case) for i in told["alone"]) == 7


@pytest.fixture
def session(tmp_path: Path) -> Session:
    (tmp_path / MODULE_2).mkdir()
    return Session(registry.exercise("who_can_stop"), Desk(tmp_path / MODULE_2))


def test_guess_first_and_then_players_leave_and_come_back(session: Session) -> None:
    assert "two guesses first" in refused(session, do="leave", player="ward")
    assert "0 to 12" in refused(session, do="begin", senior=13, others=0)
    do(session, do="begin", senior=8, others=3)
    assert "guessed" not in session.screen
    assert do(session, do="leave", player="staff_union") == "Gone: the staff unions and professional bodies. One task falls: Staff who will do it differently. 11 of 12 can be done."
    assert do(session, do="leave", player="neighbour").endswith("No task changes: 11 of 12 can be done.")
    assert "One task can be done again" in do(session, do="come_back", player="staff_union")
    assert "is here" in refused(session, do="come_back", player="staff_union")
    assert "No task names that player" in refused(session, do="leave", player="coroner")


def test_the_list_of_who_can_stop_what_opens_after_three_and_the_guess_after_both(session: Session) -> None:
    do(session, do="begin", senior=8, others=3)
    for n, player in enumerate(("gp", "ward", "family")):
        assert ("alone" in session.screen) is False, n
        do(session, do="leave", player=player)
    assert "ward" in session.screen["alone"]
    do(session, do="stand", who="senior")
    assert session.screen["possible"] == 0
    assert "guessed" not in session.screen
    do(session, do="stand", who="others")
    assert session.screen["possible"] == 9
    assert session.screen["guessed"] == {"guess_senior": 8, "guess_others": 3, "senior": 0, "others": 9}
    do(session, do="stand", who="all")
    assert session.screen["gone"] == 0


def test_a_challenge_changes_its_row_and_no_other(session: Session) -> None:
    do(session, do="begin", senior=8, others=3)
    why = "The lead nurse has done it for years."
    do(session, do="challenge", task="joint_response", how="add", at=1, players=["street_triage"], why=why)
    do(session, do="challenge", task="joint_response", how="drop", at=2, why=why)
    do(session, do="challenge", task="night_answer", how="out", at=0, players=["urgent_line"], why=why)
    do(session, do="challenge", task="bed", how="need", name="a driver", players=["ambulance"], why=why)
    now = rules.table(session.exercise.tasks, session.state)
    assert [n.any for n in now["joint_response"].need] == [["response_police"], ["home_treatment", "street_triage"], ["police_commissioner"]]
    assert now["night_answer"].need[0].any == ["control_room", "crisis_cafe", "listening_line"]
    assert now["bed"].need[-1] == Need("a driver", ["ambulance"])
    assert {id for id in now if now[id] != session.exercise.tasks[id]} == {"joint_response", "night_answer", "bed"}
    do(session, do="undo")
    assert len(rules.table(session.exercise.tasks, session.state)["bed"].need) == 2


def test_what_is_refused_and_in_what_words(session: Session) -> None:
    do(session, do="begin", senior=8, others=3)
    assert "Say why" in refused(session, do="challenge", task="bed", how="drop", at=0, why="  ")
    assert "no such row" in refused(session, do="challenge", task="moon", how="drop", at=0, why="x")
    assert "without any condition" in refused(session, do="challenge", task="willing", how="drop", at=0, why="x")
    assert "nobody could meet it" in refused(session, do="challenge", task="bed", how="out", at=0, players=["ward"], why="x")
    assert "there already" in refused(session, do="challenge", task="bed", how="add", at=0, players=["ward"], why="x")
    assert "Choose the player" in refused(session, do="challenge", task="bed", how="add", at=0, why="x")
    assert "in a few words" in refused(session, do="challenge", task="bed", at=0, how="need", why="")          # what stands first in the form is asked for first
    assert "Choose the player" in refused(session, do="challenge", task="bed", at=0, how="need", why="", name="a van")
    assert "Say why" in refused(session, do="challenge", task="bed", at=0, how="need", why="", name="a van", players=["gp"])
    assert "That condition is gone" in refused(session, do="challenge", task="bed", how="add", at=7, players=["gp"], why="x")
    assert "in a few words" in refused(session, do="challenge", task="bed", how="need", players=["gp"], why="x")
    assert "Challenge a row first" in refused(session, do="run")
    assert "Challenge two rows" in refused(session, do="finish", debrief={"seat": "x"})
    do(session, do="challenge", task="bed", how="need", name="a driver", players=["ambulance"], why="x")
    do(session, do="challenge", task="bed", how="add", at=2, players=["family"], why="x")
    assert "Take the later one off first" in refused(session, do="withdraw", challenge="1")
    do(session, do="withdraw", challenge="2")
    do(session, do="withdraw", challenge="1")
    assert rules.table(session.exercise.tasks, session.state) == session.exercise.tasks


@pytest.mark.parametrize(("upto", "score", "says"), [("begun", 0, "0 of 2 rows challenged"), ("one", 0, "1 of 2 rows"), ("same row twice", 0, "1 of 2 rows"),
                                                    ("two", 1, "has not been run again"), ("ran", 2, "run again with the rows")])
def test_the_check_says_what_is_missing(session: Session, upto: str, score: int, says: str) -> None:
    do(session, do="begin", senior=8, others=3)
    rows = {"begun": [], "one": ["bed"], "same row twice": ["bed", "bed"]}.get(upto, ["bed", "public_plan"])
    for row, who in zip(rows, ("neighbour", "friend"), strict=False):
        do(session, do="challenge", task=row, how="add", at=0, players=[who], why="A line.")
    if upto == "ran":
        do(session, do="run")
    found = checks.challenges(session.state)
    assert found.score == score
    assert any(says in f.why for f in found.findings)


def test_a_whole_play_is_checked_quoted_pictured_and_comes_back(tmp_path: Path) -> None:
    session = stop_it(tmp_path)
    assert checks.challenges(session.state).score == 2
    assert session.exercise.milestones(session.state) == {"challenges": True, "finished": True}
    again = replay(session.exercise, session.record.ops)
    assert (again.skipped, again.state) == (0, session.state)
    quoted = session.exercise.quotes(session.state)
    assert "“Staff who will do it differently”" in quoted["stop_alone"]
    assert quoted["stop_senior"] == "with only the senior players none of the twelve tasks can be done; with all of them gone, nine can"
    assert quoted["stop_challenges"].count("You wrote: They have done it for years.") == 2
    html = session.exercise.picture(session.state, session.desk)
    assert "2 rows challenged" in html
    assert "The learner’s" in html


def test_there_is_something_to_quote_before_any_play(session: Session) -> None:
    quoted = session.exercise.quotes(session.state)
    assert set(quoted) == {"stop_alone", "stop_senior", "stop_challenges"}
    assert all(quoted.values())


def test_what_a_learner_types_is_escaped(tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)>"
    session = stop_it(tmp_path, why=bad, name=bad, seat=bad)
    html = picture.picture(session.exercise.case, session.exercise.tasks, session.state)
    assert bad not in html
    assert html.count("&lt;img") >= 4


@pytest.mark.parametrize(("old", "new", "message"), [
    ('"amhp"', '"amph"', "names 'amph', who is no player of this case. Correct the id."), ('any = ["amhp"]', "any = []", "nobody can meet “somebody who may apply”"),
    ('id = "bed"', 'id = "willing"', "this id is used already"), ('name = "A bed near home"', "", "missing required field `name`"), ('["amhp"]', '["amhp", "amhp"]', "names a player twice"),
    ("[[task]]", "[[task", "not readable as TOML")])
def test_a_wrong_table_is_named_with_its_remedy(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (make.root() / "course" / "cases" / "marlshire" / "tasks.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "tasks.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CaseError, match=message.replace("[", r"\[")):
        case_tasks.read(load(), tmp_path)
