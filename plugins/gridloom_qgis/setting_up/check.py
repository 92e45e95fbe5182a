"""One thing that the doctor looks at, and how it is."""

from __future__ import annotations

from dataclasses import dataclass

from .marks import Mark


@dataclass(frozen=True)
class Check:
    """What was looked at, how it is, and in one sentence why; ``details`` are for experts."""

    title: str
    mark: Mark
    sentence: str
    details: str = ""
