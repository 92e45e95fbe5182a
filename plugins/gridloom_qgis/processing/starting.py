"""Starting the command before it is needed: it loads for a second or two."""

from __future__ import annotations

import contextlib
import threading

from ..calling.conversation import Conversation
from ..calling.faults import Fault


def warm_up(conversation: Conversation) -> None:
    """Have a thread start the command; a fault is told by the run that meets it.

    It is no task of QGIS, which would tell in the message bar that it is complete.
    """
    if conversation.version is None:
        start = threading.Thread(target=_start, args=[conversation], name="gridloom", daemon=True)
        start.start()


def _start(conversation: Conversation) -> None:
    with contextlib.suppress(Fault):
        conversation.ask(["--version"])
