"""The bar above a page: start page, what is missing, hand in; in this window, by mouse and keyboard, in both themes; JupyterLab's own tools folded."""
from __future__ import annotations

import pytest
from playing import LETTERS, Game, sheet, violations
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


def bar(page: Page) -> Locator:
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").get_by_role("navigation", name="This course")


def words(page: Page) -> list[str]:
    return bar(page).locator("a, button").all_inner_texts()


def in_view(page: Page, text: str) -> None:
    heading = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .sl").get_by_role("heading", name=text, exact=True)
    expect(heading).to_be_in_viewport(timeout=60_000)
    expect(heading).to_be_focused()


def test_a_work_page_has_three_ways_on(learner):
    page = learner.open()
    assert words(page) == ["Start page", "What is missing", "Hand in", "Notebook tools"]
    bar(page).get_by_role("link", name="What is missing").click()
    in_view(page, "As your record stands now")
    bar(page).get_by_role("link", name="Hand in").click()
    in_view(page, "Hand it in")
    bar(page).get_by_role("link", name="Start page").click()
    expect(page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) h1", has_text="Systems leadership")).to_be_visible(timeout=60_000)
    assert words(page) == ["Notebook tools"]
    assert len(page.context.pages) == 1


def test_from_a_reading_the_hand_in_of_its_module(learner):
    page = learner.open("reading.ipynb")
    assert words(page) == ["Start page", "What is missing", "Hand in", "Notebook tools"]
    bar(page).get_by_role("link", name="What is missing").focus()
    page.keyboard.press("Enter")
    in_view(page, "As your record stands now")


def test_from_a_later_modules_reading_that_modules_own_hand_in(learner):
    """Its id has the module's number in it."""
    page = learner.open("../m7_choosing_an_intervention/reading.ipynb")
    bar(page).get_by_role("link", name="Hand in").click()
    in_view(page, "Hand it in")


def test_a_module_without_hand_in_has_none_in_its_bar(learner):
    page = learner.open("../m0_starting_points/reading.ipynb")
    assert words(page) == ["Start page", "Notebook tools"]


def test_each_line_of_what_is_missing_leads_to_its_exercise(learner):
    page = learner.open()
    bar(page).get_by_role("link", name="What is missing").click()
    hands = sheet(page, "Hand in")
    hands.get_by_role("link", name="Draw the parcels: process 0 of 2").click()
    in_view(page, "Draw the parcels")
    bar(page).get_by_role("link", name="What is missing").click()
    hands.get_by_role("link", name="A boundary you would defend: 0 words").click()
    in_view(page, "A boundary you would defend")


def test_the_marks_on_the_page_follow_the_record(learner):
    """Worked out when the page opened, and again when something has been done since and they come into sight."""
    page = learner.open()
    checks = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output", has_text="Process:")
    expect(checks.first).to_contain_text("First play: not begun.")
    game = Game(page)
    game.begin("Mental health commissioner")
    game.ask("Mental health commissioner", "pays")
    checks.first.scroll_into_view_if_needed()
    expect(checks.first).to_contain_text("1 of 24 questions asked")


def test_the_notebooks_own_tools_are_folded_and_can_be_had(learner):
    page = learner.open()
    tools = page.locator(".jp-NotebookPanel-toolbar")
    expect(tools).to_be_hidden()
    assert page.locator(".jp-NotebookPanel .jp-InputPrompt:visible", has_text="[").count() == 0
    assert page.locator(".jp-SideBar.jp-mod-left .lm-mod-current").count() == 0, "the sidebar is folded"
    bar(page).get_by_role("button", name="Notebook tools").click()
    expect(tools).to_be_visible()
    expect(bar(page).get_by_role("button", name="Notebook tools")).to_have_attribute("aria-pressed", "true")
    bar(page).get_by_role("button", name="Notebook tools").click()
    expect(tools).to_be_hidden()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_bar_can_be_read_and_pressed_and_keeps_single_keys_off(learner, theme):
    page = learner.open()
    learner.theme(theme)
    assert violations(page, ".sl-bar") == []
    small = bar(page).evaluate("n => [...n.querySelectorAll('a, button')].filter(e => e.getBoundingClientRect().height < 32).length")
    assert small == 0
    before = page.locator(".jp-Notebook .jp-Cell").count()
    for control in bar(page).locator("a, button").all():
        control.focus()
        for letter in LETTERS:
            page.keyboard.press(letter)
    assert page.locator(".jp-Notebook .jp-Cell").count() == before


def test_narrow(learner):
    page = learner.open()
    page.set_viewport_size({"width": 360, "height": 800})
    nav = bar(page)
    assert nav.evaluate("n => [...n.querySelectorAll('a, button')].every(e => e.getBoundingClientRect().right <= n.getBoundingClientRect().right + 1)")
    expect(nav.get_by_role("link", name="Hand in")).to_be_in_viewport()


def test_on_a_phone_the_side_bars_give_their_width_to_the_page_and_come_back(learner):
    page = learner.open()
    side = page.locator(".jp-SideBar:not(.lm-mod-hidden)")
    expect(side).to_have_count(2)
    page.set_viewport_size({"width": 320, "height": 800})
    expect(side).to_have_count(0)
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth >= 300")
    learner.open(fresh=False)                             # JupyterLab keeps its layout; ours to put back all the same
    expect(side).to_have_count(0)
    page.set_viewport_size({"width": 1180, "height": 800})
    expect(side).to_have_count(2)


def test_everything_in_the_bar_of_a_narrow_page_is_reached_by_tap_and_by_keyboard(learner):
    page = learner.open()
    page.set_viewport_size({"width": 320, "height": 800})
    links = bar(page).locator("a")
    assert links.all_inner_texts() == ["Start page", "What is missing", "Hand in"]
    expect(bar(page).get_by_role("button")).to_have_count(0)
    for link in links.all():
        box = link.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 320 and box["height"] >= 24, "beyond a thumb"
    links.first.focus()
    reached = []
    for _ in range(3):
        reached.append(page.evaluate("document.activeElement.textContent"))
        assert page.evaluate("(e => { const b = e.getBoundingClientRect(); return document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2) === e; })(document.activeElement)")
        page.keyboard.press("Tab")
    assert reached == ["Start page", "What is missing", "Hand in"]
    bar(page).get_by_role("link", name="What is missing").click()
    in_view(page, "As your record stands now")
