"""A real JupyterLab on loopback with its own settings, for browser tests and benchmarks. Leaves nothing running."""
from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                  "--disable-sync", "--disable-quic"]
TOKEN = "loopback"


@dataclass
class Lab:
    url: str
    folder: Path
    log: Path

    def page(self, name: str) -> str:
        return f"{self.url}/lab/tree/{name}?token={TOKEN}&reset"


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def private_env(root: Path) -> dict[str, str]:
    """Jupyter directories of its own, so that nobody's settings are read or written."""
    names = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime", "JUPYTER_DATA_DIR": "data", "IPYTHONDIR": "ipython",
             "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "HOME": "home"}
    for name in names.values():
        (root / name).mkdir(parents=True, exist_ok=True)
    return {**os.environ, **{k: str(root / v) for k, v in names.items()}, "JUPYTER_NO_CONFIG": ""}


@contextlib.contextmanager
def running(command: list[str], root: Path, folder: Path, cwd: Path | None = None) -> Iterator[Lab]:
    """Run a command that starts Jupyter on {port}, wait until it answers, and end it (and its kernels) afterwards."""
    port, log = free_port(), root / "jupyter.log"
    env = private_env(root)
    env.pop("JUPYTER_NO_CONFIG")
    env["JUPYTER_TOKEN"] = TOKEN
    with log.open("wb") as out:
        process = subprocess.Popen([part.format(port=port) for part in command], cwd=cwd or root, env=env, stdout=out, stderr=out, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(f"{url}/api/status?token={TOKEN}", timeout=2).read()
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, "JupyterLab did not start in 90 s:\n" + log.read_text()
                time.sleep(0.1)
        yield Lab(url, folder, log)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


def learner(folder: Path) -> list[str]:
    """The command a learner's `make learn` comes to."""
    return [sys.executable, "-m", "systems_leadership.cli", "learn", str(folder), "--no-browser", "--port={port}"]
