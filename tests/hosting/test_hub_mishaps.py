"""A hub that is killed, a service that dies, a port that is taken, a disk that is full, a clock that was set back: work is there afterwards, and one sentence says what to do."""
from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from machine import Machine
from people import Person, at_course, log_in
from playing import Game, moves
from plays import PLAY
from playwright.sync_api import expect

from course_hub import before, settings
from course_hub.places import Places
from course_hub.settings import HubError

pytestmark = [pytest.mark.browser, pytest.mark.pipeline]
MODULE = "m1_defining_the_system"


@pytest.fixture(scope="module")
def learner(hub: Machine, chromium: Any) -> Person:
    person = log_in(hub, chromium, "2055")
    at_course(person)
    return person


def process(hub: Machine, *words: str) -> psutil.Process:
    """The process of this machine's hub whose command has all these words."""
    for p in psutil.process_iter(["cmdline"]):
        line = " ".join(p.info["cmdline"] or [])
        if str(hub.data) in line and all(word in line for word in words):
            return p
    raise AssertionError(f"no process with {words}")


def until(seen: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_hub_killed_while_somebody_plays_comes_back_with_their_server_and_their_work(hub: Machine, learner: Person) -> None:
    page = learner.open(f"{MODULE}/work.ipynb")
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play(PLAY[:2])
    server = process(hub, "systems_leadership.singleuser", "/2055/")
    old = process(hub, "-m", "jupyterhub", "-f")
    old.send_signal(signal.SIGKILL)
    until(lambda: not old.is_running() or old.status() == psutil.STATUS_ZOMBIE)
    until(lambda: hub.manage("status", ok=False).returncode == 0, 90)
    assert server.is_running() and server.pid == process(hub, "systems_leadership.singleuser", "/2055/").pid, "the learner's server went on"
    assert page.locator(".jp-Dialog").all_inner_texts() == []
    expect(page.locator(".sl-offline")).to_have_count(0, timeout=30_000)
    game.press(*PLAY[2])                             # on the same page, which was never loaded again
    expect(game.root.locator(".track")).to_have_attribute("aria-label", re.compile("^3 "), timeout=30_000)
    assert [op["do"] for op in moves(hub.data / "learners" / "2055" / "course" / MODULE)][-3:] == ["ask", "ask", "ask"]
    assert "The hub ended by itself (-9). Learners' servers go on." in hub.log()


def test_a_tutors_service_that_dies_is_started_again_and_the_log_says_so(hub: Machine) -> None:
    service = process(hub, "systems_leadership.singleuser", "/courses/spring")
    service.kill()
    until(lambda: "spring does not answer" in hub.manage("status", ok=False).stdout, 10)
    until(lambda: hub.manage("status", ok=False).returncode == 0, 60)


def test_a_second_start_changes_nothing(hub: Machine) -> None:
    again = hub.manage("start")
    assert re.match(r"The hub is running already \(process \d+\)\.", again.stdout)
    other = hub.manage("run", ok=False)
    assert (other.returncode, other.stderr.strip()) == (1, f"A hub is running on {hub.data} already. `make host-status` says how it is.")


def test_nothing_of_a_hub_that_was_killed_whole_stands_in_the_way_of_the_next(hub: Machine, learner: Person) -> None:
    """Keeper and hub both gone without a word, as when a machine runs out of memory: `stop` clears what they left, and `start` works."""
    keeper = int((hub.data / "hub" / "keeper.pid").read_text())
    proxy = process(hub, "configurable-http-proxy")
    for p in (psutil.Process(keeper), process(hub, "-m", "jupyterhub", "-f")):
        p.kill()
    until(lambda: not proxy.is_running() or proxy.status() == psutil.STATUS_ZOMBIE, 15)
    started = hub.manage("start")
    assert "The hub is at" in started.stdout
    assert learner.get("/user/2055/api/contents") == 200, "the learner's server has been there all the time"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A data directory with its own pretended environment, so that only the fault under test is found."""
    (tmp_path / "hub").mkdir()
    return Places(tmp_path)


def said(places: Places, s: settings.Settings) -> str:
    return "\n".join(before.troubles(places, s, up=False))


def test_a_port_that_is_taken_is_named_with_who_has_it(places: Places) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        s = settings.Settings(cohort=[settings.Cohort(id="a", help_lines=["x: 1"])], admins=["x"], port=port)
        assert said(places, s) == f"Port {port} is in use by another program ({psutil.Process().name()}, process {os.getpid()}). Stop that program, or write another port into {places.settings}."


def test_an_inner_port_that_is_taken_is_named_too(places: Places) -> None:
    s = settings.Settings(cohort=[settings.Cohort(id="a", help_lines=["x: 1"])], admins=["x"], port=free())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        (places.hub / "ports.json").write_text(json.dumps({"hub": taken.getsockname()[1]}))
        assert "the hub's own (hub), is in use by another program" in said(places, s)


def free() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def test_a_full_disk_keeps_a_hub_from_starting_and_is_said_in_time(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    s = settings.Settings(cohort=[settings.Cohort(id="a", help_lines=["x: 1"])], admins=["x"], port=free())
    usage = type(before.shutil.disk_usage("/"))
    monkeypatch.setattr(before.shutil, "disk_usage", lambda _: usage(10**10, 10**10 - 900_000_000, 900_000_000))
    assert said(places, s).startswith(f"The disk with {places.data} has 900 MB left.")
    monkeypatch.setattr(before.shutil, "disk_usage", lambda _: usage(10**10, 10**10 - 50_000_000, 50_000_000))
    with pytest.raises(HubError, match="has 50 MB left"):
        before.look(places, s)


def test_a_clock_that_was_set_back_is_said(places: Places) -> None:
    s = settings.Settings(cohort=[settings.Cohort(id="a", help_lines=["x: 1"])], admins=["x"], port=free())
    ahead = time.time() + 3 * 86_400
    (places.hub / "jupyterhub.sqlite").touch()
    os.utime(places.hub / "jupyterhub.sqlite", (ahead, ahead))
    assert "the clock has been set back" in said(places, s)
    assert "timedatectl set-ntp true" in said(places, s)
