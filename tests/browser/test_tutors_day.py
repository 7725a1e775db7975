"""A tutor's whole day on a hub's exchange: twelve hand-ins released, collected, marked in a real browser, returned, fetched and read."""
from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import honest
import lab
import pytest
import tutor
from plays import MODULE
from playwright.sync_api import Page, expect

from systems_leadership import folder as learners_folder
from systems_leadership import registry
from systems_leadership.exercise import Desk, Session

pytestmark = [pytest.mark.browser, pytest.mark.pipeline]
CLI = "systems_leadership.cli"
COHORT = [f"{1040 + n}" for n in range(12)]
CRITERIA = ("reflection_a-c1", "reflection_a-c2", "reflection_b-c1", "reflection_b-c2", "reflection_b-c3", "reflection_b-c4")


def given(n: int, k: int) -> int:
    """The mark hand-in n as the list has it gets on criterion k."""
    return (n + k) % 4


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An exchange, and a tutor's folder that uses it with its learners put in from a file."""
    for name in ("exchange", "settings", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "exchange").chmod(0o777)
    root = f"c.Exchange.root = {str(tmp_path / 'exchange')!r}\n"
    (tmp_path / "settings" / "nbgrader_config.py").write_text(f"c = get_config()\n{root}from systems_leadership.marking.config import configure\nconfigure(c)\n")
    for name, value in (("JUPYTER_CONFIG_DIR", "settings"), ("HOME", "home")):
        monkeypatch.setenv(name, str(tmp_path / value))
    teach = tutor.teaching(tmp_path)
    (teach / "nbgrader_local.py").write_text(root + "c.ExchangeCollect.check_owner = False\n")            # as where all share a system user
    (tmp_path / "cohort.csv").write_text("number,first name,last name\n" + "".join(f"{number},First{number},Last{number}\n" for number in COHORT))
    done = tutor.run(tmp_path, CLI, "teach", str(teach), "--prepare-only", "--learners", str(tmp_path / "cohort.csv"))
    assert "12 put in" in done.stdout
    return tmp_path


def learner(hub: Path, monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    """Be this learner from here on: their name on the hub, their own settings."""
    monkeypatch.setenv("JUPYTERHUB_USER", number)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(hub / "data" / number))


def hand_in(hub: Path, monkeypatch: pytest.MonkeyPatch, number: str, seed: int) -> None:
    """A learner's own folder with an honest play in it, and the one button."""
    learner(hub, monkeypatch, number)
    mine = hub / "learners" / number
    learners_folder.fill(mine)
    for name, data in honest.hand_in(seed).items():
        if name.endswith(".jsonl"):
            (mine / MODULE / name).write_bytes(data)
    session = Session(registry.exercise("hand_in"), Desk(mine / MODULE))
    outcome, _ = session.do({"do": "hand_in"})
    assert outcome.made, outcome.said
    monkeypatch.delenv("JUPYTERHUB_USER")
    [sent] = [path for path in inbound(hub).iterdir() if path.name.split("+")[0] not in COHORT]
    sent.rename(sent.with_name("+".join([number, *sent.name.split("+")[1:]])))         # a test is one system user; on a hub each has their own


def inbound(hub: Path) -> Path:
    return hub / "exchange" / tutor.COURSE / "inbound"


def mark_one(page: Page, n: int) -> None:
    """One hand-in by keyboard: a digit at each criterion, the comment frame at the first and the last."""
    for k, name in enumerate(CRITERIA):
        card = page.locator(f"#at-{name}")
        card.get_by_role("radio").first.focus()
        page.keyboard.press(str(given(n, k)))
        if k in (0, len(CRITERIA) - 1):
            card.get_by_role("button", name="Seen, question, next step").click()
            page.keyboard.type(f"hand-in {n}, your sentence after question 12.")
            page.keyboard.press("Escape")
    expect(page.get_by_text("6 of 6 criteria marked.")).to_be_visible()


def test_the_day(hub: Path, chromium: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    teach = hub / "teach"
    assert tutor.run(hub, CLI, "release", str(teach), MODULE).stdout == f"Released {MODULE}: 1 done.\n"
    for seed, number in enumerate(COHORT):
        hand_in(hub, monkeypatch, number, seed)
    collected = tutor.run(hub, CLI, "collect", str(teach), MODULE, "--exchange", ok=False)
    assert (collected.returncode, collected.stdout) == (0, f"Collected {MODULE}: 12 collected.\n")
    marked = tutor.run(hub, CLI, "mark", str(teach), MODULE, ok=False)
    assert marked.stdout.startswith(f"Marked {MODULE}: 1 marked, 11 need a person."), "one has done everything; of the others the missing parts are named"
    who = mark_in_browser(hub, teach, chromium)
    back = tutor.run(hub, CLI, "feedback", str(teach), MODULE, "--exchange", ok=False)
    assert back.stdout.startswith(f"Feedback on {MODULE} (12 sent to the exchange): 12 marked.")
    assert f"{MODULE}: 12 collected, 12 marked by the course, 12 marked by a person, 12 with feedback, 0 not handed in." in tutor.run(hub, CLI, "status", str(teach), MODULE).stdout
    read_as_learners(hub, chromium, monkeypatch, who)


def mark_in_browser(hub: Path, teach: Path, chromium: Any) -> dict[str, int]:
    """All twelve, each one key after the other. Returns the place in the list by learner."""
    who = {}
    with lab.running([sys.executable, "-m", CLI, "teach", str(teach), "--no-browser", "--port={port}"], hub / "server", teach) as server:
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        page, outside = context.new_page(), []
        page.on("request", lambda r: None if r.url.startswith((server.url, "data:", "blob:")) else outside.append(r.url))
        page.goto(f"{server.url}/login?next=%2Fformgrader%2Fgradebook%2F{MODULE}%2Fwork&token={lab.TOKEN}")
        expect(page.get_by_role("link", name=re.compile(r"^Submission #"))).to_have_count(12)
        page.get_by_role("link", name="Submission #1", exact=True).click()
        for n in range(1, len(COHORT) + 1):
            expect(page.get_by_text(f"Hand-in {n} of 12")).to_be_visible()
            page.wait_for_selector("[data-ready=yes]")
            mark_one(page, n)
            page.get_by_role("button", name="Who is it?").click()
            who[re.findall(r"Learner (\d+)", expect_text(page))[0]] = n
            page.get_by_role("button", name="Hide who it is").click()
            page.keyboard.press("Control+.")
        page.wait_for_url("**/gradebook/**")
        assert outside == []
        context.close()
    assert sorted(who) == COHORT
    return who


def expect_text(page: Page) -> str:
    words = page.locator("#who-it-is")
    expect(words).to_contain_text("Learner")
    return words.inner_text()


def read_as_learners(hub: Path, chromium: Any, monkeypatch: pytest.MonkeyPatch, who: dict[str, int]) -> None:
    """Two learners fetch theirs as nbgrader has it, and read it; neither gets the other's."""
    for number in (COHORT[0], COHORT[7]):
        learner(hub, monkeypatch, number)
        mine, n = hub / "learners" / number, who[number]
        tutor.run(mine, "nbgrader", "fetch_feedback", MODULE, "--course=systems_leadership")
        [html] = mine.rglob("feedback/*/work.html")
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        page.goto(html.as_uri())
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\d+ of 26$"))
        words = page.inner_text("body")
        assert f"hand-in {n}, your sentence after question 12." in words
        assert not [other for m in range(1, 13) if m != n and (other := f"hand-in {m}, your") in words]
        expect(page.locator(".mark").first).to_have_text(f"{given(n, 0)} of 3")
        assert page.locator("script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.close()
    monkeypatch.delenv("JUPYTERHUB_USER")
