"""The images of hosting/kubernetes/Dockerfile without an engine: its stages' COPY and RUN steps done in folders. Fetched software is left out; the course's own is built and installed."""
from __future__ import annotations

import atexit
import fnmatch
import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

CLONE = Path(__file__).parents[2]
DOCKERFILE = CLONE / "hosting" / "kubernetes" / "Dockerfile"
FETCHED = re.compile(r" (jupyterhub|'psycopg\[binary\]')(?= )")          # software from an index, which is not the course's
PLACES = re.compile(r"(?<![\w.])/(opt|src|wheel|versions)(?=[/\s'\[]|$)")


@dataclass
class Stage:
    """A stage as it is written: what it starts from, and its steps in order."""

    name: str
    base: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def words(self, kind: str) -> list[str]:
        return [rest for step, rest in self.steps if step == kind]


@functools.cache
def stages() -> dict[str, Stage]:
    text = re.sub(r"\\\n", " ", "\n".join(line for line in DOCKERFILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")))
    arguments, out = dict[str, str](), dict[str, Stage]()
    stage: Stage | None = None
    for line in filter(None, map(str.strip, text.splitlines())):
        step, rest = line.split(maxsplit=1)
        if step == "ARG":
            arguments.update([rest.split("=", 1)])
        elif step == "FROM":
            base, _, name = rest.split()
            stage = out[name] = Stage(name, re.sub(r"\$\{(\w+)\}", lambda m: arguments[m[1]], base))
        else:
            assert stage is not None
            stage.steps.append((step, re.sub(r"\$\{JUPYTERHUB\}", arguments.get("JUPYTERHUB", ""), rest)))
    return out


@functools.cache
def sent() -> tuple[list[str], list[str]]:
    """Which files of the clone a builder is sent, and which of those it is not, after all."""
    lines = [line for line in DOCKERFILE.with_name("Dockerfile.dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    return [line[1:] for line in lines if line.startswith("!")], [line for line in lines[1:] if not line.startswith("!")]


@functools.cache
def built(name: str) -> Path:
    """The root of a stage, once its steps are done; of a stage that only the engine could start, what it copies."""
    stage = stages()[name]
    root = Path(tempfile.mkdtemp(prefix=f"image-{name}-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    if stage.base in stages():
        shutil.copytree(built(stage.base), root, symlinks=True, dirs_exist_ok=True)
    here = root
    for step, rest in stage.steps:
        if step == "WORKDIR":
            here = root / rest.lstrip("/")
            here.mkdir(parents=True, exist_ok=True)
        elif step == "COPY":
            _copy(rest, root, here)
        elif step == "RUN" and (name == "wheel" or name.endswith(("software", "versions"))):
            _run(rest, root, here)
    return root


def _copy(rest: str, root: Path, here: Path) -> None:
    words = shlex.split(rest)
    source = built(words.pop(0).removeprefix("--from=")) if words[0].startswith("--from=") else None
    *names, to = words
    target = (root / to.lstrip("/")) if to.startswith("/") else here / to
    for name in names:
        path = source / name.lstrip("/") if source else CLONE / name
        assert source or any(name == one or name.startswith(f"{one}/") for one in sent()[0]), f"{name} is not sent to the builder"
        if path.is_dir():
            shutil.copytree(path, target, symlinks=True, dirs_exist_ok=True, ignore=None if source else _never_sent)
        else:
            into = target / path.name if to.endswith("/") else target
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, into)


def _never_sent(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if any(fnmatch.fnmatch(name, pattern.removeprefix("**/")) for pattern in sent()[1])}


def _run(command: str, root: Path, here: Path) -> None:
    env = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]), "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_REQUIRE_VIRTUALENV": ""}
    placed = PLACES.sub(lambda m: str(root / m[1]), FETCHED.sub("", command)).replace(" install ", " install --no-deps ")
    done = subprocess.run(["/bin/sh", "-ec", placed], cwd=here, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{placed}\n{done.stdout}\n{done.stderr}"
