"""The rules of the unfolding game, on a case small enough to work out by hand."""
from __future__ import annotations

from typing import Any

import msgspec
import pytest

from systems_leadership import case as cases
from systems_leadership.case import Case, Event, Family, Lens, Player, Question, Tie, TieWords
from systems_leadership.exercise import Refused
from systems_leadership.games.unfolding import checks, facts, rules
from systems_leadership.games.unfolding.rules import apply, stage
from systems_leadership.games.unfolding.state import Run, State

SAYS = {"hands": "h", "close": "c"}


def player(i: str, kind: str, phase: list[str]) -> Player:
    return Player(i, f"Player {i}", i, kind, 1, phase, "something", says=SAYS)


#   a -hands-> b -hands-> c      d ~ e (close)      c ~ d (close)      f alone
SMALL = Case("small", "Small", "nowhere", "people in crisis", ["a", "d", "f"],
             [Family("care", "Care", {"provider": "H"}), Family("people", "People", {"people in crisis": "", "carers": "N"})], {},
             [Question("hands", "Who?", ["hands over"]), Question("close", "Close?", ["close to"])],
             {"hands over": TieWords("hands over to", "takes over from", True), "close to": TieWords("is close to", "is close to", False)},
             [Lens(0, "crisis", "crisis"), Lens(12, "recovery", "recovery"), Lens(18, "prevention", "prevention")],
             [Event("scope", "Scope?", "Stop?", True), Event("family", "Why?", "Answer?", False), Event("press", "News", "Answer?", False)],
             {i: player(i, k, ["crisis"]) for i, k in (("a", "provider"), ("b", "provider"), ("c", "provider"), ("d", "people in crisis"), ("e", "carers"), ("f", "provider"))},
             [Tie("a", "hands over", "b"), Tie("b", "hands over", "c"), Tie("d", "close to", "e"), Tie("c", "close to", "d")])
REAL = cases.load("marlshire")


def move(state: State, case: Case = SMALL, **op: Any) -> str:
    return apply(case, state, op)


def begun(standpoint: str = "a", case: Case = SMALL) -> State:
    state = State()
    move(state, case, do="start", standpoint=standpoint, how="picked", seed=0)
    move(state, case, do="before", text="One sentence.")
    return state


def refusal(state: State, case: Case = SMALL, **op: Any) -> str:
    with pytest.raises(Refused) as no:
        move(state, case, **op)
    return str(no.value)


def real_play(n: int, seed: int = 0) -> State:
    """A play of the real case in which n questions have been asked and every checkpoint written."""
    state = State()
    move(state, REAL, do="start", standpoint="ed", how="drawn", seed=seed)
    move(state, REAL, do="before", text="One sentence.")
    for _ in range(n):
        run = state.runs[0]
        if stage(run) == "checkpoint":
            move(state, REAL, do="keep", text="Again, one sentence.", why="They said so twice.")
        done = {(a.player, a.question) for a in run.asked}
        p, q = next((p, q) for p in run.met for q in REAL.question if (p, q) not in done)
        move(state, REAL, do="ask", player=p, question=q)
    return state


# --- plain facts of the graph
def test_within_counts_steps() -> None:
    assert SMALL.within("a", 1) == {"b"}
    assert SMALL.within("a", 2) == {"b", "c"}
    assert SMALL.within("c", 2) == {"a", "b", "d", "e"}
    assert SMALL.within("f", 2) == set()


def test_those_no_standpoint_reaches() -> None:
    """Two steps from a: b, c. From d: c, b, e. From f: nobody. Everybody is reached; with only f and a to sit at, d and e are not."""
    assert facts.unseen(SMALL) == []
    assert facts.unseen(msgspec.structs.replace(SMALL, standpoints=["a", "f"])) == ["d", "e"]


# --- asking
def test_asking_reveals_the_ties_of_that_type_both_ways() -> None:
    state = begun("a")
    assert move(state, do="ask", player="a", question="hands") == "Question 1 brought one new player: the player b."
    assert move(state, do="ask", player="b", question="hands") == "Question 2 brought one new player: the player c."
    assert state.runs[0].met == {"a": 0, "b": 1, "c": 2}
    assert move(state, do="ask", player="c", question="hands") == "Question 3: nobody new. They named only people you have met. That is an answer too."
    assert move(state, do="ask", player="a", question="close") == "Question 4: they named nobody. That is an answer too."


def test_what_cannot_be_asked() -> None:
    state = begun("a")
    assert refusal(state, do="ask", player="d", question="close") == "You can only ask somebody you can see."
    assert refusal(state, do="ask", player="a", question="why") == "That is not one of the five questions."
    move(state, do="ask", player="a", question="hands")
    assert refusal(state, do="ask", player="a", question="hands") == "You have asked them that already."


def test_before_anything() -> None:
    assert refusal(State(), do="ask", player="a", question="hands") == "Choose where you sit first."
    assert refusal(State(), do="start", standpoint="b", how="picked", seed=1) == "That is not one of the standpoints you can take."
    assert refusal(State(), do="start", standpoint="a", how="guessed", seed=1).startswith("That play could not be set up.")
    state = State()
    move(state, do="start", standpoint="a", how="picked", seed=0)
    assert refusal(state, do="before", text="  ").startswith("Write one sentence before you ask anybody.")
    assert refusal(state, do="before", text="x" * 1001).startswith("This box keeps 1,000 characters, and this has 1,001.")


def test_another_seat_may_be_taken_until_something_is_written() -> None:
    state = State()
    for standpoint in ("a", "d", "a"):
        move(state, do="start", standpoint=standpoint, how="picked", seed=0)
        assert [r.standpoint for r in state.runs] == [standpoint]
    move(state, do="before", text="Nobody answers.")
    assert refusal(state, do="start", standpoint="d", how="picked", seed=1).startswith("Finish the play you are in first")


@pytest.mark.parametrize("op", [{"do": "fly"}, {}, {"do": "ask", "player": 3, "question": "hands"}, {"do": "ask", "player": "a", "question": "hands", "more": 1}])
def test_what_is_no_move(op: dict) -> None:
    with pytest.raises(msgspec.ValidationError):
        apply(SMALL, begun(), op)


# --- checkpoints, lens, events
def test_a_checkpoint_stops_the_asking_until_both_boxes_are_written() -> None:
    state = real_play(6)
    assert stage(state.runs[0]) == "checkpoint"
    assert refusal(state, REAL, do="ask", player="ed", question="hands") == "Write the problem again first; then go on asking."
    assert refusal(state, REAL, do="keep", text=" ", why="x").startswith("Write the problem in one sentence.")
    assert refusal(state, REAL, do="keep", text="x", why=" ").startswith("Say what changed")
    assert move(state, REAL, do="keep", text="x", why="y") == "Kept."
    assert refusal(state, REAL, do="keep", text="x", why="y") == "There is no checkpoint to write just now."


@pytest.mark.parametrize(("asked", "lens"), [(0, "crisis"), (11, "crisis"), (13, "recovery"), (17, "recovery"), (19, "prevention"), (23, "prevention")])
def test_the_lens_turns_at_12_and_18(asked: int, lens: str) -> None:
    assert rules.phase(REAL, real_play(asked).runs[0]) == lens


def test_keeping_at_12_says_that_the_lens_turns() -> None:
    assert move(real_play(12), REAL, do="keep", text="x", why="y") == "Kept. The lens turns from crisis to recovery: players active in recovery stand out."


@pytest.mark.parametrize("seed", [*range(200), 2 ** 31 - 1])
def test_one_event_falls_in_each_stretch(seed: int) -> None:
    falls = rules.schedule(REAL, seed)
    assert {event.id for _, event in falls} == {"scope", "family", "press"}
    assert [at // 6 for at, _ in falls] == [1, 2, 3]
    assert all(at % 6 for at, _ in falls), "never on a checkpoint"


def test_stopping_is_on_offer_only_once_a_scope_was_asked_for() -> None:
    for n in range(24):
        state = real_play(n)
        run = state.runs[0]
        fell = any(event.lock for _, event in rules.happened(REAL, run))
        if stage(run) == "asking" and fell:
            assert refusal(state, REAL, do="lock", reason=" ").startswith("Say why you stop here. Stopping costs no marks")
            assert move(state, REAL, do="lock", reason="Enough for tonight.") == f"Your map is locked after {n} questions."
            assert stage(run) == "closing"
            return
        assert refusal(state, REAL, do="lock", reason="x").startswith("Nobody has asked you for a scope just now.")
    raise AssertionError("nobody ever asked for a scope")


def test_an_event_is_answered_only_after_it_fell() -> None:
    state = real_play(5)
    assert refusal(state, REAL, do="reply", event="family", text="Sorry.") == "That has not happened in this play."
    state = real_play(23)
    assert move(state, REAL, do="reply", event="family", text="Sorry.") == "Your answer is kept."
    assert refusal(state, REAL, do="reply", event="family", text=" ").startswith("Write a line")


# --- the end
def ended() -> State:
    state = real_play(24)
    move(state, REAL, do="keep", text="Last sentence.", why="Nothing held it.")
    return state


def test_the_end_asks_for_two_players_and_who_is_missing() -> None:
    state = ended()
    assert refusal(state, REAL, do="ask", player="ed", question="hands") == "There are no more questions to ask in this play."
    assert refusal(state, REAL, do="close", missing="x").startswith("Add at least two players the library lacks.")
    assert refusal(state, REAL, do="add", name=" ", sees="x").startswith("Give the player a name")
    assert refusal(state, REAL, do="add", name="x" * 10_000, sees="x") == "A name keeps 80 characters, and this has 10,000. Nothing has been cut; shorten it and try again."
    assert move(state, REAL, do="add", name=" Night\nbus  driver ", sees="x") == "Added: Night bus driver."
    move(state, REAL, do="add", name="Vet", sees="")
    assert move(state, REAL, do="drop", index=0) == "Taken off the list: Night bus driver."
    assert refusal(state, REAL, do="drop", index=5) == "That player is not on your list."
    for n in range(rules.MOST_ADDED - 1):
        move(state, REAL, do="add", name=f"Kind {n}", sees="")
    assert refusal(state, REAL, do="add", name="One more", sees="").startswith("You have added 8.")
    assert refusal(state, REAL, do="close", missing=" ").startswith("Say who you think is still missing")
    move(state, REAL, do="close", missing="Those who never ring.")
    assert stage(state.runs[0]) == "debrief"
    assert refusal(state, REAL, do="add", name="Late", sees="") == "Players are added at the end of a play."


def test_the_debrief_wants_a_line_each_and_then_another_standpoint() -> None:
    state = ended()
    for name in ("Vet", "Driver"):
        move(state, REAL, do="add", name=name, sees="")
    move(state, REAL, do="close", missing="x")
    assert refusal(state, REAL, do="finish", debrief={"surprise": "x"}) == "Three of the four questions are still empty. A line each is enough."
    assert move(state, REAL, do="finish", debrief=dict.fromkeys(rules.DEBRIEF, "x")) == "Kept. This play is finished."
    assert refusal(state, REAL, do="start", standpoint="ed", how="picked", seed=1).startswith("You have sat there already.")
    assert move(state, REAL, do="start", standpoint="family", how="picked", seed=1) == "Write one sentence, and then ask."


# --- facts of plays
def finished(standpoint: str, questions: list[tuple[str, str]]) -> Run:
    state = begun(standpoint)
    for p, q in questions:
        move(state, do="ask", player=p, question=q)
    return state.runs[0]


def test_who_was_met_in_one_play_and_not_the_other() -> None:
    one = finished("a", [("a", "hands"), ("b", "hands")])
    two = finished("d", [("d", "close")])
    assert facts.only_in(SMALL, one, two) == ["Player a", "Player b"]
    assert facts.only_in(SMALL, two, one) == ["Player d", "Player e"]
    assert facts.first_person(SMALL, one) is None
    assert facts.first_person(SMALL, two) == 0
    assert facts.first_person(SMALL, finished("a", [("a", "hands"), ("b", "hands"), ("c", "close")])) == 3
    assert facts.put_to(SMALL, one) == {"provider": 2}


def test_quotes_are_ready_to_stand_in_a_sentence() -> None:
    state = State([finished("a", [("a", "hands")]), finished("d", [("d", "close")])])
    assert facts.quotes(SMALL, state) == {"first_standpoint": "player a", "second_standpoint": "player d", "first_sentence": "One sentence.", "last_sentence": "One sentence.",
                                          "first_six": "1. Player a: Who?", "only_first": "player a, player b",
                                          "only_second": "player d, player e, player c"}
    assert facts.quotes(SMALL, State()) == {}


def test_other_standpoints_hold_somebody_near_the_person() -> None:
    for i in REAL.standpoints:
        others = facts.others(REAL, Run(i, "picked", 0))
        assert len(others) == len(set(others)) == 4
        assert i not in others
        assert any(REAL.players[o].kind in facts.NEAR for o in others)


# --- process checks: good faith, never how many or which
def test_an_unbegun_play_has_no_marks_and_says_so() -> None:
    check = checks.play(State(), 0)
    assert check.score == 0
    assert check.findings[0].why == "First play: not begun."


@pytest.mark.parametrize(("run", "score"), [
    ({"closed": False}, 0), ({"closed": True}, 1), ({"closed": True, "finished": True, "debrief": dict.fromkeys(rules.DEBRIEF, "x")}, 2)])
def test_marks_follow_what_was_gone_through(run: dict, score: float) -> None:
    state = ended()
    state.runs[0] = msgspec.structs.replace(state.runs[0], **run)
    assert checks.play(state, 0).score == score


def test_stopping_early_with_a_reason_loses_none() -> None:
    for n in range(24):
        state = real_play(n)
        if rules.can_lock(REAL, state.runs[0]):
            move(state, REAL, do="lock", reason="Enough for tonight.")
            break
    for name in ("Vet", "Driver"):
        move(state, REAL, do="add", name=name, sees="")
    move(state, REAL, do="close", missing="x")
    move(state, REAL, do="finish", debrief=dict.fromkeys(rules.DEBRIEF, "x"))
    assert checks.play(state, 0).score == 2


def test_marks_do_not_depend_on_how_many_were_met() -> None:
    state = ended()
    state.runs[0] = msgspec.structs.replace(state.runs[0], closed=True, finished=True, debrief=dict.fromkeys(rules.DEBRIEF, "x"), met={"ed": 0})
    assert checks.play(state, 0).score == 2


def test_an_empty_reason_loses_the_writing_mark_and_names_the_checkpoint() -> None:
    state = ended()
    run = msgspec.structs.replace(state.runs[0], closed=True, finished=True, debrief=dict.fromkeys(rules.DEBRIEF, "x"))
    run.sentences[2].why = " "
    state.runs[0] = run
    check = checks.play(state, 0)
    assert check.score == 1
    assert "missing at question 12." in check.findings[1].why


def test_somebody_in_crisis_has_no_director() -> None:
    case = cases.load("marlshire")
    for event in case.events:
        said = {seat: rules.words_of(case, Run(seat, "picked", 0), event) for seat in ("mh_commissioner", "repeat_crisis", "family")}
        assert said["mh_commissioner"] == event.words
        assert "director" not in said["repeat_crisis"] + said["family"]
