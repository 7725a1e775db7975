"""A learner's server and kernel with the course open, beside a stock JupyterLab with the usual heavy kernel: memory, and how long until it is ready."""
from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import lab
import psutil
from jupyter_client.blocking.client import BlockingKernelClient

from systems_leadership import cells, folder, server

from .kernels import memory, run
from .table import Report, Row, Sample, at_most

ROUNDS = 5
MEMORY, READY = 0.45, 0.4                                  # goals, of stock
# What courses with maps and charts load: measured once as 3.2 times a bare kernel (a figure in the capacity page's sources)
HEAVY = "import ipywidgets, networkx\nimport plotly.graph_objects as go\nw = go.FigureWidget(go.Figure(go.Scatter(x=[1, 2], y=[1, 2])))\nnetworkx.betweenness_centrality(networkx.path_graph(20))"


def _stock(root: Path) -> tuple[list[str], dict[str, str]]:
    return [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"], {}


def _ours(root: Path) -> tuple[list[str], dict[str, str]]:
    folder.fill(root)
    return [sys.executable, "-m", "systems_leadership.jupyter", *server.learner_options(root, server.NEEDLESS)], {"JUPYTER_CONFIG_PATH": str(server.LEARNER_ENV)}


@contextlib.contextmanager
def _server(root: Path, command: list[str], more: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    """A server that answers; its port and the seconds it took."""
    port = lab.free_port()
    env = {**lab.private_env(root / "private"), **more, "JUPYTER_TOKEN": lab.TOKEN}
    env.pop("JUPYTER_NO_CONFIG")
    began = time.perf_counter()
    words = [*command, "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    process = subprocess.Popen(words, env=env, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/lab/api/settings?token={lab.TOKEN}", timeout=5).read()
                break
            assert process.poll() is None and time.perf_counter() - began < 90
            time.sleep(0.01)
        yield process, port, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _kernel(port: int, process: subprocess.Popen[bytes], root: Path, code: list[str]) -> float:
    """Start a kernel by the server, run cells in it, and return its memory in MiB."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/kernels?token={lab.TOKEN}", data=json.dumps({"name": "python3", "path": "m1_defining_the_system"}).encode(), method="POST")
    kernel = json.loads(urllib.request.urlopen(request, timeout=30).read())["id"]
    client = BlockingKernelClient(connection_file=str(root / "private" / "runtime" / f"kernel-{kernel}.json"))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        for cell in code:
            run(client, cell)
        [child] = [p for p in psutil.Process(process.pid).children(recursive=True) if "ipykernel_launcher" in " ".join(p.cmdline())]
        return memory(child.pid)["proportional"]
    finally:
        client.stop_channels()


def work_page() -> list[str]:
    """The course's own cells on module 1's work page, as its page runs them on opening."""
    page = json.loads((folder.released() / "m1_defining_the_system" / "work.ipynb").read_text(encoding="utf-8"))
    return [text for cell in page["cells"] if cell["cell_type"] == "code" and cells.parse(text := "".join(cell["source"]))]


def measure() -> Report:
    taken: dict[str, dict[str, list[float]]] = {kind: {"ready": [], "server": [], "kernel": [], "together": []} for kind in ("stock", "ours")}
    for _ in range(ROUNDS):
        for kind, made, code in (("stock", _stock, [HEAVY]), ("ours", _ours, work_page())):
            with tempfile.TemporaryDirectory() as temporary:
                root = Path(temporary)
                (root / "m1_defining_the_system").mkdir(exist_ok=True)
                with _server(root, *made(root)) as (process, port, seconds):
                    kernel = _kernel(port, process, root, code)
                    mine = memory(process.pid)["proportional"]
                for name, value in (("ready", seconds * 1000), ("server", mine), ("kernel", kernel), ("together", mine + kernel)):
                    taken[kind][name].append(value)
    ours, stock = ({name: Sample(values) for name, values in taken[kind].items()} for kind in ("ours", "stock"))
    return Report([at_most("a learner's server and kernel, proportional", "MiB", ours["together"], stock["together"], MEMORY),
                   Row("of that, the server", "MiB", ours["server"], stock["server"]),
                   Row("of that, the kernel", "MiB", ours["kernel"], stock["kernel"]),
                   at_most("server from start to ready", "ms", ours["ready"], stock["ready"], READY)],
                  [f"servers: ours with all {len(work_page())} cells of module 1's work page run; stock is `jupyter lab` with what pip turns on, and a kernel that has drawn one FigureWidget "
                   "and measured one graph; a course that loads pandas as well weighs more. "
                   "Proportional memory counts a page shared by several processes in parts."])
