"""Module 4's games played without a browser: each whole and legal, for tests."""
from __future__ import annotations

from pathlib import Path

from plays import do

from systems_leadership import registry
from systems_leadership.exercise import Desk, Session

MODULE = "m4_wicked_problems"


def opened(root: Path, exercise: str) -> Session:
    """One of the four in a learner's folder below `root`."""
    (root / MODULE).mkdir(parents=True, exist_ok=True)
    return Session(registry.exercise(exercise), Desk(root / MODULE))


def ask(root: Path, text: str = "What did you do the last time?") -> Session:
    """The question workshop, whole: five statements and one of the learner's own, turned and tested."""
    session = opened(root, "questions")
    do(session, do="add")
    do(session, do="write", field="own1.statement", text="We are too busy.")
    for sid in [*(s.id for s in session.exercise.text.statement), "own1"]:
        for part in ("question", "whom", "work"):
            do(session, do="write", field=f"{sid}.{part}", text=text)
        for test in session.exercise.text.test:
            if test.kind == "verdict":
                do(session, do="judge", statement=sid, test=test.id, says="unsure")
    do(session, do="open", statement="access")
    return session


def split(root: Path, text: str = "The bed manager on duty") -> Session:
    """The tangle, whole: six parts marked, met and looked after, one of them the learner's."""
    session = opened(root, "tangle")
    do(session, do="take", issue="night")
    do(session, do="add")
    do(session, do="write", field="night_1.words", text="Nobody has asked the night bus.")
    for n, part in enumerate([*list(session.screen["parts"])[:5], "night_1"]):
        do(session, do="mark", part=part, mark=("critical", "tame", "wicked")[n % 3])
        do(session, do="meet", part=part, answer=("command", "process", "question")[n // 2])
        do(session, do="review", part=part, on=f"2027-03-0{n + 1}")
        for what in ("owner", "move"):
            do(session, do="write", field=f"{part}.{what}", text=text)
    do(session, do="write", field="suits", text=text)
    return session


def place(root: Path, text: str = "The tenants asked who decides.") -> Session:
    """Placing, whole: eight cards on every line, two dealt again, one moved, both with a reason."""
    session = opened(root, "placing")
    for n, card in enumerate(session.exercise.text.problem[:8]):
        for k, dimension in enumerate(session.exercise.text.dimension):
            do(session, do="place", problem=card.id, dimension=dimension.id, at=1 + (3 * n + k) % 7)
        do(session, do="write", field=f"{card.id}.move", text=text)
    do(session, do="deal")
    first, second = session.state.dealt
    do(session, do="place", problem=first, dimension="owners", at=8 - session.state.places[first]["owners"] if session.state.places[first]["owners"] != 4 else 1)
    for card in (first, second):
        do(session, do="write", field=f"{card}.why", text=text)
    return session


def tell(root: Path, text: str = "He asked for nothing but company.") -> Session:
    """The tellings, whole: six matched, read, a seventh written, one's own noticed, every question answered."""
    session = opened(root, "tellings")
    for n, telling in enumerate(session.exercise.text.telling):
        do(session, do="call", telling=telling.id, mark=("critical", "tame", "wicked")[n % 3])
        do(session, do="match", telling=telling.id, response=session.exercise.text.response[n].id)
    do(session, do="read")
    do(session, do="seventh", response="beside")
    for field in ("own.who", "own.telling", "own.spares", "mine.lets", "differ"):
        do(session, do="write", field=field, text=text)
    do(session, do="mine", telling="own")
    for item in session.screen["items"]:
        answer(session, item)
    return session


def answer(session: Session, item: str) -> None:
    """Try the options of a question in turn until one is the one."""
    for option in session.screen["items"][item]["options"]:
        do(session, do="answer", item=item, option=int(option))
        if session.screen["items"][item]["done"]:
            return


def work(root: Path) -> None:
    """All four."""
    for game in (place, tell, split, ask):
        game(root)
