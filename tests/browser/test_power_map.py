"""The power map in a real JupyterLab: by mouse with a drag, by keyboard alone, through the table of the map; the slider; restored; narrow; axe."""
from __future__ import annotations

import pytest
from playing import LETTERS, kill_kernels, off_screen, sheet, too_small, violations
from plays import MODULE_2, TWELVE, do, map_power, rate
from playwright.sync_api import Locator, expect

from systems_leadership import registry
from systems_leadership.exercise import Desk, Session

pytestmark = pytest.mark.browser
PAGE, TITLE = f"../{MODULE_2}/work.ipynb", "Power, from where you sit"


WHY = "You said “decides”. Why? What have you seen?"


def state(learner):
    return Desk(learner.folder / MODULE_2).state(registry.exercise("power_map"))


@pytest.fixture
def game(learner) -> Locator:
    """The twelve chosen, nothing rated."""
    (learner.folder / MODULE_2).mkdir(exist_ok=True)
    session = Session(registry.exercise("power_map"), Desk(learner.folder / MODULE_2))
    do(session, do="begin", issue="calm_place", sit="mh_commissioner")
    for player in TWELVE:
        do(session, do="pick", player=player, on=True)
    do(session, do="ready")
    return sheet(learner.open(PAGE), TITLE)


def test_from_the_first_choice_to_what_the_map_shows(learner):
    page = learner.open(PAGE)
    game = sheet(page, TITLE)
    game.get_by_label("What has to be done?").select_option("calm_place")
    game.get_by_role("button", name="Begin", exact=True).click()
    expect(game.get_by_role("alert")).to_have_text("Choose where you sit.")
    expect(game.get_by_label("Where do you sit?")).to_be_focused()
    game.get_by_label("Where do you sit?").select_option("ward")
    game.get_by_role("button", name="Begin", exact=True).click()
    expect(game.get_by_role("heading", name="Choose twelve players")).to_be_focused()
    game.get_by_text("What the letters in the marks mean").click()
    expect(game.locator(".key li", has_text="commissioner")).to_be_visible()
    for player in TWELVE:
        game.locator(f"[data-player={player}]").click()
        expect(game.locator(f"[data-player={player}]")).to_have_attribute("aria-pressed", "true")
    assert violations(page) == []
    game.get_by_role("button", name="Rate these twelve").click()
    expect(game.get_by_role("heading", name="Your twelve, as the acute mental health ward sees them")).to_be_focused()
    game.get_by_role("button", name="Change the twelve").click()
    game.locator("[data-player=walked_away]").click()
    game.locator("[data-player=gp]").click()
    game.locator("[data-player=gp]").click()
    game.locator("[data-player=walked_away]").click()
    game.get_by_role("button", name="Rate these twelve").click()
    game.locator("[data-cell='walked_away|exit']").click()
    game.get_by_label("decides").check()
    page.keyboard.press("Escape")
    expect(game.locator("[data-cell='walked_away|exit']")).to_be_focused()
    expect(game.locator(".editor")).to_have_count(0)
    game.get_by_role("button", name="Player by player").click()
    expect(game.locator(".bars figure", has_text="Person who has stepped away")).to_contain_text("Decides by: withdrawal")
    game.get_by_role("button", name="Keep this map").click()
    expect(game.get_by_role("alert").filter(has_text="One rating of “decides” has no reason yet")).to_be_visible()
    expect(game.get_by_label(WHY)).to_be_focused()
    page.keyboard.type("Two plans failed.")
    game.get_by_role("button", name="Keep this map").click()
    expect(game.get_by_role("heading", name="What your map shows")).to_be_focused()
    kept = state(learner)
    assert (kept.closed, kept.levels[0]) == (1, {"walked_away": {"exit": 3}})
    kill_kernels(learner.folder / MODULE_2)
    again = sheet(learner.open(PAGE), TITLE)
    expect(again.get_by_role("heading", name="Now sit somewhere else")).to_be_visible()
    assert state(learner) == kept


def test_a_table_by_keyboard_is_one_tab_stop_and_no_letter_is_taken(learner, game):
    page = learner.page
    shape = "[...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(c => c.className.includes('Markdown') ? 'm' : 'c').join('')"
    before, first = page.evaluate(shape), state(learner).players[0]
    game.get_by_text("The ten sources, a question each").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.cell") == f"{first}|position"
    page.keyboard.press("2")
    expect(game.get_by_role("status")).to_contain_text("position much")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    expect(game.get_by_role("status")).to_contain_text("status a little")
    assert state(learner).levels[0] == {first: {"position": 2}, state(learner).players[1]: {"status": 1}}
    for letter in LETTERS:
        page.keyboard.press(letter)
    for view in ("Player by player", "On the map", "Table"):
        game.get_by_role("button", name=view, exact=True).click()
        for control in game.locator(":is(button, select, input, textarea, summary)").all():
            if control.is_visible() and control.is_enabled():
                control.focus()
                assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true", control.evaluate("e => e.outerHTML.slice(0, 150)")
    assert page.evaluate(shape) == before


def test_on_the_map_by_drag_by_keys_by_taps_and_by_its_table(learner, game):
    page = learner.page
    game.get_by_role("button", name="On the map").click()

    def now(player: str) -> dict[str, int]:
        return state(learner).levels[0].get(player, {})
    game.locator("svg.map").scroll_into_view_if_needed()
    mark, field = game.locator("g.player[data-player=ed] circle").last.bounding_box(), game.locator("[data-field='2.3']").bounding_box()
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    page.mouse.down()
    page.mouse.move(field["x"] + 80, field["y"] + 60, steps=6)
    page.mouse.up()
    expect(game.get_by_role("status")).to_contain_text("position much; withdrawal decides")
    assert now("ed") == {"position": 2, "exit": 3}
    game.locator("g.player[data-player=ed]").focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(game.get_by_role("status")).to_contain_text("withdrawal much")
    page.keyboard.press("Shift+ArrowLeft")
    expect(game.get_by_role("status")).to_contain_text("position a little")
    assert now("ed") == {"position": 1, "exit": 2}
    game.locator("g.player[data-player=ward]").click()
    game.locator("[data-field='3.1']").click()
    expect(game.get_by_role("status")).to_contain_text("position decides; withdrawal a little")
    game.get_by_text("The same as a table").click()
    game.get_by_label("Partner or parent, Withdrawal").select_option("2")
    expect(game.get_by_role("status")).to_contain_text("withdrawal much")
    assert now("family") == {"exit": 2}
    game.get_by_role("button", name="Reach, inside").click()
    game.locator("g.player[data-player=ward]").click()
    game.locator("[data-field='3.0']").click()
    expect(game.get_by_role("status")).to_contain_text("reach inside decides; reach across none")
    game.get_by_role("button", name="Undo").click()
    expect(game.get_by_role("status")).to_contain_text("Taken back")
    assert now("ward") == {"position": 3, "exit": 1}


def test_twelve_names_in_one_field_stay_in_it_and_clear_of_the_ring(learner):
    (learner.folder / MODULE_2).mkdir(exist_ok=True)
    session = Session(registry.exercise("power_map"), Desk(learner.folder / MODULE_2))
    do(session, do="begin", issue="calm_place", sit="adult_social_work")
    for player in ("adult_social_work", "gp_reception", "gp", "ward", "ed", "amhp", "crisis_cafe", "neighbourhood_police", "housing_assoc", "family", "walked_away", "local_press"):
        do(session, do="pick", player=player, on=True)
    do(session, do="ready")
    game = sheet(learner.open(PAGE), TITLE)
    game.get_by_role("button", name="On the map").click()
    expect(game.locator("g.player")).to_have_count(12)
    field = game.locator("[data-field='0.0']").bounding_box()
    ends = game.locator("g.player text.lab").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(ends) <= field["x"] + field["width"]
    me = game.locator("g.player[data-player=adult_social_work]")
    ring, name = me.locator(".ring").bounding_box(), me.locator("text.lab").bounding_box()
    assert name["x"] >= ring["x"] + ring["width"]


def test_the_slider_says_what_still_reaches(learner):
    map_power(learner.folder)
    game = sheet(learner.open(PAGE), TITLE)
    game.get_by_role("button", name="The boundary").click()
    row = game.locator(".reacher", has_text="Position and statutory duty").locator(".num")
    shares = {}
    game.get_by_label("Where the boundary is").focus()
    learner.page.keyboard.press("Home")
    for place in range(5):
        shares[place] = row.inner_text()
        learner.page.keyboard.press("ArrowRight")
    assert shares[0] == "–"
    share = [int(a) / int(b) for a, b in (s.split(" of ") for s in list(shares.values())[1:])]
    assert share == sorted(share, reverse=True)
    assert share[0] > 3 * share[-1]
    game.get_by_label("From the chair of").select_option("crisis_cafe")
    expect(game.locator(".reacher", has_text="Position and statutory duty")).to_contain_text("Nobody in the county, by the rule. It counts those it funds or checks")
    expect(game.locator(".reacher", has_text="Status and uniform")).not_to_contain_text("Nobody in the county")
    game.locator(".reacher", has_text="Withdrawal").click()
    expect(game.get_by_text("Filled: reached by withdrawal.")).to_be_visible()


def test_a_rating_without_a_reason_is_a_press_from_its_box(learner, game):
    session = Session(registry.exercise("power_map"), Desk(learner.folder / MODULE_2))
    do(session, do="rate", sit=0, player="ward", levels={"expertise": 3})
    do(session, do="rate", sit=0, player="walked_away", levels={"exit": 3})
    learner.page.evaluate("window.dispatchEvent(new Event('focus'))")
    game.locator("[data-lacking='walked_away|exit']").click()
    expect(game.locator("textarea[id$='why_0_walked_away_exit']")).to_be_focused()
    learner.page.keyboard.type("Two plans failed.")
    expect(game.locator("[data-lacking]")).to_have_count(1)
    assert state(learner).drafts["why.0.walked_away.exit"] == "Two plans failed."


def test_on_a_phone_the_next_player_begins_at_the_name_and_keeping_goes_to_what_it_lacks(learner, game):
    page, order = learner.page, state(learner).players
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 400")
    name = {i: registry.exercise("power_map").case.players[i].name for i in order}
    game.get_by_role("button", name="Keep this map").click()
    expect(game.get_by_role("alert").filter(has_text="Nothing is rated yet")).to_be_visible()
    expect(game.locator("[name^='sl-level-position']").first).to_be_focused()
    game.get_by_role("button", name=f"Next: {name[order[1]]}").click()
    heading = game.get_by_role("heading", name=f"{name[order[1]]} 2 of 12")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    game.locator(".one").nth(9).get_by_label("decides").check()
    expect(game.locator("[data-lacking]")).to_have_count(1)
    game.get_by_role("button", name=f"Next: {name[order[2]]}").click()
    game.get_by_role("button", name="Keep this map").click()
    box = game.locator(f"textarea[id$='why_0_{order[1]}_exit']")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    expect(game.get_by_text("One rating of “decides” has no reason yet").first).to_be_in_viewport()
    page.keyboard.type("They have said so.")
    game.get_by_role("button", name="Keep this map").click()
    expect(game.get_by_role("heading", name="What your map shows")).to_be_focused()
    game.get_by_role("button", name="Rate as this player").click()
    expect(game.get_by_label("As whom?")).to_be_focused()
    game.get_by_label("As whom?").select_option("family")
    game.get_by_role("button", name="Rate as this player").click()
    second = game.get_by_role("heading", name="Your twelve, as the partner or parent sees them")
    expect(second).to_be_focused()
    expect(second).to_be_in_viewport()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(learner, game, theme):
    page = learner.page
    learner.theme(theme)
    session = Session(registry.exercise("power_map"), Desk(learner.folder / MODULE_2))
    rate(session, 0, {"ward": {"expertise": 3}, "ed": {"status": 2}})
    do(session, do="close")
    do(session, do="sit", player="family")
    rate(session, 1, {"ward": {"exit": 2}})
    do(session, do="close")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(game.get_by_role("heading", name="Where your two standpoints differ")).to_be_visible()
    found, views = {}, ("Table", "Player by player", "On the map", "The boundary")
    for view in views:
        game.get_by_role("button", name=view, exact=True).click()
        found[view] = violations(page)
    assert {k: v for k, v in found.items() if v} == {}
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    for view in views:
        game.get_by_role("button", name=view, exact=True).click()
        assert off_screen(game) == [], view
        assert too_small(game) == [], view
