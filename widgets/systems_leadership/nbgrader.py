"""nbgrader's own command, up in about half the time: `python -m systems_leadership.nbgrader` is `nbgrader`."""
from __future__ import annotations

from .environ import without_needless_grammar

if __name__ == "__main__":
    without_needless_grammar()
    from nbgrader.apps.nbgraderapp import main
    raise SystemExit(main())
