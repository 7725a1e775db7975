"""Draw the parcels in a real JupyterLab: by mouse with a drag, by keyboard alone, through the table; restored; narrow; axe."""
from __future__ import annotations

import json

import pytest
from playing import LETTERS, kill_kernels, off_screen, sheet, too_small, violations
from plays import ask_next, open_game, play_run
from playwright.sync_api import Locator, expect

from systems_leadership import registry
from systems_leadership.exercise import Desk
from systems_leadership.games.parcels import division

pytestmark = pytest.mark.browser


@pytest.fixture
def parcels(learner) -> Locator:
    """The exercise, open, with one play behind it."""
    play_run(open_game(learner.folder), "family", questions=12, finish=False)
    return sheet(learner.open(), "Draw the parcels")


def state(learner):
    return Desk(learner.module).state(registry.exercise("parcels"))


def begin(root: Locator, guess: str = "40") -> None:
    root.get_by_label("Of every hundred ties").fill(guess)
    root.get_by_role("button", name="Keep this guess and begin").click()
    expect(root.locator(".unsorted")).to_be_visible()


def sort_by_family(root: Locator) -> None:
    """Whole families at a time, into the parcels in turn."""
    n = 0
    while (left := root.locator(".families > div")).count():
        before, family = root.locator(".unsorted .member").count(), left.first
        all_of = family.get_by_role("button", name="Choose all")
        (all_of if all_of.count() else family.locator("button.member").first).click()
        root.locator(".movebar button[data-parcel]").nth(n % 3).click()
        expect(root.locator(".unsorted .member")).not_to_have_count(before)
        n += 1


def choose_a_cut(root: Locator, n: int = 0) -> str:
    """Open a pair of parcels and choose its nth tie; returns the tie in words."""
    pair = root.locator(".cuts details").last
    if pair.get_attribute("open") is None:
        pair.locator("summary").click()
    tie = pair.locator("label.pick").nth(n)
    tie.click()
    expect(tie.locator("input")).to_be_checked()
    return tie.inner_text()


def keep_two_and_finish(root: Locator) -> None:
    for n in range(2):
        choose_a_cut(root, n)
        root.get_by_label("Why is this tie better cut?").fill(f"Reason {n}: a confidence is kept.")
        root.get_by_role("button", name="Keep this cut").click()
        expect(root.get_by_role("button", name="Take off the list")).to_have_count(n + 1)
    for area in root.locator("section.sheet", has=root.page.get_by_role("heading", name="Before you leave it")).locator("textarea").all():
        area.fill("A plain line.")
    root.get_by_role("button", name="Keep and finish").click()
    expect(root.get_by_role("status")).to_contain_text("Kept. You can still move players")


def test_by_mouse_with_a_drag_and_it_comes_back(learner, parcels):
    begin(parcels)
    who = parcels.locator(".unsorted button.member").first
    name = who.locator("span").first.inner_text()
    who.drag_to(parcels.locator("section.parcel").nth(1))
    expect(parcels.locator("section.parcel").nth(1).locator("button.member")).to_contain_text([name])
    sort_by_family(parcels)
    parcels.get_by_label("Name of this parcel: Parcel 1").fill("Treatment")
    parcels.get_by_label("Name of this parcel: Parcel 1").press("Enter")
    expect(parcels.get_by_role("status")).to_contain_text("Named: Treatment.")
    parcels.get_by_role("button", name="Compare").click()
    expect(parcels.get_by_role("heading", name="Three ways to divide it")).to_be_visible()
    keep_two_and_finish(parcels)
    kept = state(learner)
    assert kept.parcels["a"] == "Treatment"
    assert kept.guess == 40
    assert len(kept.kept) == 2
    kill_kernels(learner.module)
    again = sheet(learner.open(), "Draw the parcels")
    expect(again.get_by_label("Name of this parcel: Treatment")).to_be_visible()
    expect(again.get_by_text("Reason 1: a confidence is kept.")).to_be_visible()
    assert state(learner) == kept


def test_by_keyboard_alone(learner, parcels):
    page = learner.page
    parcels.get_by_label("Of every hundred ties").focus()
    page.keyboard.type("55")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(parcels.locator(".unsorted")).to_be_visible()

    def tab_to(test: str, back: bool = False, limit: int = 150) -> None:
        for _ in range(limit):
            if page.evaluate(f"(e => !!e.closest('.movebar, .unsorted, .parcels, .row, .sheet') && {test})(document.activeElement)"):
                return
            page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab never reached {test}")

    parcels.get_by_role("button", name="Table", exact=True).focus()
    n = 0
    while (left := parcels.locator(".unsorted .member").count()):
        tab_to("e.closest('.unsorted') && e.tagName === 'BUTTON'")
        page.keyboard.press("Enter")
        tab_to(f"e.dataset.parcel === '{'abc'[n % 3]}'", back=True)
        page.keyboard.press("Enter")
        expect(parcels.locator(".unsorted .member")).not_to_have_count(left)
        parcels.get_by_role("button", name="Table", exact=True).focus()
        n += 1
    tab_to("e.textContent === 'Compare'")
    page.keyboard.press("Enter")
    expect(parcels.get_by_role("heading", name="Three ways to divide it")).to_be_visible()
    assert state(learner).guess == 55
    assert len(state(learner).place) == len(state(learner).players)


def test_through_the_table(learner, parcels):
    begin(parcels)
    parcels.get_by_role("button", name="Table", exact=True).click()
    rows = parcels.locator("table.stack select")
    for n in range(rows.count()):
        rows.nth(n).select_option("ab"[n % 2])
    expect(parcels.get_by_role("status")).to_contain_text("Everybody is sorted")
    parcels.get_by_role("button", name="Compare").click()
    expect(parcels.get_by_role("heading", name="Three ways to divide it")).to_be_visible()
    assert set(state(learner).place.values()) == {"a", "b"}


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(learner, parcels, theme):
    page = learner.page
    learner.theme(theme)
    found = {"begin": violations(page)}
    begin(parcels)
    parcels.locator(".unsorted button.member").first.click()
    found["sorting"] = violations(page)
    parcels.get_by_role("button", name="Choose nobody").click()
    sort_by_family(parcels)
    parcels.get_by_role("button", name="Compare").click()
    expect(parcels.get_by_role("heading", name="Three ways to divide it")).to_be_visible()
    found["compared"] = violations(page)
    parcels.get_by_role("button", name="Table", exact=True).click()
    found["table"] = violations(page)
    assert {k: v for k, v in found.items() if v} == {}
    page.set_viewport_size({"width": 320, "height": 900})
    for way in ("table", "columns"):
        page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
        assert off_screen(parcels) == [], way
        assert too_small(parcels) == [], way
        parcels.get_by_role("button", name="Parcels" if way == "table" else "Table", exact=True).click()


def test_single_letters_leave_the_notebook_whole(learner, parcels):
    page = learner.page
    shape = "[...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(c => c.className.includes('Markdown') ? 'm' : 'c').join('')"
    before = page.evaluate(shape)
    begin(parcels)
    parcels.locator(".unsorted button.member").first.click()
    for control in parcels.locator(":is(button, select, input, textarea, summary)").all():
        if control.is_visible() and control.is_enabled():
            control.focus()
            assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true", control.evaluate("e => e.outerHTML.slice(0, 150)")
            if not control.evaluate("e => e.matches('input, textarea, select')"):
                for letter in LETTERS:
                    page.keyboard.press(letter)
    assert page.evaluate(shape) == before


def test_players_met_later_can_be_brought_in(learner, parcels):
    begin(parcels)
    before = len(state(learner).players)
    open_moves = open_game(learner.folder)
    while open_moves.screen["stage"] == "asking":
        ask_next(open_moves)
        if len(open_moves.state.runs[0].met) > before:
            break
    learner.page.evaluate("window.dispatchEvent(new Event('focus'))")
    parcels.get_by_role("button", name="you have met since").click()
    expect(parcels.get_by_role("status")).to_contain_text("brought in")
    assert len(state(learner).players) > before
    assert json.loads((learner.module / "parcels.jsonl").read_text().splitlines()[-1])["op"]["do"] == "bring"


def compared(root: Locator) -> None:
    begin(root)
    sort_by_family(root)
    root.get_by_role("button", name="Compare").click()
    expect(root.get_by_role("heading", name="Three ways to divide it")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1180, 560), (390, 844), (320, 700)])
def test_the_count_and_the_parcels_stay_in_sight_and_hide_no_focus(learner, parcels, width, height):
    page = learner.page
    begin(parcels)
    page.set_viewport_size({"width": width, "height": height})
    window, bar = page.locator(".jp-WindowedPanel-outer"), parcels.locator(".movebar")
    last = parcels.locator(".unsorted button.member").last
    last.scroll_into_view_if_needed()
    last.click()
    parcels.locator("section.parcel").last.scroll_into_view_if_needed()
    inside, frame = bar.bounding_box(), window.bounding_box()
    assert frame["y"] - 1 <= inside["y"] and inside["y"] + inside["height"] < frame["y"] + frame["height"], "the bar has scrolled away"
    assert inside["height"] < frame["height"] / 2
    for part in (".count", "[data-parcel] >> nth=0"):
        assert bar.locator(part).bounding_box()["y"] < inside["y"] + inside["height"], part
    parcels.locator("input.parcelname").last.focus()
    seen = 0
    for _ in range(25):                                  # backwards, up the page: what comes into focus must come out from behind the bar
        page.keyboard.press("Shift+Tab")
        top = page.evaluate("(e => e.closest('.unsorted, .parcels') && e.getBoundingClientRect().top)(document.activeElement)")
        if top is not None and top is not False:
            seen += 1
            assert top >= bar.bounding_box()["y"] + bar.bounding_box()["height"] - 1
    assert seen > 10


def test_a_press_too_early_says_what_is_missing(learner, parcels):
    begin(parcels)
    parcels.locator(".movebar [data-parcel=a]").click(force=True)     # not disabled for a hand, only for a reader
    expect(parcels.get_by_role("status")).to_contain_text("Choose a player first")
    assert state(learner).place == {}


def test_which_cut_asks_and_offers_only_what_is_cut_under_its_pair_of_parcels(learner, parcels):
    compared(parcels)
    cuts = parcels.locator(".cuts")
    assert cuts.locator("input:checked").count() == 0, "a cut was chosen for the learner"
    expect(parcels.get_by_label("Why is this tie better cut?")).to_have_count(0)
    parcels.get_by_role("button", name="Keep this cut").click()
    expect(parcels.get_by_text("Choose a tie first")).to_be_visible()
    game, now = registry.exercise("parcels"), state(learner)
    between = division.count(game.case, now.place).between
    assert cuts.locator("input").count() == sum(between.values())
    heads = [head.inner_text() for head in cuts.locator("summary").all()]
    assert heads == [f"{now.parcels[a]} and {now.parcels[b]}: {n} tie{'s' * (n != 1)}" for (a, b), n in sorted(between.items())]
    words = choose_a_cut(parcels)
    parcels.get_by_label("Why is this tie better cut?").fill("Half a reas")
    expect(parcels.locator(".saved")).to_have_text("Saved")
    again = sheet(learner.open(), "Draw the parcels")    # what was half written brings its tie back
    expect(again.get_by_label("Why is this tie better cut?")).to_have_value("Half a reas")
    expect(again.locator("label.pick.chosen")).to_have_text(words)
