"""The doors: learn, teach, build, bundle, as a person types them."""
from __future__ import annotations

import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from systems_leadership import registry
from systems_leadership.build import make
from systems_leadership.environ import with_scripts
from systems_leadership.games.start.game import helps

pytestmark = pytest.mark.pipeline
BASE = make.root()
PAGES = len(list((BASE / "exercises").rglob("*.ipynb")))
MARKS = next(m.marks for m in registry.course().module if m.number == 1)
HELP = ("--help-line", "Staff support: 01632 960 123")


def run(cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "systems_leadership.cli", *words], cwd=cwd, capture_output=True, text=True, timeout=180, env=with_scripts())


def test_learn_prepares_a_folder_and_says_so(tmp_path: Path) -> None:
    first, second = run(tmp_path, "learn", "--prepare-only"), run(tmp_path, "learn", "--prepare-only")
    assert first.stdout == f"my-course: {PAGES} pages put there.\n"
    assert second.stdout == "my-course: already filled; your work has not been touched.\n"
    assert (tmp_path / "my-course" / "start.ipynb").is_file()


def test_learn_on_a_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "my-course").write_text("x")
    told = run(tmp_path, "learn", "--prepare-only")
    assert told.returncode == 1
    assert "my-course" in told.stderr
    assert "Traceback" not in told.stderr


def test_build_check_passes_on_the_committed_tree(tmp_path: Path) -> None:
    done = run(tmp_path, "build", "--check")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_tutors_folder_has_nbgraders_layout_and_is_made_once(tmp_path: Path) -> None:
    first, second = run(tmp_path, "teach", "--prepare-only", *HELP), run(tmp_path, "teach", "--prepare-only")
    assert f"m1_defining_the_system: ready, {MARKS} marks." in first.stdout, first.stderr
    assert "is ready for a cohort with 1 help line (cohort.toml)." in first.stdout
    assert "m1_defining_the_system: as it was." in second.stdout
    teach = tmp_path / "my-teaching"
    assert "BEGIN MARK SCHEME" in (teach / "source" / "m1_defining_the_system" / "work.ipynb").read_text()
    assert "BEGIN MARK SCHEME" not in (teach / "release" / "m1_defining_the_system" / "work.ipynb").read_text()


def test_no_cohort_is_prepared_without_help_lines(tmp_path: Path) -> None:
    """The empty form is put there and nothing else; filled in by hand, the same command goes on."""
    first, second = run(tmp_path, "teach", "--prepare-only"), run(tmp_path, "teach", "--prepare-only")
    for told in (first, second):
        assert told.returncode == 1
        assert "cohort.toml" in told.stderr
        assert "Write at least one [[help_line]] with a name and a number (or words)" in told.stderr
        assert "Traceback" not in told.stderr
    assert [p.name for p in (tmp_path / "my-teaching").iterdir()] == ["cohort.toml"]
    form = tmp_path / "my-teaching" / "cohort.toml"
    form.write_text(form.read_text(encoding="utf-8").replace('name = ""', 'name = "Staff support"').replace('number = ""', 'number = "01632 960 123"'), encoding="utf-8")
    assert run(tmp_path, "teach", "--prepare-only").returncode == 0


def test_no_bundle_is_made_without_help_lines(tmp_path: Path) -> None:
    told = run(tmp_path, "bundle", "dist")
    assert told.returncode == 1
    assert told.stderr.startswith("cohort.toml: put there for you to fill in; nothing else has been prepared.")
    assert not (tmp_path / "dist").exists()


def test_a_learners_folder_takes_the_cohorts_help_lines(tmp_path: Path, bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
    filled = run(tmp_path, "learn", "my-course", "--prepare-only", "--cohort", "notebooks/cohort.toml")
    assert "my-course: your organisation's help lines are on the start page." in filled.stdout, filled.stderr
    assert helps(tmp_path / "my-course")["lines"][0] == {"name": "Staff support", "how": "01632 960 123"}
    told = run(tmp_path, "learn", "my-course", "--prepare-only", "--cohort", "missing.toml")
    assert (told.returncode, "missing.toml: there is no such file." in told.stderr) == (1, True)


def test_a_changed_course_does_not_change_hand_ins_already_here(tmp_path: Path) -> None:
    run(tmp_path, "teach", "--prepare-only", *HELP)
    teach = tmp_path / "my-teaching"
    source = teach / "source" / "m1_defining_the_system" / "work.ipynb"
    source.write_text(source.read_text().replace("Evidence", "Proof"))
    (teach / "submitted" / "1042" / "m1_defining_the_system").mkdir(parents=True)
    told = run(tmp_path, "teach", "--prepare-only")
    assert "Make a new folder for the next cohort." in told.stdout
    assert "Proof" in source.read_text()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("dist")
    (to / "cohort.toml").write_text('[[help_line]]\nname = "Staff support"\nnumber = "01632 960 123"\n', encoding="utf-8")
    done = run(to, "bundle", str(to))
    assert done.returncode == 0, done.stderr
    return next(to.glob("*.zip"))


def texts(archive: zipfile.ZipFile) -> dict[str, str]:
    return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def test_a_learners_bundle_holds_no_staff_material(bundle: Path, tmp_path: Path) -> None:
    """The zip and the wheel inside are opened and looked through."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
        found = texts(archive)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = texts(wheel)
    found |= inside
    secrets = set()
    for path in (BASE / "solutions").glob("*/*.toml"):
        task = tomllib.loads(path.read_text(encoding="utf-8"))
        answers = [*(t for a in task["model_answer"] for t in a["answers"].values()), *(a["commentary"] for a in task["model_answer"])]
        for text in [*(c["mark_scheme"] for c in task["criterion"]), *answers]:
            secrets |= {line.strip()[:60] for line in text.splitlines() if len(line.strip()) > 60}
    for path in (BASE / "solutions").glob("*/*.md"):
        secrets |= {line.strip()[:60] for line in path.read_text(encoding="utf-8").splitlines() if len(line.strip()) > 60}
    assert len(secrets) > 30
    assert [(name, s) for name, text in found.items() for s in secrets if s in text] == []
    assert not [name for name in found if "solutions" in name or "tutor_notes" in name]
    needed = ("page.css", "page.js", "vendor/preact.js", "data/marlshire.json", "data/sheets.json", "lab/labconfig/page_config.json", "exercises/start.ipynb",
              "lab/labextensions/@systems-leadership/course/static/remoteEntry.js", "games/unfolding/words.toml", "marking/templates/feedback/index.html.j2")
    assert [n for n in needed if f"systems_leadership/{n}" not in inside] == []


def test_the_wheel_alone_fills_a_folder(bundle: Path, tmp_path: Path) -> None:
    """Installed without a clone (its dependencies borrowed from here), `learn` works and `teach` says why it cannot."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--no-deps", "--target", str(site), str(next(tmp_path.glob("*.whl")))]
    subprocess.run(install, check=True, capture_output=True)
    env = {**with_scripts(), "PYTHONPATH": str(site) + ":" + sysconfig.get_paths()["purelib"]}

    def installed(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-S", "-m", "systems_leadership.cli", *words], cwd=tmp_path, env=env, capture_output=True, text=True)
    filled = installed("learn", "my", "--prepare-only")
    assert filled.stdout == f"my: {PAGES} pages put there.\n", filled.stderr
    told = installed("teach", "t", "--prepare-only", *HELP)
    assert told.returncode == 1
    assert "Run it from a clone." in told.stderr
