"""What starting costs: the imports behind `show("unfolding")`, in fresh processes, beside `import anywidget` alone."""
from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from .table import Report, Row, Sample, at_most

ROUNDS, WARM = 15, 2
LIMIT = 1.15
SHOW = "from systems_leadership import show; show('unfolding')"
LOADED = f"{SHOW}\nimport sys\nprint(','.join(m for m in sys.modules if m.startswith('systems_leadership.')))"


def _environment() -> dict[str, str]:
    """This environment, with compiled files written and read, as on a learner's computer."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTHON") and not k.startswith("JPY_")}


def _cost(code: str, folder: str) -> tuple[float, float]:
    """Wall and processor time of a fresh Python running `code`, in ms."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code], cwd=folder, env=_environment())
    _, status, used = os.wait4(process.pid, 0)
    wall = 1000 * (time.perf_counter() - start)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"this did not run: {code}"
    return wall, 1000 * (used.ru_utime + used.ru_stime)


def measure() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        modules = subprocess.run([sys.executable, "-c", LOADED], cwd=folder, env=_environment(), capture_output=True, text=True, check=True).stdout.strip()
        codes = {"bare": "import anywidget", "ours": f"from systems_leadership import show; show\nimport {modules}", "show": SHOW}
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in codes}
        for n in range(WARM + ROUNDS):
            for name in sorted(codes, reverse=bool(n % 2)):            # each goes first in turn
                cost = _cost(codes[name], folder)
                if n >= WARM:
                    taken[name].append(cost)
    wall = {name: Sample([w for w, _ in costs]) for name, costs in taken.items()}
    used = {name: Sample([u for _, u in costs]) for name, costs in taken.items()}
    return Report([at_most("import all that show('unfolding') imports, wall", "ms", wall["ours"], wall["bare"], LIMIT),
                   Row("the same, processor time", "ms", used["ours"], used["bare"]),
                   Row("import and show('unfolding'), processor time", "ms", used["show"], used["bare"])],
                  [f"import: fresh processes, compiled files warm, {len(modules.split(','))} modules of the package; bare is `import anywidget`."])
