"""Retrieval cards on the page: an answer first, the reasons after; kept, by keys too, in both themes and narrow."""
from __future__ import annotations

import pytest
from playing import LETTERS, off_screen, sheet, too_small, violations
from playwright.sync_api import Page, expect

from systems_leadership import registry

pytestmark = pytest.mark.browser
PACK = registry.exercise("cards_m1").pack
TITLE = PACK.title


def opened(learner) -> Page:
    page = learner.open("reading.ipynb")
    sheet(page, TITLE).scroll_into_view_if_needed()
    return page


def test_no_reason_is_on_the_page_before_an_answer_and_then_every_one(learner):
    page = opened(learner)
    cards = sheet(page, TITLE)
    first = PACK.card[0]
    assert not any(o.why in page.content() for o in first.option)
    wrong = next(o for o in first.option if not o.right)
    cards.get_by_role("button", name=wrong.text).click()
    expect(cards.get_by_text(wrong.why)).to_be_visible()
    expect(cards.get_by_role("status")).to_contain_text("Not that one. Read why, then choose again.")
    right = next(o for o in first.option if o.right)
    assert right.why not in page.content()
    cards.get_by_role("button", name=right.text).click()
    for option in first.option:
        expect(cards.get_by_text(option.why)).to_be_visible()


def test_answered_by_keyboard_and_there_again_on_reopening(learner):
    page = opened(learner)
    cards = sheet(page, TITLE)
    for n, card in enumerate(PACK.card, 1):
        button = cards.get_by_role("button", name=next(o.text for o in card.option if o.right))
        button.focus()
        page.keyboard.press("Enter")
        expect(cards.get_by_text(f"Card {n} of {len(PACK.card)}. Answered.")).to_be_visible()
        said = cards.get_by_role("status").bounding_box()
        if n < len(PACK.card):
            assert said["y"] < cards.get_by_role("button", name="Next card").bounding_box()["y"], "what was said stands before the way on"
            cards.get_by_role("button", name="Next card").focus()
            page.keyboard.press("Enter")
            expect(cards.get_by_text(PACK.card[n].question)).to_be_focused()
            expect(cards.get_by_role("status")).to_have_text("")
    expect(cards.get_by_text(f"You have answered all {len(PACK.card)}. They are not marked.")).to_be_visible()
    page = opened(learner)
    expect(sheet(page, TITLE).get_by_text(f"You have answered all {len(PACK.card)}.")).to_be_visible()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_small_targets_and_letters(learner, theme):
    page = opened(learner)
    learner.theme(theme)
    cards = sheet(page, TITLE)
    cards.get_by_role("button", name=PACK.card[0].option[0].text).click()
    expect(cards.get_by_text(PACK.card[0].option[0].why)).to_be_visible()
    assert violations(page) == []
    assert too_small(cards) == []
    before = page.locator(".jp-Notebook .jp-Cell").count()
    for button in cards.get_by_role("button").all():
        button.focus()
        for letter in LETTERS:
            page.keyboard.press(letter)
    assert page.locator(".jp-Notebook .jp-Cell").count() == before


def test_narrow(learner):
    page = opened(learner)
    page.set_viewport_size({"width": 320, "height": 900})
    cards = sheet(page, TITLE)
    expect(cards.get_by_text(PACK.card[0].question)).to_be_visible()
    assert off_screen(cards) == []
