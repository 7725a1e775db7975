"""Boundary questions in a real browser: three chosen, six answered twice, by mouse and by keyboard; nothing lost; axe; narrow."""
from __future__ import annotations

import pytest
from playing import LETTERS, kill_kernels, off_screen, sheet, too_small, violations
from playwright.sync_api import expect

from systems_leadership import registry
from systems_leadership.exercise import Desk

pytestmark = pytest.mark.browser


def state(learner):
    return Desk(learner.module).state(registry.exercise("boundary"))


def test_six_questions_answered_twice_and_they_come_back(learner):
    page = learner.open()
    root = sheet(page, "Boundary questions")
    expect(root.locator("textarea")).to_have_count(7)                     # which system, and the last three, asked of everybody
    for n in range(3):
        root.get_by_role("button", name="Choose:").first.click()
        expect(root.locator("textarea")).to_have_count(7 + 2 * (n + 1))
    expect(root.get_by_role("button", name="Choose:").first).to_be_disabled()
    for n, area in enumerate(root.locator("textarea").all()):
        area.fill(f"Answer {n}, about the village hall.")
    for box in root.get_by_role("checkbox").all():
        box.check()
    expect(root.locator(".saved")).to_contain_text("Saved")
    assert registry.run_check("boundary", "questions", Desk(learner.module)).score == 2
    root.get_by_role("button", name="Leave out").first.click()
    root.get_by_role("button", name="Undo").click()
    expect(root.locator("textarea")).to_have_count(13)
    expect(root.get_by_text("All six are answered, both ways; Reflection B takes them up.")).to_be_visible()
    kept = state(learner)
    kill_kernels(learner.module)
    again = sheet(learner.open(), "Boundary questions")
    expect(again.locator("textarea").first).to_have_value("Answer 0, about the village hall.")
    expect(again.get_by_role("checkbox").first).to_be_checked()
    assert state(learner) == kept


def test_by_keyboard_and_no_letter_reaches_the_notebook(learner):
    page = learner.open()
    root = sheet(page, "Boundary questions")
    shape = "document.querySelectorAll('.jp-Notebook .jp-Cell').length"
    before = page.evaluate(shape)
    root.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    expect(root.get_by_role("checkbox").first).to_be_checked()
    expect(root.get_by_role("button", name="Choose").first).to_be_enabled()         # while the tick is on its way it cannot be pressed, nor reached by Tab
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent === 'Choose'"):
            break
    page.keyboard.press("Enter")
    expect(root.get_by_role("status")).to_contain_text("2 more to choose")
    for control in root.locator(":is(button, input, textarea)").all():
        if control.is_visible() and control.is_enabled():
            control.focus()
            assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true"
            if not control.evaluate("e => e.matches('textarea')"):
                for letter in LETTERS:
                    page.keyboard.press(letter)
    assert page.evaluate(shape) == before


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(learner, theme):
    page = learner.open()
    learner.theme(theme)
    root = sheet(page, "Boundary questions")
    root.get_by_role("button", name="Choose:").first.click()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    assert off_screen(root) == []
    assert too_small(root) == []
