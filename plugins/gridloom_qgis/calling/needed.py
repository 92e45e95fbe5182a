"""Which Gridloom this plugin needs."""

from __future__ import annotations

import re
from typing import Any

from .faults import TooNew, TooOld

LOWEST = "0.1.0"
PROTOCOL = 1
"""The version of Gridloom's envelope that this plugin understands."""


def check_protocol(spoken: object, path: str) -> None:
    """Raise ``TooNew`` or ``TooOld`` where another version of the envelope is spoken."""
    if spoken != PROTOCOL:
        raise TooNew(spoken) if isinstance(spoken, int) and spoken > PROTOCOL else TooOld(path)


def check_version(told: dict[str, Any], path: str) -> None:
    """Raise ``TooOld`` where ``told`` names a lower version than is needed."""
    if _numbers(str(told.get("gridloom"))) < _numbers(LOWEST):
        raise TooOld(path)


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers at the start of a version: (0, 2) of “0.2rc1”.

    >>> _numbers("0.10.0") > _numbers("0.9.1")
    True
    """
    return tuple(map(int, re.findall(r"\d+", re.split(r"[^\d.]", version)[0])))
