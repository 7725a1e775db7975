"""A cohort on its first evening, by script: sixteen arrive in one moment, then twenty play at once, each through their own server; nobody is turned away and no move is lost."""
from __future__ import annotations

import asyncio
import contextlib
import json
import re
import uuid
from collections.abc import AsyncIterator
from typing import Any

import apart
import pytest
from aiohttp import ClientSession, CookieJar
from machine import Machine

from systems_leadership import registry
from systems_leadership.exercise import Desk, Session

pytestmark = pytest.mark.pipeline
MODULE, CHOSEN = "m1_defining_the_system", "three quiet words"
PLAYS = 12


class Arrival:
    """A learner's browser without a screen: cookies, forms, redirections, one kernel."""

    def __init__(self, hub: Machine, name: str) -> None:
        self.hub, self.name, self.turned_back = hub, name, 0
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def log_in(self) -> None:
        page = await self._text("/hub/login")
        given = self.hub.passwords()[self.name]
        answer = await self._post("/hub/login", page, username=self.name, password=given)
        if "new_password" in answer:
            await self._post("/hub/password", answer, username=self.name, new_password=CHOSEN, again=CHOSEN)
        elif "username_input" in answer:
            await self._post("/hub/login", answer, username=self.name, password=CHOSEN)

    async def arrive(self) -> None:
        """As a browser does it: ask for a server, and again when told to wait; then until it answers."""
        while True:
            async with self.session.get(f"{self.hub.url}/hub/spawn") as answer:
                if answer.status == 429:
                    self.turned_back += 1
                    text = await answer.text()
                    assert "Many people are arriving at once" in text and re.search(r'http-equiv="refresh" content="\d+"', text)
                    await asyncio.sleep(2)
                    continue
                assert answer.status == 200, await answer.text()
                break
        while True:
            async with self.session.get(f"{self.hub.url}/user/{self.name}/lab/tree/start.ipynb") as answer:
                if answer.status == 200 and "jupyter-config-data" in await answer.text():
                    return
            await asyncio.sleep(0.5)

    @contextlib.asynccontextmanager
    async def kernel(self) -> AsyncIterator[Any]:
        """A kernel of this learner's server with a sheet of the course open in it; ended afterwards."""
        base = f"{self.hub.url}/user/{self.name}/"
        xsrf = next((c.value for c in self.session.cookie_jar if c.key == "_xsrf" and c["path"] == f"/user/{self.name}/"), "")
        async with self.session.post(f"{base}api/kernels", headers={"X-XSRFToken": xsrf}, json={"name": "python3", "path": MODULE}) as made:
            assert made.status == 201, await made.text()
            kernel = (await made.json())["id"]
        async with self.session.ws_connect(f"{base}api/kernels/{kernel}/channels", max_msg_size=0) as socket:
            await self._run(socket, "from pathlib import Path\nfrom systems_leadership import registry\nfrom systems_leadership.exercise import Desk, Session\n"
                                    "s = Session(registry.exercise('first_guess'), Desk(Path.home() / 'course' / 'm0_starting_points'))\nf = next(iter(s.exercise.text.question)).id")
            yield socket
        async with self.session.delete(f"{base}api/kernels/{kernel}", headers={"X-XSRFToken": xsrf}):
            pass

    async def move(self, socket: Any, n: int) -> str:
        """Keep words in the record; "True" once they are on disk."""
        return await self._run(socket, f"o, _ = s.do({{'do': 'write', 'field': f, 'text': 'move {n} of {self.name}'}})", "o.made")

    async def play(self, moves: int) -> list[str]:
        """As many moves, one after the other; what was acknowledged."""
        async with self.kernel() as socket:
            return [await self.move(socket, n) for n in range(moves)]

    async def _run(self, socket: Any, code: str, ask: str = "None") -> str:
        """Run code and return what `ask` is then, as the kernel's reply has it: what a kernel says on the side may come before somebody listens."""
        me = uuid.uuid4().hex
        content = {"code": code, "silent": False, "store_history": False, "user_expressions": {"ask": ask}, "allow_stdin": False}
        await socket.send_str(json.dumps({"header": {"msg_id": me, "msg_type": "execute_request", "username": "", "session": me, "date": "2026-01-01T00:00:00Z", "version": "5.3"},
                                          "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": [], "content": content}))
        while True:
            message = json.loads((await socket.receive(timeout=60)).data)
            if message["parent_header"].get("msg_id") == me and message["msg_type"] == "execute_reply":
                assert message["content"]["status"] == "ok", message["content"]
                return str(message["content"]["user_expressions"]["ask"]["data"]["text/plain"])

    async def _text(self, path: str) -> str:
        async with self.session.get(f"{self.hub.url}{path}") as answer:
            return await answer.text()

    async def _post(self, path: str, page: str, **fields: str) -> str:
        xsrf = re.search(r'name="_xsrf"[^>]*value="([^"]*)"', page)
        assert xsrf
        async with self.session.post(f"{self.hub.url}{path}", data={"_xsrf": xsrf[1], **fields}, allow_redirects=False) as answer:
            if answer.status == 302 and "password" in answer.headers.get("Location", ""):
                return await self._text(answer.headers["Location"])
            return await answer.text()


async def evening(hub: Machine, names: list[str]) -> tuple[list[Arrival], list[list[str]]]:
    people = [Arrival(hub, name) for name in names]
    try:
        for person in people:
            await person.log_in()
        await asyncio.wait_for(asyncio.gather(*(person.arrive() for person in people[:16])), 240)
        await asyncio.wait_for(asyncio.gather(*(person.arrive() for person in people[16:])), 120)
        return people, await asyncio.wait_for(asyncio.gather(*(person.play(PLAYS) for person in people)), 240)
    finally:
        for person in people:
            await person.session.close()


def test_sixteen_arrive_and_twenty_play_at_once(hub: Machine) -> None:
    names = [*hub.numbers, "s-1"][:20]
    people, said = apart.run(evening(hub, names))
    assert all(answers == ["True"] * PLAYS for answers in said)
    assert sum(person.turned_back for person in people) > 0, "more arrived than may start at once, so some waited their turn"
    for name in names:
        desk = Desk(hub.data / "learners" / name / "course" / "m0_starting_points")
        assert list(Session(registry.exercise("first_guess"), desk).state.drafts.values()) == [f"move {PLAYS - 1} of {name}"]
        assert len(desk.record_path("first_guess").read_text().splitlines()) == 1 + PLAYS, f"{name}: a line for the record's head and one for each move"
