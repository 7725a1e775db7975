"""Whether the course can be built at all, and whether what is committed is what would be built."""
from __future__ import annotations

from collections.abc import Iterator

from ...case import CaseError
from ..make import BuildError, stale
from ..notebooks import PageError
from .clone import Clone


def problems(clone: Clone) -> Iterator[str]:
    """What the build refuses, and built files that are out of date."""
    yield from (f"course/{fault}" for fault in clone.source_faults)
    if clone.unreadable or clone.source_faults:
        return                                                # the build would stop at the first of these and say it again
    try:
        for path in stale(clone.base):
            yield f"{clone.name(path)}: out of date. Run `systems-leadership build` and check again."
    except (BuildError, CaseError, PageError) as error:
        yield from (line.strip() for line in str(error).splitlines() if not line.endswith(":"))
    except OSError as error:
        yield f"{error.filename}: {error.strerror}. The build needs this file; put it back."
