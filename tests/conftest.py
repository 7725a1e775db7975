"""One Chromium for every test that needs a browser, of pages and of hubs."""
from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import lab
import pytest
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROME") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "No Chromium on the PATH. Run `make setup`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=lab.CHROMIUM_FLAGS)
        yield browser
        browser.close()
