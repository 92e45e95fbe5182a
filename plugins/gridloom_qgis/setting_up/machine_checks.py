"""What the doctor says of QGIS and of the computer."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from pathlib import Path

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QT_VERSION_STR

from ..language import tr
from .check import Check
from .marks import Mark
from .running import output_of

PLUGIN = Path(__file__).resolve().parents[1]


def of_qgis() -> Check:
    """Tell the versions of all that runs the plugin."""
    versions = tr("QGIS {qgis}, Qt {qt}, Python {python}, {system}.", qgis=Qgis.version(),
                  qt=QT_VERSION_STR, python=platform.python_version(),
                  system=f"{platform.system()} {platform.release()}")  # fmt: skip
    return Check("QGIS", Mark.NOTE, versions)


def of_the_folders() -> Check:
    """Say whether the plugin can be updated and an environment made."""
    for folder in (PLUGIN, Path(QgsApplication.qgisSettingsDirPath())):
        if not os.access(folder, os.W_OK):
            return Check(
                tr("Folders"), Mark.WARNING,
                tr("“{path}” cannot be written: updates are for your administrator.", path=folder),
            )  # fmt: skip
    return Check(
        tr("Folders"), Mark.GOOD,
        tr("The plugin (“{path}”) and the profile can be written.", path=PLUGIN),
    )  # fmt: skip


def of_other_processes() -> Check:
    """List the processes of Gridloom that QGIS has not started."""
    others = ", ".join(other_processes())
    if not others:
        return Check(tr("Processes"), Mark.GOOD, tr("No other Gridloom runs."))
    return Check(
        tr("Processes"), Mark.NOTE,
        tr("Gridloom also runs outside of this QGIS (processes {numbers}): end one that hangs.",
           numbers=others),
    )  # fmt: skip


def other_processes() -> list[str]:
    """Return the numbers of the processes of Gridloom that are no children of this one."""
    if sys.platform == "win32":
        listed = output_of(["tasklist", "/NH", "/FO", "CSV", "/FI", "IMAGENAME eq gridloom.exe"])
        return re.findall(r'^"gridloom\.exe","(\d+)"', listed, re.MULTILINE)
    ps = shutil.which("ps")
    listed = output_of([ps, "-axo", "pid=,ppid=,args="]) if ps else ""
    found = re.findall(
        r"^\s*(\d+)\s+(\d+)\s+\S*(?:python\S*.*gridloom|gridloom).* (?:serve|desktop)\b",
        listed, re.MULTILINE,
    )  # fmt: skip
    return [pid for pid, parent in found if parent != str(os.getpid())]
