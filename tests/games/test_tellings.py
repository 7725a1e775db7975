"""The tellings: choose first, the author's reading after; a seventh; the fact part has one right answer each and explains all."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from plays import do, refused
from plays_m4 import answer, opened, tell

from systems_leadership import registry
from systems_leadership.exercise import Session, replay
from systems_leadership.games.tellings import checks
from systems_leadership.games.tellings.text import Text, items

TEXT = registry.exercise("tellings").text


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return opened(tmp_path, "tellings")


def match(session: Session, mark: str = "wicked") -> None:
    for telling in TEXT.telling:
        do(session, do="call", telling=telling.id, mark=mark)
        do(session, do="match", telling=telling.id, response="order")


def test_every_teller_is_a_player_of_the_case() -> None:
    case = registry.exercise("tellings").case
    assert [t.player for t in TEXT.telling if t.player not in case.players] == []
    assert {t.makes for t in TEXT.telling} == {"critical", "tame", "wicked"}
    assert sorted(t.licenses for t in TEXT.telling) == sorted(r.id for r in TEXT.response), "each response is licensed by one telling, as the author hears them"


def test_the_authors_reading_comes_after_and_then_matches_stay(session: Session) -> None:
    assert "Say both of all six first" in refused(session, do="read")
    match(session)
    assert "because" not in session.screen["tellings"]["police"]
    do(session, do="match", telling="police", response="divert")
    do(session, do="read")
    assert session.screen["tellings"]["police"]["because"] == TEXT.telling[0].because
    assert "stay as you made them" in refused(session, do="call", telling="police", mark="tame")
    assert "stay as you made them" in refused(session, do="match", telling="police", response="order")
    assert "open already" in refused(session, do="read")
    do(session, do="undo")
    assert (session.state.read, session.state.matched["police"]) == (True, "divert"), "Undo does not reach behind the reading"


def test_a_question_explains_only_what_was_answered_and_at_last_everything(session: Session) -> None:
    for item in items(TEXT):
        wrong = next(n for n, o in enumerate(item.option) if not o.right)
        right = next(n for n, o in enumerate(item.option) if o.right)
        assert not any("why" in o or "right" in o for o in session.screen["items"][item.id]["options"].values())
        assert do(session, do="answer", item=item.id, option=wrong).startswith("Not that one")
        shown = session.screen["items"][item.id]["options"]
        assert [k for k, o in shown.items() if "why" in o] == [str(wrong)]
        assert not any("right" in o for o in shown.values())
        assert do(session, do="answer", item=item.id, option=right).startswith("That is the one")
        assert all(o["why"] for o in session.screen["items"][item.id]["options"].values())
        assert "already" in refused(session, do="answer", item=item.id, option=wrong)
    assert len(items(TEXT)) == 14
    assert "no such question" in refused(session, do="answer", item="pair_tame", option=9)
    assert "no such question" in refused(session, do="answer", item="pair_tame", option=-1)


def test_the_ten_are_each_shown_once_and_their_place_gives_nothing_away() -> None:
    assert len(TEXT.property) == len(TEXT.shown) == 10
    right = [next(n for n, o in enumerate(i.option) if o.right) for i in items(TEXT)]
    assert {right.count(n) for n in range(3)} - {0} and max(right.count(n) for n in range(3)) <= 7, right


def test_ones_own_telling_is_written_before_it_is_ones_own(session: Session) -> None:
    assert "Write your own telling first" in refused(session, do="mine", telling="own")
    do(session, do="seventh", response="nothing")
    assert session.exercise.quotes(session.state)["telling_own"] == "no telling of your own yet"
    do(session, do="write", field="own.telling", text="It was quiet until we came.")
    do(session, do="mine", telling="own")
    do(session, do="write", field="mine.lets", text="Wait.")
    quotes = session.exercise.quotes(session.state)
    assert quotes == {"telling_own": "“It was quiet until we came.” (told by somebody you did not name)", "telling_licenses": next(r.words for r in TEXT.seventh if r.id == "nothing"),
                      "telling_mine": "your own, the seventh. Told like that, it lets you: “Wait.”"}
    do(session, do="mine", telling="cabinet")
    assert session.exercise.quotes(session.state)["telling_mine"] == "the one by the county cabinet member. Told like that, it lets you: “Wait.”"


def test_the_check_looks_at_parts_done_and_at_no_choice(tmp_path: Path) -> None:
    session = tell(tmp_path)
    assert checks.made(TEXT, session.state).score == 2
    assert session.exercise.milestones(session.state) == {"told": True, "finished": True}
    for telling in (*(t.id for t in TEXT.telling), "own"):
        do(session, do="mine", telling=telling)
        assert checks.made(TEXT, session.state).score == 2
    do(session, do="write", field="mine.lets", text="")
    assert checks.made(TEXT, session.state).score == 1
    assert replay(session.exercise, session.record.ops).state == session.state


def test_half_is_half(session: Session) -> None:
    match(session)
    assert checks.made(TEXT, session.state).score == 0
    for item in items(TEXT):
        answer(session, item.id)
    assert checks.made(TEXT, session.state).score == 1


def test_the_tutors_page_is_escaped(tmp_path: Path) -> None:
    session = tell(tmp_path, "<u>door</u>")
    page = session.exercise.picture(session.state, session.desk)
    assert "<u>" not in page
    assert page.count("&lt;u&gt;door&lt;/u&gt;") == 6
    assert "14 of 14 done" in page


def test_quotes_have_a_fallback(session: Session) -> None:
    assert session.exercise.quotes(session.state) == {
        "telling_own": "no telling of your own yet", "telling_licenses": "no seventh response chosen yet", "telling_mine": "you have not said yet"}


@pytest.mark.parametrize(("spoil", "said"), [(lambda t: t["telling"][0].update(makes="hard"), "makes “hard”"), (lambda t: t["pairing"][0]["option"][1].update(right=True), "exactly one option"),
                                             (lambda t: t["shown"][0]["or"].append("luck"), "name one property"), (lambda t: t["shown"].pop(), "one case that shows it")])
def test_a_file_that_contradicts_itself_is_named(spoil: Any, said: str) -> None:
    plain: dict[str, Any] = msgspec.to_builtins(TEXT)
    spoil(plain)
    with pytest.raises(msgspec.ValidationError, match=said):
        msgspec.convert(plain, type=Text)


def test_what_follows_does_not_stand_in_the_order_of_the_tellings() -> None:
    """Or one could go down both lists and be right throughout."""
    text = registry.exercise("tellings").text
    place = {r.id: n for n, r in enumerate(text.response)}
    assert sum(place[t.licenses] == n for n, t in enumerate(text.telling)) <= 1


def test_each_sign_is_explained_and_what_is_said_names_what_is_left(session: Session) -> None:
    signs = {t["sign"]: (t["family"], t["letter"]) for t in session.screen["tellings"].values()}
    assert len(signs) == 6
    assert signs["Police and justice: police"][1] == signs["Deciding, paying, watching: politician"][1] == "P", "one letter twice: the key has to tell them apart"
    do(session, do="call", telling="police", mark="tame")
    assert do(session, do="match", telling="police", response="order") == "Yours is kept. Tellings left: 5."
    match(session)
    assert do(session, do="match", telling="police", response="visible") == "Yours is kept. All six have both answers."


def test_the_questions_are_announced_with_their_number() -> None:
    assert len(items(TEXT)) == 14
    words = registry.exercise("tellings").screen(registry.exercise("tellings").new(), None)["furniture"]["words"]  # type: ignore[arg-type]
    assert "fourteen questions" in TEXT.intro
    assert words["facts_text"].startswith("Fourteen questions, about fifteen minutes")
