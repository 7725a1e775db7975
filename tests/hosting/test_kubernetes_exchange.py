"""Handing in, marking and feedback with the exchange as pods mount it: a folder for each learner, real nbgrader commands, and what a learner who means ill can do.

A pod's mounts are links here; that a pod has no others is looked at in test_kubernetes_pods.py."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hand_ins import submit, whole
from hosting import chart
from nbgrader.api import Gradebook
from plays import MODULE
from tutor import enrol, submitted, teaching

from course_hub import pods
from systems_leadership.environ import with_scripts
from systems_leadership.hub import BY_LEARNER, COHORT, EXCHANGE
from systems_leadership.marking import collect
from systems_leadership.marking.course import Course
from systems_leadership.server import LEARNER_ENV

pytestmark = pytest.mark.pipeline
ID = "autumn"
ROSTER = "number,first name,last name\n1042,Ann,Ash\n1043,Ben,Beck\nA1044,Cat,Cole\nno number here,,\n"
PODS = {"ann": "1042", "ben": "1043"}


class Cluster:
    """One volume, and what each pod mounts of it."""

    def __init__(self, place: Path) -> None:
        self.place, self.volume = place, place / "volume"
        self.volume.mkdir()
        pods.lay_out(self.volume, ID)
        self.pod("tutor", {f"{pods.ROOT}/{ID}": ID})
        for number in PODS.values():
            pods.lay_out(self.volume, ID, number)
            self.pod(number, {mount["mountPath"]: mount["subPath"] for mount in pods.mounts(ID, number).values() if mount["name"] == pods.VOLUME})

    def pod(self, who: str, mounts: dict[str, str]) -> None:
        for to, what in mounts.items():
            link = self.place / who / to.lstrip("/")
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(self.volume / what)
        (self.place / who / "home").mkdir()

    def exchange(self, who: str) -> Path:
        return self.place / who / str(pods.ROOT).lstrip("/")

    def environment(self, who: str) -> dict[str, str]:
        home = self.place / who / "home"
        own = {"HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data"), "JUPYTER_CONFIG_DIR": str(home / "config"), EXCHANGE: str(self.exchange(who)), COHORT: ID}
        return with_scripts() | own | ({BY_LEARNER: "1"} if who == "tutor" else {"JUPYTERHUB_USER": who, "JUPYTER_CONFIG_PATH": str(LEARNER_ENV)})

    def run(self, who: str, *words: str, ok: bool = True, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        done = subprocess.run([sys.executable, "-m", *words], cwd=cwd or self.place / who / "home", env=self.environment(who), capture_output=True, text=True, timeout=120)
        assert not ok or done.returncode in (0, 3), done.stdout + done.stderr
        return done

    def hand_in(self, who: str, claims: str) -> None:
        """`nbgrader submit` of honest work, with whatever number somebody gives it."""
        folder = self.place / who / "home" / "course" / MODULE
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in whole().items():
            (folder / name).write_bytes(data)
        self.run(who, "systems_leadership.nbgrader", "submit", MODULE, f"--student={claims}", cwd=folder.parent)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """A cohort as its Deployment prepares it, on a folder nbgrader had prepared before."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    teach = teaching(cluster.place)
    _prepare(cluster, teach)
    return cluster


def _prepare(cluster: Cluster, teach: Path) -> None:
    """Run what the Deployment's init container runs."""
    documents = chart.manifests("cohort.yaml")
    settings = next(one for one in documents if one["kind"] == "ConfigMap")
    first = next(one for one in documents if one["kind"] == "Deployment")["spec"]["template"]["spec"]["initContainers"][0]
    for name, text in (("cohort/cohort.toml", settings["data"]["cohort.toml"]), ("roster/learners.csv", ROSTER)):
        path = cluster.place / "tutor" / "srv" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (cluster.place / "tutor" / "srv" / "course").symlink_to(teach)
    script = first["args"][0].replace("/srv/", f"{cluster.place}/tutor/srv/")
    for _ in range(2):                                     # every start of the pod runs it again
        done = subprocess.run([*first["command"], script], env=cluster.environment("tutor"), cwd=cluster.place, capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def day(cluster: Cluster) -> Cluster:
    """Ann hands in as herself, then as Ben; Ben as himself. The tutor collects, marks and sends feedback; both fetch."""
    ann, ben = PODS.values()
    for who, claims in ((ann, ann), (ann, ben), (ben, ben)):
        cluster.hand_in(who, claims)
    teach = cluster.place / "teach"
    cluster.run("tutor", "systems_leadership.cli", "collect", str(teach), MODULE, "--exchange")
    cluster.run("tutor", "systems_leadership.cli", "mark", str(teach), MODULE)
    cluster.run("tutor", "systems_leadership.cli", "feedback", str(teach), MODULE, "--force", "--exchange")
    for who in (ann, ben):
        cluster.run(who, "systems_leadership.nbgrader", "fetch_feedback", MODULE, cwd=cluster.place / who / "home" / "course")
    return cluster


def test_a_cohort_is_prepared_with_its_roster_its_help_line_and_its_modules_released(cluster: Cluster) -> None:
    assert "01632 960 123" in (cluster.place / "teach" / "cohort.toml").read_text()
    assert (cluster.exchange("1042") / ID / "outbound" / MODULE / "work.ipynb").is_file(), "a learner's pod can fetch it"
    with Gradebook(f"sqlite:///{cluster.place / 'teach' / 'gradebook.db'}", ID) as book:
        assert {"1042", "1043", "A1044"} <= {student.id for student in book.students}


def test_a_hand_in_is_whose_folder_it_lies_in(day: Cluster) -> None:
    """What its name claims makes no difference: Ann's second, “from Ben”, is Ann's."""
    inbound = day.volume / ID / "inbound"
    assert [len(list((inbound / number).iterdir())) for number in PODS.values()] == [2, 1]
    claimed = {path.name.split("+")[0] for path in (inbound / "1042").iterdir()}
    assert claimed == {"1042", "1043"}
    newest = max((inbound / "1042").iterdir(), key=lambda path: path.name.split("+")[2])
    mine = submitted(day.place / "teach", "1042")
    assert (mine / "submission_secret.txt").read_text() == (newest / "submission_secret.txt").read_text()
    assert (submitted(day.place / "teach", "1043") / "submission_secret.txt").read_text() == (next((inbound / "1043").iterdir()) / "submission_secret.txt").read_text()


def test_feedback_lies_in_the_learners_own_folder_and_is_fetched(day: Cluster) -> None:
    feedback = day.volume / ID / "feedback"
    assert sorted(path.relative_to(feedback).parts[0] for path in feedback.rglob("*.html")) == ["1042", "1043"]
    for number in PODS.values():
        pages = list((day.place / number / "home" / "course" / MODULE / "feedback").glob("*/work.html"))
        assert len(pages) == 1, "one page, of the hand-in that was marked"
        sent = next((feedback / number).glob("*.html"))
        assert pages[0].read_bytes() == sent.read_bytes()
        assert re.search(r"[0-9a-f]{32}", sent.name)


def test_what_a_learner_can_reach_of_the_exchange(day: Cluster) -> None:
    """Of everything in Ann's pod, Ben's hand-in and page are no part."""
    theirs = [path.resolve() for path in (day.volume / ID / "inbound" / "1043", day.volume / ID / "feedback" / "1043")]
    reached = {Path(top).resolve() for top, _, _ in os.walk(day.exchange("1042"), followlinks=True)}
    assert reached and not [path for path in reached for other in theirs if path.is_relative_to(other)]


@pytest.fixture
def inbound(cluster: Cluster, tmp_path: Path) -> Path:
    """The cohort's inbound with nothing in it, and a tutor's folder in which nothing was collected."""
    for path in (cluster.volume / ID / "inbound").iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    shutil.rmtree(cluster.place / "teach" / "submitted", ignore_errors=True)
    shutil.rmtree(cluster.place / "teach" / "set-aside", ignore_errors=True)
    return cluster.volume / ID / "inbound"


@pytest.fixture
def tutor(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in cluster.environment("tutor").items():
        monkeypatch.setenv(name, value)
    return cluster.place / "teach"


def test_numbers_are_in_small_letters_on_a_hub_and_as_the_roster_has_them_in_the_gradebook(inbound: Path, tutor: Path) -> None:
    submit(inbound / "a1044", whole(), "whoever")
    assert [(row.learner, row.state) for row in collect.exchange(tutor, MODULE).rows] == [("A1044", "collected")]
    assert submitted(tutor, "A1044").is_dir()


def test_two_learners_whom_a_hub_cannot_tell_apart_are_not_marked(inbound: Path, tutor: Path) -> None:
    enrol(tutor, "B1", "b1")
    submit(inbound / "b1", whole(), "b1")
    assert "could be from B1 or b1" in collect.exchange(tutor, MODULE).text()
    assert not submitted(tutor, "B1").exists() and not submitted(tutor, "b1").exists()


@pytest.mark.parametrize("kind", ["link", "file", "stranger"])
def test_what_should_not_lie_in_inbound_is_named_and_stops_nobody(inbound: Path, tutor: Path, tmp_path: Path, kind: str) -> None:
    submit(inbound / "1042", whole(), "1042")
    submit(tmp_path / "elsewhere", whole(), "1043")
    if kind == "link":
        (inbound / "1043").symlink_to(tmp_path / "elsewhere")
    elif kind == "file":
        (inbound / "1043").write_text("x")
    else:
        submit(inbound / "9999", whole(), "1043")
    report = collect.exchange(tutor, MODULE)
    assert submitted(tutor, "1042").is_dir() and not submitted(tutor, "1043").exists()
    assert {"link": "is a link, not a folder", "file": "is no folder", "stranger": "9999, who is not among your learners"}[kind] in report.text()


def test_a_hand_in_that_leads_elsewhere_is_not_followed(inbound: Path, tutor: Path) -> None:
    """Links within one's own folder, to a tutor's file: as in the ordinary layout."""
    made = submit(inbound / "1042", whole(), "1042")
    (tutor.parent / "private.txt").write_text("TUTOR SECRET")
    (made / "unfolding.jsonl").unlink()
    (made / "unfolding.jsonl").symlink_to(tutor.parent / "private.txt")
    assert "unfolding.jsonl is a link" in collect.exchange(tutor, MODULE).text()
    assert not submitted(tutor, "1042").exists()


def test_a_tutors_own_settings_may_say_it_too(inbound: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two settings are nbgrader's own kind, and known to nbgrader_local.py; without them the ordinary layout is read."""
    for name, value in cluster.environment("tutor").items():
        if name != BY_LEARNER:
            monkeypatch.setenv(name, value)
    tutor, local = cluster.place / "teach", cluster.place / "teach" / "nbgrader_local.py"
    submit(inbound / "1042", whole(), "1043")
    assert collect.exchange(tutor, MODULE).rows == []
    local.write_text("c.CheckedCollect.by_learner = True\nc.CheckedRelease.by_learner = True\n")
    try:
        assert Course(tutor).config.CheckedRelease.by_learner is True
        assert [row.learner for row in collect.exchange(tutor, MODULE).rows] == ["1042"]
    finally:
        local.unlink()
