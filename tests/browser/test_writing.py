"""Words: sheets half written, kernels killed, hostile text, records that cannot be used."""
from __future__ import annotations

import json
import re

import pytest
from playing import Game, kill_kernels, moves, sheet
from plays import PLAY
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
HOSTILE = ["<img src=x onerror=\"window.hacked=1\">", "אבגד שלום", "Night 🚌 driver", "x" * 10_000]


def test_half_written_sheet_survives_a_killed_kernel(learner):
    """Letters typed before and after the kernel dies are all there when the page opens again."""
    page = learner.open()
    box = sheet(page, "Your two maps").locator("textarea").first
    box.press_sequentially("At question 9 I was still asking ")
    assert kill_kernels(learner.module) == 1
    box.press_sequentially("about referrals.")
    page.wait_for_timeout(700)                       # longer than the pause after which words are sent
    page = learner.open(fresh=False)
    box = sheet(page, "Your two maps").locator("textarea").first
    expect(box).to_have_value("At question 9 I was still asking about referrals.")
    expect(sheet(page, "Your two maps").locator(".saved")).to_have_text(re.compile("Saved"))
    line = json.loads((learner.module / "reflection_a.jsonl").read_text().splitlines()[-1])
    assert "referrals" in line["op"]["put"]


def test_reading_commits_then_shows_and_draws(learner):
    """The reading's sheet keeps the first words, shows what stands beside them, and the figure draws three maps."""
    page = learner.open("reading.ipynb")
    asks = sheet(page, "What is the problem in Market Row?")
    asks.get_by_role("button", name="Keep this and read on").click()
    expect(asks.get_by_role("status")).to_contain_text("Write something for each question first.")
    for area in asks.locator("textarea").all():
        area.fill("There is nowhere to take people.")
    asks.get_by_role("button", name="Keep this and read on").click()
    expect(asks.get_by_text("The man on the wall has not been asked.")).to_be_visible()
    expect(asks.locator("textarea")).to_have_count(0)
    expect(page.locator(".sl svg.smallmap")).to_have_count(3)


def test_reflection_quotes_the_learners_own_record(learner):
    """Before two plays a plain note; the words of the record once they are there."""
    page = learner.open()
    expect(sheet(page, "Your two maps").get_by_text("Not there yet").first).to_be_visible()
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play(PLAY[:6])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(sheet(page, "Your two maps").get_by_text("1. Mental health commissioner: Who speaks, and to whom?")).to_be_visible()


@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_hostile_names_do_nothing(learner, n):
    """A name that is HTML, right-to-left, an emoji or 10,000 letters: shown as text, or refused with the reason, never run."""
    page = learner.open()
    game = Game(page)
    game.begin("Mental health commissioner")
    seed_events(game)
    name = HOSTILE[n]
    game.box("A player the library lacks").fill(name)
    game.button("Add").click()
    if len(name) > 80:
        expect(game.root.get_by_role("status")).to_contain_text("A name keeps 80 characters, and this has 10,000.")
        expect(game.root.locator("ul.plain button", has_text="Take off")).to_have_count(0)
    else:
        expect(game.root.locator("section.sheet ul.plain li .words")).to_have_text(name)
        expect(game.root.locator("svg.map .added")).to_have_count(1)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".sl img").count() == 0


def seed_events(game: Game) -> None:
    """Play until somebody asks for a scope, then stop there with a reason."""
    for move in PLAY:
        game.ask(*move)
        if game.asked % 6 == 0:
            game.checkpoint()
        lock = game.root.get_by_role("button", name="Stop and lock the map")
        if lock.count():
            game.box("If you stop here: why is this the right scope?").fill("Because these are the ones who meet him tonight.")
            lock.click()
            break
    expect(game.box("A player the library lacks")).to_be_visible()


def test_a_foreign_record_is_set_aside_by_one_button(learner):
    record = learner.module / "unfolding.jsonl"
    record.write_bytes(b"PK\x03\x04 not a record at all\n" * 3)
    page = learner.open()
    root = page.locator(".jp-OutputArea .sl").first
    expect(root).to_contain_text("unfolding.jsonl is not a record of this course. It has been left as it is.")
    root.get_by_role("button", name="Set it aside and start a new record").click()
    expect(root.get_by_role("heading", name="Where will you sit?")).to_be_visible()
    assert (learner.module / "unfolding.set-aside.jsonl").read_bytes().startswith(b"PK")


def test_a_truncated_record_says_what_is_back(learner):
    page = learner.open()
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play(PLAY[:3])
    record = learner.module / "unfolding.jsonl"
    whole = len(moves(learner.module))
    lines = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join(lines)[:-9])
    page = learner.open(fresh=False)
    game = Game(page)
    game.until(2)
    expect(game.root.get_by_role("status")).to_contain_text(f"unfolding.jsonl was damaged from move {len(lines) - 1} on.")
    assert whole == 5
    assert (learner.module / "unfolding.damaged.jsonl").exists()


def test_a_newer_record_is_left_alone(learner):
    record = learner.module / "unfolding.jsonl"
    text = '{"record": "systems-leadership", "version": 99, "exercise": "unfolding", "case": "marlshire"}\n'
    record.write_text(text)
    page = learner.open()
    root = page.locator(".jp-OutputArea .sl").first
    expect(root).to_contain_text("written by a newer version of the course")
    expect(root.get_by_role("button")).to_have_count(0)
    assert record.read_text() == text
