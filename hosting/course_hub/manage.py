"""Looking after a hub on one machine: `python -m course_hub.manage start|stop|status|run DATA`.

`run` keeps a hub going in the foreground (systemd runs it); `start` does so in the background, and comes back once the hub answers and its exchange has been checked."""
from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from systems_leadership.hub import PREFIX

from . import accounts, before, courses, exchange, login, roster
from .login import accounts as login_accounts
from .places import Places
from .settings import HubError, Settings, read

WAIT, GRACE = 90, 20                                       # seconds for a hub to answer; for processes to end by themselves
ENDED = "The hub ended by itself"
AGAIN = (1, 2, 5, 10, 30)                                  # seconds between a hub that ended and the next: it is not started in a storm
CONFIG = Path(__file__).resolve().parents[1] / "one-machine" / "jupyterhub_config.py"


def prepare(places: Places) -> Settings:
    """Lay out the data directory, prepare every cohort's folder and prove that its exchange works. Raises HubError."""
    settings = read(places.settings)
    accounts.lay_out(places, settings)
    people = roster.read(settings, places.data)
    for note in people.notes:
        _say(note)
    for cohort in settings.cohort:
        _say(f"{cohort.id}: preparing the tutors' folder.")
        for sentence in courses.prepare(places, cohort, people.learners[cohort.id]):
            _say(f"  {sentence}")
        for number in people.groups[f"learners-{cohort.id}"]:
            accounts.learner(places, number)
        if settings.exchange_check:
            _say(f"{cohort.id}: {exchange.check(places, cohort)}")
    if login.read(settings.login).kind == "native":
        _passwords(places, {*people.members, *people.admins})
    return settings


def _passwords(places: Places, names: set[str]) -> None:
    """Accounts for everybody who has none yet. Their one-time passwords go into a file for whoever hands them out."""
    sheet = places.data / f"passwords-{time.strftime('%Y-%m-%d-%H%M%S')}.csv"
    if made := login_accounts.make_accounts(database(places), names, sheet):
        _say(f"{made} new account{'s' * (made != 1)}. One-time passwords are in {sheet}: hand each to its person, then delete the file. At the first log-in everybody chooses their own.")


def database(places: Places) -> str:
    """The address of the hub's own database."""
    return f"sqlite:///{places.hub / 'jupyterhub.sqlite'}"


def password(places: Places, name: str) -> int:
    """A new one-time password for somebody who has lost theirs."""
    _say(f"{name}: {login_accounts.new_password(database(places), name)}   (good for one log-in; the old password is worth nothing from now on)")
    return 0


def start(places: Places) -> int:
    """Start a hub in the background; 0 when it answers. Raises HubError."""
    if pid := running(places):
        _say(f"The hub is running already (process {pid}). To take in what has changed in hub.toml or a roster: make host-restart")
        return 0
    settings = prepare(places)
    before.look(places, settings)
    log = places.hub / "hub.log"
    with log.open("ab") as out:
        before_this = out.tell()
        keeper = subprocess.Popen([sys.executable, "-m", "course_hub.manage", "run", str(places.data), "--prepared"], stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                                  env=_environment(places), cwd=places.hub)
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if keeper.poll() is not None:
            raise HubError(f"The hub did not start. The end of its log ({log}):\n{_tail(log)}")
        if log.read_bytes()[before_this:].count(ENDED.encode()) > 1:
            stop(places)
            raise HubError(f"The hub ends as soon as it has begun. The end of its log ({log}):\n{_tail(log)}")
        if before.answers(places, settings):
            _say(f"The hub is at {address(settings)}. Its log: {log}")
            return 0
        time.sleep(0.2)
    stop(places)
    raise HubError(f"The hub did not answer within {WAIT} seconds, and was stopped. The end of its log ({log}):\n{_tail(log)}")


def run(places: Places, prepared: bool = False) -> int:
    """Keep a hub going until told to stop; one that ends by itself is started again. Raises HubError."""
    with _lock(places):
        settings = read(places.settings) if prepared else prepare(places)
        before.look(places, settings)
        (places.hub / "keeper.pid").write_text(str(os.getpid()), encoding="ascii")
        told: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda n, _: told.append(n))
        tries = 0
        while not told:
            began = time.monotonic()
            hub = subprocess.Popen([sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)], cwd=places.hub, env=_environment(places), start_new_session=True)
            while hub.poll() is None and not told:
                time.sleep(0.1)
            if told:
                break
            tries = 0 if time.monotonic() - began > 60 else tries + 1
            pause = AGAIN[min(tries, len(AGAIN) - 1)]
            print(f"{ENDED} ({hub.returncode}). Learners' servers go on. It is started again in {pause} s.", flush=True)
            _pause(pause, told)
        _end([hub.pid], GRACE)
    return 0


def _pause(seconds: float, told: list[int]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not told:
        time.sleep(0.1)


def stop(places: Places, learners: bool = True) -> int:
    """Stop a hub, and learners' servers unless they are to go on; come back once everything has ended. What is left of one that was killed is stopped too."""
    keeper = running(places)
    mine = [keeper] if keeper else []
    _end(mine, GRACE * 2)
    _end(leftovers(places), GRACE)
    if learners:
        _end(servers(places), GRACE)
        with contextlib.suppress(FileNotFoundError):
            (places.hub / "proxy.pid").unlink()
    for name in ("keeper.pid", "jupyterhub.pid"):
        with contextlib.suppress(FileNotFoundError):
            (places.hub / name).unlink()
    _say("The hub has stopped." if keeper else "No hub was running.")
    return 0


def status(places: Places) -> int:
    """Say how the hub is; 0 when all is well, 3 when somebody must look."""
    settings = read(places.settings)
    keeper = running(places)
    _say(f"The hub is running (process {keeper}) at {address(settings)}." if keeper else "The hub is not running. Start it: make host")
    found = list(before.troubles(places, settings, up=bool(keeper)))
    if keeper:
        _say(f"Learners' servers running: {sum(1 for _ in servers(places, roots=True))}.")
        found += before.silent(places, settings)
    for sentence in found:
        _say(sentence)
    return 3 if found or not keeper else 0


def running(places: Places) -> int:
    """The process that keeps the hub going, or 0."""
    try:
        with (places.hub / "lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return 0
    except BlockingIOError:
        with contextlib.suppress(OSError, ValueError):
            return int((places.hub / "keeper.pid").read_text(encoding="ascii"))
        return -1
    except OSError:
        return 0


@contextlib.contextmanager
def _lock(places: Places) -> Iterator[None]:
    accounts.own(places.hub, 0o700)
    with (places.hub / "lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HubError(f"A hub is running on {places.data} already. `make host-status` says how it is.") from None
        yield


def leftovers(places: Places) -> list[int]:
    """Processes of this data directory's hub, its proxy and its services, by what they were started as."""
    wanted = (str(CONFIG), str(places.hub), str(places.env / "bin" / "configurable-http-proxy"))
    staff = {accounts.tutor_user(p.name) for p in (places.data / "courses").glob("*")}
    return [p.pid for p in _processes() if p.pid != os.getpid() and (_ours(p, wanted) or (p.info["username"] in staff and _here(p, places.data / "courses")))]


def servers(places: Places, roots: bool = False) -> list[int]:
    """Processes of this hub's learners; with `roots` only the servers, without their kernels."""
    return [p.pid for p in _processes() if (p.info["username"] or "").startswith(PREFIX) and not (p.info["username"] or "").startswith(f"{PREFIX}tutor-") and _here(p, places.data / "learners")
            and (not roots or "systems_leadership.singleuser" in (p.info["cmdline"] or []))]


def _processes() -> Iterator[psutil.Process]:
    return psutil.process_iter(["pid", "username", "cmdline", "cwd"])


def _ours(p: psutil.Process, wanted: tuple[str, ...]) -> bool:
    words = p.info["cmdline"] or []
    return p.info["username"] == "root" and any(word in wanted for word in words) and "course_hub.manage" not in words


def _here(p: psutil.Process, place: Path) -> bool:
    return (p.info["cwd"] or "").startswith(f"{place}/")


def _end(pids: list[int], seconds: float) -> None:
    """End processes: asked first, made to afterwards; come back once they are gone."""
    found = []
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            found.append(psutil.Process(pid))
    for p in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            p.terminate()
    _, left = psutil.wait_procs(found, timeout=seconds)
    for p in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            p.kill()
    psutil.wait_procs(left, timeout=5)


def address(settings: Settings) -> str:
    return settings.public or f"http://{settings.address}:{settings.port}"


def _environment(places: Places) -> dict[str, str]:
    return {**{k: v for k, v in os.environ.items() if k in ("LANG", "LC_ALL", "TZ")}, "PATH": f"{places.env / 'bin'}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).resolve().parents[1]), str(places.staff / "widgets")]), "SYSTEMS_LEADERSHIP_DATA": str(places.data), "PYTHONUTF8": "1"}


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def _say(words: str) -> None:
    print(words, flush=True)


def main(argv: list[str] | None = None) -> int:
    """Run a command; 0 when it went well, 1 with one clear message when it did not, 3 when somebody must look."""
    parser = argparse.ArgumentParser(prog="course_hub", description=__doc__)
    parser.add_argument("verb", choices=["start", "run", "stop", "restart", "status", "prepare", "password"])
    parser.add_argument("data", type=Path)
    parser.add_argument("name", nargs="?", default="", help="whose password")
    parser.add_argument("--prepared", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    places = Places(args.data.resolve())
    try:
        if args.verb == "restart":
            stop(places, learners=False)
        return {"start": lambda: start(places), "restart": lambda: start(places), "run": lambda: run(places, args.prepared), "stop": lambda: stop(places),
                "status": lambda: status(places), "prepare": lambda: bool(prepare(places)) - 1, "password": lambda: password(places, args.name)}[args.verb]()
    except (HubError, login.LoginError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
