"""nbgrader's own commands on hand-ins, honest and hostile. Nothing of the learner's is run."""
from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from plays import MODULE, TALK, open_game, play_run, write_sheet

from systems_leadership import folder, registry
from systems_leadership.environ import with_scripts
from systems_leadership.exercise import Session
from systems_leadership.marking.feedback import without_mark_scheme

pytestmark = pytest.mark.pipeline


def hand_in(root: Path, learner: str) -> Path:
    """A learner's whole evening, without a browser. Returns the hand-in file."""
    own = root / learner
    game = open_game(own)
    play_run(game, "mh_commissioner")
    play_run(game, "family")
    write_sheet(own, dict.fromkeys(("not_seen", "first_six", "your_place"), f"{TALK} " * 8))
    session = Session(registry.exercise("hand_in"), game.desk)
    session.do({"do": "number", "learner": learner})
    outcome, _ = session.do({"do": "hand_in"})
    assert outcome.made, outcome.said
    return next((own / "handed in").glob("*.zip"))


def rewritten(zipped: Path, change: object) -> None:
    """The same hand-in after `change(files)`, with a manifest that is true of it: what a hostile learner would send."""
    import hashlib
    with zipfile.ZipFile(zipped) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    change(files)  # type: ignore[operator]
    says = json.loads(files["manifest.json"])
    for item in says["files"]:
        if item["name"] in files:
            item["bytes"], item["sha256"] = len(files[item["name"]]), hashlib.sha256(files[item["name"]]).hexdigest()
    files["manifest.json"] = json.dumps(says).encode()
    with zipfile.ZipFile(zipped, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def cells(change: object):
    def apply(files: dict[str, bytes]) -> None:
        notebook = json.loads(files["work.ipynb"])
        change(notebook["cells"])  # type: ignore[operator]
        files["work.ipynb"] = json.dumps(notebook).encode()
    return apply


def code(source: str, **metadata: object) -> dict[str, object]:
    return {"cell_type": "code", "execution_count": None, "id": f"c{abs(hash(source)) % 10**8}", "metadata": metadata, "outputs": [], "source": source}


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tutor's folder in which a cohort has been collected and marked: one honest, the others not."""
    root = tmp_path_factory.mktemp("cohort")
    teach = root / "teach"

    def run(*words: str, cwd: Path = root, ok: bool = True) -> None:
        done = subprocess.run([sys.executable, "-m", *words], cwd=cwd, capture_output=True, text=True, timeout=300, env=with_scripts())
        assert not ok or done.returncode == 0, done.stderr[-3000:]
    run("systems_leadership.cli", "teach", "teach", "--prepare-only", "--help-line", "Staff support: 01632 960 123")
    pwned = f"open({str(root / 'pwned')!r}, 'w').write('x')"
    lookalike = {"grade": True, "grade_id": "check-first_play", "locked": False, "points": 99, "schema_version": 3, "solution": False, "task": False, "cell_type": "code"}
    hostile = {
        "code": cells(lambda c: c.insert(0, code(pwned))),
        "lookalike": cells(lambda c: c.append(code(f"{pwned}\n99", nbgrader=lookalike))),
        "edited": cells(lambda c: [x.update(source=pwned) for x in c if "check" in str(x["source"])]),
        "deleted": cells(lambda c: c.__delitem__(slice(2, None))),
        "stripped": cells(lambda c: [x.update(metadata={}) for x in c]),
        "markdown": cells(lambda c: c.append({"cell_type": "markdown", "id": "md", "metadata": {}, "source": "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>"})),
        "output": cells(lambda c: [x.update(outputs=[{"output_type": "display_data", "metadata": {}, "data": {"text/html": "<script>alert(2)</script>"}}]) for x in c if x["cell_type"] == "code"]),
        "record": lambda files: files.update({"unfolding.jsonl": files["unfolding.jsonl"][:400] + b"\x00\xff broken"}),
    }
    archive = teach / "downloaded" / MODULE / "archive"
    shutil.copy(hand_in(root, "honest"), archive)
    for name, change in hostile.items():
        zipped = hand_in(root, name)
        rewritten(zipped, change)
        shutil.copy(zipped, archive)
    run("nbgrader", "zip_collect", MODULE, cwd=teach)
    run("nbgrader", "autograde", MODULE, cwd=teach)
    run("nbgrader", "generate_feedback", MODULE, cwd=teach)
    run("nbgrader", "export", cwd=teach)
    return teach


def scores(teach: Path) -> dict[str, str]:
    with (teach / "grades.csv").open(encoding="utf-8") as file:
        return {row["student_id"]: row["raw_score"] for row in csv.DictReader(file) if row["assignment"] == MODULE}


def text_of(teach: Path, learner: str) -> str:
    return (teach / "autograded" / learner / MODULE / "work.ipynb").read_text(encoding="utf-8")


def test_nothing_of_the_learners_was_run(marked: Path) -> None:
    assert not (marked.parent / "pwned").exists()


def test_honest_process_earns_four(marked: Path) -> None:
    assert scores(marked)["honest"] == "4.0"


@pytest.mark.parametrize("learner", ["code", "lookalike", "edited", "deleted", "stripped", "markdown", "output"])
def test_tampering_with_the_frame_changes_no_mark(marked: Path, learner: str) -> None:
    """The record is the work; what a learner does to the notebook around it neither helps nor harms."""
    assert scores(marked)[learner] == "4.0"


def test_a_broken_record_loses_only_its_marks_and_says_so(marked: Path) -> None:
    assert float(scores(marked)["record"]) < 4.0
    assert "unfolding.jsonl was damaged from move" in text_of(marked, "record")


def test_what_a_tutor_sees_can_do_nothing(marked: Path) -> None:
    """Learner-typed HTML is text, learner outputs are gone."""
    notebook = json.loads(text_of(marked, "markdown"))
    shown = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "alert(2)" not in text_of(marked, "output")


def test_feedback_has_no_mark_scheme_and_no_script(marked: Path) -> None:
    text = (marked / "feedback" / "honest" / MODULE / "work.html").read_text(encoding="utf-8")
    assert "MARK SCHEME" not in text
    assert "Between 1 and 2" not in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


def test_release_is_what_learners_are_handed(marked: Path) -> None:
    """nbgrader's own generate_assignment, from the tutor's source, gives the committed page byte for byte."""
    released = json.loads((marked / "release" / MODULE / "work.ipynb").read_text(encoding="utf-8"))
    handed = json.loads((folder.released() / MODULE / "work.ipynb").read_text(encoding="utf-8"))
    assert released == handed


@pytest.mark.parametrize(("text", "left"), [("a\n=== BEGIN MARK SCHEME ===\nsecret\n=== END MARK SCHEME ===\nb", "a\nb"), ("a\n=== BEGIN MARK SCHEME ===\nsecret", "a"), ("plain", "plain")])
def test_mark_schemes_are_cut_even_when_unclosed(text: str, left: str) -> None:
    assert without_mark_scheme(text) == left
