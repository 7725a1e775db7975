"""The cascade in a real browser: twice down by mouse and by keyboard, what arrived side by side, restored; axe; narrow."""
from __future__ import annotations

import pytest
from playing import LETTERS, kill_kernels, off_screen, sheet, too_small, violations
from plays import MODULE_7
from playwright.sync_api import Locator, expect

from systems_leadership import registry
from systems_leadership.exercise import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def root(learner) -> Locator:
    learner.open(module=MODULE_7)
    return sheet(learner.page, "Pass it down")


def state(learner):
    return Desk(learner.folder / MODULE_7).state(registry.exercise("cascade"))


def down(root: Locator, which: tuple[int, int] = (0, 1)) -> None:
    """One message from the top to the end."""
    root.get_by_role("button", name="Send it down").click()
    for n in range(5):
        expect(root.get_by_role("heading", name=f"Level {n + 1} of 5")).to_be_visible()
        for k in which:
            root.locator("button.part").nth(k).click()
        root.get_by_role("radio").nth(n % 3).check()
        root.get_by_role("button", name="Hand it on").click()
    expect(root.get_by_role("heading", name="The ends beside each other")).to_be_visible()


def test_twice_down_compared_and_it_comes_back(learner, root):
    root.get_by_role("checkbox").nth(1).check()
    down(root)
    expect(root.locator(".ends > div")).to_have_count(2)
    down(root, (1, 2))
    expect(root.locator(".ends > div")).to_have_count(3)
    for area in root.locator("textarea").all():
        area.fill("Nothing: it sounds like less.")
    root.get_by_role("button", name="Keep the comparison").click()
    expect(root.get_by_text("Kept. Your reflection can quote both ends.")).to_be_visible()
    kept = state(learner)
    assert kept.passages[0].expected == ["what"]
    assert registry.run_check("cascade", "compared", Desk(learner.folder / MODULE_7)).score == 2
    kill_kernels(learner.folder / MODULE_7)
    learner.open(module=MODULE_7)
    expect(sheet(learner.page, "Pass it down").locator(".ends > div")).to_have_count(3)
    assert state(learner) == kept


def test_by_keyboard_alone_and_no_letter_reaches_the_notebook(learner, root):
    page = learner.page
    cells = "document.querySelectorAll('.jp-Notebook .jp-Cell').length"
    before = page.evaluate(cells)

    def press(test: str, key: str) -> None:
        for _ in range(60):
            if page.evaluate(f"(e => !!e.closest('.sl') && {test})(document.activeElement)"):
                page.keyboard.press(key)
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {test}")

    root.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    press("e.textContent === 'Send it down'", "Enter")
    for n in range(5):
        expect(root.get_by_role("heading", name=f"Level {n + 1} of 5")).to_be_focused()
        press("e.matches('button.part[aria-pressed=false]')", "Enter")
        press("e.matches('button.part[aria-pressed=false]')", "Enter")
        press("e.matches('input[type=radio]')", "Space")
        for letter in LETTERS:
            page.keyboard.press(letter)
        press("e.textContent === 'Hand it on'", "Enter")
    expect(root.locator(".arrived")).to_be_focused()
    assert page.evaluate(cells) == before
    assert [len(p.steps) for p in state(learner).passages] == [5]


def test_what_is_refused_is_said_beside_the_button_and_what_is_lacking_has_the_focus(learner, root):
    root.get_by_role("button", name="Send it down").click()
    on = root.get_by_role("button", name="Hand it on")

    def refused(words: str, lacking: Locator) -> None:
        on.press("Enter")
        expect(root.get_by_text(words)).to_have_count(1)
        expect(root.get_by_text(words)).to_be_in_viewport()
        expect(lacking).to_be_focused()
    parts = root.locator("button.part")
    refused("Choose two of the four parts heard here.", parts.first)
    parts.first.click()
    refused("Choose two of the four parts heard here.", parts.nth(1))
    parts.nth(1).click()
    expect(root.get_by_text("Choose two of the four parts heard here.")).to_have_count(0)
    refused("Choose what is on this person’s mind.", root.get_by_role("radio").first)
    learner.page.set_viewport_size({"width": 360, "height": 640})         # no window holds button and parts: it is said in both places
    parts.nth(1).click()
    on.press("Enter")
    expect(parts.nth(1)).to_be_focused()
    expect(root.locator("fieldset .refusal")).to_be_in_viewport()
    expect(root.locator("fieldset .refusal")).to_contain_text("Choose two of the four parts heard here.")
    learner.page.set_viewport_size({"width": 1280, "height": 900})
    parts.nth(1).click()
    expect(root.locator("fieldset .refusal")).to_have_count(0)
    for n in range(5):
        expect(root.get_by_role("heading", name=f"Level {n + 1} of 5")).to_be_visible()
        if n:
            parts.nth(0).click()
            parts.nth(1).click()
        root.get_by_role("radio").first.check()
        on.click()
    expect(root.get_by_text("What arrived: none of the four.")).to_be_visible()
    down(root, (1, 2))
    expect(root.get_by_role("heading", name="A third time, if you like")).to_be_visible()
    boxes = root.locator("textarea")
    boxes.first.fill("Ring nobody.")
    root.get_by_role("button", name="Keep the comparison").click()
    expect(boxes.nth(1)).to_be_focused()
    for there in (boxes.nth(1), root.get_by_text("2 of the three questions are still empty.")):
        expect(there).to_be_in_viewport()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(learner, root, theme):
    page = learner.page
    learner.theme(theme)
    assert violations(page) == []
    down(root)
    root.get_by_role("button", name="Send it down again").click()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    assert off_screen(root) == []
    assert too_small(root) == []
    for n in (0, 1):
        root.locator("button.part").nth(n).click()
    assert violations(page) == []
