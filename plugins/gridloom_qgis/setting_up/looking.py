"""What a command says of itself: asked once, in a process of its own."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..calling.conversation import Conversation


@dataclass(frozen=True)
class Introduction:
    """What ``gridloom --version`` answers, and how many seconds that took from its start."""

    path: Path
    version: str
    python: str
    executable: str
    has_window: bool
    seconds: float


def introduction(path: Path) -> Introduction:
    """Return what the command at ``path`` is; raise a ``Fault`` where it is not what we need."""
    conversation = Conversation(lambda: path)
    try:
        return introduced(conversation, path)
    finally:
        conversation.end()


def introduced(conversation: Conversation, path: Path) -> Introduction:
    """Return what the command of a conversation that has not begun is."""
    begun = time.monotonic()
    told: dict[str, Any] = conversation.ask(["--version"])
    return Introduction(
        path, str(told["gridloom"]), str(told.get("python", "")), str(told.get("executable", "")),
        bool(told.get("window", True)), time.monotonic() - begun,
    )  # fmt: skip
