"""What is in the images for Kubernetes: nothing for staff where learners are, software that nobody in it can change, and that is ready to start."""
from __future__ import annotations

import importlib.util
import os
import re
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hosting import chart
from hosting.images import CLONE, DOCKERFILE, built, stages

pytestmark = pytest.mark.pipeline                        # no nbgrader, but half a minute
LEARNER, TUTOR = "learner", "tutor"


def staff_sentences() -> list[str]:
    """Every mark scheme, commentary and model answer."""
    out = []
    for path in sorted((CLONE / "solutions").glob("*/*.toml")):
        task = tomllib.loads(path.read_text(encoding="utf-8"))
        out += [one["mark_scheme"] for one in task.get("criterion", [])] + [one["commentary"] for one in task.get("model_answer", [])]
        out += [text for one in task.get("model_answer", []) for text in one["answers"].values()]
    return [" ".join(text.split())[:80] for text in out if len(text) > 80]


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]


def test_the_learners_image_has_the_course_and_nothing_for_staff() -> None:
    root, staff = built(LEARNER), staff_sentences()
    found = files(root)
    package = next(path for path in found if path.name == "registry.py").parent
    assert (package / "exercises" / "start.ipynb").is_file() and (package / "lab" / "nbgrader_config.py").is_file()
    assert len(staff) > 100
    for path in found:
        name = path.relative_to(root).as_posix()
        assert not re.search(r"(^|/)(solutions|tests?|course\.toml|coverage\.csv|hosting|\.git)(/|$)", name.replace("games/", "")), name
        if path.suffix in (".py", ".json", ".ipynb", ".toml", ".md", ".js", ".txt", ".csv", ".j2", ""):
            text = " ".join(path.read_text(encoding="utf-8", errors="replace").replace('\\"', '"').split())
            assert not [one for one in staff if one in text], name
    assert not [path for path in found if path.suffix == ".whl"], "the wheel itself stays in its stage"


def test_the_tutors_image_has_the_clone_and_it_is_whole() -> None:
    """Everything a tutor's folder is made from is there, and is what the package finds."""
    root = built(TUTOR) / "opt" / "systems-leadership"
    code = ("from systems_leadership.build import make\nbase = make.root()\nprint(base, len(make.source_notebooks(base, make.cases(base)['marlshire'])), len(make.tasks(base)))\n"
            "from systems_leadership import folder\nprint(folder.released())")
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(root / "widgets")}, cwd="/", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    base, modules, tasks = done.stdout.splitlines()[0].split()
    assert Path(base) == root and int(modules) >= 4 and int(tasks) >= 8
    assert (root / "nbgrader_config.py").is_file()
    assert not [name for name in ("tests", ".git", ".venv", "my-course", "my-teaching") if (root / name).exists()]


@pytest.mark.parametrize("name", [LEARNER, TUTOR])
def test_software_is_compiled_and_nobody_in_the_image_can_change_it(name: str) -> None:
    root = built(name)
    ours = [path for path in files(root / "opt") if "systems_leadership" in path.parts and path.suffix == ".py"]
    assert len(ours) > 150
    assert not [path for path in ours if not Path(importlib.util.cache_from_source(str(path))).is_file()], "an image's user cannot write what Python compiles"
    for path in files(root / "opt"):
        assert not path.stat().st_mode & (stat.S_IWOTH | stat.S_ISUID | stat.S_ISGID), path
        assert path.stat().st_mode & stat.S_IROTH, path
    assert not list((root / "opt" / "course").rglob("pip")), "nothing to install with"
    command = root / "opt" / "course" / "bin" / "systems-leadership"
    assert command.stat().st_mode & stat.S_IXOTH


def test_the_hubs_image_has_what_decides_who_is_on_it(tmp_path: Path) -> None:
    root = built("hub")
    assert (root / "opt" / "hosting" / "course_hub" / "pods.py").is_file()
    with zipfile.ZipFile(next((root / "tmp" / "wheel").glob("*.whl"))) as wheel:       # the engine installs it; unpacked it is the same
        wheel.extractall(tmp_path)
    code = ("import sys\nfor name in ('nbgrader', 'jupyterlab', 'ipykernel', 'networkx', 'plotly', 'anywidget', 'systemdspawner'): sys.modules[name] = None\n"
            "from course_hub import pods\nimport course_hub.login.native, course_hub.login.lti, course_hub.login.oidc, course_hub.login.ldap\nprint(pods.__file__)")
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": f"{root / 'opt' / 'hosting'}:{tmp_path}"}, cwd="/", capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, "the chart's hub has none of what the course's pages need:\n" + done.stderr
    assert done.stdout.startswith(str(root))


def test_every_image_runs_as_somebody_who_may_do_nothing() -> None:
    for name in (LEARNER, TUTOR, "hub"):
        stage, users = stages()[name], list[str]()
        while stage:
            users = stage.words("USER") + users
            stage = stages().get(stage.base)
        assert users and users[-1] == "1000", name
    one = chart.values()["singleuser"]
    assert (one["uid"], one["storage"]["homeMountPath"]) == (1000, "/home/jovyan")
    assert "--uid 1000" in stages()["person"].words("RUN")[0] and "/srv/exchange" in stages()["person"].words("RUN")[0]


def test_the_recipe_names_no_registry_and_installs_what_was_tested_together() -> None:
    text = DOCKERFILE.read_text(encoding="utf-8")
    assert not re.search(r"\b[\w-]+\.(io|com|org|net)/", text)
    for name, stage in stages().items():
        assert "/" not in stage.base and "." not in stage.base.split(":")[0], f"{name}: {stage.base} names a registry"
        for step in stage.words("RUN"):
            if "pip" in step and " install " in step and name != "hub":
                assert "-c /versions/constraints.txt" in step
    tested = (built("versions") / "versions" / "constraints.txt").read_text()
    assert re.findall(r"^jupyterhub==(.+)$", tested, re.M) == ["5.5.0"], "the hub's own version, as README.md says of the chart"
    assert "nbgrader==" in tested
