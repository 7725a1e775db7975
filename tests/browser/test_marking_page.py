"""The page a tutor marks on, in a real browser on a real server: by mouse, by keyboard, when the server is gone."""
from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import honest
import lab
import pytest
import tutor
from axe_playwright_python.sync_playwright import Axe
from plays import MODULE
from playwright.sync_api import Page, expect

from systems_leadership.marking import mark

pytestmark = [pytest.mark.browser, pytest.mark.pipeline]
HOSTILE = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'> <svg onload='window.hacked = 1'>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tutor's folder with three hand-ins marked by the course; one of them has added cells and wrote what it could."""
    teach = tutor.teaching(tmp_path_factory.mktemp("marking"))
    for seed, learner in ((0, "1042"), (8, "1043"), (1, "1044")):
        files = honest.hand_in(seed)
        if learner == "1044":
            page = json.loads(files["work.ipynb"])
            page["cells"].insert(0, {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": f"**My notes** {HOSTILE}\n\n[x](javascript:window.hacked=1)"})
            files["work.ipynb"] = json.dumps(page).encode()
        place = tutor.submitted(teach, learner)
        place.mkdir(parents=True)
        for name, data in files.items():
            (place / name).write_bytes(data)
    tutor.enrol(teach, n1042=("Robin", "Ash"))
    mark.cohort(teach, MODULE)
    return teach


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[lab.Lab]:
    command = [sys.executable, "-m", "systems_leadership.cli", "teach", str(folder), "--no-browser", "--port={port}"]
    with lab.running(command, tmp_path_factory.mktemp("server"), folder) as running:
        yield running


@pytest.fixture
def desk(chromium: Any, server: lab.Lab) -> Iterator[SimpleNamespace]:
    """A tutor's browser, logged in. `open(n)` opens hand-in n as the list has it."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page, outside = context.new_page(), []
    page.on("request", lambda r: None if r.url.startswith((server.url, "data:", "blob:")) else outside.append(r.url))
    page.goto(f"{server.url}/login?next=%2Fformgrader%2Fgradebook%2F{MODULE}%2Fwork&token={lab.TOKEN}")

    def open_(n: int) -> Page:
        page.goto(f"{server.url}/formgrader/gradebook/{MODULE}/work")
        page.get_by_role("link", name=f"Submission #{n}", exact=True).click()
        page.wait_for_selector("[data-ready=yes]")
        return page
    yield SimpleNamespace(open=open_, page=page, outside=outside, url=server.url)
    assert outside == [], "something was fetched from elsewhere"
    context.close()


def stored(folder: Path, page: Page, name: str) -> tuple[Any, Any]:
    """Marks and comment as the gradebook has them, of the hand-in on screen."""
    submission = page.locator("body").get_attribute("data-submission")
    with sqlite3.connect(folder / "gradebook.db") as db:
        grade = db.execute("select manual_score from grade g join base_cell b on b.id = g.cell_id where g.notebook_id = ? and b.name = ?", (submission, name)).fetchone()
        comment = db.execute("select manual_comment from comment c join base_cell b on b.id = c.cell_id where c.notebook_id = ? and b.name = ?", (submission, name)).fetchone()
    return grade[0], comment[0] if comment else None


def card(page: Page, name: str) -> Any:
    return page.locator(f"#at-{name}")


def test_a_level_a_comment_and_the_next_learner(desk: SimpleNamespace, folder: Path) -> None:
    """Choosing a level is the mark; saved is said when it is so; the criterion stays in view on the next learner."""
    page = desk.open(1)
    first = card(page, "reflection_b-c2")
    first.get_by_role("radio").nth(2).click()
    expect(first.locator(".number .saved")).to_have_text("Saved")
    assert first.get_by_label("Mark, of 3").input_value() == "2"
    first.get_by_role("button", name="Seen, question, next step").click()
    box = first.get_by_label("Comment to the learner")
    assert box.input_value() == "Seen: \n\nQuestion: \n\nNext step: "
    page.keyboard.type("question 9.")
    page.keyboard.press("Escape")
    expect(first.locator("> .saved")).to_have_text("Saved")
    assert stored(folder, page, "reflection_b-c2") == (2.0, "Seen: question 9.\n\nQuestion: \n\nNext step: ")
    first.get_by_role("button", name="Seen, question, next step").click()
    assert "question 9." in box.input_value(), "the frame never goes over what is written"
    page.keyboard.press("Escape")
    before = page.url
    page.keyboard.press("n")
    page.wait_for_url("**/?at=reflection_b-c2")
    page.wait_for_selector("[data-ready=yes]")
    assert page.url != before
    top = card(page, "reflection_b-c2").bounding_box()["y"]
    assert 0 <= top < 450, "the criterion is in view"
    assert page.evaluate("document.activeElement.closest('.criterion')?.dataset.id") == "reflection_b-c2"


def test_by_keyboard_alone(desk: SimpleNamespace, folder: Path) -> None:
    """Tab to a criterion, a digit for the mark, n and p between learners, and back to where it was."""
    page = desk.open(2)
    card(page, "reflection_a-c1").get_by_role("radio").first.focus()
    page.keyboard.press("3")
    expect(card(page, "reflection_a-c1").locator(".number .saved")).to_have_text("Saved")
    assert stored(folder, page, "reflection_a-c1")[0] == 3
    expect(page.locator("#count")).to_contain_text("of 6 criteria marked.")
    page.keyboard.press("p")
    page.wait_for_url("**/?at=reflection_a-c1")
    page.wait_for_selector("[data-ready=yes]")
    expect(page.get_by_text("Hand-in 1 of 3")).to_be_visible()
    page.keyboard.press("Control+.")
    expect(page.get_by_text("Hand-in 2 of 3")).to_be_visible()
    page.wait_for_selector("[data-ready=yes]")
    expect(card(page, "reflection_a-c1").get_by_role("radio").nth(3)).to_be_checked()


def test_when_the_server_does_not_answer_the_words_stay_and_are_tried_again(desk: SimpleNamespace, folder: Path) -> None:
    page = desk.open(3)
    page.route("**/api/comment/*", lambda route: route.abort())
    it = card(page, "reflection_a-c2")
    it.get_by_label("Comment to the learner").fill("Not to be lost.")
    expect(it.locator("> .saved")).to_have_text("Not saved: the server does not answer. Your words are still here; it is tried again.")
    page.unroute("**/api/comment/*")
    expect(it.locator("> .saved")).to_have_text("Saved", timeout=15_000)
    assert stored(folder, page, "reflection_a-c2")[1] == "Not to be lost."


def test_words_typed_while_others_are_on_their_way_are_saved_too(desk: SimpleNamespace, folder: Path) -> None:
    """Saved is not said over words the server has not had."""
    page = desk.open(2)
    it = card(page, "reflection_b-c3")
    box, held = it.get_by_label("Comment to the learner"), []
    page.route("**/api/comment/*", lambda route: held.append(route) if not held else route.continue_())
    box.fill("First.")
    page.wait_for_timeout(1500)                            # on its way, and held there
    box.press_sequentially(" Second.")
    held[0].continue_()
    expect(it.locator("> .saved")).to_have_text("Saved")
    assert stored(folder, page, "reflection_b-c3")[1] == "First. Second."


def test_words_that_were_not_saved_come_back_with_the_page(desk: SimpleNamespace, folder: Path) -> None:
    """They are kept in the browser until the server has them; and they never go over what somebody else has written since."""
    page = desk.open(2)
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/api/comment/*", lambda route: route.abort())
    for name, words in (("reflection_a-c1", "Kept for later."), ("reflection_a-c2", "Older words.")):
        card(page, name).get_by_label("Comment to the learner").fill(words)
        expect(card(page, name).locator("> .saved")).to_contain_text("Not saved")
    submission = page.locator("body").get_attribute("data-submission")
    desk.open(1)
    with sqlite3.connect(folder / "gradebook.db") as db:
        db.execute("update comment set manual_comment = 'By a colleague.' where notebook_id = ? and cell_id in (select id from base_cell where name = 'reflection_a-c2')", (submission,))
    page.unroute("**/api/comment/*")
    desk.open(2)
    expect(card(page, "reflection_a-c1").locator("> .saved")).to_have_text("Saved")
    assert stored(folder, page, "reflection_a-c1")[1] == "Kept for later."
    assert card(page, "reflection_a-c2").get_by_label("Comment to the learner").input_value() == "By a colleague."
    expect(card(page, "reflection_a-c2").locator("> .saved")).to_contain_text("“Older words.”")
    assert stored(folder, page, "reflection_a-c2")[1] == "By a colleague."
    page.evaluate("localStorage.clear()")


def test_one_box_sends_one_thing_at_a_time(desk: SimpleNamespace, folder: Path) -> None:
    """Two levels pressed in haste: the second waits for the first, so the older never lands on the newer."""
    page, held, let = desk.open(1), [], []
    it = card(page, "reflection_b-c3")
    page.route("**/api/grade/*", lambda route: held.append(route) if not let else route.continue_())
    it.get_by_role("radio").nth(1).click()
    it.get_by_role("radio").nth(3).click()
    page.wait_for_timeout(400)
    assert len(held) == 1
    let.append(True)
    held[0].continue_()
    expect(it.locator(".number .saved")).to_have_text("Saved")
    assert stored(folder, page, "reflection_b-c3")[0] == 3


def test_a_flag_that_fails_says_so(desk: SimpleNamespace) -> None:
    page = desk.open(1)
    page.route("**/flag", lambda route: route.abort())
    page.get_by_role("button", name="Flag to come back to").click()
    expect(page.locator("#flag-said")).to_have_text("Not flagged: the server does not answer. Try again.")
    page.unroute("**/flag")
    page.get_by_role("button", name="Flag to come back to").click()
    expect(page.locator("#flag-said")).to_have_text("Flagged")
    page.get_by_role("button", name="Flag to come back to").click()
    expect(page.locator("#flag-said")).to_have_text("Flag taken off")


def test_outputs_a_page_was_left_with_are_not_shown(desk: SimpleNamespace, folder: Path) -> None:
    """Marked with other settings than the course's, a page may hold a learner's own outputs. The pictures are drawn anew from the records."""
    path = folder / "autograded" / "1042" / MODULE / "work.ipynb"
    kept, mode = path.read_bytes(), path.stat().st_mode
    page_ = json.loads(kept)
    for cell in page_["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": f"<b id=forged style='position:fixed;inset:0'>26 of 26</b>{HOSTILE}"}}]
    path.chmod(0o644)
    path.write_text(json.dumps(page_))
    try:
        for n in (1, 2, 3):
            page = desk.open(n)
            assert page.locator("#forged").count() == 0
            assert page.locator(".part").count() > 8, "what the records hold is shown all the same"
    finally:
        path.write_bytes(kept)
        path.chmod(mode)


def test_a_hand_in_without_a_marked_page_is_not_counted(desk: SimpleNamespace, folder: Path) -> None:
    """nbgrader's list leaves it out, and so do “of” and “next”."""
    place = folder / "autograded" / "1043"
    place.rename(folder / "1043-away")
    try:
        page = desk.open(1)
        expect(page.get_by_text("Hand-in 1 of 2")).to_be_visible()
        page.keyboard.press("n")
        expect(page.get_by_text("Hand-in 2 of 2")).to_be_visible()
    finally:
        (folder / "1043-away").rename(place)


def test_a_mark_that_cannot_be_is_refused_in_a_sentence(desk: SimpleNamespace, folder: Path) -> None:
    """And not sent again and again: it would be refused again."""
    page, sent = desk.open(3), []
    page.on("request", lambda r: sent.append(r.url) if "/api/grade/" in r.url else None)
    it = card(page, "reflection_b-c1")
    it.get_by_label("Mark, of 3").fill("9")
    it.get_by_label("Mark, of 3").press("Tab")
    expect(it.locator(".number .saved")).to_have_text("Not saved: A mark here is between 0 and 3. Change it, and it is saved.")
    page.wait_for_timeout(2500)
    assert len(sent) == 1
    assert stored(folder, page, "reflection_b-c1")[0] is None
    it.get_by_role("radio").nth(1).click()
    expect(it.locator(".number .saved")).to_have_text("Saved")


def test_who_it_is_is_not_shown_until_asked(desk: SimpleNamespace) -> None:
    """On the page and in the lists; the choice is remembered in this browser."""
    for n in (1, 2, 3):
        page = desk.open(n)
        assert "Robin" not in page.inner_text("body")
        assert "1042" not in page.inner_text("header")
        assert "Robin" not in page.content(), "not even in the page's source"
    page.get_by_role("button", name="Who is it?").click()
    expect(page.locator("#who-it-is")).to_contain_text("Learner 104")
    page.reload()
    page.wait_for_selector("[data-ready=yes]")
    expect(page.locator("#who-it-is")).to_be_visible()
    page.get_by_role("button", name="Hide who it is").click()
    page.goto(f"{desk.url}/formgrader/manage_submissions/{MODULE}")
    expect(page.get_by_role("gridcell", name="1042, learner")).to_be_visible()
    page.goto(f"{desk.url}/formgrader/manage_students")
    expect(page.get_by_role("link", name="learner 1042")).to_be_visible()
    assert "Robin" not in page.inner_text("body")
    page.locator("tr", has_text="learner 1042").locator(".edit a").click()
    assert page.locator(".modal-first-name").input_value() == "Robin", "what is edited is the name itself"
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Show names").click()
    page.goto(f"{desk.url}/formgrader/manage_students")
    expect(page.get_by_role("link", name="Ash, Robin")).to_be_visible()
    page.goto(f"{desk.url}/formgrader/manage_submissions/{MODULE}")
    expect(page.get_by_role("gridcell", name="Ash, Robin")).to_be_visible()
    page.get_by_role("button", name="Numbers for names").click()


def test_what_is_missing_comes_first_and_a_strangers_markup_does_nothing(desk: SimpleNamespace) -> None:
    for n in (1, 2, 3):
        page = desk.open(n)
        if page.get_by_text("My notes").count():
            break
    expect(page.locator(".notes")).to_contain_text("the hand-in has no parcels.jsonl, so this answer is missing")
    expect(page.locator(".part strong", has_text="My notes")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("[href^='javascript']").count() == 0


def test_a_check_can_be_overruled(desk: SimpleNamespace, folder: Path) -> None:
    page = desk.open(1)
    page.get_by_text("Overrule this check").first.click()
    box = page.locator("#check-first_play")
    box.fill("1")
    box.press("Tab")
    expect(page.locator(".overrule .saved").first).to_have_text("Saved")
    assert stored(folder, page, "check-first_play")[0] == 1


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 768, 320])
def test_everybody_can_mark(desk: SimpleNamespace, width: int, dark: bool) -> None:
    """axe finds nothing, in light and dark; nothing but a picture is wider than the screen; one column on a narrow one."""
    desk.page.emulate_media(color_scheme="dark" if dark else "light")
    page = desk.open(1)
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("details").evaluate_all("all => all.forEach(d => d.open = true)")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    work, marks = (page.locator(f".{name}").bounding_box() for name in ("work", "marks"))
    assert (marks["x"] > work["x"] + 200) == (width >= 1100)
