"""The grammar that nobody uses stays out of the running server, and Jupyter's own checks of what it is sent go on working."""
from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import lab
import pytest

pytestmark = pytest.mark.pipeline
PROBE = '''
import json, pathlib, sys
from tornado.ioloop import IOLoop
def _jupyter_server_extension_points(): return [{"module": "probe"}]
def _load_jupyter_server_extension(app):
    def say(): pathlib.Path(%r).write_text(json.dumps({"jsonschema": "jsonschema" in sys.modules, "grammar": sys.modules.get("rfc3987_syntax") is not None, "lark": "lark" in sys.modules}))
    IOLoop.current().call_later(1, say)
'''


def start(root: Path, module: str) -> dict[str, bool]:
    """What a server started with `python -m module` has in memory when it answers."""
    place, said = root / "place", root / "said.json"
    place.mkdir(parents=True)
    (root / "probe.py").write_text(PROBE % str(said))
    code = f"import sys, runpy; sys.path.insert(0, {str(root)!r}); sys.argv[0] = 'x'; runpy.run_module({module!r}, run_name='__main__')"
    command = [sys.executable, "-c", code, "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port={port}", f"--ServerApp.root_dir={place}",
               "--ServerApp.jpserver_extensions=" + repr({"probe": True}).replace("{", "{{").replace("}", "}}")]
    with lab.running(command, root, place) as server:
        deadline = time.monotonic() + 30
        while not said.exists() or not said.read_text():
            assert time.monotonic() < deadline, server.log.read_text()
            time.sleep(0.1)
        return json.loads(said.read_text())


def test_a_running_server_is_without_it(tmp_path: Path) -> None:
    assert start(tmp_path / "ours", "systems_leadership.jupyter") == {"jsonschema": True, "grammar": False, "lark": False}


def test_stock_jupyterlab_has_it(tmp_path: Path) -> None:
    """What this is for. If this fails, jsonschema no longer loads it and the block can go."""
    assert start(tmp_path / "stock", "jupyterlab")["grammar"]


EVENTS = """
from systems_leadership.environ import without_needless_grammar
without_needless_grammar()
import io, logging, sys
from jsonschema import ValidationError
from jupyter_events import EventLogger
events = EventLogger(handlers=[logging.StreamHandler(io.StringIO())])
where = "https://example.org/due"
events.register_event_schema({"$id": where, "version": "1", "title": "Due", "type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}})
assert events.emit(schema_id=where, data={"at": "2026-12-01T17:00:00Z"})["at"] == "2026-12-01T17:00:00Z"
try:
    events.emit(schema_id=where, data={"at": 7})
except ValidationError:
    pass
else:
    raise AssertionError("an event that is wrong was taken")
import jsonschema
found = jsonschema.Draft7Validator({"format": "date-time"}, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
assert found.is_valid("2026-12-01T17:00:00Z") and not found.is_valid("next week")
assert sys.modules["rfc3987_syntax"] is None
"""


def test_events_and_formats_are_still_checked() -> None:
    subprocess.run([sys.executable, "-c", EVENTS], check=True)
