"""A server on a hub: `python -m systems_leadership.singleuser` is `jupyterhub-singleuser`, up sooner and, with --lean, for learners, a third lighter.

JupyterHub's part in a learner's server asks the hub who somebody is. It imports the hub's own database and pages with it (SQLAlchemy, Alembic, some 35 MB), because two functions
it needs stand in the same files. Stand-ins take their place; anything that used one would fail by name, and nothing does in JupyterHub 5 and 6, which the tests run for real.
For another version nothing is put in the way."""
from __future__ import annotations

import sys
import types
from importlib.metadata import version

from .environ import without_needless_grammar

LEAN = "--lean"
TRIED = ("5", "6")                                         # of JupyterHub
HUBS_OWN = ("sqlalchemy", "sqlalchemy.exc", "jupyterhub.orm", "jupyterhub.roles", "jupyterhub.handlers", "jupyterhub.handlers.pages")


class StandIn(types.ModuleType):
    """A module that is only ever imported: a name in it is a class, so that it can be named in an `except` or an annotation."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (Exception,), {"__doc__": f"Stands in for {self.__name__}.{name}, which a learner's server has no use for."})
        setattr(self, name, made)
        return made


def without_the_hubs_own() -> None:
    """Keep the hub's database and pages out of this process. To be called before anything of JupyterHub's is imported."""
    if version("jupyterhub").split(".")[0] in TRIED:
        for name in HUBS_OWN:
            sys.modules.setdefault(name, StandIn(name))


if __name__ == "__main__":
    without_needless_grammar()
    if LEAN in sys.argv:                                   # not for tutors: their gradebook is a database
        sys.argv.remove(LEAN)
        without_the_hubs_own()
    from jupyterhub.singleuser import main
    raise SystemExit(main())
