"""What a page cites: course/sources.toml, and the numbers and the list a page makes of it.

In a page `[@key]` or `[@a, @b]` becomes small numbers, in order of first citation there, and the page ends with a section
Sources that says of each how far it was read and what kind of evidence it is.
"""
from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import nbformat
from nbformat.notebooknode import NotebookNode

from .notebooks import PageError

Evidence = Literal["practice wisdom", "argument", "single study", "body of evidence", "official text", "contested"]
Read = Literal["whole", "chapter", "abstract", "secondary page"]
IN_PLAIN_WORDS: dict[str, str] = {
    "practice wisdom": "practice wisdom, what somebody has found in doing the work",
    "argument": "an argument, to be weighed by its reasons",
    "single study": "a single study",
    "body of evidence": "a body of evidence, several studies taken together",
    "official text": "an official text, which says what a body decided or reported",
    "contested": "contested, people who know the field disagree",
}

BRACKET = re.compile(r"\[(@[^\]\n]*)\](?!\()")                       # [@a](…) would be a link
CITATION = re.compile(rf"(?:[ \t]*{BRACKET.pattern})+")
UNCITED = re.compile(r"[ \t]*\n?[ \t]*<!--\s*uncited\b:?(.*?)-->", re.DOTALL)
OWN_HEADING = re.compile(r"^#+[ \t]*Sources[ \t]*$", re.MULTILINE)


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One source. `note` is what it says that the course uses, with its limits; `read` is how far anybody here read it."""

    author: str
    year: str
    title: str
    where: str
    evidence: Evidence
    read: Read
    note: str = ""
    read_note: str = ""


def load(path: Path) -> dict[str, Source]:
    """Every source of the course, by key; none where there is no file. Raises PageError with every problem, one a line."""
    found, problems = read(path)
    if problems:
        raise PageError(f"{path.name} has {len(problems)} problem{'s' * (len(problems) != 1)}:\n" + "\n".join(f"  {p}" for p in problems))
    return found


def read(path: Path) -> tuple[dict[str, Source], list[str]]:
    """The sources that are right, and what is wrong with the others."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [f"{path.name}: not readable as TOML ({error}). Correct that line; a key that stands twice needs another name."]
    out: dict[str, Source] = {}
    problems: list[str] = []
    for key, table in tables.items():
        wrong = [f"{path.name}: [{key}] {text}" for text in _faults(table)]
        problems += wrong
        if not wrong:
            out[key] = msgspec.convert(table, type=Source)
    return out, problems


def _faults(table: Any) -> list[str]:
    if not isinstance(table, dict):
        return ["is not a table. Put it under a heading in [brackets]."]
    out = []
    fields = msgspec.structs.fields(Source)
    for field in fields:
        choices = get_args(field.type)
        use = f"Use one of: {', '.join(choices)}." if choices else "Write it in quotes."
        value = table.get(field.name, "" if not field.required else None)
        if value is None:
            out.append(f"has no '{field.name}'. {use if choices else 'Add it, in quotes.'}")
        elif not isinstance(value, str):
            out.append(f"'{field.name}' is {value!r}, which is not in quotes. {use}")
        elif choices and value not in choices:
            out.append(f"'{field.name}' is “{value}”. {use}")
        elif field.required and not value.strip():
            out.append(f"'{field.name}' is empty. {use}")
    names = [field.name for field in fields]
    out += [f"has a field '{name}', which no source has. Use one of: {', '.join(names)}." for name in table if name not in names]
    return out


def keys(text: str) -> list[str]:
    """The keys cited in a page, each time they are."""
    return [part.strip().removeprefix("@") for bracket in BRACKET.findall(text) for part in bracket.split(",")]


def cite(notebook: NotebookNode, known: dict[str, Source], page: Path) -> NotebookNode:
    """A page with its citations numbered and its section Sources last. Code cells stay as they are.

    Raises PageError with everything wrong on that page."""
    name, cells = f"{page.parent.name}/{page.name}", [c for c in notebook.cells if c.cell_type == "markdown"]
    numbers: dict[str, int] = {}
    problems: list[str] = []

    def mark(found: re.Match[str]) -> str:
        here: list[int] = []
        for key in keys(found.group(0)):
            if key not in known:
                problems.append(f"{name}: there is no source “{key}” in sources.toml. Add [{key}] there or correct the key; two are written [@a, @b].")
                continue
            number = numbers.setdefault(key, len(numbers) + 1)
            here += [number] if number not in here else []
        return f"<sup>{', '.join(f'[{n}](#source-{n})' for n in here)}</sup>"

    for cell in cells:
        if OWN_HEADING.search(cell.source):
            problems.append(f"{name}: the section Sources is written by the build. Delete it here and cite with [@key].")
        cell.source = CITATION.sub(mark, UNCITED.sub("", cell.source))
    if problems:
        raise PageError("\n".join(problems))
    if numbers:
        last = nbformat.v4.new_markdown_cell(_section([_entry(n, known[key]) for key, n in numbers.items()]))
        last["id"] = f"{page.stem}-{len(notebook.cells):02d}"
        notebook.cells.append(last)
    return notebook


def _section(entries: list[str]) -> str:
    """The section, folded, so that a reading ends at what to do next. A fold needs no script, and prints open (page_view.css)."""
    many = "One source: how far it was read" if len(entries) == 1 else f"{len(entries)} sources: how far each was read"
    return "\n\n".join(["## Sources", f"<details>\n<summary>{many} and what kind of evidence it is</summary>", *entries, "</details>"])


def _entry(number: int, source: Source) -> str:
    lines = [f'<a id="source-{number}"></a>{number}. {source.author} ({source.year})', f"*{source.title}*", source.where, source.note.strip(),
             f"How far read: {source.read}" + (f" ({source.read_note.strip().rstrip('.')})" if source.read_note.strip() else ""),
             f"Kind of evidence: {IN_PLAIN_WORDS[source.evidence]}"]
    return "\n".join(line if line.rstrip("*").endswith((".", "?", "!")) else line + "." for line in lines if line)
