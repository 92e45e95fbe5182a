"""Starting the command before it is needed: it loads for a second or two."""

from __future__ import annotations

import contextlib

from qgis.core import QgsApplication, QgsTask

from ..calling.conversation import Conversation
from ..calling.faults import Fault
from ..language import tr


def warm_up(conversation: Conversation) -> None:
    """Have a task start the command; a fault is told by the run that meets it."""
    if conversation.version is None:
        task = QgsTask.fromFunction(tr("Starting Gridloom"), lambda _: _start(conversation))
        TASKS[:] = [one for one in TASKS if one.isActive()] + [task]
        QgsApplication.taskManager().addTask(task)


def _start(conversation: Conversation) -> None:
    with contextlib.suppress(Fault):
        conversation.ask(["--version"])


TASKS: list[QgsTask] = []
"""QGIS's manager of tasks does not hold what Python made."""
