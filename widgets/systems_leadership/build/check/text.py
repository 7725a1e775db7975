"""Words and paragraphs of an authored page. Nothing here changes where a line stands, so that a problem can name it."""
from __future__ import annotations

import re
from collections.abc import Iterator

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)*]*\s+|[|·\n]")
LINK = re.compile(r'(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)>?(?:\s+"[^"]*")?\s*\)')
HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*$")


def plain(word: str) -> str:
    return word.replace("'", "").replace("’", "").casefold()


def words(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return [plain(found) for found in WORD.findall(text)]


def sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def blank(pattern: str, text: str) -> str:
    """Spaces in place of what `pattern` finds; line ends stay."""
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.DOTALL | re.MULTILINE)


def prose(page: str) -> str:
    """A page without its head, its code cells and its cell marks."""
    for pattern in (r"\A---\n.*?^---$", r"^```.*?^```$", r"^\+\+\+.*?$"):
        page = blank(pattern, page)
    return page


def paragraphs(page: str) -> Iterator[tuple[int, str]]:
    """Paragraphs of a page with the line each begins on; no headings, code or quotations set apart with >."""
    block: list[str] = []
    lines = prose(page).split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        heading = HEADING.match(line)
        if line.strip() and not heading:
            block.append(line)
            continue
        if block and not block[0].lstrip().startswith(">"):
            yield number - len(block), "\n".join(block)
        block = []


def line_of(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def heading_id(heading: str) -> str:
    """The id JupyterLab gives a heading: its text, spaces as hyphens."""
    text = LINK.sub(r"\2", heading)
    text = re.sub(r"<[^>]+>|[*`]|(?<!\w)_|_(?!\w)", "", text)
    return text.strip().replace(" ", "-")
