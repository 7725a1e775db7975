"""The case a game is played in: players, ties, what players say, seats on the map.

Authored as TOML in `course/cases/<case>/`, checked here, and built into one JSON file a kernel reads in milliseconds.
A wrong file gets one message that names the file, the id and the remedy; all problems are reported at once.
"""
from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated

import msgspec

Share = Annotated[int, msgspec.Meta(ge=0, le=3)]
SOURCES_OF_POWER = ("position", "status", "resources", "sanction", "expertise", "information", "mandate", "lived",
                    "agenda", "exit")
PHASES = ("prevention", "crisis", "recovery")


class CaseError(ValueError):
    """A case file is wrong. The text lists every problem found, one a line, each with its remedy."""


class Player(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody in the system. `says` holds an authored answer to each question, in this player's voice."""

    id: str
    name: str
    short: str
    kind: str
    ring: Annotated[int, msgspec.Meta(ge=1, le=4)]
    phase: list[str]
    sees: str
    power: dict[str, Share] = {}
    says: dict[str, str] = {}


class Tie(msgspec.Struct, frozen=True, array_like=True):
    """One typed tie, read left to right: `a` *type* `b`."""

    a: str
    type: str
    b: str

    @property
    def key(self) -> str:
        return f"{self.a}|{self.type}|{self.b}"


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of kinds that share a colour, a shape and a sector of the map. `kinds` maps kind to letter."""

    id: str
    name: str
    kinds: dict[str, str]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    words: str
    ties: list[str]


class TieWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    from_: str
    to: str
    directed: bool


class Lens(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From question `at` on, players active in `phase` stand out."""

    at: int
    phase: str
    words: str


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    words: str
    ask: str
    lock: bool
    near: str = ""                           # said instead of `words` to somebody in crisis or close to them, who has no director


class Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place on the map, in units of the 1000 x 720 picture; `side` is where the label stands."""

    x: float
    y: float
    side: str
    lines: list[str]


class Case(msgspec.Struct, frozen=True, eq=False, forbid_unknown_fields=True, dict=True):
    """Everything an exercise knows of its world. Read-only; one instance a process."""

    id: str
    title: str
    place: str
    centre: str
    standpoints: list[str]
    families: list[Family]
    kind_names: dict[str, str]
    questions: list[Question]
    tie_words: dict[str, TieWords]
    lenses: list[Lens]
    events: list[Event]
    players: dict[str, Player]
    ties: list[Tie]
    seats: dict[str, Seat] = {}
    sectors: dict[str, tuple[float, float]] = {}

    @functools.cached_property
    def family_of(self) -> dict[str, Family]:
        """Family of each kind."""
        return {kind: family for family in self.families for kind in family.kinds}

    @functools.cached_property
    def ties_of(self) -> dict[str, list[Tie]]:
        """Ties that touch each player, in file order."""
        out: dict[str, list[Tie]] = {i: [] for i in self.players}
        for tie in self.ties:
            out[tie.a].append(tie)
            out[tie.b].append(tie)
        return out

    @functools.cached_property
    def tie(self) -> dict[str, Tie]:
        """Ties by key."""
        return {tie.key: tie for tie in self.ties}

    @functools.cached_property
    def question(self) -> dict[str, Question]:
        return {q.id: q for q in self.questions}

    def family(self, player: str) -> Family:
        return self.family_of[self.players[player].kind]

    def kind_name(self, kind: str) -> str:
        return self.kind_names.get(kind, kind)

    def answer(self, player: str, question: str) -> list[Tie]:
        """The ties a player reveals when asked one of the five questions."""
        types = self.question[question].ties
        return [tie for tie in self.ties_of[player] if tie.type in types]

    def within(self, player: str, steps: int) -> set[str]:
        """Players at most `steps` ties away from `player`, itself left out. A plain fact of the graph."""
        near, edge = {player}, {player}
        for _ in range(steps):
            edge = {end for i in edge for tie in self.ties_of[i] for end in (tie.a, tie.b)} - near
            near |= edge
        return near - {player}


@functools.cache
def load(name: str = "marlshire") -> Case:
    """The built case of that name, as shipped with the package.

    Raises CaseError when there is no such case or the built file is not readable."""
    path = Path(__file__).parent / "data" / f"{name}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Case)
    except FileNotFoundError:
        raise CaseError(f"There is no case called '{name}'. Run `systems-leadership build`, or check the name.") from None
    except msgspec.MsgspecError as error:
        raise CaseError(f"{path.name} is not a built case ({error}). Run `systems-leadership build` again.") from None
