"""Paragraphs that look like claims about the world and name no source; citations and sources that miss each other."""
from __future__ import annotations

import re
from collections.abc import Iterator

from ..sources import BRACKET, OWN_HEADING, UNCITED, keys
from .clone import Clone
from .text import LINK, line_of, paragraphs, prose

# What makes a paragraph look like a claim. Scenes have numerals of their own, so a number counts only as a year or as a share.
SIGNS = (re.compile(r"(?<![\d.,£$€#/-])(?:1[89]|20)\d\d(?![\d%]|[.,]\d)"),
         re.compile(r"\d+(?:\.\d+)?\s?(?:%|per cent\b|percent\b)"),
         re.compile(r"\b(?:study|studies|trials?|evaluations?|evidence|research|researchers?|reviews?|laws?|surveys?|statistics?)\b", re.IGNORECASE),
         re.compile(r"(?<=\w )Acts?\b"))


def signs(paragraph: str) -> list[str]:
    """What in a paragraph looks like a claim. Numbers the build works out are facts of the case, not of the world."""
    text = LINK.sub(r"\2", re.sub(r"\{\{.*?\}\}", "…", BRACKET.sub("", paragraph)))
    return list(dict.fromkeys(found.group(0) for sign in SIGNS for found in sign.finditer(text)))


def problems(clone: Clone) -> Iterator[str]:
    """Claims without a source, citations without a source, sources without a citation."""
    cited: set[str] = set()
    for page in clone.pages:
        text = prose(page.text)
        for line, paragraph in paragraphs(page.text):
            where, why = f"{page.name}:{line}", UNCITED.search(paragraph)
            found = signs(UNCITED.sub("", paragraph))
            if why and not why.group(1).strip():
                yield f"{where}: “uncited” gives no reason. Say why in the comment: <!-- uncited: why -->."
            if found and not why and not BRACKET.search(paragraph):
                yield f"{where}: looks like a claim ({', '.join(found)}) and names no source. Cite it with [@key], or end the paragraph with <!-- uncited: why -->."
        for bracket in BRACKET.finditer(text):
            for key in keys(bracket.group(0)):
                cited.add(key)
                if key not in clone.source_keys:
                    yield f"{page.name}:{line_of(text, bracket.start())}: there is no source “{key}”. Add [{key}] to course/sources.toml or correct the key."
        heading = OWN_HEADING.search(text)
        if heading:
            yield f"{page.name}:{line_of(text, heading.start())}: the section Sources is written by the build. Delete it here and cite with [@key]."
    for key in sorted(clone.source_keys - cited):
        yield f"course/sources.toml: [{key}] is cited by no page. Cite it with [@{key}], or delete it."
    for path in sorted(clone.course.rglob("*.toml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        stray = BRACKET.search(text) if path.name != "sources.toml" else None
        if stray:
            yield f"{clone.name(path)}:{line_of(text, stray.start())}: {stray.group(0)} would be shown as it stands; only pages can cite. Move the claim to a page."
