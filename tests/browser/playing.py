"""A person playing: the acts of a game as a hand makes them. Used by browser tests; knows the screen, not the rules."""
from __future__ import annotations

import json
import os
import re
import signal
from importlib import resources
from pathlib import Path

import psutil
from plays import PLAY
from playwright.sync_api import Locator, Page, expect


class Game:
    """The unfolding game on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root: Locator = page.locator(".jp-OutputArea .sl").first

    @property
    def asked(self) -> int:
        return int((self.root.locator(".track").get_attribute("aria-label") or "0").split()[0])

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def box(self, label: str) -> Locator:
        return self.root.get_by_label(label, exact=True)

    def begin(self, standpoint: str) -> None:
        self.root.get_by_role("button", name=re.compile(f"^{standpoint}")).click()
        self.box("People in distress at night in Marlshire: what is the problem? One sentence.").fill("People in crisis wait because nobody can be reached at night.")
        self.button("Keep this and begin").click()
        expect(self.root.locator("button.ask").first).to_be_visible()

    def ask(self, player: str, question: str) -> None:
        """Choose a player on the map, press a question, and wait for its answer."""
        n = self.asked
        self.press(player, question)
        self.until(n + 1)

    def press(self, player: str, question: str) -> None:
        if self.root.locator("#sl-who").input_value() and player != self.chosen():
            self.root.locator(f"g.player[aria-label=\"{player}\"]").click()
        self.root.locator(f"button.ask[data-question={question}]").click()

    def chosen(self) -> str:
        return self.root.locator("#sl-who option:checked").inner_text()

    def until(self, n: int) -> None:
        expect(self.root.locator(".track")).to_have_attribute("aria-label", re.compile(f"^{n} "))

    def checkpoint(self) -> None:
        self.box("Write the problem again, in one sentence").fill(f"They are passed on, and after {self.asked} questions nobody has said what they wanted.")
        self.box("What changed, and what made you change it?").fill("The ward named five services and no person.")
        self.button("Keep this and go on").click()
        expect(self.button("Keep this and go on")).to_have_count(0)

    def play(self, moves: list[tuple[str, str]] = PLAY) -> None:
        for player, question in moves:
            self.ask(player, question)
            if self.asked % 6 == 0:
                self.checkpoint()

    def close(self) -> None:
        for name in ("Vet", "Night-bus driver"):
            self.box("A player the library lacks").fill(name)
            self.box("What can be seen from there").fill("who is out alone")
            self.button("Add").click()
            expect(self.root.locator("ul.plain li", has_text=name)).to_have_count(1)
        self.box("Who do you think is still missing from your map?").fill("Anybody who never rings anyone.")
        self.button("Close the map").click()
        expect(self.root.get_by_role("heading", name="What you saw from there, and what you did not")).to_be_visible()

    def finish(self) -> None:
        for n, area in enumerate(self.root.locator("textarea").all()):
            area.fill(f"A line for question {n + 1}, said plainly.")
        self.button("Keep and finish this play").click()
        expect(self.button("Keep and finish this play")).to_have_count(0)


def moves(folder: Path) -> list[dict]:
    """What the record holds, without words being typed."""
    lines = (folder / "unfolding.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    return [op for op in (json.loads(line)["op"] for line in lines) if op["do"] != "write"]


def kill_kernels(folder: Path) -> int:
    """End, without warning, the kernels whose notebook is in `folder`. Returns how many."""
    mine = [p for p in psutil.process_iter(["cmdline", "cwd"]) if "ipykernel_launcher" in " ".join(p.info["cmdline"] or []) and p.info["cwd"] == str(folder)]
    for process in mine:
        os.kill(process.pid, signal.SIGKILL)
    return len(mine)


def sheet(page: Page, title: str) -> Locator:
    """The exercise on a page whose heading is `title`."""
    return page.locator(".jp-OutputArea .sl", has=page.get_by_role("heading", name=title, exact=True))


LETTERS = ["a", "b", "m", "d", "d", "x"]         # JupyterLab's single-key commands that would change a notebook
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, inside: str = ".sl") -> list[str]:
    """What axe finds wrong inside our exercises, or inside another part of the page."""
    if not page.evaluate("!!window.axe"):
        page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    return page.evaluate("""async ([inside, rules]) => (await axe.run(inside, {runOnly: rules}))
        .violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.html.slice(0, 120)).slice(0, 3).join(' | '))""", [inside, RULES])


def off_screen(root: Locator) -> list[str]:
    """What of an exercise runs off its right edge. A map in its own window does, and is moved there."""
    return root.evaluate("""root => [...root.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > root.getBoundingClientRect().right + 1
        && !e.closest('.hidden, thead, .pan')).map(e => e.outerHTML.slice(0, 90))""")


def too_small(root: Locator) -> list[str]:
    """Controls smaller than 24 by 24 px (WCAG 2.2, 2.5.8)."""
    return root.evaluate("""root => [...root.querySelectorAll('button, select, input, summary')].filter(e => e.offsetParent
        && (e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)).map(e => e.outerHTML.slice(0, 90))""")
