"""The page around the exercises: opens ready, keeps JupyterLab's keys off, no axe violation, foreign code waits."""
from __future__ import annotations

import json

import pytest
from playing import LETTERS, Game, violations
from plays import PLAY

pytestmark = pytest.mark.browser


def stages(page, then) -> None:
    """Visit the screens of the game, calling `then` on each."""
    game = Game(page)
    then("choosing a standpoint")
    game.begin("Mental health commissioner")
    then("asking")
    for move in PLAY[:6]:
        game.ask(*move)
    then("checkpoint")
    game.checkpoint()
    game.button("Table").click()
    then("table")
    game.button("Map").click()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing(learner, theme):
    page = learner.open()
    learner.theme(theme)
    found = {}
    stages(page, lambda stage: found.update({stage: v}) if (v := violations(page)) else None)
    assert found == {}


def test_axe_finds_nothing_in_a_debrief(learner):
    page = learner.open()
    game = Game(page)
    game.begin("Mental health commissioner")
    game.play()
    assert violations(page) == []
    game.close()
    assert violations(page) == []
    game.finish()
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        learner.theme(theme)
        assert violations(page) == []


def test_single_letter_commands_leave_the_notebook_whole(learner):
    """a, b, m, d d and x are JupyterLab's commands; pressed on any control of ours they do nothing to the notebook."""
    page = learner.open()
    shape = "[...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(c => c.className.includes('Markdown') ? 'm' : 'c').join('')"
    before = page.evaluate(shape)

    def press(stage: str) -> None:
        controls = page.locator(".sl :is(button, select, textarea, input, [tabindex])")
        for n in range(controls.count()):
            control = controls.nth(n)
            if not control.is_visible() or control.is_disabled():
                continue
            control.focus()
            assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true", f"{stage}: {control.evaluate('e => e.outerHTML.slice(0, 200)')}"
            writes = control.evaluate("e => e.matches('textarea, input, select')")
            for letter in LETTERS:
                if not writes:
                    page.keyboard.press(letter)
            assert page.evaluate(shape) == before, f"{stage}: a letter changed the notebook from {control.evaluate('e => e.outerHTML.slice(0, 120)')}"
    stages(page, press)


def test_only_released_cells_run_by_themselves(learner):
    """A code cell that is not the course's waits for a person."""
    path = learner.module / "work.ipynb"
    notebook = json.loads(path.read_text())
    ours = sum(cell["cell_type"] == "code" for cell in notebook["cells"])
    foreign = {"cell_type": "code", "execution_count": None, "id": "foreign", "metadata": {}, "outputs": [], "source": "open('foreign-ran', 'w').write('x')"}
    notebook["cells"].insert(0, foreign)
    path.write_text(json.dumps(notebook))
    page = learner.open()
    assert page.locator(".jp-NotebookPanel").get_attribute("data-course-ran") == str(ours)
    assert not (learner.module / "foreign-ran").exists()
    assert page.locator(".jp-Cell-inputWrapper:visible").count() >= 1, "a foreign cell shows its code"


def test_learners_see_no_grading_tools(learner):
    page = learner.open()
    assert page.locator("#jp-MainMenu", has_text="Nbgrader").count() == 0
    answer = page.request.get(f"{learner.jupyter.url}/formgrader?token=loopback")
    assert answer.status == 404
