"""The map on screen: its key, what a lens makes stand out, specks, names large enough on a phone, forced colours."""
from __future__ import annotations

import pytest
from playing import Game, off_screen, too_small, violations
from plays import open_game, play_run
from playwright.sync_api import Locator, expect

from systems_leadership import registry
from systems_leadership.exercise import Desk

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
NAME_SIZE = "map => 11.5 * map.getBoundingClientRect().width / 1000"      # the map's names are 11.5 of its 1000


def played(learner, questions: int = 13) -> Game:
    play_run(open_game(learner.folder), "family", questions=questions, finish=False)
    return Game(learner.open())


def lens(page) -> Locator:
    return page.locator(".jp-OutputArea .sl", has=page.get_by_role("button", name="Prevention", exact=True))


def test_the_key_says_what_the_letters_on_this_map_and_the_lines_mean(learner):
    game = played(learner)
    exercise = registry.exercise("unfolding")
    case, run = exercise.case, Desk(learner.module).state(exercise).runs[0]
    letters, lines = (part.locator("li").all_inner_texts() for part in game.root.locator(".key dd").all())
    said = {words.split(maxsplit=1)[-1] if len(words.split()) > 1 and len(words.split()[0]) == 1 else words for words in map(str.strip, letters)}
    assert said == {case.kind_name(case.players[i].kind) for i in run.met}, "a kind nobody has met, or one left out"
    assert [words.strip() for words in lines] == ["hands over", "funds", "inspects", "works with", "close to", "speaks for", "speaks to", "tells"]
    assert set(map(str.strip, lines)) == set(case.tie_words)


def test_after_the_lens_has_turned_who_is_active_stands_out_whoever_is_chosen(learner):
    game = played(learner)
    exercise = registry.exercise("unfolding")
    case, run = exercise.case, Desk(learner.module).state(exercise).runs[0]
    active = sorted(i for i in run.met if "recovery" in case.players[i].phase)
    assert 0 < len(active) < len(run.met)
    expect(game.root.locator("svg.map.focused")).to_have_count(1)
    drawn = game.root.locator("g.player").evaluate_all("""all => all.map(g => [g.dataset.player, g.querySelector(':scope > path').getBBox().width,
        +g.querySelector('.lab').getAttribute('font-weight')])""")
    assert sorted(i for i, _, weight in drawn if weight == 700) == sorted({*active, "family", *game.root.locator("g.player.chosen").evaluate_all("all => all.map(g => g.dataset.player)")})
    small = {case.family(i).id: width for i, width, _ in drawn if i not in active}
    for i, width, _ in drawn:
        if i in active and case.family(i).id in small:
            assert width > 1.4 * small[case.family(i).id], f"{i} is no larger than one who is not active"


def test_before_the_lens_turns_nobody_stands_out(learner):
    game = played(learner, 5)
    assert game.root.locator("g.player.out").count() == 0


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_lens_of_the_reading_shows_size_and_weight_and_no_name_lies_on_another(learner, theme):
    page = learner.open("reading.ipynb")
    learner.theme(theme)
    root = lens(page)
    for name in ("Prevention", "Recovery", "Crisis"):
        root.get_by_role("button", name=name, exact=True).click()
        expect(root.locator("g.player:not(.dim) .lab[font-weight='700']")).to_have_count(root.locator("g.player.out").count())
        assert root.locator("g.player.dim .lab[font-weight='700']").count() == 0
        assert root.evaluate("""root => { const all = [...root.querySelectorAll('.lab')].map(e => [e.textContent, e.getBoundingClientRect()]), out = [];
            all.forEach(([a, x], i) => all.slice(i + 1).forEach(([b, y]) => { if (Math.min(x.right, y.right) - Math.max(x.left, y.left) > 1
                && Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top) > 3) out.push(a + ' / ' + b); })); return out; }""") == []


def test_a_speck_is_a_filled_dot_in_its_own_colour(learner):
    page = learner.open("reading.ipynb")
    learner.theme("JupyterLab Dark")
    specks = page.locator("svg.smallmap .speck")
    specks.first.scroll_into_view_if_needed()
    assert specks.count() > 0
    assert specks.evaluate_all("all => [...new Set(all.map(e => getComputedStyle(e).fill))]") == ["rgb(145, 142, 134)"]
    assert specks.first.bounding_box()["width"] >= 2.4


def test_on_a_phone_the_table_comes_first_and_the_map_s_names_can_be_read(learner):
    play_run(open_game(learner.folder), "family", questions=13, finish=False)
    learner.page.set_viewport_size(PHONE)
    page = learner.open()
    game = Game(page)
    table, shown = game.button("Table"), game.button("Map")
    expect(table).to_have_attribute("aria-pressed", "true")
    expect(game.root.locator("table.stack")).to_be_visible()
    shown.click()
    expect(shown).to_have_attribute("aria-pressed", "true")
    expect(game.root.get_by_text("The map is wider than your screen.")).to_be_visible()
    assert game.root.locator("svg.map").evaluate(NAME_SIZE) >= 12
    assert game.root.locator(".lab").first.is_visible()
    assert off_screen(game.root) == [] and too_small(game.root) == []
    pan = game.root.locator(".pan").bounding_box()
    for name in ("Partner or parent", "Emergency department"):          # whoever is chosen comes into the window, and so does the focus
        game.root.locator("#sl-who").select_option(label=name)
        game.root.locator(f"g.player[aria-label='{name}']").focus()
        mark = game.root.locator("g.player.chosen > path").bounding_box()
        assert pan["x"] <= mark["x"] and mark["x"] + mark["width"] <= pan["x"] + pan["width"]
    assert violations(page) == []
    page.set_viewport_size({"width": 1180, "height": 900})
    expect(game.root.locator("svg.map")).to_be_visible()
    learner.page.set_viewport_size(PHONE)
    page = learner.open("reading.ipynb")
    assert lens(page).locator("svg.map").evaluate(NAME_SIZE) >= 12


def test_what_the_checks_found_takes_the_theme_s_colours(learner):
    page = learner.open()
    learner.theme("JupyterLab Dark")
    found = page.locator(".sl-ours .jp-RenderedHTML > div")
    expect(found).to_have_count(4)
    ground, words = found.first.evaluate("e => [getComputedStyle(e).backgroundColor, getComputedStyle(e.querySelector('p, li, b')).color]")
    assert ground == "rgba(0, 0, 0, 0)", "a white block on a dark page"
    assert min(map(float, words.strip("rgba()").split(",")[:3])) > 200
    assert violations(page, ".sl-ours .jp-RenderedHTML") == []
