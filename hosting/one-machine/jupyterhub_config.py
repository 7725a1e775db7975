"""JupyterHub's settings on one machine. Everything an organisation sets is in hub.toml, in the data directory; here it is read.

Settings of your own, which hub.toml does not have, go into jupyterhub_local.py in the data directory."""
import os
from pathlib import Path

from course_hub.config import configure

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - JupyterHub provides get_config
data = Path(os.environ["SYSTEMS_LEADERSHIP_DATA"])
configure(c, data)
local = data / "jupyterhub_local.py"
if local.is_file():
    exec(compile(local.read_text(encoding="utf-8"), str(local), "exec"), {"c": c, "get_config": lambda: c, "__file__": str(local)})
