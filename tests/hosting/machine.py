"""One machine with a hub, as `make host` makes it, but for the packages: they are those of the tests' own environment, linked and not fetched again."""
from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import lab
import psutil

NAME, TESTS = "sl-hub-", "tests.pid"
CLONE = Path(__file__).resolve().parents[2]


def install() -> ModuleType:
    """hosting/one-machine/install.py, which is no module: its folder has a dash in its name."""
    spec = importlib.util.spec_from_file_location("install_one_machine", CLONE / "hosting" / "one-machine" / "install.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def readable_python() -> str:
    """A Python of this version that every user may run: this one, or else the machine's own."""
    for name in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}", f"/usr/local/bin/python3.{sys.version_info.minor}"):
        path = Path(name).resolve()
        if path.exists() and all(parent.stat().st_mode & 0o001 for parent in path.parents):
            return str(path)
    raise AssertionError(f"No Python 3.{sys.version_info.minor} that others may run. Install Debian's python3.{sys.version_info.minor}.")


def environment(env: Path) -> None:
    """As install.environment and install.package leave it."""
    subprocess.run([readable_python(), "-m", "venv", "--without-pip", str(env)], check=True)
    here = Path(sysconfig.get_paths()["purelib"])
    there = next((env / "lib").glob("python3*/site-packages"))
    there.rmdir()
    linked = subprocess.run(["cp", "-al", str(here), str(there)], capture_output=True)             # another disk has no links
    if linked.returncode:
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(here, there, symlinks=True)
    for path in there.glob("*systems_leadership*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    package = there / "systems_leadership"
    shutil.copytree(CLONE / "widgets" / "systems_leadership", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(CLONE / "exercises", package / "exercises", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("config.json", "etc", "share"):
        if (found := Path(sys.prefix) / name).is_dir():
            shutil.copytree(found, env / name, dirs_exist_ok=True, symlinks=True)
    (env / "bin" / "alembic").write_text(f"#!{env / 'bin' / 'python'}\nfrom alembic.config import main\nmain()\n")      # nbgrader calls it by name
    (env / "bin" / "alembic").chmod(0o755)
    subprocess.run([str(env / "bin" / "python"), "-m", "compileall", "-q", str(package)], check=True)


@dataclass
class Machine:
    """A data directory with an environment, and the hub in it."""

    data: Path
    port: int
    numbers: list[str] = field(default_factory=list)
    name: str = ""

    @property
    def url(self) -> str:
        return f"https://{self.name}:{self.port}" if self.name else f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "PYTHONPATH": str(self.data / "staff" / "hosting"), "LANG": "C.UTF-8", "HOME": "/root"}

    def manage(self, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        """One of the hub's commands, as the Makefile gives it."""
        done = subprocess.run([str(self.data / "env" / "bin" / "python"), "-m", "course_hub.manage", words[0], str(self.data), *words[1:]], env=self.env, capture_output=True, text=True, timeout=240)
        assert not ok or done.returncode == 0, done.stdout + done.stderr + (self.log()[-4000:])
        return done

    def log(self) -> str:
        path = self.data / "hub" / "hub.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def settings(self, text: str) -> None:
        path = self.data / "hub.toml"
        path.write_text(text)
        path.chmod(0o600)

    def passwords(self) -> dict[str, str]:
        """One-time passwords by name, from every sheet there is."""
        rows = [line.split(",") for sheet in sorted(self.data.glob("passwords-*.csv")) for line in sheet.read_text().splitlines()[1:]]
        return dict(rows)


@contextlib.contextmanager
def machine() -> Iterator[Machine]:
    """A machine to put hubs on; afterwards no process, no folder and no system user of it is left."""
    assert os.geteuid() == 0, "A hub on one machine makes system users, so these tests are root's."
    _clear()
    data = Path(tempfile.mkdtemp(prefix=NAME))
    data.chmod(0o755)
    (data / TESTS).write_text(str(os.getpid()))
    made = install()
    environment(data / "env")
    made.proxy(data / "env")
    made.staff(data / "staff")
    one = Machine(data, lab.free_port())
    before = users()
    try:
        yield one
    finally:
        one.manage("stop", ok=False)
        _take_away(data, users() - before)


@contextlib.contextmanager
def beside(one: Machine) -> Iterator[Machine]:
    """Another data directory on the same machine, with the same environment: for a hub whose cohorts and numbers are its own."""
    data = Path(tempfile.mkdtemp(prefix=NAME))
    data.chmod(0o755)
    (data / TESTS).write_text(str(os.getpid()))
    (data / "env").symlink_to(one.data / "env")
    install().staff(data / "staff")
    two = Machine(data, lab.free_port())
    try:
        yield two
    finally:
        two.manage("stop", ok=False)
        _take_away(data, {user.pw_name for user in pwd.getpwall() if user.pw_name.startswith("sl-") and user.pw_dir.startswith(f"{data}/")})


def _clear() -> None:
    """What tests that were killed left behind: their hub, their system users, their folder."""
    for data in Path(tempfile.gettempdir()).glob(f"{NAME}*"):
        if not (data / TESTS).exists() or psutil.pid_exists(int((data / TESTS).read_text())):
            continue
        if (data / "env" / "bin" / "python").exists():
            Machine(data, 0).manage("stop", ok=False)
        _take_away(data, {user.pw_name for user in pwd.getpwall() if user.pw_name.startswith("sl-") and user.pw_dir.startswith(f"{data}/")})


def _take_away(data: Path, names: set[str]) -> None:
    for name in sorted(names):
        subprocess.run(["pkill", "-KILL", "-u", name], check=False)
        subprocess.run(["userdel", name], check=False, capture_output=True)
    shutil.rmtree(data, ignore_errors=True)


def users() -> set[str]:
    """The system users a course's hub has made on this machine."""
    return {user.pw_name for user in pwd.getpwall() if user.pw_name.startswith("sl-")}
