"""A page on paper, and in a system's own high-contrast colours: the whole page and nothing of JupyterLab; what is chosen is still seen."""
from __future__ import annotations

from pathlib import Path

import pytest
from playing import Game, sheet
from plays import answer_boundary, divide, open_game, play_run, read_m1, seal, write_sheet
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def worked(learner) -> None:
    game = open_game(learner.folder)
    seal(learner.folder)
    read_m1(learner.folder)
    play_run(game, "mh_commissioner")
    play_run(game, "family")
    divide(learner.folder)
    answer_boundary(learner.folder)
    for name in ("reflection_a", "reflection_b"):
        write_sheet(learner.folder, {}, name)


@pytest.mark.parametrize(("name", "first", "last"), [
    ("../start.ipynb", "Systems leadership", "A dotted ring: still to come."),
    ("../m0_starting_points/reading.ipynb", "Who takes the lid off", "Faculty Focus"),
    ("reading.ipynb", "Not one for us", "Kind of evidence:"),
    ("../m2_sources_of_power/reading.ipynb", "Apologies for absence", "Kind of evidence:"),
    ("work.ipynb", "Defining the system: your work", "Hand it in")])
def test_a_page_prints_whole_and_alone(learner, tmp_path: Path, name: str, first: str, last: str) -> None:
    worked(learner)
    page = learner.open(name)
    learner.theme("JupyterLab Dark")
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    seen = page.evaluate("""() => { const on = (e) => !!e && e.getClientRects().length > 0, panel = document.querySelector('.sl-page');
        return { shell: ['#jp-top-panel', '.jp-SideBar', '.lm-TabBar', '.sl-bar', '.jp-Toolbar', '.movebar', '.sl .saved'].filter(s => [...document.querySelectorAll(s)].some(on)),
                 scrolls: [...document.querySelectorAll('.sl-page *')].filter(e => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowY)
                    && e.scrollHeight > e.clientHeight + 2 && on(e) && e.clientHeight > 4
                    && !e.closest('.hidden, .cm-editor')).map(e => e.className).slice(0, 5),
                 buttons: [...document.querySelectorAll('.sl button:not(.member):not(.name)')].filter(on).length, page: getComputedStyle(panel).position }; }""")
    assert seen == {"shell": [], "scrolls": [], "buttons": 0, "page": "static"}
    for text in (first, last):
        expect(page.locator(".sl-page").get_by_text(text).last).to_be_visible()
    assert page.locator(".sl").first.evaluate("e => getComputedStyle(e).getPropertyValue('--ink').trim()") == "#1b1b1f", "light on paper whatever the screen is"
    paper = tmp_path / "page.pdf"
    page.pdf(path=str(paper), format="A4")
    assert paper.stat().st_size > 20_000


def test_sources_are_folded_after_the_next_step_and_a_number_opens_them(learner) -> None:
    page = learner.open("reading.ipynb")
    fold = page.locator(".jp-MarkdownOutput details")
    expect(fold).to_have_count(1)
    assert not fold.evaluate("e => e.open")
    assert fold.bounding_box()["height"] < 60, "the sources stand long below the next step"
    page.locator(".jp-MarkdownOutput sup a", has_text="5").first.click()
    expect(fold).to_have_attribute("open", "")
    expect(fold.locator("[data-jupyter-id=source-5]").locator("xpath=..")).to_be_in_viewport()


def test_in_forced_colours_the_map_the_focus_and_what_is_chosen_are_seen(learner) -> None:
    game = open_game(learner.folder)
    play_run(game, "family", questions=6, finish=False)
    learner.page.emulate_media(forced_colors="active")
    page = learner.open()
    game_on_page = Game(page)
    ground = "e => getComputedStyle(e).backgroundColor"
    assert game_on_page.button("Map").evaluate(ground) != game_on_page.button("Table").evaluate(ground), "which of two is pressed cannot be seen"
    player = game_on_page.root.locator("g.player").first
    player.focus()
    page.keyboard.press("ArrowLeft")
    ring = page.evaluate("(e => { const s = getComputedStyle(e.querySelector('.focus')); return [s.stroke, s.strokeWidth]; })(document.activeElement)")
    paper = game_on_page.root.locator("svg.map").evaluate(ground)
    assert ring[0] not in ("none", paper) and ring[1] == "3px"
    colours = game_on_page.root.locator("g.player > path").evaluate_all("all => [...new Set(all.flatMap(e => [getComputedStyle(e).fill, getComputedStyle(e).stroke]))]")
    assert len(set(colours) - {paper}) > 1, "the families' colours are gone"
    parcels = sheet(page, "Draw the parcels")
    parcels.get_by_label("Of every hundred ties").fill("40")
    parcels.get_by_role("button", name="Keep this guess and begin").click()
    members = parcels.locator(".unsorted button.member")
    members.first.click()
    page.mouse.move(0, 0)
    assert members.first.evaluate(ground) != members.nth(1).evaluate(ground), "who is chosen cannot be seen"
