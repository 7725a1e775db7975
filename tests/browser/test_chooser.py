"""The chooser in a real browser: liked, answered, sorted, compared, turned down; by keyboard; restored; axe; narrow."""
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
    return sheet(learner.page, "What would have to be true?")


def state(learner):
    return Desk(learner.folder / MODULE_7).state(registry.exercise("chooser"))


def begin(root: Locator) -> None:
    root.get_by_label("The one you like best").select_option("open_space")
    root.get_by_role("button", name="Keep this").click()
    root.get_by_role("button", name="Take this one: After a summer of long waits").click()
    expect(root.locator("fieldset.question")).to_have_count(14)


def answer(root: Locator) -> None:
    """Every question: its first answer, and for the last that it is not known."""
    questions = root.locator("fieldset.question")
    for n in range(14):
        radios = questions.nth(n).get_by_role("radio")
        (radios.last if n == 13 else radios.first).check()
        expect(root.get_by_text(f"{n + 1} of 14 answered")).to_be_visible()
    root.get_by_role("button", name="See what each would need").click()
    expect(root.get_by_role("heading", name="What each would need")).to_be_focused()


def test_from_liking_to_two_turned_down_and_it_comes_back(learner, root):
    begin(root)
    answer(root)
    table = root.locator("table.signs")
    expect(table.locator("tbody tr:not(.group)")).to_have_count(27)
    table.get_by_role("button", name="There is time").click()
    expect(root.get_by_role("status")).to_contain_text("Sorted by “There is time”.")
    signs = table.locator("tbody tr").evaluate_all("rows => rows.map(r => r.querySelectorAll('svg')[3].getAttribute('aria-label'))")
    assert signs == sorted(signs, key=["met", "asks nothing", "not known", "not met"].index)
    for method in ("Open space", "Committee", "Do nothing yet"):
        table.get_by_label(method, exact=True).check()
    table.get_by_label("Delphi", exact=True).click()
    expect(table.get_by_label("Delphi", exact=True)).not_to_be_checked()
    expect(root.get_by_role("status")).to_contain_text("Three are ticked.")
    expect(root.locator("table.side thead th")).to_have_text(["Condition", "Open space", "Committee", "Do nothing yet"])
    root.get_by_role("button", name="People, length, evidence").click()
    expect(root.locator("table.told")).to_contain_text("16 to 18 hours over three days")
    root.get_by_label("Why not “Open space”, here and now?").fill("A topic is put up by name, and managers read it.")
    root.get_by_role("button", name="Turn it down: Open space").click()
    root.get_by_label("Which one?").select_option("survey")
    root.get_by_label("Why not “Consultation survey”, here and now?").fill("They heard nothing back last time.")
    root.get_by_role("button", name="Turn it down: Consultation survey").click()
    expect(root.get_by_text("Two are turned down.")).to_be_visible()
    kept = state(learner)
    desk = Desk(learner.folder / MODULE_7)
    assert [registry.run_check("chooser", name, desk).score for name in ("conditions", "rejections")] == [2, 2]
    kill_kernels(learner.folder / MODULE_7)
    learner.open(module=MODULE_7)
    again = sheet(learner.page, "What would have to be true?")
    expect(again.get_by_text("A topic is put up by name, and managers read it.")).to_be_visible()
    again.get_by_role("button", name="Take it back: Open space").click()
    expect(again.get_by_role("button", name="Take it back: Open space")).to_have_count(0)
    again.get_by_role("button", name="Undo").click()
    expect(again.get_by_role("button", name="Take it back: Open space")).to_be_visible()
    assert state(learner) == kept


def test_by_keyboard_and_no_letter_reaches_the_notebook(learner, root):
    page = learner.page
    cells = "document.querySelectorAll('.jp-Notebook .jp-Cell').length"
    before = page.evaluate(cells)
    begin(root)
    for n in range(14):
        root.locator("fieldset.question").nth(n).get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        expect(root.get_by_text(f"{n + 1} of 14 answered")).to_be_visible()
        for letter in LETTERS:
            page.keyboard.press(letter)
    root.get_by_role("button", name="See what each would need").press("Enter")
    root.locator("table.signs").get_by_role("button", name="It is safe to speak").press("Enter")
    expect(root.get_by_role("status")).to_contain_text("Sorted by “It is safe to speak”.")
    root.locator("table.signs").get_by_label("Fishbowl", exact=True).press("Space")
    expect(root.get_by_role("heading", name="Close to: Fishbowl")).to_be_visible()
    for control in root.locator(":is(button, input, select, textarea, summary)").all():
        if control.is_visible() and control.is_enabled():
            assert control.evaluate("e => e.dataset.lmSuppressShortcuts") == "true"
    assert page.evaluate(cells) == before


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(learner, root, theme):
    page = learner.page
    learner.theme(theme)
    assert violations(page) == []
    begin(root)
    assert violations(page) == []
    answer(root)
    for method in ("Open space", "Committee", "Do nothing yet"):
        root.locator("table.signs").get_by_label(method, exact=True).check()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    assert off_screen(root) == []
    assert too_small(root) == []
    root.locator(".signlist").get_by_label("Delphi", exact=True).click()
    expect(root.get_by_role("status")).to_contain_text("Three are ticked.")
    root.get_by_role("button", name="People, length, evidence").click()
    assert off_screen(root) == []
    assert violations(page) == []
