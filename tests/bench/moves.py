"""What a hand feels: key to painted acknowledgement, key to painted answer, cell run to painted map; and bytes a move."""
from __future__ import annotations

from collections.abc import Callable

from systems_leadership import case as cases
from systems_leadership.games.unfolding import rules

from . import play
from .browser import ECHO, MAP, Notebook, running
from .table import Report, Row, Sample, at_most, under

ASKS, OPENINGS, COUNTED, WARM = 40, 15, 3, 3
FRAME = 16.7                                               # ms, at 60 frames a second
OPEN = 1000                                                # ms
EARLY, LATE = 1, 22                                        # questions already put, in plays within the game's own rules


def measure() -> Report:
    case = cases.load()
    full = play.everybody(case)
    with running() as (served, browser):
        notebook = Notebook(served, browser, "full", full)
        report = _keys(notebook)
        report.add(_openings(notebook))
        notebook.page.close()
        rows = []
        for name, asked in (("early", EARLY), ("late", LATE)):
            notebook = Notebook(served, browser, name, play.by_asking(case, asked))
            rows += _bytes(notebook, name)
            notebook.page.close()
    report.rows += rows
    report.notes += [f"map: all {len(full.met)} players met, {len(full.ties)} ties. The game's {rules.QUESTIONS} questions meet at most 94 or so, so the bench "
                     f"notebook's first cell raises rules.QUESTIONS to {play.questions_needed(full)} in that kernel and the record holds {full.asked}. Each question is taken back and put again.",
                     "bytes: websocket frames between page and kernel, both ways, within the game's own 24 questions; bare is one echo."]
    return report


def _keys(notebook: Notebook) -> Report:
    """Interleaved: one question, one echo."""
    asks, echoes = [], []
    for n in range(WARM + ASKS):
        asked, echoed = notebook.ask(), notebook.echo()
        notebook.undo()
        if n >= WARM:
            asks.append(asked)
            echoes.append(echoed)
    painted, bare_painted = Sample([a for a, _ in asks]), Sample([a for a, _ in echoes])
    answered, bare_answered = Sample([b for _, b in asks]), Sample([b for _, b in echoes])
    return Report([under("key to painted acknowledgement", "ms", painted, bare_painted, FRAME),
                   at_most("key to painted answer of the kernel", "ms", answered, bare_answered, 1.5)],
                  ["painted: DOM changed, next frame begun, first task after it run; presses fall anywhere in a frame, so a change that costs nothing waits 8 ms at the median."])


def _openings(notebook: Notebook) -> Report:
    maps, echoes = [], []
    for n in range(WARM + OPENINGS):
        opened, bare = notebook.open(MAP), notebook.open(ECHO)
        if n >= WARM:
            maps.append(opened)
            echoes.append(bare)
    return Report([under("cell run to painted map, warm kernel", "ms", Sample(maps), Sample(echoes), OPEN)])


def _bytes(notebook: Notebook, name: str) -> list[Row]:
    """Bytes of one question, counted a few times, and of the bare echo."""
    ours, bare = [], []
    for _ in range(COUNTED):
        ours.append(_counted(notebook, notebook.ask))
        bare.append(_counted(notebook, notebook.echo))
        notebook.undo()
    brings = notebook.play.brings
    what = f"{name}: question {notebook.play.asked + 1}, {brings} new player{'s' * (brings != 1)}, bytes"
    return [Row(f"{what} {way}", "", Sample([o[way] for o in ours]), Sample([b[way] for b in bare])) for way in ("sent", "received")]


def _counted(notebook: Notebook, act: Callable[[], object]) -> dict[str, float]:
    notebook.quiet()
    before = dict(notebook.bytes)
    act()
    notebook.quiet()
    return {way: notebook.bytes[way] - before[way] for way in before}
