"""A server on a hub: `python -m systems_leadership.singleuser` is `jupyterhub-singleuser`, up in about half the time."""
from __future__ import annotations

from .environ import without_needless_grammar

if __name__ == "__main__":
    without_needless_grammar()
    from jupyterhub.singleuser import main
    raise SystemExit(main())
