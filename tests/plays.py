"""Playing without a browser: legal plays and written sheets, for tests."""
from __future__ import annotations

from pathlib import Path

from systems_leadership import folder, registry
from systems_leadership.course import Module
from systems_leadership.exercise import Desk, Session

MODULE_0, MODULE, MODULE_2, MODULE_7 = "m0_starting_points", "m1_defining_the_system", "m2_sources_of_power", "m7_choosing_an_intervention"
TALK = "They are passed on and nobody says what they wanted."

# A commissioner's first play: (player, question), written out so that a failure names the move.
PLAY = [("Mental health commissioner", "speaks"), ("Health and care inspectorate", "pays"), ("Emergency department", "close"),
        ("Person in a first crisis", "close"), ("Partner or parent", "close"), ("Partner or parent", "speaks"),
        ("Acute mental health ward", "hands"), ("Supported housing provider", "close"), ("Person living in recovery", "close"), ("Acute mental health ward", "speaks"),
        ("District housing options team", "hands"), ("Night shelter", "beside"), ("Faith group or chaplain", "close"), ("Person who has stepped away from services", "close"),
        ("Private landlord", "pays"), ("Public library", "beside"), ("Close friend or housemate", "close"), ("Food bank", "beside"),
        ("Police response officer", "hands"), ("Police control room", "hands"), ("Police control room", "speaks"), ("Custody suite", "hands"),
        ("Local employer", "beside"), ("Neighbour", "speaks")]


def do(session: Session, **op: object) -> str:
    """Make a move that must be accepted; returns what was said."""
    outcome, _ = session.do(dict(op))
    assert outcome.made, (op, outcome.said)
    return outcome.said


def refused(session: Session, **op: object) -> str:
    """Make a move that must be refused; returns the sentence."""
    outcome, _ = session.do(dict(op))
    assert not outcome.made, op
    return outcome.said


def open_game(root: Path) -> Session:
    """The unfolding game in a learner's folder below `root`."""
    folder.fill(root)
    return Session(registry.exercise("unfolding"), Desk(root / MODULE))


def ask_next(session: Session) -> None:
    """Ask the first question not yet asked of whoever was met first; write at a checkpoint."""
    run = session.state.runs[-1]
    done = {(a.player, a.question) for a in run.asked}
    player, question = next((p, q) for p in run.met for q in session.exercise.case.question if (p, q) not in done)
    do(session, do="ask", player=player, question=question)
    if session.screen["stage"] == "checkpoint":
        do(session, do="keep", text=f"{TALK} {len(session.state.runs[-1].asked)}", why="The ward named five services and no person.")


def play_run(session: Session, standpoint: str, questions: int = 24, finish: bool = True, text: str = TALK) -> None:
    """A legal play from `standpoint`: `questions` asked (stopped early with a reason if fewer than 24), closed and finished."""
    do(session, do="start", standpoint=standpoint, how="picked", seed=0)
    do(session, do="before", text=text)
    for _ in range(questions):
        ask_next(session)
    if not finish:
        return
    if questions < 24:
        do(session, do="lock", reason="These are the ones who can be rung tonight.")
    do(session, do="add", name="Vet", sees="lonely farms")
    do(session, do="add", name="Bus driver", sees="the last bus")
    do(session, do="close", missing="Anybody who never rings.")
    do(session, do="finish", debrief=dict.fromkeys(("surprise", "standpoint", "alike", "next"), "A plain line."))


def write_sheet(root: Path, texts: dict[str, str], sheet: str = "reflection_a") -> Session:
    """A written task with `texts` by question."""
    session = Session(registry.exercise(sheet), Desk(root / MODULE))
    for field, text in texts.items():
        do(session, do="write", field=field, text=text)
    return session


def seal(root: Path) -> None:
    """Module 0, whole: the first guess kept, the own-system sheet sealed, its cards answered."""
    (root / MODULE_0).mkdir(parents=True, exist_ok=True)
    for name in ("first_guess", "own_system"):
        session = Session(registry.exercise(name), Desk(root / MODULE_0))
        for question in session.exercise.text.question:
            do(session, do="write", field=question.id, text="Whoever shouts.")
        for promise in session.exercise.text.promise:
            do(session, do="promise", promise=promise.id, on=True)
        do(session, do="keep")
    answer_cards(root / MODULE_0, "cards_m0")


def read_m1(root: Path) -> None:
    """Module 1's reading, as far as it leaves a record: a sentence kept, its cards answered."""
    session = Session(registry.exercise("market_row"), Desk(root / MODULE))
    for question in session.exercise.text.question:
        do(session, do="write", field=question.id, text="Nobody.")
    do(session, do="keep")
    answer_cards(root / MODULE, "cards_m1")


def write_pages(root: Path, module: Module) -> None:
    """What a module's pages leave in records, games apart: a line in every part of every sheet, kept where it can be kept, and its cards answered."""
    for entry in module.exercises:
        if entry.kind == "cards":
            answer_cards(root / module.id, entry.id)
        elif entry.kind == "sheet":
            session = Session(registry.exercise(entry.id), Desk(root / module.id))
            for question in session.exercise.text.question:
                do(session, do="write", field=question.id, text="What I saw, in a line.")
            for promise in session.exercise.text.promise:
                do(session, do="promise", promise=promise.id, on=True)
            if session.exercise.text.after or session.exercise.text.opens:
                do(session, do="keep")


def answer_cards(folder: Path, pack: str) -> Session:
    """Every card of a pack answered, the first option that is right."""
    session = Session(registry.exercise(pack), Desk(folder))
    for card in session.exercise.pack.card:
        do(session, do="answer", card=card.id, option=next(n for n, o in enumerate(card.option) if o.right))
    return session


def divide(root: Path, why: str = "A confidence is kept.") -> Session:
    """The parcels, whole: everybody sorted in turn, compared, two cuts kept, finished."""
    session = Session(registry.exercise("parcels"), Desk(root / MODULE))
    do(session, do="begin", guess=40)
    for n, player in enumerate(session.state.players):
        do(session, do="place", players=[player], parcel="abc"[n % 3])
    do(session, do="compare")
    for tie in list(session.screen["cuts"])[:2]:
        do(session, do="keep_cut", tie=tie, why=why)
    do(session, do="finish", debrief=dict.fromkeys(("surprise", "alike", "next"), "A plain line."))
    return session


def answer_boundary(root: Path, text: str = "The tenants upstairs, and nobody speaks for them.") -> Session:
    """The boundary questions, whole: three chosen, six answered twice, every line ticked."""
    session = Session(registry.exercise("boundary"), Desk(root / MODULE))
    for question in [q.id for q in session.exercise.text.question if q.id not in session.exercise.always][:3]:
        do(session, do="choose", question=question)
    for question in session.exercise.asked(session.state):
        for mode in ("is", "ought"):
            do(session, do="write", field=f"{question.id}.{mode}", text=text)
    for promise in session.exercise.text.promise:
        do(session, do="promise", promise=promise.id, on=True)
    return session


def cascade_down(session: Session) -> None:
    """A message sent down once: the second and third part heard go on at each level, and the first worry speaks; the words of the parts decide nothing."""
    do(session, do="begin", expected=[])
    while "at" in session.screen:
        heard = list(session.screen["at"]["parts"])
        do(session, do="pass", kept=heard[:2] if heard[0] in session.exercise.text.names else [heard[0], heard[3]], worry=next(iter(session.screen["at"]["worries"])))


def compare_cascade(session: Session, text: str = "A plain line.") -> None:
    do(session, do="finish", debrief=dict.fromkeys(("would_do", "where", "instead"), text))


def team_of(session: Session, size: int) -> None:
    """The first players of the library, in order of id."""
    for player in sorted(session.exercise.case.players)[:size]:
        do(session, do="add", player=player)


def choose_team(root: Path, text: str = "They are met for.") -> Session:
    """The design team, whole."""
    session = Session(registry.exercise("design_team"), Desk(root / MODULE_7))
    team_of(session, 9)
    do(session, do="compare")
    for player in ("walked_away", "other"):
        do(session, do="miss", player=player, text=text)
    do(session, do="finish", debrief=dict.fromkeys(("alone", "picture"), text))
    return session


def choose_method(root: Path, why: str = "Somebody has to stay in charge.", situation: str = "waits") -> Session:
    """The chooser, whole: one method liked, every condition answered for one situation, two turned down."""
    session = Session(registry.exercise("chooser"), Desk(root / MODULE_7))
    do(session, do="like", method="open_space")
    do(session, do="situation", situation=situation)
    for promise in session.exercise.text.promise:
        do(session, do="promise", promise=promise.id, on=True)
    for n, condition in enumerate(session.exercise.text.condition):
        do(session, do="answer", condition=condition.id, option="unknown" if n % 5 == 4 else condition.options[0][0])
    for method in ("open_space", "survey"):
        do(session, do="reject", method=method, why=why)
    return session


def choose_m7(root: Path) -> None:
    """Module 7's exercises, whole."""
    (root / MODULE_7).mkdir(parents=True, exist_ok=True)
    session = Session(registry.exercise("cascade"), Desk(root / MODULE_7))
    cascade_down(session)
    cascade_down(session)
    compare_cascade(session)
    choose_team(root)
    choose_method(root)


def stop_it(root: Path, why: str = "They have done it for years.", name: str = "a driver", seat: str = "At the crisis café, by not opening.") -> Session:
    """“Who can stop it?”, whole: three players out, both stands, two rows challenged and run again, finished."""
    (root / MODULE_2).mkdir(parents=True, exist_ok=True)
    session = Session(registry.exercise("who_can_stop"), Desk(root / MODULE_2))
    do(session, do="begin", senior=8, others=3)
    for player in ("staff_union", "ward", "neighbour"):
        do(session, do="leave", player=player)
    do(session, do="come_back", player="ward")
    for who in ("senior", "others", "all"):
        do(session, do="stand", who=who)
    do(session, do="challenge", task="joint_response", how="add", at=1, players=["street_triage"], why=why)
    do(session, do="challenge", task="bed", how="need", at=0, name=name, players=["ambulance"], why=why)
    do(session, do="challenge", task="bed", how="drop", at=0, why="Never mind.")
    do(session, do="withdraw", challenge="3")
    do(session, do="run")
    do(session, do="finish", debrief={"seat": seat})
    return session


def play_week(root: Path, choices: dict[str, str] | None = None, text: str = "That it would come apart while I was holding it.") -> Session:
    """The tight grip, whole: in each scene the first choice that is open, or the one named; a fear written; finished."""
    (root / MODULE_2).mkdir(parents=True, exist_ok=True)
    session = Session(registry.exercise("tight_grip"), Desk(root / MODULE_2))
    while (scene := session.screen["now"]) != "end":
        do(session, do="choose", scene=scene, choice=(choices or {}).get(scene) or next(iter(session.screen["scenes"][scene]["choices"])))
        do(session, do="write", field=f"fear.{scene}", text=text)
        do(session, do="go_on", scene=scene)
    do(session, do="finish", debrief={"noticed": text, "cost": text})
    return session


TWELVE = ("mh_commissioner", "ward", "ed", "response_police", "amhp", "cabinet_member", "user_network", "crisis_cafe", "housing_assoc", "family", "walked_away", "local_press")


def rate(session: Session, sit: int, levels: dict[str, dict[str, int]], why: str = "Two plans failed without them.") -> None:
    """Ratings from one standpoint, with a reason for every three."""
    for player, given in levels.items():
        do(session, do="rate", sit=sit, player=player, levels=given)
        for source, n in given.items():
            if n == 3:
                do(session, do="write", field=f"why.{sit}.{player}.{source}", text=why)


def map_power(root: Path, why: str = "Two plans failed without them.", text: str = "The ballot and the corridor, over the side door.") -> Session:
    """The power map, whole: as the commissioner the library's own ratings, as the partner or parent others; both kept; finished."""
    (root / MODULE_2).mkdir(parents=True, exist_ok=True)
    session = Session(registry.exercise("power_map"), Desk(root / MODULE_2))
    do(session, do="begin", issue="calm_place", sit="mh_commissioner")
    for player in TWELVE:
        do(session, do="pick", player=player, on=True)
    do(session, do="ready")
    rate(session, 0, {i: dict(session.exercise.case.players[i].power) for i in TWELVE}, why)
    do(session, do="close")
    do(session, do="sit", player="family")
    rate(session, 1, {"family": {"lived": 1}, "ward": {"position": 3, "exit": 3}, "mh_commissioner": {"resources": 3}}, why)
    do(session, do="close")
    do(session, do="finish", debrief={"clash": text, "ask": text})
    return session
