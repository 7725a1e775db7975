"""The start page in a real browser: one button that leads to the next step in the same window, with and without the course's extension; axe; narrow; keys."""
from __future__ import annotations

import json
import re

import lab
import pytest
from playing import LETTERS, off_screen, violations
from plays import open_game, play_run, read_m1, seal
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def start(learner, fresh: bool = True) -> Page:
    return learner.open("../start.ipynb", fresh)


def test_the_button_opens_a_page_at_its_beginning_the_first_time(learner):
    """The care note stands above the first play: nobody is led past it."""
    seal(learner.folder)
    page = start(learner)
    page.get_by_role("link", name="Go on: play from your first standpoint, 45 min").click()
    expect(page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .sl .seat").first).to_be_visible(timeout=60_000)
    expect(page.locator(".jp-RenderedMarkdown p", has_text="This case is about people in distress.")).to_be_in_viewport()


def test_the_button_opens_the_next_step_in_this_window_at_its_exercise(learner):
    seal(learner.folder)
    play_run(open_game(learner.folder), "ed")
    read_m1(learner.folder)
    page = start(learner)
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Go on: play from another standpoint, 30 min").click()
    heading = page.get_by_role("heading", name="What you saw from there, and what you did not")
    expect(heading).to_be_in_viewport(timeout=60_000)
    expect(heading).to_be_focused()
    assert page.evaluate("window.same") is True, "the page was loaded anew"
    assert len(page.context.pages) == 1


def test_coming_back_shows_what_was_done_meanwhile(learner):
    seal(learner.folder)
    page = start(learner)
    page.get_by_role("link", name=re.compile("^Go on")).click()
    expect(page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .sl .seat").first).to_be_visible(timeout=60_000)
    play_run(open_game(learner.folder), "ed")
    page.locator(".lm-TabBar-tab", has_text="start.ipynb").click()
    expect(page.get_by_role("link", name="Go on: read “Not one for us”, and answer its cards, 65 min")).to_be_visible()
    expect(page.locator(".sl svg.smallmap")).to_be_visible()


def test_without_the_extension_the_address_itself_leads_there(learner):
    """The same page in a plain JupyterLab: the learner runs it, and the link is an ordinary one."""
    page = learner.page
    page.route("**/labextensions/@systems-leadership/**", lambda r: r.abort())
    page.goto(f"{learner.jupyter.url}/lab/tree/{learner.folder.name}/start.ipynb?token={lab.TOKEN}&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    expect(page.get_by_text("choose Run All Cells, or start from here")).to_be_visible()
    page.locator("#jp-MainMenu .lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
    link = page.get_by_role("link", name="Begin: write a first guess, 5 min")
    link.click(timeout=60_000)
    page.wait_for_url("**/m0_starting_points/reading.ipynb*")
    expect(page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) h1", has_text="Who takes the lid off")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(learner, theme):
    play_run(open_game(learner.folder), "mh_commissioner")
    (learner.folder / "cohort.toml").write_text('[[help_line]]\nname = "Staff support"\nnumber = "01632 960 123"\n', encoding="utf-8")
    page = start(learner)
    learner.theme(theme)
    expect(page.get_by_text("01632 960 123")).to_be_visible()
    assert violations(page) == []


def test_what_a_cohort_writes_is_only_text(learner):
    bad = json.dumps("<img src=x onerror=alert(1)>")
    (learner.folder / "cohort.toml").write_text(f"title = {bad}\n[[help_line]]\nname = {bad}\nnumber = {bad}\n", encoding="utf-8")
    page = start(learner)
    expect(page.get_by_text("<img src=x onerror=alert(1)>").first).to_be_visible()
    assert page.locator(".sl img").count() == 0


def test_a_narrow_window_has_everything_one_below_another(learner):
    page = start(learner)
    page.set_viewport_size({"width": 320, "height": 900})
    root = page.locator(".sl").first
    expect(root.get_by_role("link", name=re.compile("^Begin"))).to_be_visible()
    assert off_screen(root) == []


def test_by_keyboard_alone_and_no_letter_is_taken(learner):
    page = start(learner)
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    links = page.locator(".sl a")
    for n in range(links.count()):
        links.nth(n).focus()
        assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true"
        for letter in LETTERS:
            page.keyboard.press(letter)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    page.get_by_role("link", name=re.compile("^Begin")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) h1", has_text="Who takes the lid off")).to_be_visible(timeout=60_000)
