"""course/coverage.csv: every point of the post, where the course teaches it, in which sentence, and where it is practised and assessed."""
from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from ..sources import CITATION, UNCITED
from .clone import Clone
from .text import HEADING, heading_id, prose

NAME = "course/coverage.csv"
COLUMNS = ["point", "module", "idea", "learner_can", "misconception", "taught", "sentence", "practised", "assessed", "reader"]
OURS, THEIRS = ("idea", "learner_can", "misconception"), ("taught", "sentence", "practised", "assessed", "reader")
POINTS = range(1, 131)
# the nine of the plan: a point may have its home in a module that course.toml does not list yet
MODULES = ("m0_starting_points", "m1_defining_the_system", "m2_sources_of_power", "m3_whose_account", "m4_wicked_problems", "m5_politics_and_the_space",
           "m6_giving_the_work_back", "m7_choosing_an_intervention", "m8_power_ego_reflection")
TO_COME, NOT_ASSESSED = "module to come", "not assessed"
READER = ("answered", "answered after rewriting", "not answered")
NOTE = re.compile(r"\s*\([^)]*\)")               # own_system (causes): which part of it, for people
TAUGHT = re.compile(r"(m\d_\w+)/(\w+)#(\S+)")


def problems(clone: Clone) -> Iterator[str]:
    """Points missing or twice, cells empty, and cells that name what is not there."""
    try:
        rows = list(csv.reader((clone.base / NAME).read_text(encoding="utf-8").splitlines()))
    except FileNotFoundError:
        yield f"{NAME}: the file is missing. Put it back."
        return
    if not rows or rows[0] != COLUMNS:
        yield f"{NAME}: the first line is not the list of columns. Write {','.join(COLUMNS)}."
        return
    seen: list[str] = []
    practised: dict[str, str] = {}
    for line, cells in enumerate(rows[1:], start=2):
        if len(cells) != len(COLUMNS):
            yield f"{NAME}:{line}: has {len(cells)} cells, not {len(COLUMNS)}. Put a cell with a comma in it in double quotes, and keep it on one line."
            continue
        row = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        seen.append(row["point"])
        practised[row["point"]] = row["practised"]
        yield from (f"{NAME}:{line}: point {row['point']} {text}" for text in _row(clone, row))
    for point in POINTS:
        if seen.count(str(point)) != 1:
            yield f"{NAME}: point {point} stands {seen.count(str(point))} times. Each of {POINTS[0]} to {POINTS[-1]} has one line."
    yield from _cards(clone, practised)


def _cards(clone: Clone, practised: dict[str, str]) -> Iterator[str]:
    """A card says which points it practises; the table has to say so too."""
    for pack in clone.texts.values():
        for card in pack.get("card", []):
            for point in card.get("points", []):
                named = re.split(r"[;,]\s*", practised.get(str(point), ""))
                if pack["id"] not in named and f"{pack['id']}/{card['id']}" not in named:
                    yield f"{NAME}: the card {pack['id']}/{card['id']} says it practises point {point}, and that line does not name it. Add it under practised, or take the point off the card."


def _row(clone: Clone, row: dict[str, str]) -> Iterator[str]:
    if row["point"] not in map(str, POINTS):
        yield f"is none of {POINTS[0]} to {POINTS[-1]}. Correct the number."
    homes = [part.strip() for part in row["module"].split(";")]
    for home in homes:
        if home not in MODULES:
            yield f"has its home in “{home}”, which is no module. Use one of: {', '.join(MODULES)}; two are parted by a semicolon."
    empty = [column for column in OURS if not row[column]]
    if row["taught"] != TO_COME:
        empty += [column for column in THEIRS if not row[column]]
    if empty:
        yield f"has nothing under {', '.join(empty)}. Fill in what is empty."
    written = sorted(home for home in homes if (clone.course / home / "reading.md").is_file())
    if row["taught"] == TO_COME:
        if written:
            yield f"is said to come, and {written[0]} is written. Name the section that teaches it, or teach it there."
        if any(row[column] for column in THEIRS[1:]):
            yield "is said to come and has more said of it. Empty the cells after “taught”, or name the section."
        return
    yield from _taught(clone, row, homes, written)
    yield from _named(clone, row)


def _taught(clone: Clone, row: dict[str, str], homes: list[str], written: list[str]) -> Iterator[str]:
    if not row["taught"]:
        return
    place = TAUGHT.fullmatch(row["taught"])
    if not place:
        yield f"is taught in “{row['taught']}”, which is no section. Write it as m1_defining_the_system/reading#The-words-of-the-heading."
        return
    module, name, anchor = place.groups()
    if module not in homes:
        yield f"is taught in {module}, which is not its home. Correct “module” or “taught”."
    elif written and module != written[0]:
        yield f"is taught in {module}, and {written[0]} is written and comes first. Teach it there, and name that section."
    page = next((page for page in clone.pages if page.name == f"course/{module}/{name}.md"), None)
    if not page:
        yield f"is taught on course/{module}/{name}.md, which is not there. Correct “taught”, or write the page."
        return
    found = sections(clone.filled(page.text, page.name))
    sentence = same(clone.filled(row["sentence"], NAME))
    if anchor not in found:
        yield f"is taught under #{anchor}, which is no heading of {page.name}. Use the words of the heading with hyphens for spaces."
    elif sentence and sentence not in found[anchor]:
        elsewhere = [other for other, text in found.items() if sentence in text]
        yield (f"has its sentence under #{elsewhere[-1]} and not #{anchor} of {page.name}. Correct “taught”." if elsewhere
               else f"has a sentence that is not word for word in {page.name}. Copy it from there, without its citation.")


def _named(clone: Clone, row: dict[str, str]) -> Iterator[str]:
    known = set(clone.exercises) | {f"{task}/{c.get('id')}" for task, found in clone.tasks.items() for c in found["criterion"]}
    known |= {f"{pack.get('id')}/{card.get('id')}" for pack in clone.texts.values() for card in pack.get("card", [])}
    for column in ("practised", "assessed"):
        if row[column] == NOT_ASSESSED and column == "assessed":
            continue
        for name in filter(None, re.split(r"[;,]\s*", NOTE.sub("", row[column]))):
            if name not in known:
                yield (f"is {column} in “{name}”, which is no exercise, criterion or card. Write an exercise's id, reflection_a/c1 or cards_m1/passing_on"
                       + (f", or “{NOT_ASSESSED}”." if column == "assessed" else "."))
    if row["reader"] and row["reader"] not in READER:
        yield f"has “{row['reader']}” under reader. Use one of: {', '.join(READER)}."


def sections(page: str) -> dict[str, str]:
    """What stands under each heading of a page, and under the smaller headings below it, by the heading's id."""
    out: dict[str, list[str]] = {}
    open_: list[tuple[int, str]] = []
    for line in prose(page).split("\n"):
        heading = HEADING.match(line)
        if heading:
            level = len(line) - len(line.lstrip("#"))
            open_ = [(depth, name) for depth, name in open_ if depth < level] + [(level, heading_id(heading.group(1)))]
        for _, name in open_:
            out.setdefault(name, []).append(line)
    return {name: same("\n".join(lines)) for name, lines in out.items()}


def same(text: str) -> str:
    """A text for comparing word for word: no citations, no marks of emphasis, one space between words."""
    return " ".join(re.sub(r"[*`]", "", CITATION.sub("", UNCITED.sub("", text))).split())
