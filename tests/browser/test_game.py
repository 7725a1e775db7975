"""The unfolding game in a real JupyterLab: by mouse, by keyboard alone, through the table; killed and resumed; two tabs."""
from __future__ import annotations

import json
import re
import shutil

import pytest
from playing import Game, kill_kernels, moves
from plays import PLAY
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def at_checkpoint(learner) -> tuple[Page, Game]:
    """Six questions asked: the boxes of the first checkpoint stand open."""
    page = learner.open()
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play(PLAY[:5])
    game.ask(*PLAY[5])
    return page, game


def test_whole_game_by_mouse(learner):
    """24 questions by pointing at the map, every checkpoint, the ending and the debrief; and a second standpoint is offered."""
    learner.open()
    game = Game(learner.page)
    game.begin("Mental health commissioner")
    game.play()
    game.close()
    game.finish()
    asked = [op for op in moves(learner.module) if op["do"] == "ask"]
    assert len(asked) == len(PLAY) == 24
    game.button("Play from another standpoint").click()
    expect(game.root.get_by_role("button", name="Mental health commissioner")).to_have_count(0)
    expect(game.root.get_by_role("button", name="Partner or parent")).to_have_count(1)


def test_whole_game_by_keyboard_alone(learner):
    """A whole game with Tab, arrows, Enter and letters; no pointer at all."""
    page = learner.open()
    game = Game(page)
    page.evaluate("document.querySelector('.sl button.seat').focus()")     # where Tab arrives first in the exercise
    here = "document.activeElement"

    def tab_to(test: str, limit: int = 80) -> None:
        for _ in range(limit):
            if page.evaluate(f"(e => {test})({here})"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {test}")

    def key_into(name: str) -> None:
        tab_to(f"e.tagName === 'BUTTON' && e.textContent.includes({json.dumps(name)})")
        page.keyboard.press("Enter")

    def write(*texts: str) -> None:
        """From the heading that took the focus, through the boxes below it."""
        for text in texts:
            page.keyboard.press("Tab")
            tab_to("e.tagName === 'TEXTAREA'")
            page.keyboard.type(text)

    key_into("Partner or parent")
    expect(game.box("People in distress at night in Marlshire: what is the problem? One sentence.")).to_be_visible()
    write("He stopped opening his post and nobody would hear it.")
    key_into("Keep this and begin")
    for n in range(1, 25):
        expect(game.root.locator("#sl-who")).to_be_visible()
        if n > 1 and (n - 1) % 6:
            page.keyboard.press("Shift+Tab")
            while not page.evaluate(f"{here}.id === 'sl-who'"):
                page.keyboard.press("Shift+Tab")
        while game.root.locator("button.ask").count() == 0:                # all five asked: on to the next name
            page.keyboard.press("ArrowDown")
        tab_to("e.classList.contains('ask')")
        page.keyboard.press("Enter")
        game.until(n)
        if n % 6 == 0:
            write(f"Sentence after {n}: it is always somebody else's turn.", "What I heard from the school made me change it.")
            key_into("Keep this and go on")
            expect(game.button("Keep this and go on")).to_have_count(0)
    for name in ("Vet", "Bus driver"):
        write(name)
        key_into("Add")
        expect(game.root.locator("section.sheet ul.plain li", has_text=name)).to_have_count(1)
        while not page.evaluate(f"{here}.tagName === 'H2' || {here}.textContent.includes('A player')"):
            page.keyboard.press("Shift+Tab")
            if page.evaluate(f"{here}.tagName === 'TEXTAREA' && {here}.id.includes('add_name')"):
                page.keyboard.press("Shift+Tab")
                break
    tab_to("e.id.includes('missing')")
    page.keyboard.type("People who never ring.")
    key_into("Close the map")
    expect(game.root.get_by_role("heading", name="What you saw from there, and what you did not")).to_be_focused()
    write(*["A line of debrief."] * 4)
    key_into("Keep and finish this play")
    expect(game.button("Keep and finish this play")).to_have_count(0)
    assert [op["do"] for op in moves(learner.module)].count("ask") == 24
    assert moves(learner.module)[-1]["do"] == "finish"


def test_arrows_walk_the_map_and_enter_chooses(learner):
    """The map is one tab stop; an arrow goes to a player that way; Enter chooses whom to ask."""
    page = learner.open()
    game = Game(page)
    game.begin("Mental health commissioner")
    game.ask("Mental health commissioner", "speaks")
    assert game.root.locator("g.player[tabindex='0']").count() == 1
    game.root.locator("g.player[tabindex='0']").focus()
    page.keyboard.press("ArrowLeft")
    reached = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert reached != "Mental health commissioner"
    page.keyboard.press("Enter")
    expect(game.root.locator("#sl-who option:checked")).to_have_text(reached)


def test_game_through_the_table(learner):
    """The table asks too: the way for a phone or a screen reader."""
    page = learner.open()
    page.set_viewport_size({"width": 360, "height": 900})
    game = Game(page)
    game.begin("Partner or parent")
    game.button("Table").click()
    expect(game.root.locator("svg.map")).to_have_count(0)
    for who, question in (("Partner or parent", "close"), ("Person in a first crisis", "close"), ("Close friend or housemate", "close"),
                          ("Person living in recovery", "close"), ("Public library", "beside"), ("Local employer", "beside")):
        row = game.root.get_by_role("button", name=f"Ask {who}", exact=True)
        if row.count() == 0:
            continue
        row.click()
        n = game.asked
        game.root.locator(f"button.ask[data-question={question}]").click()
        game.until(n + 1)
    assert game.asked >= 4
    assert page.evaluate("(() => { const e = document.querySelector('.sl'); return e.scrollWidth <= e.clientWidth + 1; })()"), "the exercise scrolls sideways at 360 px"


def test_killed_in_mid_game_and_resumed(learner):
    """The kernel dies without warning; what was asked and what was being written are there when the page opens again."""
    page, game = at_checkpoint(learner)
    box = game.box("Write the problem again, in one sentence")
    box.fill("Half a sentence, not kept y")
    before = moves(learner.module)
    assert kill_kernels(learner.module) == 1
    box.press_sequentially("et, typed after the kernel died")
    page.wait_for_timeout(700)                       # longer than the pause after which words are sent: they went nowhere
    expect(box).to_have_value("Half a sentence, not kept yet, typed after the kernel died")
    expect(box).to_be_focused()
    learner.open(fresh=False)
    game = Game(learner.page)
    game.until(6)
    expect(game.box("Write the problem again, in one sentence")).to_have_value("Half a sentence, not kept yet, typed after the kernel died")
    assert moves(learner.module) == before
    game.checkpoint()
    assert moves(learner.module)[-1]["do"] == "keep"


def test_a_dead_kernel_takes_no_letter_and_the_page_comes_back_by_itself(learner):
    """No dialog stands in the way of a sentence; the page runs again once its writer leaves the box, and what was typed is in the record."""
    page, game = at_checkpoint(learner)
    box, words = game.box("Write the problem again, in one sentence"), "Half a sentence, typed while the kernel dies and comes back, and not a letter of it is gone"
    box.press_sequentially(words[:20])
    assert kill_kernels(learner.module) == 1
    box.press_sequentially(words[20:60])
    expect(page.locator(".saved").filter(has_text="saved once you leave the box").first).to_be_visible()
    page.wait_for_timeout(4000)                      # the new kernel is there by now: a box somebody writes in is left alone
    box.press_sequentially(words[60:])
    expect(box).to_have_value(words)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    box.blur()
    expect(page.locator(".saved").filter(has_text="Not saved")).to_have_count(0, timeout=20_000)
    game.until(6)
    expect(game.box("Write the problem again, in one sentence")).to_have_value(words)
    game.checkpoint()
    assert moves(learner.module)[-1]["do"] == "keep"


def test_a_dialog_that_only_tells_something_is_a_line_while_somebody_writes(learner):
    """As when JupyterLab finds that a folder cannot be listed; one that asks something stays a dialog."""
    page, game = at_checkpoint(learner)
    box = game.box("Write the problem again, in one sentence")
    box.focus()
    page.keyboard.type("Before ")
    shutil.move(learner.module, learner.folder / "moved")
                                                     # the file browser looks at the folder by itself, sooner or later
    expect(page.locator(".sl-offline")).to_contain_text("could not be read just now", timeout=60_000)
    page.keyboard.type("and after")
    expect(box).to_have_value("Before and after")
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    shutil.move(learner.folder / "moved", learner.module)


def test_a_lost_connection_takes_no_letter_and_is_said_in_a_line(learner):
    """JupyterLab would say it in a dialog, in the middle of a word."""
    page, game = at_checkpoint(learner)
    box, words = game.box("Write the problem again, in one sentence"), "Typed with no connection, and every letter of it is there"
    page.context.set_offline(True)
    box.press_sequentially(words[:30])
    expect(page.locator(".sl-offline")).to_contain_text("No connection to the course just now.", timeout=60_000)
    expect(page.locator(".saved").filter(has_text="there is no connection just now").first).to_be_visible()
    box.press_sequentially(words[30:])
    expect(box).to_have_value(words)
    expect(box).to_be_focused()
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator(".sl-offline")).to_have_count(0, timeout=30_000)
    expect(game.root.locator(".saved").first).to_have_text("Saved", timeout=30_000)
    game.checkpoint()
    assert moves(learner.module)[-1]["do"] == "keep"


def test_running_the_page_again_restores_and_never_resets(learner):
    page = learner.open()
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play(PLAY[:2])
    page.locator("#jp-MainMenu .lm-MenuBar-itemLabel", has_text="Run").click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").last.click()
    expect(page.locator(".jp-OutputArea .sl .track").first).to_have_attribute("aria-label", "2 of 24 questions asked")
    assert [op["do"] for op in moves(learner.module)] == ["start", "before", "ask", "ask"]


def test_undo_and_redo(learner):
    page = learner.open()
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play(PLAY[:2])
    game.button("Undo").click()
    game.until(1)
    game.button("Redo").click()
    game.until(2)
    assert [op["do"] for op in moves(learner.module)][-2:] == ["undo", "redo"]


def test_two_tabs_stay_in_step(learner):
    """A second tab on the same page, and its kernel: each sees the other's moves and none is lost."""
    page = learner.open()
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play(PLAY[:1])
    other_page = page.context.new_page()
    other_page.goto(page.url.split("?")[0].replace("/lab/", "/lab/workspaces/second/") + "?token=loopback")
    other_page.wait_for_selector(".jp-NotebookPanel[data-course-ran]", timeout=60_000)
    other = Game(other_page)
    other.until(1)
    other.ask(*PLAY[1])
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    game.until(2)
    game.ask(*PLAY[2])
    other_page.evaluate("window.dispatchEvent(new Event('focus'))")
    other.until(3)
    assert [op["player"] for op in moves(learner.module) if op["do"] == "ask"] == ["mh_commissioner", "inspectorate", "ed"]


def test_a_seat_can_be_given_up_until_something_is_written(learner):
    page = learner.open()
    game = Game(page)
    game.root.get_by_role("button", name=re.compile("^Partner or parent")).click()
    game.button("Choose another place to sit").click()
    game.begin("Mental health commissioner")
    assert [op.get("standpoint") for op in moves(learner.module)] == ["family", "mh_commissioner", None]
