"""JupyterLab as the course starts it: `python -m systems_leadership.jupyter` is `jupyter lab`, up in about half the time."""
from __future__ import annotations

from .environ import without_needless_grammar

if __name__ == "__main__":
    without_needless_grammar()
    from jupyterlab.labapp import main
    raise SystemExit(main())
