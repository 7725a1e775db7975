"""What a kernel holds after exercise 1A has been played in it, beside a bare kernel started at the same time."""
from __future__ import annotations

import ast
import contextlib
import importlib.util
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lab
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from systems_leadership import case as cases

from . import play
from .table import Report, Row, Sample, at_most

ROUNDS = 5
LIMIT = 1.15
HEAVY = ("networkx", "plotly", "nbformat", "jsonschema", "rfc3987_syntax", "pandas", "numpy")
KINDS = ("bare", "anywidget", "playing")
VIEW = "application/vnd.jupyter.widget-view+json"


@contextlib.contextmanager
def kernel(root: Path, folder: Path) -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    """A real ipykernel working in `folder`, with Jupyter directories of its own."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(folder), env=lab.private_env(root))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _until_idle(client: BlockingKernelClient, request: str) -> list[dict[str, Any]]:
    """Everything a request made the kernel say, up to idle."""
    said = []
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "error":
            raise RuntimeError("\n".join(message["content"]["traceback"]))
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return said
        said.append(message)


def run(client: BlockingKernelClient, code: str) -> list[dict[str, Any]]:
    """Run a cell; what it made the kernel say. Raises RuntimeError if the cell failed."""
    return _until_idle(client, client.execute(code))


def play_through(client: BlockingKernelClient, ops: list[play.Op]) -> None:
    """Open the exercise and make every move as a browser would: one message a move over the widget's own channel."""
    shown = run(client, 'from systems_leadership import show\nshow("unfolding")')
    widget = next(m["content"]["data"][VIEW]["model_id"] for m in shown if VIEW in m["content"].get("data", {}))
    for n, op in enumerate(ops):
        message = client.session.msg("comm_msg", {"comm_id": widget, "data": {"method": "custom", "content": {"op": op, "id": str(n)}}})
        client.shell_channel.send(message)
        replies = [m["content"]["data"].get("content", {}) for m in _until_idle(client, message["header"]["msg_id"]) if m["msg_type"] == "comm_msg"]
        reply = next(r for r in replies if r.get("id") == str(n))
        assert reply["made"], f"move {n} {op} was refused: {reply['said']}"


def memory(pid: int) -> dict[str, float]:
    """Resident, proportional and private memory of a process, in MiB (Linux)."""
    rows = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if ":" in line.split(" ")[0])
    kib = {name: int(value.split()[0]) for name, value in rows.items() if name in ("Rss", "Pss", "Private_Clean", "Private_Dirty")}
    return {"resident": kib["Rss"] / 1024, "proportional": kib["Pss"] / 1024, "private": (kib["Private_Clean"] + kib["Private_Dirty"]) / 1024}


def measure() -> Report:
    ops = play.whole(cases.load())
    taken: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    heavy: set[str] = set()
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as temporary, contextlib.ExitStack() as stack:
            root = Path(temporary)
            kernels = {kind: stack.enter_context(kernel(root, _folder(root, kind))) for kind in KINDS}
            run(kernels["bare"][1], "pass")
            run(kernels["anywidget"][1], "import anywidget")
            play_through(kernels["playing"][1], ops)
            for kind, (manager, _client) in kernels.items():           # all three alive, so that shared pages are shared alike
                taken[kind].append(memory(manager.provisioner.process.pid))  # type: ignore[union-attr]
            said = run(kernels["playing"][1], f"import sys\nprint([m for m in {HEAVY!r} if m in sys.modules])")
            heavy |= set(ast.literal_eval("".join(m["content"]["text"] for m in said if m["msg_type"] == "stream")))
    of = {kind: {how: Sample([one[how] for one in taken[kind]]) for how in taken[kind][0]} for kind in KINDS}
    absent = [name for name in HEAVY if importlib.util.find_spec(name) is None]
    return Report([at_most("kernel after playing 1A, resident", "MiB", of["playing"]["resident"], of["bare"]["resident"], LIMIT),
                   Row("the same, proportional", "MiB", of["playing"]["proportional"], of["bare"]["proportional"]),
                   Row("the same, private", "MiB", of["playing"]["private"], of["bare"]["private"]),
                   Row("kernel after `import anywidget`, resident", "MiB", of["anywidget"]["resident"], of["bare"]["resident"]),
                   Row("heavy modules in that kernel", "", said=", ".join(sorted(heavy)) or "none", goal="none", met=not heavy)],
                  [f"kernel: all {len(ops)} moves of one whole play of 1A, sent as widget messages; bare is an ipykernel that ran `pass`, alive at the same time.",
                   f"heavy modules looked for: {', '.join(HEAVY)}." + (f" Not installed here, so proving nothing: {', '.join(absent)}." if absent else "")])


def _folder(root: Path, kind: str) -> Path:
    folder = root / kind
    folder.mkdir()
    return folder
