"""A notebook of three cells in real Chromium on real JupyterLab: set-up, the bare echo, the game."""
from __future__ import annotations

import contextlib
import json
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lab
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from systems_leadership import case as cases
from systems_leadership.games.unfolding import rules, screen

from . import echo
from .play import Play, keep, questions_needed

PROBE = Path(__file__).with_name("probe.js")
GAME = 'from systems_leadership import show\nshow("unfolding")'
SETUP, ECHO, MAP = 0, 1, 2                                 # cells, by place
WINDOW = {"width": 1280, "height": 2000}                   # the whole game in view, so that all of it is painted
WORDS = screen.words()
LONG = 60_000                                              # ms to wait for anything


@contextlib.contextmanager
def running() -> Iterator[tuple[lab.Lab, Browser]]:
    """JupyterLab as a learner's, on loopback, and Chromium."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        folder = root / "course"
        with lab.running(lab.learner(folder), root, folder) as served, sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=lab.CHROMIUM_FLAGS)
            try:
                yield served, browser
            finally:
                browser.close()


class Notebook:
    """The bench notebook, open on a play, with all three cells run once."""

    def __init__(self, served: lab.Lab, browser: Browser, name: str, play: Play) -> None:
        self.play, self.bytes = play, {"sent": 0, "received": 0}
        folder = served.folder / name
        folder.mkdir()
        keep(play, folder, cases.load())
        (folder / "bench.ipynb").write_text(json.dumps(_notebook(play)), encoding="utf-8")
        self.page: Page = browser.new_page(viewport=WINDOW)  # type: ignore[arg-type]
        self.page.on("websocket", self._count)
        self.page.goto(served.page(f"{name}/bench.ipynb"))
        self.page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=LONG)
        self.page.add_script_tag(path=PROBE)
        self._random = random.Random(1)
        for cell, shown in ((SETUP, ""), (ECHO, ".bare-echo"), (MAP, ".sl .map .player")):
            self._run_until_done(cell)
            if shown:
                self.page.locator(shown).first.wait_for(timeout=LONG)
        met = self.page.locator(".sl .map .player").count()
        assert met == len(play.met), f"the map shows {met} players, the record has {len(play.met)}"
        self.page.locator("#sl-who").select_option(play.player)

    def _count(self, socket: Any) -> None:
        if "/channels" not in socket.url:
            return
        for event, way in (("framesent", "sent"), ("framereceived", "received")):
            socket.on(event, lambda data, way=way: self.bytes.update({way: self.bytes[way] + len(data.encode() if isinstance(data, str) else data)}))

    def run(self, cell: int) -> None:
        """Run a cell by keyboard."""
        self.page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def _run_until_done(self, cell: int) -> None:
        """Run a cell and wait for its number. A key pressed before the kernel is connected is lost, so it is pressed again."""
        for _ in range(20):
            self.run(cell)
            with contextlib.suppress(TimeoutError):
                self.page.wait_for_function("cell => /\\d/.test(document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')[cell].textContent)", arg=cell, timeout=LONG / 20)
                return
        raise RuntimeError(f"cell {cell} of {self.page.url} did not run")

    def rest(self) -> None:
        """A short wait of a length by chance, so that key presses fall anywhere between two frames."""
        self.page.wait_for_timeout(self._random.uniform(80, 130))

    def time_key(self, names: list[str]) -> dict[str, float]:
        """Press Enter on what has the focus; ms until each of the probe's named checks was painted."""
        want = {"asking": WORDS["asking"], "number": self.play.asked + 1, "ties": self.play.ties_after, "players": len(self.play.met) + self.play.brings}
        self.page.evaluate("([names, want]) => bench.watch(names, want, 'Enter')", [names, want])
        self.page.keyboard.press("Enter")
        return self.page.evaluate("bench.times")

    def ask(self) -> tuple[float, float]:
        """Put the play's next question by keyboard; ms to its acknowledgement and to its answer, painted."""
        self.rest()
        self.page.locator(f".sl button.ask[data-question={self.play.question}]").focus()
        times = self.time_key(["ask pressed", "ask answered"])
        return times["ask pressed"], times["ask answered"]

    def undo(self) -> None:
        """Take the question back, so that it can be put again."""
        self.page.get_by_role("button", name=WORDS["undo"], exact=True).click()
        self.page.locator(f".sl button.ask[data-question={self.play.question}]").wait_for()
        self.page.locator(".sl .saved", has_text="Saved").wait_for()

    def echo(self) -> tuple[float, float]:
        """The same with the bare widget."""
        self.rest()
        self.page.locator(".bare-echo").focus()
        times = self.time_key(["echo pressed", "echo answered"])
        return times["echo pressed"], times["echo answered"]

    def open(self, cell: int) -> float:
        """Run a cell afresh; ms from the key until its output was painted."""
        name = {MAP: "map open", ECHO: "echo open"}[cell]
        self.rest()
        self.page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".cm-content").click()
        self.page.evaluate("([name, want]) => bench.watch([name], want, 'Enter')", [name, {"players": len(self.play.met)}])
        self.page.keyboard.press("Control+Enter")
        return self.page.evaluate("bench.times")[name]

    def quiet(self) -> None:
        """Wait until nothing has passed between page and kernel for 400 ms."""
        last = None
        while last != dict(self.bytes):
            last = dict(self.bytes)
            self.page.wait_for_timeout(400)


def _notebook(play: Play) -> dict[str, Any]:
    setup = echo.SETUP.strip()
    if play.asked >= rules.QUESTIONS:
        setup += f"\n\nfrom systems_leadership.games.unfolding import rules\nrules.QUESTIONS = {questions_needed(play)}"
    return {"cells": [{"cell_type": "code", "id": f"cell{n}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
                      for n, source in enumerate((setup, echo.SHOW, GAME))],
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}, "nbformat": 4, "nbformat_minor": 5}
