"""The scenes of a week as authored: what there is to choose, what is heard on both sides, what comes of it and when. Data only."""
from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import msgspec

DATA = Path(__file__).parents[2] / "data" / "tight_grip.json"
END = "end"


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do. It draws something in, lets something go, or both.

    `yours` is what goes through your head, `theirs` through the head of the player `whose`, `under` the anxiety beneath it.
    `after` is what comes of it, told when scene `lands` opens. `needs` names earlier choices (`scene.choice`), any one of which opens this one."""

    id: str
    text: str
    yours: str
    whose: str
    theirs: str
    under: str
    lands: str
    after: str
    draws_in: str = ""
    lets_go: str = ""
    needs: list[str] = []


class Scene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One moment, in the chair of player `of`."""

    id: str
    of: str
    when: str
    title: str
    text: str
    ask: str
    choice: list[Choice]


class Week(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it, in order."""

    id: str
    title: str
    intro: str
    scene: list[Scene]


@functools.cache
def load(id: str) -> Week:
    """A week as built. Raises KeyError for one there is not."""
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Week])[id]


def problems(week: Week, players: set[str]) -> Iterator[str]:
    """What is wrong with a week, a sentence each with its remedy: who is nobody, what lands nowhere, what can never be chosen."""
    ids = [scene.id for scene in week.scene]
    if len(set(ids)) != len(ids):
        yield "two scenes have the same id. Give each its own."
    earlier: set[str] = set()
    for n, scene in enumerate(week.scene):
        where = f"scene “{scene.id}”"
        if scene.of not in players:
            yield f"{where}: '{scene.of}' is no player. Correct `of`."
        if len({c.id for c in scene.choice}) != len(scene.choice) or sum(not c.needs for c in scene.choice) < 2:
            yield f"{where}: it needs two or more choices that are always there, each with an id of its own."
        for choice in scene.choice:
            at = f"{where}, choice “{choice.id}”"
            if choice.whose not in players:
                yield f"{at}: '{choice.whose}' is no player. Correct `whose`."
            if choice.lands != END and choice.lands not in ids[n + 1:]:
                yield f"{at}: it lands in “{choice.lands}”, which is no later scene. Name one, or end."
            if not (choice.draws_in or choice.lets_go):
                yield f"{at}: it neither draws anything in nor lets anything go. Say which, in a few words."
            for needed in choice.needs:
                if needed not in earlier:
                    yield f"{at}: it needs “{needed}”, which nobody can have chosen by then. Write scene.choice of an earlier scene."
        earlier |= {f"{scene.id}.{c.id}" for c in scene.choice}
