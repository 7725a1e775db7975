"""The room of module 7's reading in a real browser: pressed and walked by keyboard, said in words, axe in both themes, narrow; and the sheet written beforehand."""
from __future__ import annotations

import pytest
from playing import off_screen, sheet, too_small, violations
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
MODULE_7 = "m7_choosing_an_intervention"


def reading(learner):
    page = learner.open(f"../{MODULE_7}/reading.ipynb")
    page.wait_for_selector(".sl .room")
    return page, page.locator(".sl", has=page.locator(".room"))


def test_the_same_room_run_three_ways(learner):
    page, room = reading(learner)

    def press(*names: str) -> None:
        for name in names:
            room.get_by_role("button", name=name, exact=True).click()
            expect(room.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")
    expect(room.get_by_role("status")).to_have_text("At the start only she knows of the envelopes.")
    expect(room.locator("figcaption")).to_contain_text("Yellow: has come to know in the half hour just over.")
    for kind in ("social care", "health provider", "voluntary and community"):
        expect(room.locator(".key li", has_text=kind)).to_be_visible()
    press("90 minutes")
    assert room.locator(".person").count() == 24
    assert room.locator(".knows").count() == 1
    assert room.get_by_text("not reached").count() == 5, "she herself is the sixth"
    press("Reports, most senior last", "30 minutes")
    assert room.locator(".knows").count() == 24
    press("Tables of four that move", "60 minutes")
    assert (room.locator(".group").count(), room.locator(".knows").count(), room.locator(".fresh").count()) == (6, 16, 12)
    expect(room.get_by_role("status")).to_contain_text("16 of the 24 can know of the envelopes: she herself, 6 from her and 9 at second hand.")
    press("The carers’ organisation is asked for her")
    assert room.locator(".knows").count() == 0
    expect(room.get_by_role("status")).to_contain_text("nobody in the room can know")
    expect(room.locator(".person", has_text="Carers’ organisation")).to_be_visible()
    room.get_by_text("The same in numbers").click()
    expect(room.locator("tbody tr").nth(2)).to_contain_text("24")
    assert violations(page) == []


def test_the_room_by_keyboard_in_the_dark_and_on_a_narrow_screen(learner):
    page, room = reading(learner)
    cells = page.locator(".jp-Cell").count()
    room.get_by_role("button", name="The partner is asked", exact=True).focus()
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("b")
    expect(room.get_by_role("button", name="Tables of four that move")).to_have_attribute("aria-pressed", "true")
    assert page.locator(".jp-Cell").count() == cells, "JupyterLab took a letter"
    learner.theme("JupyterLab Dark")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    room.get_by_role("button", name="60 minutes", exact=True).click()
    assert off_screen(room.locator("figure")) == []
    assert too_small(room) == []


def test_what_was_booked_is_kept_before_the_reading(learner):
    page, _ = reading(learner)
    booked = sheet(page, "Before you read: how would you bring them together?")
    for box, words in zip(booked.locator("textarea").all(), ("A hall for eighty.", "The board, and the project office.", "It was a nice day out."), strict=True):
        box.fill(words)
    booked.get_by_role("button", name="Keep this and read on").click()
    expect(booked.get_by_text("Had you written down the question before the way of meeting?")).to_be_visible()
    assert (learner.folder / MODULE_7 / "first_choice.jsonl").is_file()
