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
    table.get_by_role("button", name="Time: Time there is").click()
    expect(root.get_by_role("status")).to_contain_text("Sorted by “Time there is”.")
    signs = table.locator("tbody tr").evaluate_all("rows => rows.map(r => r.querySelectorAll('svg')[3].getAttribute('aria-label'))")
    assert signs == sorted(signs, key=["met", "asks nothing here", "not known", "not met"].index)
    for method in ("Open space", "Committee", "Do nothing yet"):
        table.get_by_label(method, exact=True).check()
    table.get_by_label("Delphi", exact=True).click()
    expect(table.get_by_label("Delphi", exact=True)).not_to_be_checked()
    expect(table.locator("tr", has_text="Delphi").get_by_role("alert")).to_have_text("Three are ticked, which is the most. Take a tick away first.")
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
    root.locator("table.signs").get_by_role("button", name="Safety").press("Enter")
    expect(root.get_by_role("status")).to_contain_text("Sorted by “Safety in speaking”.")
    root.locator("table.signs").get_by_label("Fishbowl", exact=True).press("Space")
    expect(root.get_by_role("heading", name="Close to: Fishbowl")).to_be_visible()
    for control in root.locator(":is(button, input, select, textarea, summary)").all():
        if control.is_visible() and control.is_enabled():
            assert control.evaluate("e => e.dataset.lmSuppressShortcuts") == "true"
    assert page.evaluate(cells) == before


def test_what_is_refused_is_said_beside_the_button_and_its_box_has_the_focus(learner, root):
    page = learner.page
    root.get_by_role("button", name="Keep this").click()
    expect(root.get_by_label("The one you like best")).to_be_focused()
    expect(root.get_by_text("Choose a method first.")).to_be_in_viewport()
    begin(root)
    answer(root)
    other = root.get_by_label("Which one?")
    other.select_option("survey")
    for method in ("Open space", "Consultation survey"):              # each its own box, whichever stands first
        button, box = root.get_by_role("button", name=f"Turn it down: {method}"), root.get_by_label(f"Why not “{method}”, here and now?")
        button.click()
        expect(box).to_be_focused()
        for there in (box, button, root.get_by_text("Say why not, here and now. A line is enough.")):
            expect(there).to_be_in_viewport()
    expect(root.get_by_text("Say why not, here and now. A line is enough.")).to_have_count(1)
    page.keyboard.type("They heard nothing.")
    root.get_by_role("button", name="Turn it down: Consultation survey").click()
    expect(root.get_by_text("Say why not, here and now. A line is enough.")).to_have_count(0)


def test_what_is_left_to_answer_is_led_to_and_ones_own_situation_comes_second(learner, root):
    root.get_by_label("The one you like best").select_option("open_space")
    root.get_by_role("button", name="Keep this").click()
    expect(root.get_by_role("button", name="Take this one: One of your own")).to_have_count(0)
    root.get_by_role("button", name="Take this one: After a summer of long waits").click()
    questions = root.locator("fieldset.question")
    for n in range(14):
        if n != 4:
            questions.nth(n).get_by_role("radio").first.check()
    expect(root.get_by_text("13 of 14 answered")).to_be_visible()
    for lead in ("How much conflict is there?", "See what each would need"):
        root.get_by_role("button", name=lead).click()
        expect(questions.nth(4).get_by_role("radio").first).to_be_focused()
    questions.nth(4).get_by_role("radio").first.check()
    root.get_by_role("button", name="Take another situation").click()
    root.get_by_role("button", name="Take this one: One of your own").click()
    questions.nth(0).get_by_role("radio").first.click()
    expect(questions.nth(0).get_by_role("alert")).to_contain_text("Read the line about names first")
    root.get_by_role("button", name="Go to that line").click()
    expect(root.locator("[data-promise]")).to_be_focused()


def test_a_condition_not_met_says_what_was_asked_for_and_what_was_said(learner, root):
    begin(root)
    answer(root)
    table = root.locator("table.signs")
    table.get_by_label("Consultation survey", exact=True).check()
    many = root.locator("table.side tr", has_text="Number of people").first
    expect(many).to_contain_text("not met: you said “Up to a dozen”; it asks for “Forty to a hundred” or “Hundreds, or more”.")
    expect(many).to_contain_text("Why: For fewer, go and ask.")
    expect(root.locator("table.side")).not_to_contain_text("Not checked. not checked")
    row, whole = table.locator("tr.chosen"), "e => getComputedStyle(e).backgroundColor"
    assert len(set(row.locator("th, td").evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)"))) == 1
    assert row.locator("td").first.evaluate(whole) != table.locator("tbody tr:not(.chosen):not(.group) td").first.evaluate(whole)
    table.locator("tbody tr").last.scroll_into_view_if_needed()
    head = table.get_by_role("button", name="Who can act")
    expect(head).to_be_in_viewport()
    assert head.evaluate("""e => { const r = e.getBoundingClientRect(), over = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
        return e.contains(over) && getComputedStyle(e).writingMode; }""") == "horizontal-tb"


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
    expect(root.locator(".signlist li", has_text="Delphi").get_by_role("alert")).to_contain_text("Three are ticked")
    root.get_by_role("button", name="People, length, evidence").click()
    assert off_screen(root) == []
    assert violations(page) == []
