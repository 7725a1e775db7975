"""Moves made to do harm, one by one: in a record a tutor draws from, and from a browser. They are moves, or refused; what is typed comes out as text."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hostile import CANARY, ODD, drawn, exercises, good, ids, kind, lead, module_of, moves_of, quickly, raw
from markup import Page
from plays import MODULE, TWELVE, do, open_game, refused

from systems_leadership import desk, lines, registry
from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.lines import LARGEST, MOST, read
from systems_leadership.moves import Refused
from systems_leadership.writing import visible

PLAYED = [e for e in exercises() if moves_of(e)]
SEAT = [{"do": "start", "standpoint": "ed", "how": "picked", "seed": 0}, {"do": "before", "text": "x"}]
FULL = {"do": "write", "field": "x", "at": 0, "cut": 0, "put": "é🚌" * 10_000}
PLAYERS = list(registry.exercise("parcels").case.players)
SORTED = [{"do": "begin", "guess": 1, "players": PLAYERS}, {"do": "place", "players": PLAYERS[:60], "parcel": "a"}, {"do": "place", "players": PLAYERS[60:], "parcel": "b"}]
COMPARE = {"do": "compare", "found": {str(n): [PLAYERS] + [[]] * (n - 1) for n in range(2, 7)}}
TABLE = [{"do": "begin", "senior": 1, "others": 1}, *[{"do": "challenge", "task": "bed", "how": "add", "at": 0, "players": [i], "why": "x"} for i in PLAYERS[:14] if i != "ward"][:12]]
TWELVE_CHOSEN = [{"do": "begin", "issue": "bed", "sit": "ward"}, *[{"do": "pick", "player": i, "on": True} for i in TWELVE], {"do": "ready"}]
WRITE = {"do": "write", "field": "x", "at": 5, "cut": 1, "put": "y"}
BOMBS: dict[str, tuple[str, list[Any]]] = {
    "undo": ("unfolding", [*SEAT, *[WRITE] * (MOST // 2), *[{"do": "undo"}] * (MOST // 2 - 10)]),
    "undo and redo": ("unfolding", [*SEAT, *[WRITE] * (MOST // 3), *[{"do": "undo"}, {"do": "redo"}] * (MOST // 3)]),
    "undo each": ("parcels", [*SORTED, *[{"do": "place", "players": PLAYERS[:1], "parcel": "a"}] * (MOST // 2 - 5), *[{"do": "undo"}] * (MOST // 2 - 5)]),
    "a full box": ("unfolding", [*SEAT, FULL, *[WRITE] * (MOST - 3)]),
    "a box with no bottom": ("hand_in", [{**WRITE, "at": 10 ** 15, "put": "x" * 70}] * (MOST - 3)),
    "many boxes": ("hand_in", [{**WRITE, "field": str(n)} for n in range(MOST)]),
    "refused": ("unfolding", [{"do": "ask", "player": "x", "question": "y"}] * MOST),
    "refused cuts": ("parcels", [*SORTED, COMPARE, *[{"do": "keep_cut", "tie": "x", "why": "y"}] * (MOST - 4)]),
    "no moves": ("unfolding", [{"do": []}] * MOST),
    "everybody": ("parcels", [*SORTED[:1], *[{"do": "place", "players": PLAYERS, "parcel": "a"}] * 3_000]),
    "one many times": ("parcels", [*SORTED[:1], *[{"do": "place", "players": PLAYERS[-1:] * 90_000, "parcel": "a"}] * 3]),
    "bring": ("parcels", [*SORTED[:1], *[{"do": "bring", "players": PLAYERS}] * 3_000]),
    "compare": ("parcels", [*SORTED, *[COMPARE] * 500]),
    "cards": ("cards_m1", [{"do": "answer"}] * MOST),
    "placed": ("placing", [{"do": "place", "problem": "lift", "dimension": "time", "at": 1 + n % 7} for n in range(MOST)]),
    "answers": ("tellings", [{"do": "answer", "item": "pair_critical", "option": 1}] * MOST),
    "dates": ("tangle", [{"do": "take", "issue": "night"}, *[{"do": "review", "part": "beds", "on": "2027-03-01"}] * (MOST - 1)]),
    "verdicts": ("questions", [{**FULL, "field": "access.question"}, *[{"do": "judge", "statement": "access", "test": "open", "says": "no"}] * (MOST - 1)]),
    "promises": ("boundary", [{"do": "promise", "promise": "x", "on": True}] * MOST),
    "receipts": ("hand_in", [{"do": "hand_in", "learner": "1", "handed_in": "2", "to": "x", "files": []}] * MOST),
    "conditions": ("chooser", [{"do": "like", "method": "delphi"}, {"do": "situation", "situation": "waits"}, *[{"do": "answer", "condition": "time", "option": "days"}] * (MOST - 2)]),
    "in and out": ("design_team", [{"do": "add", "player": "ed"}, {"do": "undo"}] * (MOST // 2)),
    "refused parts": ("cascade", [{"do": "begin", "expected": []}, *[{"do": "pass", "kept": ["x", "y"], "worry": "z"}] * (MOST - 1)]),
    "challenged and run": ("who_can_stop", [*TABLE, *[{"do": "run"}, {"do": "stand", "who": "senior"}] * (MOST // 2 - 10)]),
    "leave and come back": ("who_can_stop", [*TABLE, *[{"do": "leave", "player": "ward"}, {"do": "come_back", "player": "ward"}] * (MOST // 2 - 10)]),
    "rated": ("power_map", [*TWELVE_CHOSEN, *[{"do": "rate", "sit": 0, "player": "ward", "levels": {"exit": 3, "position": 3}}] * (MOST - 20)]),
    "kept without a reason": ("power_map", [*TWELVE_CHOSEN, *[{"do": "rate", "sit": 0, "player": i, "levels": {"exit": 3}} for i in TWELVE], *[{"do": "close"}] * (MOST - 40)]),
    "no such choice": ("tight_grip", [{"do": "choose", "scene": "diary", "choice": "x"}] * MOST),
    "a name of words": ("unfolding", [*SEAT, *[{"do": "add", "name": "a " * 40_000, "sees": ""}] * 50]),
}


@pytest.mark.parametrize(("exercise", "ops"), BOMBS.values(), ids=BOMBS)
@pytest.mark.slow
def test_as_many_moves_as_a_record_may_have_are_replayed_in_time(tmp_path: Path, exercise: str, ops: list[Any]) -> None:
    path = tmp_path / f"{exercise}.jsonl"
    if exercise == "cards_m1":
        card = registry.exercise(exercise).pack.card[0]
        ops = [{**op, "card": card.id, "option": next(n for n, o in enumerate(card.option) if not o.right)} for op in ops]
    path.write_bytes(raw(exercise, ops))
    assert path.stat().st_size <= LARGEST
    assert not quickly(lambda: read(path, exercise)).damage
    pages = quickly(lambda: drawn(tmp_path, exercise))
    assert sum(len(page.text) for page in pages) < 100_000


def fields(move: type[msgspec.Struct]) -> list[str]:
    return [f.encode_name for f in msgspec.structs.fields(move)]


@pytest.mark.parametrize("exercise", PLAYED)
def test_anything_at_all_in_any_field_is_a_move_or_is_refused(exercise: str) -> None:
    """Every kind of move, each field in turn holding each odd value, from the first state and after honest work."""
    rules: Any = registry.exercise(exercise)
    honest = {op["do"]: op for op in good()[exercise]}
    moves: list[Any] = [{"do": value} for value in ODD] + [{}, {"do": "undo", "x": 1}]
    for move in moves_of(exercise):
        do_ = move.__struct_config__.tag
        whole = honest.get(do_) or {"do": do_, **dict.fromkeys(fields(move), ids(exercise)[0])}
        moves += [{**whole, name: value} for name in (*fields(move), "extra") for value in ODD]
        moves += [{k: v for k, v in whole.items() if k != name} for name in fields(move)]
    states = [replay(rules, good()[exercise][:n]).state for n in (0, len(good()[exercise]) // 2, len(good()[exercise]))]
    for state in states:
        for op in moves:
            try:
                assert isinstance(rules.apply(state, op), str)
            except (Refused, msgspec.ValidationError) as refusal:
                assert str(refusal)


@pytest.mark.parametrize("exercise", PLAYED)
def test_what_is_typed_into_every_field_comes_out_as_text(tmp_path: Path, exercise: str) -> None:
    """The whole of an honest play, with the canary typed wherever anything is typed."""
    typed = {"text", "why", "reason", "missing", "sees", "put", "handed_in", "to"}

    def soil(op: dict[str, Any]) -> dict[str, Any]:
        if op["do"] == "finish":
            return {**op, "debrief": dict.fromkeys(op["debrief"], CANARY)}
        short = CANARY[:36] if kind(exercise) == "parcels" else CANARY[:70]
        return {k: (short if k == "name" else CANARY if k in typed else v) for k, v in op.items()}
    ops = [soil(op) for op in good()[exercise]]
    if kind(exercise) == "parcels":
        ops[1:1] = [{"do": "name", "parcel": "a", "name": CANARY[:36]}]
    (tmp_path / f"{exercise}.jsonl").write_bytes(raw(exercise, ops))
    for name, moves in good().items():
        if name != exercise:
            (tmp_path / f"{name}.jsonl").write_bytes(raw(name, moves))
    text = "".join(page.text for page in drawn(tmp_path, exercise))
    if exercise != "own_system" and kind(exercise) != "cards":           # a sealed sheet and cards show nothing typed
        assert " ".join(visible(CANARY[:36] if kind(exercise) == "parcels" else CANARY).split()) in " ".join(text.split())


def test_what_the_map_and_its_words_say_of_added_players_is_text(tmp_path: Path) -> None:
    ops = [{**op, "name": CANARY[:70], "sees": CANARY} if op["do"] == "add" else op for op in good()["unfolding"]]
    (tmp_path / "unfolding.jsonl").write_bytes(raw("unfolding", ops))
    text = "".join(page.text for page in drawn(tmp_path, "unfolding"))
    assert visible(CANARY[:70]) in text


def test_a_name_on_the_map_does_not_reorder_it(tmp_path: Path) -> None:
    ops = [{**op, "name": "V\u202e\u2067\x1bt"} if op["do"] == "add" else op for op in good()["unfolding"]]
    (tmp_path / "unfolding.jsonl").write_bytes(raw("unfolding", ops))
    assert Page(desk.picture(registry.exercise("unfolding"), Desk(tmp_path)).html).text.count("V   t") == 8


@pytest.mark.parametrize("found", [{"x": [PLAYERS]}, {"": [PLAYERS]}, {"7": [PLAYERS, *[[]] * 6]}, {"1": [PLAYERS]}, {"2": [PLAYERS]}, {"2": [PLAYERS, [], []]}, {"02": [PLAYERS, []]},
                                   {"9" * 5_000: [PLAYERS]}, {"2": [PLAYERS[1:], PLAYERS[1:2]]}, {"2": [[*PLAYERS, "x"], []]}, {"2": [PLAYERS, []], "three": []}],
                         ids=lambda found: next(iter(found))[:9])
def test_a_comparison_no_search_finds_is_refused(tmp_path: Path, found: dict[str, Any]) -> None:
    (tmp_path / "parcels.jsonl").write_bytes(raw("parcels", [*SORTED, {"do": "compare", "found": found}]))
    opened = Desk(tmp_path).opened(registry.exercise("parcels"))
    assert (opened.play.skipped, opened.play.state.found) == (1, {})
    assert drawn(tmp_path, "parcels")


def test_a_receipt_opens_no_other_file(tmp_path: Path) -> None:
    """A record from elsewhere, put in a learner's own folder."""
    open_game(tmp_path)
    (tmp_path / "handed in").mkdir()
    (tmp_path / "secret.zip").write_bytes(b"secret")
    names = ["../secret.zip", "/etc/passwd", str(tmp_path / "secret.zip"), "..", "", "a\0.zip"]
    (tmp_path / MODULE / "hand_in.jsonl").write_bytes(raw("hand_in", [{"do": "hand_in", "learner": "1", "handed_in": "2", "to": name, "files": []} for name in names]))
    session: Any = Session(registry.exercise("hand_in"), Desk(tmp_path / MODULE))
    assert len(session.state.receipts) == len(names)
    for name in names:
        with pytest.raises(Refused, match="There is no receipt for that file"):
            session.exercise.fetch(session.state, session.desk, name)


@pytest.mark.parametrize("exercise", exercises())
def test_an_exercise_draws_a_record_full_of_anothers_moves(tmp_path: Path, exercise: str) -> None:
    ops = [op for moves in good().values() for op in moves]
    (tmp_path / f"{exercise}.jsonl").write_bytes(raw(exercise, ops))
    assert drawn(tmp_path, exercise) or kind(exercise) == "hand_in"
    assert module_of(exercise)


def test_halves_of_characters_from_a_browser_are_saved_as_unreadable_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JavaScript sends them where an emoji is cut in two."""
    open_game(tmp_path)
    from systems_leadership.view import ExerciseView
    view, sent = ExerciseView("reflection_a", Desk(tmp_path / MODULE)), []
    monkeypatch.setattr(view, "send", sent.append)
    for text in ("Before \ud83d after", "Before \ud83d after \ude8c", "\udfff\ud800", "whole 🚌"):
        view._receive(view, {"id": "1", "op": {"do": "write", "field": "not_seen", "text": text}}, [])
        assert sent[-1]["made"], sent[-1]
        kept = lead("reflection_a", lines.read(tmp_path / MODULE / "reflection_a.jsonl", "reflection_a").ops)
        assert kept.drafts["not_seen"] == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    view._receive(view, {"id": "2", "op": {"do": "\ud800", "\ud800": ["\ud800"]}}, [])
    assert sent[-1]["made"] is False


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("op", [None, [], "ask", 7, {}, {"do": None}, {"do": {}}, {"do": []}, {"do": "undo", "x": nested(20)}, {"do": "before", "text": nested(5_000)},
                                {"do": "write", "field": "x", "text": "x" * 5_000_000},
                                {"do": "write", "field": "x" * 500, "text": "x"},
                                {"do": "finish", "debrief": {"x": "y" * 300_000}}, {"do": "start", "seed": float("nan")}, {"do": "start", "seed": 10 ** 5_000}])
def test_a_browser_may_send_anything(tmp_path: Path, op: Any) -> None:
    game = open_game(tmp_path)
    before = game.screen
    outcome, _ = game.do(op)
    assert outcome.said
    assert not outcome.made or op == {"do": "undo", "x": nested(20)}
    assert {**game.screen, "rev": 0} == {**before, "rev": 0}
    assert Session(registry.exercise("unfolding"), Desk(tmp_path / MODULE)).screen["notice"] == ""


def test_what_goes_on_record_can_be_read_again_or_is_refused(tmp_path: Path) -> None:
    game = open_game(tmp_path)
    do(game, do="start", standpoint="ed", how="picked", seed=0)
    do(game, do="write", field="0.before", text="é🚌" * 10_000)
    assert "keeps 20,000 characters and the text has 20,001" in refused(game, do="write", field="0.before", text="é🚌" * 10_000 + "x")
    assert Session(registry.exercise("unfolding"), Desk(tmp_path / MODULE)).state.drafts["0.before"] == "é🚌" * 10_000


@pytest.mark.parametrize("exercise", PLAYED)
def test_a_word_without_end_does_not_widen_the_page(tmp_path: Path, exercise: str) -> None:
    """It is broken over lines; a tutor marking it need not scroll sideways past every other answer."""
    (tmp_path / f"{exercise}.jsonl").write_bytes(raw(exercise, [{**op, "put": "W" * 9_000} if op["do"] == "write" else op for op in good()[exercise]]))
    html = desk.picture(registry.exercise(exercise), Desk(tmp_path)).html
    assert html.count("overflow-wrap:break-word") >= html.count("max-width:960px")
