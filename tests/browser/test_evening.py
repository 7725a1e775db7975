"""The main job, whole: a learner plays, writes and hands in; a tutor collects, marks in formgrader and returns; the learner reads."""
from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import lab
import pytest
from playing import Game, sheet
from plays import PLAY, answer_boundary, divide
from playwright.sync_api import expect

from systems_leadership.environ import with_scripts

pytestmark = [pytest.mark.browser, pytest.mark.pipeline]
MODULE = "m1_defining_the_system"
B = (2, 1, 3, 0)                              # marks of Reflection B, by criterion
EARNED = 8 + 2 + 3 + sum(B)
SECOND = [("Partner or parent", "close"), ("Partner or parent", "speaks"), ("Child or young carer at home", "close"), ("Person in a first crisis", "close"),
          ("Close friend or housemate", "close"), ("Person who has stepped away from services", "close"), ("Private landlord", "pays"), ("Food bank", "beside"),
          ("Local employer", "beside"), ("Faith group or chaplain", "beside"), ("Public library", "beside"), ("Neighbour", "speaks"),
          ("Secondary school pastoral lead", "hands"), ("GP receptionist", "hands"), ("General practice", "hands"), ("General practice", "pays"),
          ("Police response officer", "hands"), ("Acute mental health ward", "hands"), ("Emergency department", "hands"), ("Night shelter", "hands"),
          ("Police response officer", "pays"), ("Emergency department", "pays"), ("General practice", "beside")]


def nbgrader(teach: Path, *words: str) -> str:
    run = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=teach, capture_output=True, text=True, env=with_scripts(), timeout=180)
    assert run.returncode == 0, run.stderr[-3000:]
    return run.stderr


def play_and_write(learner) -> Path:
    """Both plays, the reflection and the hand-in, on screen. Returns the hand-in file as the browser saved it."""
    page = learner.open()
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play()
    game.close()
    game.finish()
    game.button("Play from another standpoint").click()
    game.begin("Partner or parent")
    for move in SECOND:
        game.ask(*move)
        if game.asked % 6 == 0:
            game.checkpoint()
        lock = game.root.get_by_role("button", name="Stop and lock the map")
        if lock.count():
            game.box("If you stop here: why is this the right scope?").fill("These are the ones I can ring tonight.")
            lock.click()
            break
    expect(game.button("Close the map")).to_be_visible()     # somebody asks for a scope by question 23, whatever the seed
    game.close()
    game.finish()
    writes = sheet(page, "Your two maps")
    writes.scroll_into_view_if_needed()
    expect(writes.get_by_text("You sat first as the mental health commissioner, then as the partner or parent.")).to_be_visible()
    for area in writes.locator("textarea").all():
        area.fill("At question 9 I was still asking about referrals. <b onclick=alert(1)>The landlord</b> saw the post pile up.")
    expect(writes.locator(".saved")).to_contain_text("Saved")
    divide(learner.folder, why="<b onclick=alert(1)>A confidence</b> is kept.")      # played on screen in test_parcels and test_boundary
    answer_boundary(learner.folder, text="<b onclick=alert(1)>The tenants upstairs</b>, and nobody speaks for them.")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    writes = sheet(page, "A boundary you would defend")
    expect(writes.get_by_text("Of those affected and not involved, you wrote in the boundary questions: <b onclick=alert(1)>The tenants upstairs</b>")).to_be_visible()
    expect(writes.get_by_text("Cuts you kept on purpose:")).to_be_visible()
    for area in writes.locator("textarea").all():
        area.fill("The landlord would say: leave me out, and I can be an ordinary creditor.")
    expect(writes.locator(".saved")).to_contain_text("Saved")
    hands = sheet(page, "Hand in")
    hands.scroll_into_view_if_needed()
    for line in ("The unfolding game (second play): process 2 of 2", "Draw the parcels: process 2 of 2", "Boundary questions: process 2 of 2",
                 "A boundary you would defend: 70 words, every part begun."):
        expect(hands.get_by_text(line)).to_be_visible()
    hands.get_by_role("button", name="Hand in", exact=True).click()
    expect(hands.get_by_role("status")).to_contain_text("Write your learner number first")
    hands.get_by_label("Your learner number").fill("1042")
    hands.get_by_role("button", name="Hand in", exact=True).click()
    expect(hands.get_by_role("status")).to_contain_text("Handed in: 7 files, in one file, m1_defining_the_system--1042--")
    with page.expect_download() as download:
        hands.get_by_role("button", name="Save a copy of the file elsewhere").click()
    saved = learner.folder / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.read_bytes() == (learner.folder / "handed in" / saved.name).read_bytes()
    assert sorted(zipfile.ZipFile(saved).namelist()) == ["boundary.jsonl", "hand_in.jsonl", "manifest.json", "parcels.jsonl", "reflection_a.jsonl",
                                                                 "reflection_b.jsonl", "unfolding.jsonl", "work.ipynb"]
    return saved


def test_one_evening(learner, tmp_path):
    handed_in = play_and_write(learner)
    teach = tmp_path / "teach"
    made = subprocess.run([sys.executable, "-m", "systems_leadership.cli", "teach", str(teach), "--prepare-only",
                           "--help-line", "Staff support: 01632 960 123"], capture_output=True, text=True, timeout=120)
    assert made.returncode == 0, made.stderr
    shutil.copy(handed_in, teach / "downloaded" / MODULE / "archive" / f"Cohort A_1042_attempt_{handed_in.name}")
    nbgrader(teach, "zip_collect", MODULE)
    nbgrader(teach, "autograde", MODULE)
    mark_in_formgrader(learner, teach, tmp_path)
    nbgrader(teach, "generate_feedback", MODULE)
    nbgrader(teach, "export")
    row = (teach / "grades.csv").read_text().splitlines()[1]
    assert f",{EARNED}.0," in row, "8 for process, the rest for the criteria"
    read_feedback(learner, teach / "feedback" / "1042" / MODULE / "work.html")


def mark_in_formgrader(learner, teach: Path, tmp_path: Path) -> None:
    """Real formgrader, a real browser: the picture above the answers above the criteria; two marks and two comments."""
    command = [sys.executable, "-m", "systems_leadership.cli", "teach", str(teach), "--no-browser", "--port={port}"]
    with lab.running(command, tmp_path / "tutor", teach) as tutor:
        context = learner.page.context.browser.new_context(viewport={"width": 1180, "height": 1400})
        page, outside = context.new_page(), []
        page.on("request", lambda r: None if r.url.startswith((tutor.url, "data:", "blob:")) else outside.append(r.url))
        hacked: list[str] = []
        page.on("dialog", lambda d: (hacked.append(d.message), d.dismiss()))
        page.goto(f"{tutor.url}/login?next=%2Fformgrader%2Fgradebook%2F{MODULE}%2Fwork&token={lab.TOKEN}")
        page.get_by_role("link", name="Submission #1").click()
        page.wait_for_selector("[data-ready=yes]")
        order = page.evaluate("""() => {
            const y = (t) => [...document.querySelectorAll('.work p, .work h3, legend')].find(e => e.textContent.includes(t))?.getBoundingClientRect().top;
            return [[y('First play: 24 questions'), y('Your two maps'), y('Draw the parcels'), y('Boundary questions'), y('A boundary you would defend')], [y('Evidence'), y('Standpoint')]]; }""")
        for column in order:
            assert all(isinstance(v, (int, float)) for v in column) and column == sorted(column), order
        body = page.inner_text("body")
        for words in ("saw the post pile up", "The tenants upstairs", "A confidence", "an ordinary creditor", "guessed before sorting: 40 in a hundred"):
            assert words in body, f"the tutor does not see {words}"
        page.get_by_text("Mark scheme", exact=True).first.click()
        expect(page.get_by_text("Between 1 and 2").first).to_be_visible()
        assert "BEGIN MARK SCHEME" not in page.content()
        assert page.locator("b[onclick]").count() == 0
        assert page.locator(".nbgrader_cell svg, .jp-OutputArea svg, svg").count() >= 3, "a picture of each play and of the parcels"
        marks = (("reflection_a-c1", "2", "“At question 9”: seen. What does not fit?\nNext: look at question 14."),
                 ("reflection_a-c2", "3", "<img src=x onerror=alert(1)> The landlord’s view stands."),
                 *((f"reflection_b-c{n}", str(mark), f"Of criterion {n}: one thing seen.") for n, mark in enumerate(B, 1)))
        for criterion, mark, comment in marks:
            card = page.locator(f"#at-{criterion}")
            card.get_by_role("radio").nth(int(mark)).click()
            card.get_by_label("Comment to the learner").fill(comment)
        expect(page.get_by_text(f"{len(marks)} of {len(marks)} criteria marked.")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("n")                     # waits for what is still being saved, then goes on: after the last hand-in to the list
        page.wait_for_url("**/gradebook/**")
        assert outside == [], "formgrader fetched something from elsewhere"
        assert hacked == []
        context.close()


def read_feedback(learner, path: Path) -> None:
    """The learner opens the file: marks, descriptors and comment; no mark scheme, no script, nothing fetched."""
    text = path.read_text(encoding="utf-8")
    assert "MARK SCHEME" not in text
    assert "Between 1 and 2" not in text
    page = learner.page
    page.goto(path.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{EARNED} of 26")
    expect(page.get_by_text("Next: look at question 14.")).to_be_visible()
    expect(page.get_by_text("<img src=x onerror=alert(1)> The landlord’s view stands.")).to_be_visible()
    expect(page.get_by_text("Picks out particular moments")).to_be_visible()
    expect(page.get_by_text("Of criterion 4: one thing seen.")).to_be_visible()
    assert page.locator("script").count() == 0
    assert PLAY[0][0] in page.inner_text("body")
