"""One real JupyterLab, as `systems-leadership learn` starts it, and one Chromium for all browser tests. Each test has a folder of its own."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import lab
import pytest
from playwright.sync_api import Browser, Page

from systems_leadership import folder

MODULE = "m1_defining_the_system"
READY = 60_000


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lab.Lab]:
    root = tmp_path_factory.mktemp("jupyter")
    with lab.running(lab.learner(root / "learners"), root, root / "learners") as running:
        yield running


@dataclass
class Learner:
    """A learner's folder, open in a browser."""

    page: Page
    jupyter: lab.Lab
    folder: Path
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, name: str = "work.ipynb", fresh: bool = True, module: str = MODULE) -> Page:
        """Open a page of a module and wait until its own cells have run."""
        where = f"{self.folder.name}/{module}/{name}"
        self.page.goto(f"{self.jupyter.url}/lab/tree/{where}?token={lab.TOKEN}{'&reset' if fresh else ''}")
        self.page.wait_for_selector(".jp-NotebookPanel[data-course-ran]", timeout=READY)
        self.page.wait_for_selector(".sl", timeout=READY)
        return self.page

    @property
    def module(self) -> Path:
        return self.folder / MODULE

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme from its own menu."""
        self.page.locator("#jp-MainMenu .lm-MenuBar-itemLabel", has_text=re.compile("^Settings$")).click()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Theme$")).hover()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{name}$")).click()
        light = "false" if "Dark" in name else "true"
        self.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")


@pytest.fixture
def learner(jupyter: lab.Lab, chromium: Browser, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    own = jupyter.folder / re.sub(r"\W+", "_", f"{request.module.__name__} {request.node.name}")   # two modules may have a test of one name
    folder.fill(own)
    context = chromium.new_context(viewport={"width": 1180, "height": 1000}, reduced_motion="reduce", accept_downloads=True)
    page = context.new_page()
    person = Learner(page, jupyter, own)
    local = (jupyter.url, own.as_uri().rsplit("/", 1)[0], tmp_path_factory.getbasetemp().as_uri(), jupyter.url.replace("http", "ws"), "data:", "blob:", "about:")
    context.on("request", lambda r: None if r.url.startswith(local) else person.outside.append(r.url))
    page.on("pageerror", lambda e: person.errors.append(str(e)))
    yield person
    context.close()
    assert person.outside == [], "a request left this machine"
    assert person.errors == [], "a script failed on the page"
