"""The page's colours, as numbers: what carries a meaning reaches the contrast WCAG asks for, on every ground it stands on and in both themes."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from systems_leadership import view
from systems_leadership.canvas.theme import LIGHT

CSS = (Path(view.__file__).parent / "page.css").read_text(encoding="utf-8")
PAPER = {"light": "#ffffff", "dark": "#111111"}        # JupyterLab's own ground, which ours gives way to; where there is none, ours
MARKS = ("people", "care", "law", "place", "daily", "voice", "direction", "speck")


def tokens(theme: str) -> dict[str, str]:
    rule = next(line for line in CSS.splitlines() if line.startswith(".sl{--people" if theme == "light" else '[data-jp-theme-light="false"] .sl{'))
    return dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", rule))


def contrast(one: str, two: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_specks_are_seen_on_every_ground(theme: str) -> None:
    has = tokens(theme)
    grounds = {PAPER[theme], has["band"], "#ffffff" if theme == "light" else "#212121"}
    for name in MARKS:
        for ground in grounds:
            assert contrast(has[name], ground) >= 3, f"{name} on {ground} in the {theme} theme"
    for name in ("ink", "soft"):
        for ground in grounds:
            assert contrast(has[name], ground) >= 4.5, f"{name} on {ground} in the {theme} theme"
    assert contrast(has["ink"], has["mark"]) >= 4.5


def test_a_picture_that_stands_alone_has_the_page_s_light_colours() -> None:
    has = tokens("light")
    assert {name: LIGHT[name] for name in has if name in LIGHT} == {name: has[name] for name in has if name in LIGHT}
    assert set(MARKS) <= set(LIGHT)
