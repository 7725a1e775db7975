"""Formgrader on a real server: what a stranger's work, name or address cannot do to a tutor."""
from __future__ import annotations

import http.client
import json
import os
import re
import sys
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lab
import pytest
import tutor
from nbgrader.api import Gradebook
from packing import whole
from plays import MODULE

from systems_leadership import registry
from systems_leadership.marking import mark

pytestmark = pytest.mark.pipeline
PAGES = ("manage_assignments", f"manage_submissions/{MODULE}", "gradebook", f"gradebook/{MODULE}", f"gradebook/{MODULE}/work", "manage_students", "manage_students/1042",
         f"manage_students/1042/{MODULE}", "api/assignments", f"api/submissions/{MODULE}", "api/students", "nowhere")


@dataclass
class Answer:
    status: int
    headers: Any
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Server:
    """A tutor's server, with one hand-in marked. `cookies` are a browser's."""

    lab: lab.Lab
    submission: str
    cookies: dict[str, str]

    def ask(self, path: str, method: str = "GET", body: Any = None, **more: str) -> Answer:
        host = urllib.parse.urlsplit(self.lab.url).netloc
        connection = http.client.HTTPConnection(host, timeout=30)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "X-XSRFToken": self.cookies.get("_xsrf", ""), "Authorization": f"token {lab.TOKEN}", **more}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("safety")
    teach = tutor.teaching(root)
    place = tutor.submitted(teach, "1042")
    place.mkdir(parents=True)
    for name, data in whole().items():
        (place / name).write_bytes(data)
    tutor.enrol(teach, n1042=("Robin", "Ash"))
    mark.cohort(teach, MODULE)
    with Gradebook(f"sqlite:///{teach / 'gradebook.db'}", tutor.COURSE) as book:
        submission = book.find_submission_notebook("work", MODULE, "1042").id
    marked = teach / "autograded" / "1042" / MODULE
    (marked / "page.html").write_text("<script>alert(document.cookie)</script>")
    (marked / "link.txt").symlink_to("/etc/hostname")
    os.mkfifo(marked / "pipe.txt")
    command = [sys.executable, "-m", "systems_leadership.cli", "teach", str(teach), "--no-browser", "--port={port}"]
    with lab.running(command, root / "..", teach) as running:
        found = Server(running, submission, {})
        found.ask("/formgrader/manage_assignments")
        yield found


@pytest.mark.parametrize("page", [*PAGES, "submissions/{id}/"])
def test_every_page_and_answer_has_a_strict_policy(server: Server, page: str) -> None:
    """Scripts by a number that is new each time; nothing inline without it, nothing from elsewhere, no guessing of types."""
    address = f"/formgrader/{page.format(id=server.submission)}"
    first, second = (server.ask(address) for _ in range(2))
    policy = first.headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert re.fullmatch(r"script-src 'nonce-[\w-]{24}'", scripts)
    assert scripts not in second.headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'self'", "connect-src 'self'"):
        assert part in policy
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    nonce = scripts.split("'")[1].removeprefix("nonce-")
    tags = re.findall(r"<script[^>]*>", first.text) if "html" in first.headers["Content-Type"] else []
    assert [tag for tag in tags if f'nonce="{nonce}"' not in tag] == []
    assert not re.findall(r"<[^>]+\son\w+=", first.text if tags else "")
    assert [src for src in re.findall(r'(?:src="|<link[^>]+href=")([^"]*)"', first.text) if src.startswith(("http:", "https:", "//"))] == []


@pytest.mark.parametrize("name", ['x"; alert(1); "', "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_an_address_puts_nothing_into_a_page(server: Server, name: str) -> None:
    """Stock formgrader writes the learner's number from the address into a script as it stands."""
    page = server.ask(f"/formgrader/manage_students/{urllib.parse.quote(name, safe='')}").text
    assert name not in page
    assert "<img" not in page
    assert page.count("<script") == server.ask("/formgrader/manage_students/1042").text.count("<script")


def test_a_submitted_file_is_saved_and_never_opened_as_a_page(server: Server) -> None:
    """S3: stock formgrader serves it as text/html on the tutor's own address."""
    found = server.ask(f"/formgrader/submissions/{server.submission}/page.html")
    assert found.status == 200
    assert found.headers["Content-Type"] == "application/octet-stream"
    assert found.headers["Content-Disposition"] == 'attachment; filename="page.html"'
    assert found.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert server.ask(f"/formgrader/submissions/{server.submission}/unfolding.jsonl").body == whole()["unfolding.jsonl"]


@pytest.mark.parametrize("path", ["..%2f..%2f..%2fgradebook.db", "%2e%2e/%2e%2e/%2e%2e/gradebook.db", "..%5c..%5cgradebook.db", "link.txt", "pipe.txt", "nothing.txt", "%00", ""])
def test_nothing_but_an_ordinary_file_of_the_hand_in_can_be_had(server: Server, path: str) -> None:
    found = server.ask(f"/formgrader/submissions/{server.submission}/files-{path}" if not path else f"/formgrader/submissions/{server.submission}/{path}")
    assert found.status == 404
    assert b"SQLite format" not in found.body


def test_no_other_folders_settings_are_run(server: Server, tmp_path: Path) -> None:
    """Stock formgrader runs the nbgrader_config.py of whatever folder `?path=` names."""
    (tmp_path / "nbgrader_config.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    server.ask(f"/formgrader?path={urllib.parse.quote(str(tmp_path), safe='')}")
    server.ask("/formgrader/manage_assignments")
    assert not (tmp_path / "ran").exists()


def test_settings_broken_meanwhile_change_nothing_until_the_next_start(server: Server) -> None:
    """Stock formgrader reads them at every page, and takes a broken file for no settings at all."""
    config = server.lab.folder / "nbgrader_config.py"
    before = config.read_text()
    try:
        config.write_text("this is no Python")
        assert [row["name"] for row in json.loads(server.ask("/formgrader/api/assignments").body)] == [m.id for m in registry.course().module if m.tasks]
    finally:
        config.write_text(before)


@pytest.mark.parametrize(("value", "says"), [(9, "between 0 and 3"), (-1, "between 0 and 3"), ("NaN", "no number"), ("two", "no number"), ([2], "no number"), (True, "no number"),
                                            (10 ** 400, "no number")])
def test_a_mark_outside_what_there_is_is_refused(server: Server, value: Any, says: str) -> None:
    """Stock formgrader holds to the limits in the browser only: 15 of 12 could be stored."""
    grade = next(g for g in json.loads(server.ask(f"/formgrader/api/grades?submission_id={server.submission}").body) if g["name"] == "reflection_a-c1")
    refused = server.ask(f"/formgrader/api/grade/{grade['id']}", "PUT", {"manual_score": value})
    assert refused.status == 400
    assert says in json.loads(refused.body)["message"]
    assert json.loads(server.ask(f"/formgrader/api/grade/{grade['id']}").body)["manual_score"] is None


def test_lists_give_numbers_for_names_until_names_are_asked_for(server: Server) -> None:
    def who() -> tuple[str, str]:
        row = json.loads(server.ask(f"/formgrader/api/submissions/{MODULE}").body)[0]
        return row["last_name"], row["first_name"]
    assert who() == ("1042", "learner")
    assert server.ask("/formgrader/names", "POST").status == 302
    assert who() == ("Ash", "Robin")
    server.ask("/formgrader/names", "POST")
    assert who() == ("1042", "learner")


def test_a_server_is_not_started_on_broken_settings(tmp_path: Path) -> None:
    teach = tutor.teaching(tmp_path, "raise ValueError('a slip')")
    told = tutor.run(tmp_path, "systems_leadership.cli", "mark", str(teach), ok=False)
    assert (told.returncode, "ValueError: a slip" in told.stderr, "Traceback" in told.stderr) == (1, True, False)


@pytest.mark.parametrize("address", ["static/js/utils.js", "course/marking.js"])
def test_scripts_and_styles_are_served_as_what_they_are(server: Server, address: str) -> None:
    """No guessing of types, and nothing that could act as a page of its own."""
    answer = server.ask(f"/formgrader/{address}")
    assert answer.status == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
