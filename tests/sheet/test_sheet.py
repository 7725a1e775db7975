"""The written sheet: kept as typed, quotes the record, never judges."""
from __future__ import annotations

from pathlib import Path

from plays import MODULE, do, open_game, play_run, refused, write_sheet

from systems_leadership import registry
from systems_leadership.exercise import Desk, Session
from systems_leadership.sheet.rules import MISSING, Promise, Question, Sheet, SheetText


def test_words_come_back_as_typed(tmp_path: Path) -> None:
    open_game(tmp_path)
    text = "  At question 9\n\n“I” was — still 🚌 asking.  "
    write_sheet(tmp_path, {"not_seen": text})
    assert write_sheet(tmp_path, {}).state.drafts["not_seen"] == text


def test_a_prompt_quotes_the_plays_once_they_are_there(tmp_path: Path) -> None:
    game = open_game(tmp_path)
    sheet = write_sheet(tmp_path, {})
    assert sheet.screen["questions"]["not_seen"]["prompt"] == MISSING
    play_run(game, "mh_commissioner")
    play_run(game, "family")
    sheet.refresh()
    prompt = sheet.screen["questions"]["not_seen"]["prompt"]
    assert "You sat first as the mental health commissioner, then as the partner or parent." in prompt
    assert "{" not in prompt
    assert sheet.screen["questions"]["first_six"]["prompt"].count("\n") >= 7


def test_braces_in_a_learners_sentence_are_only_braces(tmp_path: Path) -> None:
    game = open_game(tmp_path)
    play_run(game, "mh_commissioner", text="{first_six} {0} {")
    play_run(game, "family")
    assert "Your first sentence was: {first_six} {0} {" in write_sheet(tmp_path, {}).screen["questions"]["your_place"]["prompt"]


def test_too_long_is_refused_and_what_was_there_stays(tmp_path: Path) -> None:
    open_game(tmp_path)
    sheet = write_sheet(tmp_path, {"not_seen": "Short."})
    assert refused(sheet, do="write", field="not_seen", text="x" * 20_001).startswith("This box keeps 20,000 characters and the text has 20,001.")
    assert sheet.state.drafts["not_seen"] == "Short."


def test_a_box_the_sheet_does_not_have(tmp_path: Path) -> None:
    open_game(tmp_path)
    assert refused(write_sheet(tmp_path, {}), do="write", field="../x", text="x") == "This sheet has no such question. Reload the page."


def test_a_first_answer_once_kept_cannot_be_changed(tmp_path: Path) -> None:
    open_game(tmp_path)
    sheet = Session(registry.exercise("market_row"), Desk(tmp_path / MODULE))
    assert refused(sheet, do="keep").startswith("Write something for each question first.")
    for field in ("problem", "who_acts"):
        do(sheet, do="write", field=field, text=" Nobody takes people. ")
    assert sheet.screen["after"] == ""
    assert do(sheet, do="keep") == "Kept."
    assert "The man on the wall has not been asked." in sheet.screen["after"]
    do(sheet, do="write", field="problem", text="Something else.")
    assert sheet.screen["kept"]["problem"] == "Nobody takes people."
    assert refused(sheet, do="keep") == "Your first words are kept already."


def sealed_sheet() -> Sheet:
    return Sheet(SheetText("own", "Your own system", "Six boxes.", [Question("issue", "The issue"), Question("place", "Your place in it")],
                           opens="module 8", promise=[Promise("names", "Nobody is named.")]))


def test_a_sheet_is_sealed_only_when_whole_and_promised_and_then_no_page_shows_it(tmp_path: Path) -> None:
    session = Session(sealed_sheet(), Desk(tmp_path))
    do(session, do="write", field="issue", text="Nobody answers the door.")
    assert "Write something for each" in refused(session, do="keep")
    do(session, do="write", field="place", text="I knock on it.")
    assert "tick it first" in refused(session, do="keep")
    do(session, do="promise", promise="names", on=True)
    assert do(session, do="keep") == "Your answers are put away."
    assert "door" not in str(session.screen)
    assert "door" not in session.exercise.picture(session.state, session.desk)
    assert "sealed" in refused(session, do="write", field="issue", text="Another")
    assert "sealed" in refused(session, do="promise", promise="names", on=False)
    again = Session(sealed_sheet(), Desk(tmp_path))
    assert again.state.kept == {"issue": "Nobody answers the door.", "place": "I knock on it."}
    assert again.screen["stage"] == "sealed"


def test_what_was_written_under_the_long_questions_stands_under_the_short_ones(tmp_path: Path) -> None:
    """Reflection B once asked up to five things in one label. The boxes are the same boxes."""
    open_game(tmp_path)
    boxes = ("boundary", "outside", "cuts", "cannot_show", "next")
    session = write_sheet(tmp_path, {box: f"Written before, under {box}." for box in boxes}, "reflection_b")
    assert [q.id for q in session.exercise.text.question] == list(boxes)
    assert session.exercise.empty(session.state) == []
    for question in session.exercise.text.question:
        assert len(question.label) <= 60 and question.label.count("?") == 1, f"{question.id} asks more than one thing in its label"
        assert question.hint and question.parts
        assert session.screen["questions"][question.id]["parts"] == question.parts
    picture = session.exercise.picture(session.state, session.desk)
    for box in boxes:
        assert f"Written before, under {box}." in picture
    assert "what answer would change your boundary" in picture
