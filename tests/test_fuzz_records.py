"""Records nobody thought of. Whatever lies in a hand-in, reading it ends in moves or in a sentence, and what is drawn holds only what the course draws.

The same examples every time, in some twenty seconds. `FUZZ=20000 pytest tests/test_fuzz_records.py` looks at that many new ones a test.
"""
from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hostile import CANARY, ODD, drawn, exercises, good, ids, lead, moves_of, raw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from systems_leadership import lines, registry
from systems_leadership.exercise import Desk, History, Session, copy, difference
from systems_leadership.lines import RecordTrouble, parse
from systems_leadership.record import Record

pytestmark = pytest.mark.slow

MANY = int(os.environ.get("FUZZ", "0"))
PLAYED = [e for e in exercises() if moves_of(e)]
LINES = [lines.head("unfolding", ""),
         b'{"n":1,"op":{"do":"before"}}', b'{"n":', b"\xef\xbb\xbf", b"\0" * 40, b"\r\n", b"\n", b'"\\ud800"', b"\xff", b"[" * 2_000, b"9" * 400, b"1e999", b'{"n":2,"op":']

plain = st.sampled_from(ODD) | st.integers(-2 ** 53, 2 ** 53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40)
value = st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=8)


def profile(examples: int) -> settings:
    """Derandomized, so that a run in CI is the same today and tomorrow."""
    return settings(max_examples=MANY or examples, derandomize=not MANY, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@st.composite
def moves(draw: st.DrawFn, exercise: str) -> dict[str, Any]:
    """A move with a real name and fields of its own, most of them strings that mean something to the exercise."""
    kind = draw(st.sampled_from(moves_of(exercise)))
    some = st.sampled_from(ids(exercise)) | st.just(CANARY)
    op: dict[str, Any] = {"do": kind.__struct_config__.tag}
    for field in msgspec.structs.fields(kind):
        wanted = {int: st.integers(-3, 30), bool: st.booleans(), str: some, list[str]: st.lists(some, max_size=9), dict[str, str]: st.dictionaries(some, some, max_size=5)}.get(field.type, some)
        op[field.encode_name] = draw(wanted | value if draw(st.integers(0, 9)) == 0 else wanted)
    return op


@st.composite
def plays(draw: st.DrawFn, exercise: str) -> list[Any]:
    """Honest work, spoilt: moves lost, doubled, swapped, put in, taken back, and fields that hold something else."""
    ops: list[Any] = list(good()[exercise])
    ops = ops[: draw(st.integers(0, len(ops)))]
    other = moves(exercise) | st.sampled_from([{"do": "undo"}, {"do": "redo"}]) | st.sampled_from(good()[exercise])
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, max(0, len(ops) - 1)))
        how = draw(st.sampled_from(["in", "in", "out", "twice", "field", "field", "cut", "swap"]))
        if how == "in" or not ops:
            ops.insert(at, draw(other))
        elif how == "out":
            del ops[at]
        elif how == "twice":
            ops.insert(at, ops[at])
        elif how == "cut":
            del ops[draw(st.integers(0, at)):at]
        elif how == "swap":
            ops[at], ops[-1] = ops[-1], ops[at]
        elif ops[at]:
            key = draw(st.sampled_from(sorted(ops[at])))
            ops[at] = {**ops[at], key: draw(st.sampled_from(ids(exercise)) | st.just(CANARY) | value)}
    return ops


@profile(600)
@given(st.data())
def test_any_bytes_are_moves_or_a_sentence(data: st.DataObject) -> None:
    whole = raw("unfolding", good()["unfolding"][: data.draw(st.integers(0, 12))])
    piece = st.binary(max_size=60) | st.sampled_from(LINES)
    for _ in range(data.draw(st.integers(0, 5))):
        at, end = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
        whole = whole[:at] + data.draw(piece) + whole[end if data.draw(st.booleans()) else at:]
    if data.draw(st.integers(0, 9)) == 0:
        whole = b"".join(data.draw(st.lists(piece, max_size=8)))
    try:
        found = parse(whole, "unfolding.jsonl", "unfolding")
    except RecordTrouble as trouble:
        assert str(trouble).startswith("unfolding.jsonl ")
        return
    assert found.sound <= len(whole)
    assert found.damage or found.sound in (0, len(whole))
    lead("unfolding", found.ops)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "unfolding.jsonl"
        path.write_bytes(whole)
        kept = Record(path, "unfolding")                   # opened live, it keeps every byte and goes on
        assert kept.ops == found.ops
        assert kept.append({"do": "b"}) == "saved"
        assert lines.read(path, "unfolding") == lines.Contents([*found.ops, {"do": "b"}], path.stat().st_size)
        assert not found.damage or path.with_name("unfolding.damaged.jsonl").read_bytes() == whole


@pytest.mark.parametrize("exercise", PLAYED)
@profile(120)
@given(data=st.data())
def test_any_moves_are_drawn_as_text_in_time(exercise: str, data: st.DataObject) -> None:
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"{exercise}.jsonl").write_bytes(raw(exercise, data.draw(plays(exercise))))
        if data.draw(st.booleans()):
            for other in {"unfolding", "parcels", "boundary"} - {exercise}:
                (folder / f"{other}.jsonl").write_bytes(raw(other, data.draw(plays(other))))
        drawn(folder, exercise)
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize("exercise", PLAYED)
@profile(40)
@given(data=st.data())
def test_a_page_open_on_any_record_takes_any_move(exercise: str, data: st.DataObject) -> None:
    """Live: what is on disk leads, when it is opened again, to what is on screen."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"{exercise}.jsonl").write_bytes(raw(exercise, data.draw(plays(exercise))))
        rules = registry.exercise(exercise)
        try:
            session = Session(rules, Desk(folder))
        except RecordTrouble:
            return
        for op in data.draw(st.lists(moves(exercise) | st.sampled_from([{"do": "undo"}, {"do": "redo"}]) | value, max_size=6)):
            if isinstance(op, dict) and op.get("do") == "hand_in":
                continue
            outcome, patch = session.do(op)
            assert outcome.made or outcome.said
            json.dumps(patch).encode()
        again = Session(rules, Desk(folder))
        assert {**again.screen, "notice": ""} == {**session.screen, "notice": "", "not_saved": ""}


@profile(200)
@given(st.lists(st.sampled_from(["place", "clear", "begin", "write", "undo", "undo", "redo", "x"]), max_size=40))
def test_what_counts_after_undo_and_redo_is_as_the_plain_rule_says(names: list[str]) -> None:
    """Against the rule written out slowly: undo takes the newest undoable move behind which no barrier stands; redo puts it at the end."""
    rules = registry.exercise("parcels")
    history, done, undone = History(rules), list[Any](), list[Any]()
    for n, name in enumerate(names):
        op = {"do": name, "n": n}
        history.note(op)
        wall = max((k for k, o in enumerate(done) if o["do"] in rules.barriers), default=-1)
        free = [k for k, o in enumerate(done) if o["do"] in rules.undoable and k > wall]
        if name == "undo" and free:
            undone.append(done.pop(free[-1]))
        elif name == "redo" and undone:
            done.append(undone.pop())
        elif name not in ("undo", "redo"):
            done.append(op)
            if name in rules.undoable or name in rules.barriers:
                undone.clear()
        assert history.counts == done
        assert history.can_redo == bool(undone)
    wall = max((k for k, o in enumerate(done) if o["do"] in rules.barriers), default=-1)
    assert history.can_undo == any(o["do"] in rules.undoable and k > wall for k, o in enumerate(done))


@pytest.mark.parametrize("exercise", PLAYED)
def test_a_copy_of_a_state_shares_nothing_and_differs_in_nothing(exercise: str) -> None:
    state = lead(exercise, good()[exercise])
    assert copy(state) == state
    assert difference(msgspec.to_builtins(state), msgspec.to_builtins(copy(state))) == {}
