"""Module 4's games in a real JupyterLab: by mouse and by keyboard alone, through the table, restored after a dead kernel; axe, narrow, and no letter to the notebook."""
from __future__ import annotations

import pytest
from playing import LETTERS, kill_kernels, off_screen, sheet, too_small, violations
from plays import do
from plays_m4 import MODULE, opened, split, work
from playwright.sync_api import Locator, Page, expect

from systems_leadership import registry
from systems_leadership.exercise import Desk

pytestmark = pytest.mark.browser
TITLES = {name: registry.exercise(name).title for name in ("placing", "tellings", "tangle", "questions")}


def page_of(learner, name: str) -> tuple[Page, Locator]:
    page = learner.open(f"../{MODULE}/work.ipynb")
    root = sheet(page, TITLES[name])
    root.scroll_into_view_if_needed()
    return page, root


def state(learner, name: str):
    return Desk(learner.folder / MODULE).state(registry.exercise(name))


def saved(root: Locator) -> None:
    expect(root.locator(".saved")).to_contain_text("Saved")


def test_a_question_is_written_tested_and_carried_away(learner):
    learner.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, root = page_of(learner, "questions")
    expect(root.get_by_text("Read two questions others might ask")).to_be_disabled()
    expect(root.get_by_text("Still needed: a question of yours, “Is it open?”, ")).to_be_visible()
    root.get_by_label("Turn it into a question").fill("Which door did the last one come through?")
    root.get_by_label("Whom would you ask?").fill("reception")
    for test, says in (("Is it open?", "Yes"), ("Could the answer surprise you?", "Not sure"), ("Can those you ask answer it?", "Yes"), ("Does it assume a remedy?", "No")):
        root.get_by_role("radiogroup", name=test).get_by_label(says, exact=True).check()
        expect(root.get_by_role("status")).to_contain_text(f"{test} You say {says.lower()}")
    expect(root.get_by_text("Still needed: “Whose work does it become?”.")).to_be_visible()
    root.get_by_label("Whose work does it become?").fill("Ours.")
    root.get_by_role("button", name="Read two questions others might ask").click()
    expect(root.get_by_text(registry.exercise("questions").text.statement[0].example[1].question)).to_be_visible()
    root.get_by_label("Turn it into a question").fill("Which door was shut?")
    expect(root.get_by_text("You found this of an earlier wording").first).to_be_visible()
    root.get_by_role("button", name="Add a statement of your own").click()
    root.get_by_label("A statement of your own").fill("We are too busy.")
    root.get_by_label("Turn it into a question").fill("Busy with what?")
    root.get_by_role("button", name="Copy the list").click()
    expect(root.get_by_text("The list is copied.")).to_be_visible()
    carried = page.evaluate("navigator.clipboard.readText()")
    assert "1. “We need a single point of access.”\n   Which door was shut?\n   To ask: reception\n   By the tests: open: yes; could surprise: not sure" in carried
    assert "2. “We are too busy.”\n   Busy with what?" in carried
    page.evaluate("""() => { window.paper = [];
        const look = (n) => { if (n.tagName === 'IFRAME') n.contentWindow.print = () => window.paper.push(n.contentDocument.body.innerText); };
        new MutationObserver((all) => all.forEach((m) => m.addedNodes.forEach(look))).observe(document.body, {childList: true}); }""")
    root.get_by_role("button", name="Print the list").click()
    page.wait_for_function("window.paper.length === 1")
    assert page.evaluate("window.paper[0]").startswith("The question workshop")
    saved(root)
    kept = state(learner, "questions")
    kill_kernels(learner.folder / MODULE)
    _, again = page_of(learner, "questions")
    again.get_by_role("button", name="Single point of access").click()
    expect(again.get_by_label("Turn it into a question")).to_have_value("Which door was shut?")
    expect(again.get_by_role("radiogroup", name="Is it open?").get_by_label("Yes", exact=True)).to_be_checked()
    assert state(learner, "questions") == kept


def test_a_part_is_split_by_keyboard_alone(learner):
    page, root = page_of(learner, "tangle")
    root.get_by_role("button", name="Take up this one: Nowhere to take people at night").focus()
    page.keyboard.press("Enter")
    head = root.get_by_role("button", name="At one in the morning")
    expect(head).to_have_attribute("aria-expanded", "true")
    root.get_by_role("radiogroup", name="What is it, for now?").get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    expect(root.get_by_role("status")).to_contain_text("Critical, for now.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(root.get_by_role("status")).to_contain_text("Question. Grint pairs critical with command.")
    page.keyboard.press("Tab")
    page.keyboard.type("The duty manager")
    page.keyboard.press("Tab")
    page.keyboard.type("03042027")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    page.keyboard.type("If nobody were in the corridor for a month")
    saved(root)
    found = state(learner, "tangle")
    assert (found.split["corridor"].mark, found.split["corridor"].answer) == ("critical", "question")
    assert found.split["corridor"].review[:4] == "2027"
    assert found.drafts == {"corridor.owner": "The duty manager", "corridor.move": "If nobody were in the corridor for a month"}
    expect(root.locator("table.split")).to_contain_text("One in the morning")
    expect(root.locator("ol.coming")).to_contain_text("2027")
    root.get_by_role("button", name="Next part").focus()
    page.keyboard.press("Enter")
    expect(root.get_by_role("button", name="Nobody can say at midnight")).to_have_attribute("aria-expanded", "true")


def test_the_tangle_comes_back_and_undo_takes_one_move(learner):
    split(learner.folder)
    _, root = page_of(learner, "tangle")
    expect(root.get_by_text("Done: 6 of 6.")).to_be_visible()
    root.get_by_role("button", name="Nobody can say at midnight").click()
    root.get_by_role("radiogroup", name="What is it, for now?").get_by_role("radio").nth(2).check()
    expect(root.get_by_role("status")).to_contain_text("Wicked, for now.")
    root.get_by_role("button", name="Undo").click()
    expect(root.get_by_role("radiogroup", name="What is it, for now?").get_by_role("radio").nth(1)).to_be_checked()
    assert state(learner, "tangle").split["beds"].mark == "tame"


def seven_placed(learner) -> None:
    session = opened(learner.folder, "placing")
    for n, card in enumerate(session.exercise.text.problem[:7]):
        for k, dimension in enumerate(session.exercise.text.dimension):
            do(session, do="place", problem=card.id, dimension=dimension.id, at=1 + (n + k * (n % 3)) % 7)


def test_the_eighth_card_is_placed_two_are_dealt_again_and_one_is_moved_in_the_table(learner):
    seven_placed(learner)
    _, root = page_of(learner, "placing")
    expect(root.get_by_role("button", name="Deal two again")).to_be_disabled()
    expect(root.get_by_text("Cards still needed, each on all seven lines: 1.")).to_be_visible()
    expect(root.locator(".group.shared").first).to_be_visible()
    for group in root.locator(".group").all():
        letters = group.locator("b").count()
        assert ("shared" in group.get_attribute("class")) == (letters > 1), "letters that share a place are framed, and no others"
    root.get_by_role("button", name="Siting a night shelter").click()
    expect(root.get_by_role("heading", name="Siting a night shelter")).to_be_focused()
    groups = root.get_by_role("radiogroup")
    for n in range(7):
        groups.nth(n).get_by_role("radio").nth(n).check()
        expect(groups.nth(n).get_by_role("radio").nth(n)).to_be_checked()
    expect(root.get_by_role("status")).to_contain_text("press “Deal two again”.")
    root.get_by_label("What would move this card?").fill("If the residents said what they feared.")
    root.get_by_role("button", name="Deal two again").click()
    expect(root.get_by_role("heading", name="Dealt again")).to_be_focused()
    first, second = state(learner, "placing").dealt
    problems = {p.id: p for p in registry.exercise("placing").text.problem}
    expect(root.get_by_text(problems[first].later)).to_be_visible()
    root.get_by_role("button", name="Table").click()
    cell = root.get_by_label(f"{problems[first].title}: How many own it? 1: very many people and bodies; 7: one person or body")
    cell.focus()
    was = int(cell.input_value())
    cell.select_option(str(8 - was if was != 4 else 1))
    expect(root.get_by_text("Moved on “How many own it?” from")).to_be_visible()
    root.get_by_label("Why did you move it, or leave it?").fill("More people turn out to have a say.")
    root.get_by_role("navigation", name="Dealt again").get_by_role("button", name=problems[second].title).click()
    root.get_by_label("Why did you move it, or leave it?").fill("Nothing in it is new to me.")
    expect(root.get_by_text("Both have a reason.")).to_be_visible()
    saved(root)
    kept = state(learner, "placing")
    assert registry.run_check("placing", "placed", Desk(learner.folder / MODULE)).score == 2
    kill_kernels(learner.folder / MODULE)
    _, again = page_of(learner, "placing")
    expect(again.get_by_text("Both have a reason.")).to_be_visible()
    assert state(learner, "placing") == kept
    again.locator(f"[data-card={second}]").click()
    expect(again.get_by_role("heading", name=problems[second].title)).to_be_focused()
    again.get_by_role("button", name=f"A {problems['lift'].title}").click()
    again.get_by_role("button", name=f"B {problems['invoices'].title}").click()
    expect(again.locator(".saidof")).to_contain_text("beside")


def test_a_card_is_placed_by_keyboard(learner):
    page, root = page_of(learner, "placing")
    root.get_by_role("button", name="Flooding tonight").focus()
    page.keyboard.press("Enter")
    root.get_by_role("radiogroup", name="How pressing is time?").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowLeft")
    expect(root.get_by_role("status")).to_contain_text("“How pressing is time?” Dot 7 of 7.")
    page.keyboard.press("ArrowLeft")
    expect(root.get_by_role("status")).to_contain_text("“How pressing is time?” Dot 6 of 7.")
    assert state(learner, "placing").places == {"flood": {"time": 6}}


def test_six_tellings_are_matched_read_answered_and_one_is_written(learner):
    page, root = page_of(learner, "tellings")
    text = registry.exercise("tellings").text
    expect(root.get_by_role("button", name="Read how the author heard them")).to_be_disabled()
    expect(root.get_by_text("Still needed: both answers for Police response officer, ")).to_be_visible()
    for n, telling in enumerate(text.telling):
        assert telling.because not in page.content()
        expect(root.get_by_text(telling.words)).to_be_visible()
        root.get_by_role("radiogroup", name="What does this telling make of the night?").get_by_role("radio").nth(n % 3).check()
        root.get_by_role("radiogroup", name="If it is told like this, what should be done?").get_by_role("radio").nth(n).check()
        expect(root.get_by_role("status")).to_contain_text(f"Tellings left: {5 - n}." if n < 5 else "All six have both answers.")
        if n < 5:
            root.get_by_role("button", name="Next telling").click()
    root.get_by_role("button", name="Read how the author heard them").click()
    expect(root.get_by_role("heading", name="How the author heard them")).to_be_focused()
    for telling in text.telling:
        expect(root.get_by_text(telling.because)).to_be_visible()
    expect(root.get_by_label("My own, the seventh")).to_have_count(0)
    root.get_by_label(text.seventh[0].words).check()
    root.get_by_label("The telling", exact=True).fill("He was not asking for a bed. He was asking whether anybody else was up.")
    root.get_by_label("My own, the seventh").check()
    root.get_by_label("What does telling it like that let you do?").fill("Go home at five.")
    question = text.pairing[0]
    root.get_by_role("button", name=question.option[1].text).click()
    expect(root.get_by_text(question.option[1].why)).to_be_visible()
    facts = root.locator("section", has=page.get_by_role("heading", name="A part with right answers"))
    expect(facts.get_by_role("status")).to_contain_text("Not that one.")
    root.get_by_role("button", name=question.option[0].text).click()
    expect(root.get_by_text(question.option[2].why)).to_be_visible()
    saved(root)
    kept = state(learner, "tellings")
    assert (kept.mine, kept.seventh, kept.tries) == ("own", "beside", {"pair_critical": [1, 0]})
    kill_kernels(learner.folder / MODULE)
    _, again = page_of(learner, "tellings")
    expect(again.get_by_label("My own, the seventh")).to_be_checked()
    expect(again.get_by_text("Question 2 of 14")).to_be_visible()
    assert state(learner, "tellings") == kept


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
@pytest.mark.parametrize("begun", [False, True])
def test_axe_narrow_and_no_letter_reaches_the_notebook(learner, theme, begun):
    if begun:
        work(learner.folder)
    page = learner.open(f"../{MODULE}/work.ipynb")
    learner.theme(theme)
    if not begun:
        sheet(page, TITLES["placing"]).get_by_role("button", name="Flooding tonight").click()
        sheet(page, TITLES["tangle"]).get_by_role("button", name="Take up this one: A tangle").click()
        sheet(page, TITLES["tangle"]).get_by_role("button", name="Add a part").click()
        expect(sheet(page, TITLES["tangle"]).get_by_label("What is this part?")).to_be_visible()
    assert violations(page) == []
    shape = "document.querySelectorAll('.jp-Notebook .jp-Cell').length"
    before = page.evaluate(shape)
    for title in TITLES.values():
        for control in sheet(page, title).locator(":is(button, select, input, textarea, summary)").all():
            if control.is_visible() and control.is_enabled():
                control.focus()
                assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true", control.evaluate("e => e.outerHTML.slice(0, 200)")
                if control.evaluate("e => e.matches('button, summary')"):
                    for letter in LETTERS:
                        page.keyboard.press(letter)
    assert page.evaluate(shape) == before
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    for title in TITLES.values():
        assert off_screen(sheet(page, title)) == []
        assert too_small(sheet(page, title)) == []


def test_a_box_shows_all_its_words_after_the_page_has_become_narrow(learner):
    """It is as high as its words: its height is taken anew when its width changes, not only when a letter is typed."""
    page, root = page_of(learner, "questions")
    box = root.get_by_label("Turn it into a question")
    box.fill("When you last gave up trying to reach us, which of us had you tried, and what did you do in the hour after that?")
    page.set_viewport_size({"width": 360, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 380")
    page.wait_for_timeout(300)
    hidden = box.evaluate("t => t.scrollHeight - t.clientHeight")
    assert hidden <= 0, f"{hidden} px of what was written do not show"


def test_where_a_card_was_is_said_once_it_has_moved_and_apart_from_its_neighbours(learner):
    work(learner.folder)
    _, root = page_of(learner, "placing")
    moved = state(learner, "placing").dealt[0]
    title = next(p.title for p in registry.exercise("placing").text.problem if p.id == moved)
    root.get_by_role("navigation", name="Dealt again").get_by_role("button", name=title).click()
    notes = root.locator(".lets i")
    expect(notes).to_have_count(1)                              # only the one line on which it moved
    expect(notes).to_have_text("was here")
    assert notes.evaluate("i => getComputedStyle(i).display") == "block", "“was here” must not run into the neighbours’ letters"
