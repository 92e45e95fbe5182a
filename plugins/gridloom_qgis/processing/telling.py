"""What a run tells while it goes on and when it ends: progress, sentences, the command line."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from qgis.core import Qgis, QgsMessageLog, QgsProcessingException, QgsProcessingFeedback

from ..calling.faults import Broken, Fault, Refused
from ..language import spoken, tr
from .entry import Asked
from .parameters import crs_title

OPTION = re.compile(r"(?<=[(（])--crs(?=[)）])")
"""The option that a hint names; forms have a title for it."""


class Steps:
    """Shows lines of progress; as nobody knows how many steps come, each takes half of the rest."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self._step: str | None = None
        self._begun = self._shown = 0.0

    def __call__(self, line: dict[str, Any]) -> None:
        """Show one line; the bar never goes back."""
        if line["step"] != self._step:
            self._step, self._begun = line["step"], self._shown
            self._feedback.setProgressText(line.get("told") or line["message"] or line["step"])
        part = line["done"] / line["total"] if line["total"] else 0.0
        self._shown = max(self._shown, self._begun + (100 - self._begun) / 2 * min(part, 1.0))
        self._feedback.setProgress(self._shown)


def tell_command(arguments: Sequence[str], feedback: QgsProcessingFeedback) -> None:
    """Tell the command line that does the same."""
    line = ["gridloom", *arguments]
    windows = sys.platform == "win32"
    feedback.pushInfo(tr("The same as a command:"))
    feedback.pushCommandInfo(subprocess.list2cmdline(line) if windows else shlex.join(line))


def tell_answer(data: dict[str, Any], feedback: QgsProcessingFeedback) -> None:
    """Tell what was found, what is to be heeded, and how it was found."""
    feedback.pushInfo("")
    feedback.pushInfo(spoken(data["summary"]))
    for warning in data["warnings"]:
        feedback.pushWarning(spoken(warning))
    method = data["method"]
    feedback.pushInfo(tr("Method: {name}", name=spoken(method["name"])))
    for note in method["notes"]:
        feedback.pushInfo(spoken(note))
    feedback.pushInfo(tr("Source: {citation}", citation=method["citation"]))
    feedback.pushInfo("")


def told(fault: Fault, asked: Sequence[Asked]) -> QgsProcessingException:
    """Return a fault as QGIS tells it, with the title of the parameter that is at fault."""
    text = str(fault)
    if isinstance(fault, Broken) and fault.details:
        QgsMessageLog.logMessage(fault.details, "Gridloom", Qgis.MessageLevel.Critical)
    if isinstance(fault, Refused):
        at_fault = fault.where.get("column")
        text = OPTION.sub(lambda _: f"“{crs_title()}”", text)
        titles = (one.title for one in asked if one.name == at_fault)
        title = next((one for one in titles if one not in text), None)
        text = tr("{title}: {reason}", title=title, reason=text) if title else text
    return QgsProcessingException(text)
