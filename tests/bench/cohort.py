"""A cohort on a real hub on this machine: sixteen arrive at once, twenty play at once. Root's, since each learner gets a system user; nothing of it is left afterwards."""
from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import psutil

from .kernels import memory
from .table import Report, Row, Sample

sys.path[:0] = [str(Path(__file__).parents[1] / "hosting"), str(Path(__file__).parents[2] / "hosting")]
MOVES = 30


def _sum(pids: list[int]) -> float:
    return sum(memory(pid)["proportional"] for pid in pids)


async def _evening(hub: object, names: list[str]) -> tuple[list[float], list[float], list[float], list[float]]:
    """Seconds to each arrival; MiB of each learner's server and kernel while all play; milliseconds of each move; processor share of the whole machine while nobody moves."""
    from test_arrivals import Arrival
    people = [Arrival(hub, name) for name in names]                     # type: ignore[arg-type]
    try:
        for person in people:
            await person.log_in()
        began = time.perf_counter()

        async def arrive(person: Arrival) -> float:
            await person.arrive()
            return time.perf_counter() - began
        arrived = await asyncio.gather(*(arrive(person) for person in people[:16]))
        await asyncio.gather(*(person.arrive() for person in people[16:]))
        moved: list[float] = []

        async def play(person: Arrival) -> None:
            async with person.kernel() as socket:
                for n in range(MOVES):
                    at = time.perf_counter()
                    assert await person.move(socket, n) == "True"
                    moved.append((time.perf_counter() - at) * 1000)
                opened.append(person)
                while len(opened) < len(people):
                    await asyncio.sleep(0.2)
                if person is people[0]:
                    psutil.cpu_percent()
                    await asyncio.sleep(10)
                    idle.append(psutil.cpu_percent())
                    for name in names:
                        mine = [p.pid for p in psutil.process_iter(["username"]) if p.info["username"] == f"sl-{name}"]
                        each.append(_sum(mine))
                    done.set()
                await done.wait()
        opened: list[Arrival] = []
        idle: list[float] = []
        each: list[float] = []
        done = asyncio.Event()
        await asyncio.gather(*(play(person) for person in people))
        return arrived, each, moved, idle
    finally:
        for person in people:
            await person.session.close()


def measure() -> Report:
    import machine
    from settings_of_tests import SETTINGS
    with machine.machine() as one:
        one.settings(SETTINGS.format(port=one.port))
        one.numbers = [str(2040 + n) for n in range(20)]
        (one.data / "autumn.csv").write_text("number\n" + "\n".join(one.numbers))
        (one.data / "spring.csv").write_text("number\ns-1\n")
        one.manage("start")
        arrived, each, moved, idle = asyncio.run(_evening(one, one.numbers))
        own = [p.pid for p in psutil.process_iter(["cmdline", "username"]) if str(one.data) in " ".join(p.info["cmdline"] or []) and not (p.info["username"] or "").startswith("sl-")]
        tutors = [p.pid for p in psutil.process_iter(["username"]) if (p.info["username"] or "").startswith("sl-tutor-")]
        return Report([Row("16 arrive at once: until each has the course", "s", Sample(sorted(arrived))), Row("the last of them", "s", Sample([max(arrived)])),
                       Row("20 play: a learner's server and kernel, proportional", "MiB", Sample(each)), Row("hub, its keeper, proxy and culler together", "MiB", Sample([_sum(own)])),
                       Row("a tutors' service", "MiB", Sample([_sum([pid]) for pid in tutors])), Row("20 play at once: a move kept in a record, there and back", "ms", Sample(moved)),
                       Row("processor in use with 20 open and nobody moving", "% of all", Sample(idle))],
                      [f"cohort: a real hub with its proxy; each learner makes {MOVES} moves one after the other, as fast as they are answered, through a kernel of their own server."])
