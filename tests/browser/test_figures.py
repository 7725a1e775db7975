"""The figures of module 1's reading in a real browser: pressed, walked by keyboard, said in words, axe, narrow."""
from __future__ import annotations

import re

import pytest
from playing import off_screen, too_small, violations
from playwright.sync_api import expect

from systems_leadership.case import load
from systems_leadership.games.lens import game as lens
from systems_leadership.games.ways import game as ways

pytestmark = pytest.mark.browser


def figure(page, button: str):
    return page.locator(".jp-OutputArea .sl", has=page.get_by_role("button", name=button, exact=True))


def test_the_lens_turns_and_says_what_altered(learner):
    page = learner.open("reading.ipynb")
    root, phases = figure(page, "Prevention"), lens.phases(load())
    for name in ("Prevention", "Recovery", "Crisis"):
        root.get_by_role("button", name=name, exact=True).click()
        it = phases[name.lower()]
        expect(root.get_by_role("status")).to_contain_text(f"{it['count']} players are active in {name.lower()}, {len(it['only'])} of them at no other time.")
        assert root.locator("g.player:not(.dim)").count() == it["count"]
    root.locator("g.player").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(root.get_by_role("status")).to_contain_text(re.compile(r": active in \w+"))
    root.get_by_text("In words").click()
    expect(root.get_by_text("only then").first).to_be_visible()
    assert violations(page) == []


def test_two_ways_to_cut_are_guessed_first_and_then_counted(learner):
    page = learner.open("reading.ipynb")
    root, built = figure(page, "The best a search found"), ways.ways(load(), ways.found("marlshire"))
    expect(root.get_by_role("status")).to_contain_text("nothing cut yet")
    assert root.locator("path.tie").count() == 0
    for key, name in ways.NAMES.items():
        root.get_by_role("button", name=name, exact=True).click()
        expect(root.get_by_role("status")).to_contain_text(f"{built[key]['cut']} of {built[key]['ties']} ties cut, {built[key]['per_cent']} in a hundred.")
        assert root.locator(".tie").count() == built[key]["cut"]
    learner.theme("JupyterLab Dark")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    assert off_screen(root.locator("figure")) == []
    assert too_small(root) == []
