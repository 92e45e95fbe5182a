"""What the doctor looks at: one sentence for each, which says what is wrong and what to do."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QT_VERSION_STR

from ..calling.command import SETTING, find_command
from ..calling.conversation import Conversation
from ..calling.faults import Broken, Fault, NotFound
from ..calling.needed import LOWEST, PROTOCOL
from ..language import sentences, tr
from .looking import Introduction, introduced
from .marks import Mark
from .running import output_of, run

SLOW_S = 10.0
PLUGIN = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Check:
    """What was looked at, how it is, and in one sentence why; ``details`` are for experts."""

    title: str
    mark: Mark
    sentence: str
    details: str = ""


def checks(last_fault: Broken | None = None) -> Iterator[Check]:
    """Yield one check after the other; all together take some seconds.

    ``last_fault`` is how the command that QGIS has called died, if it did.
    """
    yield from _of_the_command()
    if last_fault is not None:
        yield Check(
            tr("Last fault"), Mark.WARNING, last_fault.sentence, last_fault.details
        )  # fmt: skip
    yield _of_qgis()
    yield _of_the_folder()
    yield _of_other_processes()


def as_text(found: list[Check]) -> str:
    """Return checks as a text for a colleague."""
    lines = []
    for one in found:
        lines.append(f"[{one.mark.word}] {one.title}: {one.sentence}")
        lines.extend(f"    {line}" for line in one.details.splitlines())
    return "\n".join(lines)


def _of_the_command() -> Iterator[Check]:
    try:
        path = find_command()
    except NotFound as fault:
        yield Check(tr("Command"), Mark.FAULT, str(fault))
        return
    yield _whence(path)
    if not path.is_file():
        return
    conversation = Conversation(lambda: path)
    try:
        told = introduced(conversation, path)
        yield _start(told)
        yield _version(told)
        yield _protocol()
        yield _catalogue(conversation)
    except Fault as fault:
        yield _refusal(fault)
        return
    finally:
        conversation.end()
    yield _packages(told)
    yield _window(told)


def _whence(path: Path) -> Check:
    """Say where the command is and who names it."""
    if not path.is_file():
        gone = tr("There is no file “{path}”.", path=path)
        return Check(tr("Command"), Mark.FAULT, sentences(gone, set_up_anew()))
    if QgsSettings().value(SETTING, "", type=str):
        sentence = tr("“{path}”, as it was set up.", path=path)
    else:
        sentence = tr("“{path}”, found on PATH.", path=path)
    return Check(tr("Command"), Mark.GOOD, sentence)


def _refusal(fault: Fault) -> Check:
    """Say why the command does not do; the doctor is no advice here, its last words are."""
    if isinstance(fault, Broken):
        return Check(
            tr("Start"), Mark.FAULT, sentences(fault.sentence, set_up_anew()), fault.details
        )  # fmt: skip
    return Check(tr("Start"), Mark.FAULT, str(fault))


def set_up_anew() -> str:
    """Return what to do with a command that does not work."""
    return tr("Set it up anew with “Plugins → Gridloom → Set up”.")


def _start(told: Introduction) -> Check:
    seconds = f"{told.seconds:.1f}"
    if told.seconds > SLOW_S:
        return Check(
            tr("Start"), Mark.WARNING,
            tr("It takes {seconds} s to start: have the virus scanner leave out “{path}”.",
               seconds=seconds, path=told.path.parent),
        )  # fmt: skip
    return Check(tr("Start"), Mark.GOOD, tr("It answers after {seconds} s.", seconds=seconds))


def _version(told: Introduction) -> Check:
    return Check(
        tr("Version"), Mark.GOOD,
        tr("Gridloom {version}; this plugin needs {lowest} or later.", version=told.version,
           lowest=LOWEST),
    )  # fmt: skip


def _protocol() -> Check:
    return Check(
        tr("Protocol"), Mark.GOOD,
        tr("Both sides speak version {version}.", version=PROTOCOL),
    )  # fmt: skip


def _catalogue(conversation: Conversation) -> Check:
    known = len(conversation.ask(["analyses"]))
    return Check(tr("Analyses"), Mark.GOOD, tr("It knows {count} analyses.", count=known))


def _packages(told: Introduction) -> Check:
    """Ask pip whether every package of the command's Python has what it needs."""
    title, python = tr("Its Python"), tr("Python {version}", version=told.python)
    lines: list[str] = []
    try:
        code = run([told.executable, "-m", "pip", "check"], lines.append, lambda: False)
    except Fault:
        code = -1
    if code == 0:
        return Check(title, Mark.GOOD, tr("{python}, its packages complete.", python=python))
    if code == 1 and any(" requires " in line or " has requirement " in line for line in lines):
        return Check(
            title, Mark.FAULT,
            tr("{python}, but “{reason}”: set it up anew with “Plugins → Gridloom → Set up”.",
               python=python, reason=lines[0].rstrip(".")), "\n".join(lines),
        )  # fmt: skip
    return Check(title, Mark.NOTE, tr("{python}, without pip that could check it.", python=python))


def _window(told: Introduction) -> Check:
    if told.has_window:
        return Check(tr("Window"), Mark.GOOD, tr("“Open in Gridloom” has what it needs (PyQt6)."))
    return Check(
        tr("Window"), Mark.WARNING,
        tr("PyQt6 is missing, so “Open in Gridloom” does nothing: install “gridloom[desktop]”."),
    )  # fmt: skip


def _of_qgis() -> Check:
    versions = tr("QGIS {qgis}, Qt {qt}, Python {python}, {system}.", qgis=Qgis.version(),
                  qt=QT_VERSION_STR, python=platform.python_version(),
                  system=f"{platform.system()} {platform.release()}")  # fmt: skip
    return Check("QGIS", Mark.NOTE, versions)


def _of_the_folder() -> Check:
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


def _of_other_processes() -> Check:
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
