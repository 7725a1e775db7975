"""Records nobody wrote by playing, for tests: what may stand in any field, good plays to spoil, and all that is drawn from a folder."""
from __future__ import annotations

import functools
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import plays_m4
from markup import Page
from plays import answer_boundary, choose_m7, divide, do, map_power, open_game, play_run, play_week, read_m1, seal, stop_it, write_pages, write_sheet

from systems_leadership import desk, lines, registry
from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.games.boundary import game as boundary
from systems_leadership.games.cards import game as cards
from systems_leadership.games.cascade import rules as cascade
from systems_leadership.games.chooser import rules as chooser
from systems_leadership.games.design_team import rules as design_team
from systems_leadership.games.hand_in import exercise as hand_in
from systems_leadership.games.parcels import state as parcels
from systems_leadership.games.placing import state as placing
from systems_leadership.games.power_map import state as power_map
from systems_leadership.games.questions import state as questions
from systems_leadership.games.tangle import state as tangle
from systems_leadership.games.tellings import state as tellings
from systems_leadership.games.tight_grip import state as tight_grip
from systems_leadership.games.unfolding import state as unfolding
from systems_leadership.games.who_can_stop import state as who_can_stop
from systems_leadership.lines import RecordTrouble
from systems_leadership.moves import Moves
from systems_leadership.sheet import rules as sheet

SLOW = 4.0                 # seconds; all of these take a tenth of it here
CANARY = "<img src=x onerror=alert(1)>\"><script>alert(1)</script>'--><!-- ]]> javascript:alert(1) &lt;b&gt; </div></svg>\u202e\u2066\u2067\x00\x1b[2J\u2028"
ODD = (None, True, False, 0, -1, 1, 3, 2 ** 31, -2 ** 53, 2 ** 53, 1.5, -0.0, 1e300, "", " ", "x", CANARY, "\U000e0041\u200f\u05d0\u0301", "__class__", "__proto__", "constructor", "0", "undo",
       [], {}, [[]], [None], ["x", "x"], {"x": "y"}, {"": ""}, {"surprise": CANARY}, {"2": [[]]}, [1] * 200)
KINDS: dict[str, Moves] = {"unfolding": unfolding.MOVES, "parcels": parcels.MOVES, "boundary": boundary.MOVES, "cards": cards.MOVES, "hand_in": hand_in.MOVES, "sheet": sheet.MOVES,
                          "cascade": cascade.MOVES, "design_team": design_team.MOVES, "chooser": chooser.MOVES,
                          "placing": placing.MOVES, "tellings": tellings.MOVES, "tangle": tangle.MOVES, "questions": questions.MOVES,
                           "who_can_stop": who_can_stop.MOVES, "tight_grip": tight_grip.MOVES, "power_map": power_map.MOVES}


@functools.cache
def exercises() -> list[str]:
    course = registry.course()
    return [e.id for e in (*(e for m in course.module for e in m.exercises), *course.exercises)]


def kind(exercise: str) -> str:
    return registry.find(exercise)[1].kind


def moves_of(exercise: str) -> list[type[msgspec.Struct]]:
    """The kinds of move an exercise has."""
    return list(KINDS[kind(exercise)]._kinds.values()) if kind(exercise) in KINDS else []


@functools.cache
def good() -> dict[str, list[dict[str, Any]]]:
    """The moves of whole, honest work in every exercise that keeps a record."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        game = open_game(root)
        for standpoint, asked in (("ed", 24), ("family", 8)):
            play_run(game, standpoint, asked)
        seal(root)
        read_m1(root)
        divide(root)
        answer_boundary(root)
        choose_m7(root)
        plays_m4.work(root)
        stop_it(root)
        map_power(root)
        play_week(root)
        for task in ("reflection_a", "reflection_b"):
            write_sheet(root, {q.id: "What I saw, in a line." for q in registry.sheets()[task].question}, task)
        for module in registry.course().module[2:]:
            write_pages(root, module)
        for module in registry.course().module:
            for entry in (e for e in module.exercises if e.kind == "hand_in"):
                hand = Session(registry.exercise(entry.id), Desk(root / module.id))
                do(hand, do="number", learner="1042")
                do(hand, do="hand_in")
        return {path.stem: lines.read(path, path.stem).ops for path in root.glob("m*/*.jsonl")}


@functools.cache
def ids(exercise: str) -> list[str]:
    """Strings that mean something to an exercise."""
    found: list[str] = []

    def gather(value: Any) -> None:
        if isinstance(value, str) and len(value) < 60:
            found.append(value)
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            gather(inner)
    gather(good().get(exercise, []))
    return list(dict.fromkeys(found)) or ["x"]


def raw(exercise: str, ops: list[Any]) -> bytes:
    """A record as somebody might have made it by hand."""
    return lines.head(exercise, "") + b"".join(msgspec.json.encode({"n": n, "op": op}) + b"\n" for n, op in enumerate(ops, 1))


def module_of(exercise: str) -> Any:
    return registry.find(exercise)[0] or registry.course().module[1]


def drawn(folder: Path, exercise: str) -> list[Page]:
    """All that a tutor, a learner or the start page is shown of a folder in which this exercise's record lies, each page looked at."""
    found: Any = registry.exercise(exercise)
    here, module = Desk(folder), module_of(exercise)
    hand = [e.id for e in module.exercises if e.kind == "hand_in"]
    shown = [exercise, *(e.id for e in module.exercises if exercise in (*e.quotes, e.plays)), *hand]
    pages = [desk.picture(registry.exercise(name), here) for name in dict.fromkeys(shown)]
    state = here.state(found)
    assert isinstance(found.summary(state), str)
    for name in ("milestones", "nudge", "last_map", "quotes"):
        if hasattr(found, name):
            getattr(found, name)(state)
    assert msgspec.json.encode(found.screen(state, here))
    checks = [desk.run_check(game, name, here) for game, name in module.checks if game in shown]
    assert all(0 <= check.score <= check.points for check in checks)
    for name in hand:
        registry.exercise(name).screen(here.state(registry.exercise(name)), here)
    return [Page(html) for html in [*(page.html for page in pages), *(check.html() for check in checks)] if html]


def lead(exercise: str, ops: list[Any]) -> Any:
    """Where moves lead, without a file."""
    return replay(registry.exercise(exercise), ops).state


def quickly(act: Callable[[], Any], seconds: float = SLOW) -> Any:
    """Do it, in so much processor time, whoever else is busy; a record's fault is an outcome like any other. What waits for ever is interrupted."""
    def too_long(*_: Any) -> None:
        raise AssertionError("it waits")
    before, began = signal.signal(signal.SIGALRM, too_long), time.process_time()
    signal.alarm(60)
    try:
        return act()
    except RecordTrouble as trouble:
        return str(trouble)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        assert time.process_time() - began < seconds
