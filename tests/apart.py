"""Coroutines in a thread of their own: Playwright, once a browser is open, has its event loop in the tests' thread until the end."""
from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """As asyncio.run."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
