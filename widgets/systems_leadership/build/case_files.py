"""Read an authored case folder and check it. Every problem is reported at once, with file, id and remedy."""
from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from ..case import PHASES, SOURCES_OF_POWER, Case, CaseError, Event, Family, Lens, Player, Question, Tie, TieWords


def _toml(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(f"{path.name}: the file is missing. Copy it from another case folder and fill it in.")
    except tomllib.TOMLDecodeError as error:
        # tomllib says 'Cannot overwrite a value' for a table written twice
        twice = " If a heading in [brackets] stands twice, one id is used for two players: rename one." if "overwrite" in str(error) or "twice" in str(error) else ""
        problems.append(f"{path.name}: not readable as TOML ({error}).{twice}")
    return {}


def _convert(value: Any, kind: type, where: str, problems: list[str]) -> Any:
    try:
        return msgspec.convert(value, type=kind)
    except msgspec.ValidationError as error:
        problems.append(f"{where}: {error}. Correct that field.")
        return None


def _players(table: dict[str, Any], voices: dict[str, dict], problems: list[str]) -> dict[str, Player]:
    players = {}
    for pid, fields in table.items():
        player = _convert({**fields, "id": pid, "says": voices.get(pid, {})}, Player, f"players.toml: [{pid}]", problems)
        if player:
            players[pid] = player
    return players


def _voices(folder: Path, problems: list[str]) -> dict[str, dict]:
    out: dict[str, dict] = {}
    for path in sorted((folder / "voices").glob("*.toml")):
        for pid, answers in _toml(path, problems).items():
            if pid in out:
                problems.append(f"voices/{path.name}: '{pid}' speaks in two files. Keep one table and delete the other.")
            out[pid] = answers
    return out


def _ties(table: dict[str, Any], problems: list[str]) -> list[Tie]:
    ties: list[Tie] = []
    for kind, pairs in table.items():
        for a, others in pairs.items():
            for b in others:
                ties.append(Tie(a, kind, b))
    seen: set[str] = set()
    for tie in ties:
        if tie.key in seen:
            problems.append(f"ties.toml: [{tie.type}] {tie.a} lists '{tie.b}' twice. Delete one.")
        if tie.a == tie.b:
            problems.append(f"ties.toml: [{tie.type}] {tie.a} has a tie to itself. Delete it.")
        seen.add(tie.key)
    return ties


def _cross_check(case: Case, voices: dict[str, dict], problems: list[str]) -> None:
    kinds = case.family_of
    for pid, p in case.players.items():
        if p.kind not in kinds:
            problems.append(f"players.toml: [{pid}] has the kind '{p.kind}', which no family in case.toml holds. Use one of: {', '.join(sorted(kinds))}.")
        for phase in p.phase:
            if phase not in PHASES:
                problems.append(f"players.toml: [{pid}] has the phase '{phase}'. Use prevention, crisis or recovery.")
        for source in p.power:
            if source not in SOURCES_OF_POWER:
                problems.append(f"players.toml: [{pid}] has the source of power '{source}'. Use one of: {', '.join(SOURCES_OF_POWER)}.")
        for question in case.questions:
            if not p.says.get(question.id, "").strip():
                problems.append(f"voices: '{pid}' has no answer to '{question.id}'. Write one or two sentences in that player’s voice; silence has a reason too.")
        for extra in sorted(set(p.says) - {q.id for q in case.questions}):
            problems.append(f"voices: '{pid}' answers '{extra}', which is no question of case.toml. Delete it or correct the id.")
    for pid in set(voices) - set(case.players):
        problems.append(f"voices: '{pid}' speaks but is not in players.toml. Add the player or correct the id.")
    for tie in case.ties:
        if tie.type not in case.tie_words:
            problems.append(f"ties.toml: [{tie.type}] is no type of tie in case.toml. Use one of: {', '.join(case.tie_words)}.")
        for end in (tie.a, tie.b):
            if end not in case.players:
                problems.append(f"ties.toml: [{tie.type}] {tie.a} → {tie.b}: there is no player '{end}'. Add '{end}' to players.toml or correct the id.")
    for pid in case.standpoints:
        if pid not in case.players:
            problems.append(f"case.toml: the standpoint '{pid}' is not in players.toml. Correct the id.")


def read(folder: Path) -> Case:
    """The case authored in `folder`, checked; without seats.

    Raises CaseError listing every problem, one a line."""
    problems: list[str] = []
    head = _toml(folder / "case.toml", problems)
    voices = _voices(folder, problems)
    players = _players(_toml(folder / "players.toml", problems), voices, problems)
    ties = _ties(_toml(folder / "ties.toml", problems), problems)
    parts: dict[str, Any] = {}
    for key, name, kind in (("families", "family", Family), ("questions", "question", Question), ("lenses", "lens", Lens),
                            ("events", "event", Event)):
        parts[key] = [_convert(v, kind, f"case.toml: [[{name}]] {n + 1}", problems) for n, v in enumerate(head.get(name, []))]
    parts["tie_words"] = {k: _convert(v, TieWords, f"case.toml: [tie_words] {k}", problems) for k, v in head.get("tie_words", {}).items()}
    plain: dict[str, Any] = {k: head.get(k) for k in ("id", "title", "place", "centre", "standpoints")}
    for key, value in plain.items():
        if value is None and head:
            problems.append(f"case.toml: '{key}' is missing. Add it at the top.")
    broken_head = any(p.startswith("case.toml") for p in problems)
    if not broken_head and head:
        case = Case(**plain, kind_names=head.get("kind_names", {}), players=players, ties=ties, **parts)
        _cross_check(case, voices, problems)
        if not problems:
            return case
    raise CaseError(f"The case in {folder.name}/ has {len(problems)} problem{'s' * (len(problems) != 1)}:\n"
                    + "\n".join(f"  {p}" for p in problems))
