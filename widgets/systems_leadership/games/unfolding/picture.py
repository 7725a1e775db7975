"""The tutor's page of the unfolding game: map, sentences, process, every question. Static, escaped, light; facts of play only."""
from __future__ import annotations

from html import escape as e

from ...canvas import static
from ...case import Case
from ...page import SANS, SERIF, SOFT, sheet, small, typed
from . import facts
from .checks import play as check_play
from .rules import QUESTIONS, lower, phase, stage, words_of
from .state import Run, State

MARK = "background:#ffe08a"


def picture(case: Case, state: State) -> str:
    """Both plays, one after the other. Everything typed is escaped."""
    if not state.runs:
        return sheet('<p style="margin:0">The unfolding game: no play has been begun.</p>')
    parts = [small("Drawn from the learner’s record, for the person marking. Facts of play only; nothing here is a mark.")]
    parts += [_run(case, state, n, run) for n, run in enumerate(state.runs)]
    if len(state.runs) > 1:
        parts.append(_both(case, state.runs[0], state.runs[1]))
    return sheet("".join(parts))


def _heading(text: str) -> str:
    return f'<p style="margin:14px 0 6px;font-weight:600">{text}</p>'


def _run(case: Case, state: State, n: int, run: Run) -> str:
    you = lower(case.players[run.standpoint].name)
    ties = list({key: case.tie[key] for asked in run.asked for key in asked.ties}.values())
    title = f"{_ordinal(n)} play: {len(run.asked)} question{'s' * (len(run.asked) != 1)} from the standpoint of the {you}"
    m = static.Map(case, set(run.met), ties, run.standpoint, [a.name for a in run.added], f"{title}; {len(run.met)} players met")
    first = facts.first_person(case, run)
    person = ("Nobody in crisis came into view." if first is None else "The learner sat as a person in crisis." if first == 0
              else f"The first person in crisis came into view at question {first}.")
    lens = "" if run.lock else f" The lens at the end: {phase(case, run)}."
    return (f'<p style="margin:18px 0 10px;font:22px/1.3 {SERIF}">{e(title)}</p>' + static.draw(m) + static.key(case, set(run.met))
            + small(f"{len(run.met)} of {len(case.players)} players met. Ringed: the learner’s standpoint. Dotted rim: part of the library where nobody was met. "
                    f"A line: a tie asked about, of whatever type. Corner: added by the learner. {person}{lens}")
            + _process(state, n) + _sentences(run) + _ending(case, run) + _questions(case, run))


def _ordinal(n: int) -> str:
    return ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")[n]


def _process(state: State, n: int) -> str:
    if n > 1:
        return ""
    rows = "".join(f'<li style="margin:0 0 2px">{e(f.why)} <b>{"yes" if f.got >= f.of else "not yet"}</b></li>' for f in check_play(state, n).findings)
    return _heading("Process, as the checks read it") + f'<ul style="margin:0;padding-left:18px">{rows}</ul>'


def changed(before: str | None, now: str) -> str:
    """A sentence with the words it did not have before behind a highlighter. Escaped."""
    if before is None:
        return typed(now)
    had = {w.lower() for w in before.split()}
    out: list[tuple[bool, list[str]]] = []
    for word in now.split():
        new = word.lower() not in had
        if out and out[-1][0] == new:
            out[-1][1].append(word)
        else:
            out.append((new, [word]))
    return " ".join(f'<span style="{MARK}">{typed(" ".join(ws))}</span>' if new else typed(" ".join(ws)) for new, ws in out)


def _sentences(run: Run) -> str:
    out: list[str] = []
    before: str | None = None
    for s in run.sentences:
        when = f"After {s.at}" if s.at else "Before"
        why = f'<br><span dir="auto" style="font:13px {SANS};color:{SOFT}">{typed(s.why)}</span>' if s.why else ""
        out.append(f'<p style="margin:0 0 8px;font:16px/1.45 {SERIF}"><span style="font:13px {SANS};color:{SOFT}">{when}</span><br>'
                   f'<span dir="auto">{changed(before, s.text)}</span>{why}</p>')
        before = s.text
    return _heading("How the sentence changed") + ("".join(out) or small("No sentence written yet."))


def _ending(case: Case, run: Run) -> str:
    rows = []
    words = {event.id: words_of(case, run, event) for event in case.events}
    rows += [(f"{words[key]} (answered after {answer.at})", answer.text) for key, answer in run.answers.items() if key in words]
    if run.lock:
        rows.append((f"Stopped after {run.lock.at} questions, because", run.lock.text))
    rows += [("Added by the learner", f"{a.name}{': ' if a.sees else ''}{a.sees}") for a in run.added]
    if run.missing:
        rows.append(("Still missing, in the learner’s view", run.missing))
    ask = {"surprise": "What happened that you did not expect?", "standpoint": "Which standpoint would have made the first sentence impossible?",
           "alike": "Like and unlike a place you know", "next": "What will you try?"}
    rows += [(ask[k], text) for k, text in run.debrief.items() if k in ask]
    if not rows:
        return ""
    return _heading("Events, ending and debrief") + "".join(
        f'<p style="margin:0 0 6px"><span style="color:{SOFT};font-size:13px">{typed(a)}</span><br><span dir="auto">{typed(b)}</span></p>' for a, b in rows)


def _questions(case: Case, run: Run) -> str:
    rows = []
    for n, a in enumerate(run.asked, 1):
        new = ", ".join(e(case.players[i].short) for i in a.new) or "nobody new"
        rows.append(f'<tr><td style="padding:2px 10px 2px 0;text-align:right;color:{SOFT}">{n}</td><td style="padding:2px 10px 2px 0;text-align:left">{e(case.players[a.player].name)}</td>'
                    f'<td style="padding:2px 14px 2px 0;color:{SOFT};text-align:left">{e(case.question[a.question].words)}</td><td style="padding:2px 0;text-align:left">{new}</td></tr>')
    if not rows:
        return ""
    return _heading("Every question, in order") + f'<table style="border-collapse:collapse;font-size:13px;margin:0"><tbody>{"".join(rows)}</tbody></table>'


def _both(case: Case, one: Run, two: Run) -> str:
    parts = []
    for run, other in ((one, two), (two, one)):
        names = ", ".join(e(n) for n in facts.only_in(case, run, other)) or "nobody"
        parts.append(f'<p style="margin:0 0 6px"><b>Met only as the {e(lower(case.players[run.standpoint].name))}:</b> {names}</p>')
    return _heading("The two maps compared") + "".join(parts)


def summary(case: Case, state: State) -> str:
    """The plays in a sentence each, for where no picture can be shown."""
    if not state.runs:
        return "The unfolding game: no play has been begun."
    return " ".join(f"{_ordinal(n)} play: {len(r.asked)} of {QUESTIONS} questions as the {lower(case.players[r.standpoint].name)}, "
                    f"{len(r.met)} players met, {stage(r)}." for n, r in enumerate(state.runs))
