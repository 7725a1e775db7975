"""Runs of words shared with somebody else's text, which the course restates and never repeats."""
from __future__ import annotations

import re
from collections.abc import Iterator

from .clone import Clone
from .text import WORD, blank, line_of, plain, words

RUN = 6
QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"")
SUFFIXES = {".md", ".toml", ".csv"}


def runs(text: str, theirs: set[tuple[str, ...]], cited_quotes: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Every longest run of `RUN` or more words of `text` that `theirs` holds too, with its line; with `cited_quotes`, those not inside a quotation of a cited passage."""
    quotes = list(_cited_quotes(text)) if cited_quotes else []
    for pattern in (r"\[@[^\]\n]*\]", r"<!--.*?-->", r"\]\([^)\n]*\)"):
        text = blank(pattern, text)
    found = [(m.start(), m.end(), plain(m.group(0))) for m in WORD.finditer(text)]
    hits = [tuple(w for _, _, w in found[i:i + RUN]) in theirs for i in range(len(found))]
    i = 0
    while i < len(found):
        if not hits[i]:
            i += 1
            continue
        last = i
        while last + 1 < len(found) and hits[last + 1]:
            last += 1
        start, end = found[i][0], found[last + RUN - 1][1]
        if not any(a <= start and end <= b for a, b in quotes):
            yield line_of(text, start), [w for _, _, w in found[i:last + RUN]]
        i = last + 1


def windows(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i:i + RUN]) for i in range(len(found) - RUN + 1)}


def problems(clone: Clone, source_text: str) -> Iterator[str]:
    """Shared runs in course/ and solutions/, titles of sources and quotations of cited passages left out."""
    theirs = windows(source_text)
    titles = [f" {' '.join(words(source.title))} " for source in clone.sources.values()]
    for folder in ("course", "solutions"):
        for path in sorted(p for p in (clone.base / folder).rglob("*") if p.suffix in SUFFIXES):
            for line, run in runs(path.read_text(encoding="utf-8", errors="replace"), theirs, cited_quotes=path.suffix == ".md"):
                shared = " ".join(run)
                if not any(f" {shared} " in title for title in titles):
                    yield f"{clone.name(path)}:{line}: shares “{shared}” with the source text. Say it in other words, or quote it and cite it."


def _cited_quotes(text: str) -> Iterator[tuple[int, int]]:
    for paragraph in re.finditer(r"(?:[^\n]+\n?)+", text):
        if "[@" in paragraph.group(0):
            yield from ((paragraph.start() + q.start(), paragraph.start() + q.end()) for q in QUOTED.finditer(paragraph.group(0)))
