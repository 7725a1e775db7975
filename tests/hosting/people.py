"""A person in a browser at a hub: logs in with the password they were given, chooses their own, and is brought to their door."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from machine import Machine
from playwright.sync_api import BrowserContext, Page

READY = 90_000
CHOSEN = "three quiet words"


@dataclass
class Person:
    """Somebody logged in."""

    hub: Machine
    name: str
    context: BrowserContext
    page: Page
    outside: list[str] = field(default_factory=list)

    def open(self, where: str) -> Page:
        """One of the course's pages on this learner's own server, with its cells run."""
        self.page.goto(f"{self.hub.url}/user/{self.name}/lab/tree/{where}?reset")
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden)[data-course-ran]", timeout=READY)
        return self.page

    def get(self, path: str) -> int:
        """What the hub answers, once every redirection has been followed."""
        return self.context.request.get(f"{self.hub.url}{path}").status


def log_in(hub: Machine, chromium: Any, name: str) -> Person:
    """From the hub's address alone."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", ignore_https_errors=True)         # a test makes its own certificate
    page = context.new_page()
    person = Person(hub, name, context, page)
    context.on("request", lambda r: None if r.url.startswith((hub.url, hub.url.replace("http", "ws"), "data:", "blob:", "about:")) else person.outside.append(r.url))
    page.goto(hub.url)
    _give(page, name, hub.passwords()[name])
    if page.locator("input[type=password]").count() > 1:                         # a one-time password is good for choosing another
        for box in page.locator("input[type=password]").all():
            box.fill(CHOSEN)
        page.locator("input[type=submit], button[type=submit]").first.click()
        page.wait_for_load_state()
    elif page.locator("#username_input").count():
        _give(page, name, CHOSEN)
    return person


def _give(page: Page, name: str, password: str) -> None:
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("input[type=submit], button[type=submit]").first.click()
    page.wait_for_load_state()


def at_course(person: Person) -> Page:
    """Wait until the learner's server is up and the start page has run."""
    person.page.wait_for_url(re.compile(rf"/user/{re.escape(person.name)}/lab"), timeout=READY)
    person.page.wait_for_selector(".jp-NotebookPanel[data-course-ran]", timeout=READY)
    return person.page
