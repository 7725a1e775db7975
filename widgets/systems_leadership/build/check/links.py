"""Links that lead nowhere, and pictures that say nothing to somebody who cannot see them."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from .clone import Clone, Page
from .text import HEADING, LINK, heading_id, line_of, prose

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
HREF = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"', re.IGNORECASE)
IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
SRC = re.compile(r'\bsrc="([^"]*)"', re.IGNORECASE)
ALT = re.compile(r"\balt\s*=", re.IGNORECASE)            # alt="" is right for a picture that only decorates
ANCHOR = re.compile(r'<[a-z][^>]*?\b(?:id|name)="([^"]+)"', re.IGNORECASE)


def anchors(cells: list[str]) -> set[str]:
    """Every place in a page a link can lead to."""
    out = set()
    for cell in cells:
        text = prose(cell)
        out |= {heading_id(m.group(1)) for line in text.split("\n") if (m := HEADING.match(line))}
        out |= set(ANCHOR.findall(text))
    return out


def problems(clone: Clone) -> Iterator[str]:
    """Dangling anchors, links to what is not there, missing pictures, pictures without alternative text."""
    places = {page.built.resolve(): anchors(list(page.markdown())) for page in clone.pages}
    for page in clone.pages:
        if page.cells is None:
            yield f"{page.name}: {clone.name(page.built)} is not built. Run `systems-leadership build`."
        text = prose(page.text)
        for found in LINK.finditer(text):
            where = f"{page.name}:{line_of(text, found.start())}"
            picture, words, target = bool(found.group(1)), found.group(2), found.group(3)
            if picture and not words.strip():
                yield f"{where}: the picture {target} has no alternative text. Say in the square brackets what it shows."
            yield from _leads(clone, page, where, target, picture, places)
        for found in HREF.finditer(text):
            yield from _leads(clone, page, f"{page.name}:{line_of(text, found.start())}", found.group(1), False, places)
        for found in IMG.finditer(text):
            where, source = f"{page.name}:{line_of(text, found.start())}", SRC.search(found.group(0))
            if not ALT.search(found.group(0)):
                yield f'{where}: an <img> has no alternative text. Add alt="…" saying what it shows.'
            if source:
                yield from _leads(clone, page, where, source.group(1), True, places)


def _leads(clone: Clone, page: Page, where: str, target: str, picture: bool, places: dict[Path, set[str]]) -> Iterator[str]:
    if ELSEWHERE.match(target):
        return
    path, _, fragment = unquote(target).partition("#")
    to = (page.built.parent / path).resolve() if path else page.built.resolve()
    if path and picture:
        authored = clone.base / Path(page.name).parent / path
        if not (to.is_file() or authored.is_file()):
            yield f"{where}: there is no picture {path}. Put it beside the page or correct the address."
    elif path and not to.is_file():
        yield f"{where}: leads to {path}, which is not there. Correct the address, or write the page it means and build."
    elif fragment and to in places and fragment not in places[to]:
        near = sorted(a for a in places[to] if a.casefold() == fragment.casefold().replace(" ", "-"))
        remedy = f"Write #{near[0]}." if near else "Use the words of a heading there with hyphens for spaces, or take the link out."
        if page.cells is not None or path:
            yield f"{where}: leads to #{fragment}, which is no heading of {path or 'this page'}. {remedy}"
