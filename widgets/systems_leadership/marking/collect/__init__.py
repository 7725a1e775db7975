"""Collecting hand-ins with checks: from files that learners sent or an LMS gave, and from nbgrader's exchange.

`checks` says what a hand-in must be, `archive` and `inbound` find them, `decide` says which one counts, `shelf` puts it in
its place. `downloads` and `exchange` do a whole cohort; the same stands behind nbgrader's own `zip_collect` and `collect`.
"""
from .drivers import downloads, exchange

__all__ = ["downloads", "exchange"]
