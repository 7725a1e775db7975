"""From the hub's address alone, in a real browser: a learner plays and hands in, the tutor collects, marks and returns, the learner reads; and nobody reaches what is not theirs."""
from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import honest
import psutil
import pytest
from machine import Machine
from people import Person, at_course, log_in
from playing import Game, moves
from plays import PLAY
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.pipeline]
MODULE = "m1_defining_the_system"
CRITERIA = ("reflection_a-c1", "reflection_a-c2", "reflection_b-c1", "reflection_b-c2", "reflection_b-c3", "reflection_b-c4")


def folder(hub: Machine, name: str) -> Path:
    return hub.data / "learners" / name / "course"


@pytest.fixture(scope="module")
def learner(hub: Machine, chromium: Any) -> Person:
    person = log_in(hub, chromium, "2040")
    at_course(person)
    return person


@pytest.fixture(scope="module")
def other(hub: Machine, chromium: Any) -> Person:
    person = log_in(hub, chromium, "2041")
    at_course(person)
    return person


@pytest.fixture(scope="module")
def tutor(hub: Machine, chromium: Any) -> Person:
    return log_in(hub, chromium, "tess")


def test_a_learner_comes_from_the_address_to_the_start_page(learner: Person) -> None:
    expect(learner.page.get_by_text("Autumn cohort").first).to_be_visible()
    expect(learner.page.get_by_text("01632 960 123")).to_be_visible()
    assert learner.get("/user/2040/formgrader") == 404
    assert learner.outside == []


def test_a_server_killed_in_mid_game_loses_nothing(hub: Machine, learner: Person) -> None:
    page = learner.open(f"{MODULE}/work.ipynb")
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play(PLAY[:2])
    before = moves(folder(hub, "2040") / MODULE)
    assert len(before) >= 3
    kill_server(hub, "2040")
    page = learner.open(f"{MODULE}/work.ipynb")      # as a learner does: the page is loaded again, and the hub sees to the rest
    Game(page).until(2)
    assert moves(folder(hub, "2040") / MODULE) == before


def kill_server(hub: Machine, name: str) -> None:
    """Every process of a learner's, with no warning."""
    found = [p for p in psutil.process_iter(["username", "cwd"]) if p.info["username"] == f"sl-{name}"]
    assert found
    for p in found:
        p.kill()
    psutil.wait_procs(found, timeout=10)


def hand_in(hub: Machine, person: Person, seed: int) -> None:
    """An honest play laid into the folder as if it had been played here; then the page's own button."""
    there = folder(hub, person.name) / MODULE
    for name, data in honest.hand_in(seed).items():
        if name.endswith(".jsonl"):
            (there / name).write_bytes(data)
            shutil.chown(there / name, f"sl-{person.name}", "sl-learners")
    page = person.open(f"{MODULE}/work.ipynb")
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("sent to the exchange").first).to_be_visible(timeout=60_000)


def test_work_goes_in_is_marked_and_comes_back(hub: Machine, learner: Person, other: Person, tutor: Person) -> None:
    hand_in(hub, learner, 0)
    hand_in(hub, other, 1)
    page = tutor.page
    page.wait_for_url("**/services/course-autumn/formgrader**")
    manage(page, hub, "collect")
    page.goto(f"{hub.url}/services/course-autumn/formgrader/manage_submissions/{MODULE}")
    expect(page.get_by_text("2040").first).to_be_visible()
    autograde_all(page)
    page.goto(f"{hub.url}/services/course-autumn/formgrader/gradebook/{MODULE}/work")
    expect(page.get_by_role("link", name=re.compile(r"^Submission #"))).to_have_count(2)
    page.get_by_role("link", name="Submission #1", exact=True).click()
    for n in (1, 2):
        expect(page.get_by_text(f"Hand-in {n} of 2")).to_be_visible()
        page.wait_for_selector("[data-ready=yes]")
        mark_one(page)
        page.keyboard.press("Control+.")
    page.wait_for_url("**/gradebook/**")
    manage(page, hub, "generate_feedback")
    manage(page, hub, "release_feedback")
    assert tutor.outside == []
    read_back(hub, learner)


def manage(page: Page, hub: Machine, verb: str) -> None:
    """A button of formgrader's Manage Assignments, and its own answer."""
    page.goto(f"{hub.url}/services/course-autumn/formgrader/manage_assignments")
    row = page.locator("tr", has=page.get_by_role("link", name=MODULE, exact=True)).first
    row.locator(f"td.{verb.replace('_', '-')} a").first.click()
    expect(page.locator(".modal.in .modal-body, .modal.show .modal-body").last).to_contain_text(re.compile("[Ss]uccess"), timeout=90_000)


def autograde_all(page: Page) -> None:
    for link in page.locator("td.autograde a").all():
        link.click()
        expect(page.locator(".modal.in .modal-body, .modal.show .modal-body").last).to_contain_text(re.compile("[Ss]uccess"), timeout=90_000)
        page.locator(".modal.in .close, .modal.show .close").last.click()
        expect(page.locator(".modal.in, .modal.show")).to_have_count(0)


def mark_one(page: Page) -> None:
    for name in CRITERIA:
        page.locator(f"#at-{name}").get_by_role("radio").first.focus()
        page.keyboard.press("2")
    expect(page.get_by_text("6 of 6 criteria marked.")).to_be_visible()


def read_back(hub: Machine, person: Person) -> None:
    page = person.open(f"{MODULE}/work.ipynb")
    page.get_by_role("button", name="Look for feedback").click()
    expect(page.get_by_text("Your feedback is here.")).to_be_visible(timeout=60_000)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("^Read the feedback on what you handed in on")).click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\d+ of 26$"))
    assert person.outside == []


def test_nobody_reaches_what_is_not_theirs(hub: Machine, learner: Person, other: Person, tutor: Person) -> None:
    """Every kind of address there is, asked by somebody it is not for."""
    secret = next((hub.data / "exchange" / "autumn" / "feedback").glob("*.html")).name
    private = ["/user/2040/lab", f"/user/2040/lab/tree/{MODULE}/work.ipynb", f"/user/2040/files/{MODULE}/unfolding.jsonl", f"/user/2040/api/contents/{MODULE}/unfolding.jsonl",
               "/user/2040/api/kernels", "/user/2040/api/sessions", "/user/2040/api/terminals", "/user/2040/api/me",
               "/user/2040/nbconvert/html/start.ipynb", "/user/2040/files/../2041/course/start.ipynb",
               "/services/course-autumn/", "/services/course-autumn/formgrader", f"/services/course-autumn/formgrader/gradebook/{MODULE}", "/services/course-autumn/formgrader/api/assignments",
               f"/services/course-autumn/files/source/{MODULE}/work.ipynb", "/services/course-autumn/api/contents/gradebook.db", "/services/course-autumn/files/gradebook.db",
               "/services/course-spring/formgrader", "/services/culler/", "/hub/admin", "/hub/api/users", "/hub/api/users/2040", "/hub/api/users/2040/server", "/hub/api/groups", "/hub/api/proxy",
               "/hub/api/services", "/hub/user/2040/lab", f"/user/2041/files/../../../exchange/autumn/feedback/{secret}", "/user/2041/files/..%2f..%2f..%2fcourses/autumn/gradebook.db",
               "/user/2041/api/contents/..%2f..%2f1040", "/user/2041/formgrader", "/user/2041/formgrader/api/assignments", "/user/2041/assignments", "/user/2041/terminals/1"]
    let_through = [path for path in private if other.get(path) < 400]
    assert let_through == []
    assert [path for path in ("/user/2040/lab", "/user/2040/api/contents", "/services/course-spring/formgrader", "/hub/admin", "/hub/api/users") if tutor.get(path) < 400] == []
    assert learner.get("/user/2040/api/contents") == 200, "and the one whose it is gets in"
    assert tutor.get("/services/course-autumn/formgrader/api/assignments") == 200


def test_the_kernel_keeps_learners_apart_too(hub: Machine, other: Person) -> None:
    """What somebody can type into a cell of their own: their system user may not look."""
    code = (f"import glob, json, os\nd = {str(hub.data)!r}\n"
            "found = [p for p in (d + '/learners/2040/course', d + '/learners/2040', d + '/courses/autumn/gradebook.db', d + '/courses/autumn', d + '/staff', d + '/staff/solutions', d + '/hub', "
            "d + '/hub/jupyterhub.sqlite', d + '/backups', d + '/hub.toml', d + '/autumn.csv', d + '/exchange/autumn/inbound', d + '/exchange/autumn/feedback', '/root') if os.access(p, os.R_OK)]\n"
            "found += [p for p in (d + '/env', d + '/exchange/autumn/outbound', d + '/shown', d) if os.access(p, os.W_OK)]\n"
            "found += glob.glob(d + '/passwords-*.csv') and [p for p in glob.glob(d + '/passwords-*.csv') if os.access(p, os.R_OK)]\n"
            "import systems_leadership, pathlib\n"
            "print(json.dumps([found, os.getuid() != 0, sorted(p.name for p in pathlib.Path(systems_leadership.__file__).parents[1].glob('solutions'))]))")
    assert json.loads(run_in_kernel(hub, other, code)) == [[], True, []]


def test_a_learner_has_limits(hub: Machine, other: Person) -> None:
    code = "import os\ntry:\n    big = bytearray(600_000_000)\n    print('it was given')\nexcept MemoryError:\n    print('refused', os.nice(0) > 0)"
    assert run_in_kernel(hub, other, code).split() == ["refused", "True"]


def test_who_looks_after_the_hub_opens_nobodys_work(hub: Machine, chromium: Any) -> None:
    boss = log_in(hub, chromium, "boss")
    assert boss.get("/hub/admin") == 200
    assert [path for path in ("/user/2040/lab", "/user/2040/api/contents", "/services/course-autumn/formgrader", "/hub/api/users/2040/tokens") if boss.get(path) < 400] == []
    boss.context.close()


def run_in_kernel(hub: Machine, person: Person, code: str) -> str:
    """Run code as a learner may: in a kernel of their own server, over its own API, in their browser."""
    return person.page.evaluate("""async ([base, code]) => {
      const xsrf = Object.fromEntries(document.cookie.split('; ').map((c) => c.split('=')))._xsrf;
      const made = await (await fetch(base + 'api/kernels?_xsrf=' + xsrf, { method: 'POST', headers: { 'X-XSRFToken': xsrf, 'Content-Type': 'application/json' }, body: '{}' })).json();
      const socket = new WebSocket(base.replace('http', 'ws') + 'api/kernels/' + made.id + '/channels');
      return await new Promise((resolve, reject) => {
        let out = '';
        const header = { msg_id: crypto.randomUUID(), msg_type: 'execute_request', username: '', session: crypto.randomUUID(), date: new Date().toISOString(), version: '5.3' };
        socket.onopen = () => socket.send(JSON.stringify({ header, parent_header: {}, metadata: {}, channel: 'shell', buffers: [],
          content: { code, silent: false, store_history: false, user_expressions: {}, allow_stdin: false, stop_on_error: true } }));
        socket.onmessage = ({ data }) => { const m = JSON.parse(data);
          if (m.parent_header.msg_id !== header.msg_id) return;
          if (m.msg_type === 'stream') out += m.content.text;
          if (m.msg_type === 'error') reject(new Error(m.content.ename + ': ' + m.content.evalue));
          if (m.msg_type === 'execute_reply') setTimeout(() => resolve(out), 300); };
        setTimeout(() => reject(new Error('no answer')), 20000);
      });
    }""", [f"{hub.url}/user/{person.name}/", code])
