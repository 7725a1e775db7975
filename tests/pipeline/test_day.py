"""A tutor's day at the keyboard: collect, mark, feedback, status, as a person types them."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

import bs4
import pytest
import tutor
from hand_ins import name, whole, zipped
from nbgrader.api import Gradebook
from plays import MODULE

from systems_leadership.marking import feedback, mark

pytestmark = pytest.mark.pipeline
CLI = "systems_leadership.cli"


def send(folder: Path, *learners: str) -> None:
    """Hand-in files, as learners sent them."""
    for learner in learners:
        (tutor.archive(folder) / name(learner)).write_bytes(zipped(whole(), learner))


def mark_by_hand(folder: Path, learner: str, mark: float, comment: str) -> None:
    """Every criterion marked, as formgrader would write it."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as book:
        page = book.find_submission_notebook("work", MODULE, learner)
        for grade in page.grades:
            if grade.auto_score is None:
                grade.manual_score, grade.needs_manual_grade = mark, False
        for words in page.comments:
            words.manual_comment = comment
        book.db.commit()


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[int, str]]]:
    """A day with two learners, one of them marked by hand: what each command said, and how it ended."""
    folder = tutor.teaching(tmp_path_factory.mktemp("day"))
    said = {}

    def step(key: str, *words: str) -> None:
        done = tutor.run(folder.parent, CLI, *words, ok=False)
        said[key] = (done.returncode, done.stdout + done.stderr)
    step("nothing", "mark", str(folder))
    send(folder, "1042", "1043")
    (tutor.archive(folder) / "notes.zip").write_bytes(b"PK no zip")
    for verb in ("collect", "mark", "feedback"):
        step(verb, verb, str(folder))
    mark_by_hand(folder, "1042", 2, "**Seen.** <img src=x onerror=alert(1)>\nNext: question 14.")
    tutor.enrol(folder, "1044")
    step("status", "status", str(folder))
    step("again", "mark", str(folder), MODULE)
    step("returned", "feedback", str(folder), "--learner", "1042")
    return folder, said


def test_each_step_says_what_it_did_and_whether_somebody_must_look(day: tuple[Path, dict[str, tuple[int, str]]]) -> None:
    folder, said = day
    assert said["nothing"] == (0, f"Nothing to mark. Collect first: systems-leadership collect {folder}\n")
    assert said["collect"][0] == 3
    assert "2 collected" in said["collect"][1]
    assert "notes.zip" in said["collect"][1]
    assert said["mark"] == (0, f"Marked {MODULE}: 2 marked.\n")
    assert said["feedback"][0] == 3
    assert "1042: 6 criteria are not marked yet, so no feedback was written." in said["feedback"][1]
    assert f"{MODULE}: 2 collected, 2 marked by the course, 1 marked by a person, 0 with feedback, 1 not handed in." in said["status"][1]
    assert "  1042                 20 of 26\n" in said["status"][1]
    assert "  1044                 not handed in\n" in said["status"][1]
    assert said["again"] == (0, f"Marked {MODULE}: 2 unchanged.\n")
    assert said["returned"] == (0, f"Feedback on {MODULE}: 1 marked.\n")
    assert sorted(path.name for path in (folder / "reports").iterdir()) == [f"{verb}-{MODULE}.csv" for verb in ("collect", "feedback", "mark")]


def test_feedback_is_the_page_nbgraders_own_command_writes(day: tuple[Path, dict[str, tuple[int, str]]], tmp_path: Path) -> None:
    """The same page from the same template; nbgrader then only spaces its tags differently. Comments are Markdown that can do nothing."""
    folder, _ = day
    ours = (folder / "feedback" / "1042" / MODULE / "work.html").read_text(encoding="utf-8")
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    shutil.rmtree(other / "feedback")
    tutor.run(other, "nbgrader", "generate_feedback", MODULE, "--student=1042")
    theirs = (other / "feedback" / "1042" / MODULE / "work.html").read_text(encoding="utf-8")

    def plain(html: str) -> list[str]:
        page = bs4.BeautifulSoup(html, "html.parser")
        return [f"{tag.name} {sorted((k, ' '.join(v) if isinstance(v, list) else v) for k, v in tag.attrs.items())} {' '.join(tag.get_text().split())[:200]}" for tag in page.find_all(True)]
    assert plain(ours) == plain(theirs)
    assert "<strong>Seen.</strong>" in ours
    assert "<img" not in ours
    assert "MARK SCHEME" not in ours
    assert ours.count('<tr class="reached">') == 6, "the level reached is set apart at each criterion"
    assert "<h1>20 of 26</h1>" in ours


def test_no_page_but_ours_can_be_released(day: tuple[Path, dict[str, tuple[int, str]]], tmp_path: Path) -> None:
    """nbgrader's release_feedback publishes every page in the folder."""
    other = tmp_path / "other"
    shutil.copytree(day[0], other)
    place = other / "feedback" / "1042" / MODULE
    (place / "peek.html").write_text("private")
    report = feedback.cohort(other, MODULE, ["1042"])
    assert [path.name for path in place.glob("*.html")] == ["work.html"]
    assert ("1042", "peek.html") in [(row.learner, row.what) for row in report.to_look_at]


@pytest.mark.parametrize("how", ["the course's command", "nbgrader's release_feedback"])
def test_feedback_on_an_earlier_hand_in_is_not_sent_for_a_new_one(day: tuple[Path, dict[str, tuple[int, str]]], tmp_path: Path, how: str) -> None:
    """The work came in anew and nobody has marked it: the page that is there speaks of other work."""
    other, exchange = tmp_path / "other", tmp_path / "exchange"
    shutil.copytree(day[0], other)
    exchange.mkdir()
    exchange.chmod(0o777)
    (other / "nbgrader_local.py").write_text(f"c.Exchange.root = {str(exchange)!r}\n")
    for step in ("submitted", "autograded"):
        stamp = other / step / "1042" / MODULE / "timestamp.txt"
        stamp.chmod(0o644)
        stamp.write_text("2027-01-01 10:00:00.000000 UTC")
    place = other / "feedback" / "1042" / MODULE
    if how.startswith("nbgrader"):
        assert "written for an earlier hand-in" in tutor.run(other, "nbgrader", "release_feedback", MODULE, ok=False).stderr
    else:
        with Gradebook(f"sqlite:///{other / 'gradebook.db'}", tutor.COURSE) as book:
            for grade in book.find_submission_notebook("work", MODULE, "1042").grades:
                grade.needs_manual_grade = grade.auto_score is None
            book.db.commit()
        assert "The page on the hand-in before this one was set aside" in feedback.cohort(other, MODULE, ["1042"]).to_look_at[0].why
    assert not list(place.glob("*.html"))
    assert list(place.glob("work.html.not-released")), "kept all the same"
    assert not list(exchange.rglob("*.html"))


def test_a_mark_that_cannot_be_is_not_sent(day: tuple[Path, dict[str, tuple[int, str]]], tmp_path: Path) -> None:
    """The marking page refuses it; a command or a database tool may have put it there."""
    other = tmp_path / "other"
    shutil.copytree(day[0], other)
    mark_by_hand(other, "1042", 9, "")
    shutil.rmtree(other / "feedback")
    [row] = feedback.cohort(other, MODULE, ["1042"], force=True).to_look_at
    assert "reflection_a-c1 has 9 of 3" in row.why
    assert not list((other / "feedback").rglob("*.html"))


def test_what_a_learner_added_to_the_page_comes_back_to_them(tmp_path: Path) -> None:
    """As text that can do nothing, in both drivers."""
    folder = tutor.teaching(tmp_path)
    place = tutor.submitted(folder, "1042")
    place.mkdir(parents=True)
    for file, data in whole().items():
        (place / file).write_bytes(data)
    page = json.loads((place / "work.ipynb").read_text())
    page["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "My own **note** <img src=x onerror=alert(1)>"})
    (place / "work.ipynb").write_text(json.dumps(page))
    mark.cohort(folder, MODULE)
    html = folder / "feedback" / "1042" / MODULE / "work.html"
    for write in (lambda: feedback.cohort(folder, MODULE, force=True), lambda: tutor.run(folder, "nbgrader", "generate_feedback", MODULE, "--force")):
        write()
        text = html.read_text(encoding="utf-8")
        assert "My own <strong>note</strong>" in text
        assert "<img" not in text


def test_a_module_or_a_folder_that_is_not_there_is_said(day: tuple[Path, dict[str, tuple[int, str]]], tmp_path: Path) -> None:
    for words, says in ((("mark", str(tmp_path / "gone")), "has no nbgrader_config.py"), (("status", str(day[0]), "m9_nowhere"), "m9_nowhere: this folder has no such module."),
                        (("export", str(day[0]), "m9_nowhere"), "m9_nowhere: this folder has no such module."), (("mark", str(day[0]), "m9_nowhere"), "m9_nowhere: this folder has no such module.")):
        told = tutor.run(tmp_path, CLI, *words, ok=False)
        assert told.returncode == 1
        assert says in told.stderr
        assert "Traceback" not in told.stderr


def test_modules_are_released_to_the_exchange_once(tmp_path: Path) -> None:
    folder = tutor.teaching(tmp_path)
    (folder / "nbgrader_local.py").write_text(f"c.Exchange.root = {str(tmp_path / 'exchange')!r}\n")
    (tmp_path / "exchange").write_text("no folder")
    told = tutor.run(tmp_path, CLI, "release", str(folder), MODULE, ok=False)
    assert told.returncode == 1
    assert "could not be released" in told.stderr
    assert "Traceback" not in told.stderr
    (tmp_path / "exchange").unlink()
    (tmp_path / "exchange").mkdir()
    (tmp_path / "exchange").chmod(0o777)
    assert tutor.run(tmp_path, CLI, "release", str(folder), MODULE).stdout == f"Released {MODULE}: 1 done.\n"
    page = tmp_path / "exchange" / tutor.COURSE / "outbound" / MODULE / "work.ipynb"
    assert "BEGIN MARK SCHEME" not in page.read_text(encoding="utf-8")
    assert tutor.run(tmp_path, CLI, "release", str(folder), MODULE).stdout == f"Released {MODULE}: 1 unchanged.\n"
    assert tutor.run(tmp_path, CLI, "release", str(folder), MODULE, "--force").stdout == f"Released {MODULE}: 1 done.\n"


def test_a_mark_given_to_earlier_work_is_not_sent_as_one_of_the_new(day: tuple[Path, dict[str, tuple[int, str]]], tmp_path: Path) -> None:
    """Work that comes in again asks for another look; until then there is no feedback on it."""
    other = tmp_path / "other"
    shutil.copytree(day[0], other)
    with Gradebook(f"sqlite:///{other / 'gradebook.db'}", tutor.COURSE) as book:
        book.find_grade("reflection_a-c1", "work", MODULE, "1042").needs_manual_grade = True
        book.db.commit()
    assert [row.why.split(",")[0] for row in feedback.cohort(other, MODULE, ["1042"]).to_look_at] == ["1 criteria are not marked yet"]


def test_nbgraders_release_publishes_no_page_of_a_learners(day: tuple[Path, dict[str, tuple[int, str]]], tmp_path: Path) -> None:
    """A page, and a link to a tutor's file, left beside the feedback: stock release_feedback publishes both."""
    other, exchange, secret = tmp_path / "other", tmp_path / "exchange", tmp_path / "private.txt"
    shutil.copytree(day[0], other)
    exchange.mkdir()
    exchange.chmod(0o777)
    secret.write_text("the tutor's own")
    place = other / "feedback" / "1042" / MODULE
    (place / "peek.html").symlink_to(secret)
    (place / "page.html").write_text("<script>alert(1)</script>")
    (place / "submission_secret.txt").write_text("a secret")
    told = tutor.run(other, "nbgrader", "release_feedback", MODULE, f"--Exchange.root={exchange}")
    published = list((exchange / tutor.COURSE / "feedback").iterdir())
    assert [path.read_bytes() for path in published] == [(place / "work.html").read_bytes()]
    assert "peek.html" in told.stderr and "page.html" in told.stderr
