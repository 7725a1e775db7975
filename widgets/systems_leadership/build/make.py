"""`systems-leadership build`: everything that is built, from everything that is authored. `--check` says what differs.

    course/course.toml, course/cases/*      -> widgets/systems_leadership/data/*.json
    course/*/*.toml, solutions/*/*.toml     -> data/sheets.json (questions only; mark schemes and model answers stay behind)
    course/start.md, course/<module>/*.md   -> exercises/**.ipynb, as learners get them, citations numbered from course/sources.toml
    lab/run_on_open.js, lab/page_view.css   -> lab/labextensions/**, with the list of cells it may run
"""
from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from .. import cells
from ..case import Case
from ..course import Course
from ..games.boundary.game import Text
from ..games.cards.game import Pack
from ..games.cascade import text as cascade
from ..games.chooser import text as chooser
from ..games.drift.game import Text as Drift
from ..games.placing.text import Text as Placing
from ..games.questions.text import Text as Questions
from ..games.tangle.text import Text as Tangle
from ..games.tellings.text import Text as Tellings
from ..games.tight_grip import scenes
from ..sheet.rules import SheetText
from . import case_files, case_tasks, divisions, notebooks, seats, sources, start_page, steps

TEXTS = {"boundary": Text, "placing": Placing, "questions": Questions, "drift": Drift, "tangle": Tangle, "tellings": Tellings}       # a file of that name in a module’s folder -> what it holds


class BuildError(Exception):
    """Something authored is wrong; the text says what, where and the remedy."""


def root() -> Path:
    """The clone this package runs from. Raises BuildError when it was installed without one."""
    here = Path(__file__).resolve().parents[3]
    if not (here / "course" / "course.toml").is_file():
        raise BuildError("This needs the course's source (course/, solutions/), which an installed copy does not carry. Run it from a clone.")
    return here


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def tasks(base: Path) -> dict[str, dict[str, Any]]:
    """Marked tasks by id: prompts, criteria, mark schemes, model answers. Staff only."""
    out = {}
    for path in sorted((base / "solutions").glob("*/*.toml")):
        task = _toml(path)
        if "criterion" in task:
            out[task["id"]] = task
    return out


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"{path.name}: not readable as TOML ({error}). Correct that line.") from None


def _sheets(base: Path) -> dict[str, SheetText]:
    """The questions of every sheet: what a learner's copy may hold, and nothing else of the file."""
    public = [*sorted((base / "course").glob("m*/*.toml")), *sorted((base / "solutions").glob("*/*.toml"))]
    out = {}
    for path in public:
        found = _toml(path)
        if "question" in found and "group" not in found:
            fields = {k: found[k] for k in SheetText.__struct_fields__ if k in found}
            out[found["id"]] = msgspec.convert(_stripped(fields), type=SheetText)
    return out


def _packs(base: Path, name: str, type_: Any) -> dict[str, Any]:
    """Authored texts of one kind, a file a module, by id."""
    out = {}
    for path in sorted((base / "course").glob(f"m*/{name}.toml")):
        try:
            out[_toml(path)["id"]] = msgspec.convert(_stripped(_toml(path)), type=type_)
        except (KeyError, msgspec.ValidationError) as error:
            raise BuildError(f"{path.parent.name}/{path.name}: {error}. Compare it with another module's {path.name}.") from None
    return out


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _stripped(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_stripped(v) for v in value]
    return value.strip() if isinstance(value, str) else value


def cards(base: Path) -> dict[str, Pack]:
    """Every pack of retrieval cards. Raises BuildError, above all when a card has not exactly one right answer."""
    found = _packs(base, "cards", Pack)
    for pack in found.values():
        for card in pack.card:
            right = sum(o.right for o in card.option)
            if right != 1 or len(card.option) < 2:
                raise BuildError(f"{pack.id}: the card “{card.id}” has {right} right answers of {len(card.option)}. Mark exactly one of two or more with right = true.")
            if any("*" in text for text in (card.question, *(o.text + o.why for o in card.option))):
                raise BuildError(f"{pack.id}: the card “{card.id}” has a *, which would be shown as it is. Use quotation marks.")
        if len({c.id for c in pack.card}) != len(pack.card):
            raise BuildError(f"{pack.id}: two cards have the same id. Give each its own.")
    return found


def cascades(base: Path, case: Case) -> dict[str, cascade.Text]:
    """Every cascade. Raises BuildError with all that is wrong."""
    found: dict[str, cascade.Text] = _packs(base, "cascade", cascade.Text)
    if faults := [fault for text in found.values() for fault in cascade.faults(text, set(case.players))]:
        raise BuildError("\n".join(faults))
    return found


def choosers(base: Path) -> dict[str, chooser.Text]:
    """Every library of methods. Raises BuildError with all that is wrong."""
    found: dict[str, chooser.Text] = _packs(base, "methods", chooser.Text)
    if faults := [fault for text in found.values() for fault in chooser.faults(text)]:
        raise BuildError("\n".join(faults))
    return found


def weeks(base: Path, case: Case) -> dict[str, scenes.Week]:
    """The scenes of the tight grip. Raises BuildError, naming every choice that leads nowhere."""
    found = _packs(base, "tight_grip", scenes.Week)
    if faults := [f"tight_grip.toml: {fault}" for week in found.values() for fault in scenes.problems(week, set(case.players))]:
        raise BuildError("\n".join(faults))
    return found


def course(base: Path) -> Course:
    """The course as course.toml lists it. Raises BuildError, naming every step that cannot be taken."""
    try:
        found = msgspec.convert(_toml(base / "course" / "course.toml"), type=Course)
    except msgspec.ValidationError as error:
        raise BuildError(f"course.toml: {error}. Compare it with another module's lines.") from None
    if faults := list(steps.problems(base, found)):
        raise BuildError("\n".join(faults))
    return found


def cases(base: Path) -> dict[str, Case]:
    """Every authored case, with its seats. Raises case.CaseError."""
    out = {}
    for folder in sorted((base / "course" / "cases").iterdir()):
        if folder.is_dir():
            case = case_files.read(folder)
            out[case.id] = _with_seats(case, seats.kept(case, folder))
    return out


def _with_seats(case: Case, found: dict[str, Any]) -> Case:
    plain = msgspec.to_builtins(case)
    return msgspec.convert({**plain, "seats": found["seats"], "sectors": found["sectors"]}, type=Case)


def source_notebooks(base: Path, case: Case) -> dict[str, notebooks.NotebookNode]:
    """Work pages as tutors have them, mark schemes and all, by module id."""
    found = tasks(base)
    known = sources.load(base / "course" / "sources.toml")
    pages = {}
    for module in _toml(base / "course" / "course.toml")["module"]:
        path = base / "course" / module["id"] / "work.md"
        if path.is_file():
            pages[module["id"]] = sources.cite(notebooks.page(path, case, found, module["id"], marks(module, found)), known, path)
            _marks_agree(module, pages[module["id"]])
    return pages


def marks(module: dict[str, Any], found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The marks a work page may speak of: `{{ marks }}` in all, `{{ process_marks }}`, and `{{ marks_of("reflection_a") }}`."""
    return {"marks": module["marks"], "process_marks": notebooks.PROCESS_POINTS * len(module.get("checks", [])),
            "marks_of": lambda task: (notebooks.LEVELS - 1) * len(found[task]["criterion"])}


def _marks_agree(module: dict[str, Any], page: notebooks.NotebookNode) -> None:
    """The checks and marks course.toml promises are those on the page."""
    calls = [call for cell in page.cells if cell.cell_type == "code" and (call := cells.parse(cell.source)) and call.verb == "check"]
    listed, there = {tuple(check) for check in module.get("checks", [])}, {(call.exercise, call.name) for call in calls}
    for exercise, name in sorted(listed ^ there):
        what, remedy = ("lists", "has no cell for it. Add the cell") if (exercise, name) in listed else ("does not list", "has a cell for it. List it, or take the cell out")
        raise BuildError(f"course.toml {what} the check [\"{exercise}\", \"{name}\"] of {module['id']}, and its work.md {remedy}.")
    points = int(sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in page.cells))
    if points != module["marks"]:
        raise BuildError(f"course.toml says {module['id']} has {module['marks']} marks; the cells of its work.md come to {points}. "
                         "Correct the number, or add the missing check or task cell to work.md.")


def outputs(base: Path) -> dict[Path, bytes]:
    """Every built file and its bytes."""
    data, out = base / "widgets" / "systems_leadership" / "data", {}
    all_cases = cases(base)
    for case in all_cases.values():
        out[data / f"{case.id}.json"] = msgspec.json.format(msgspec.json.encode(case), indent=0) + b"\n"
    out[data / "course.json"] = _json(course(base))
    out[data / "sheets.json"] = _json(_sheets(base))
    out[data / "cards.json"] = _json(cards(base))
    out |= {data / f"{name}.json": _json(_packs(base, name, kind)) for name, kind in TEXTS.items()}
    out[data / "cascade.json"] = _json(cascades(base, all_cases["marlshire"]))
    out[data / "chooser.json"] = _json(choosers(base))
    out[data / "tasks.json"] = _json({case.id: case_tasks.read(case, base / "course" / "cases" / case.id) for case in all_cases.values()})
    rules = {case.id: case_tasks.rule(case, base / "course" / "cases" / case.id) for case in all_cases.values()}
    out[data / "reach.json"] = _json({name: rule for name, rule in rules.items() if rule})
    out[data / "divisions.json"] = _json({case.id: divisions.find(case) for case in all_cases.values()})
    case = all_cases["marlshire"]
    out[data / "tight_grip.json"] = _json(weeks(base, case))
    known, start = sources.load(base / "course" / "sources.toml"), base / "course" / "start.md"
    pages = {base / "exercises" / "start.ipynb": sources.cite(notebooks.page(start, case, {}, more={"pages": start_page.listing(base, course(base))}), known, start)}
    for path in sorted((base / "course").glob("m*/reading.md")):
        pages[base / "exercises" / path.parent.name / "reading.ipynb"] = sources.cite(notebooks.page(path, case, {}), known, path)
    for module, nb in source_notebooks(base, case).items():
        pages[base / "exercises" / module / "work.ipynb"] = notebooks.released(nb)
    out.update({path: notebooks.text(nb).encode() for path, nb in pages.items()})
    lab = base / "widgets" / "systems_leadership" / "lab"
    code = sorted({cell.source.strip() for nb in pages.values() for cell in nb.cells if cell.cell_type == "code"})
    style = json.dumps((lab / "page_view.css").read_text(encoding="utf-8"))
    script = (lab / "run_on_open.js").read_text(encoding="utf-8").replace("/* released */", json.dumps(code)).replace('/* style */""', style)
    out[lab / "labextensions" / "@systems-leadership" / "course" / "static" / "remoteEntry.js"] = script.encode()
    return out


def build(base: Path) -> list[Path]:
    """Write what differs. Returns the files written."""
    changed = stale(base)
    for path, data in changed.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return list(changed)


def stale(base: Path) -> dict[Path, bytes]:
    """Built files whose committed copy is not what would be built now."""
    return {path: data for path, data in outputs(base).items() if not path.is_file() or path.read_bytes() != data}
