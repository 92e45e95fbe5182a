"""What the doctor says of the command: where it is, whether it answers, what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qgis.core import QgsSettings

from ..calling.command import SETTING, find_command
from ..calling.conversation import Conversation
from ..calling.faults import Broken, Fault, NotFound
from ..calling.needed import LOWEST, PROTOCOL
from ..language import sentences, tr
from .check import Check
from .looking import Introduction, introduced
from .marks import Mark
from .running import run

SLOW_S = 10.0


def of_the_command() -> Iterator[Check]:
    """Yield checks of the command that QGIS calls; none after the first that it fails."""
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
        return Check(tr("Command"), Mark.FAULT, sentences(gone, _set_up_anew()))
    if QgsSettings().value(SETTING, "", type=str):
        sentence = tr("“{path}”, as it was set up.", path=path)
    else:
        sentence = tr("“{path}”, found on PATH.", path=path)
    return Check(tr("Command"), Mark.GOOD, sentence)


def _refusal(fault: Fault) -> Check:
    """Say why the command does not do; the doctor is no advice here, its last words are."""
    if isinstance(fault, Broken):
        return Check(
            tr("Start"), Mark.FAULT, sentences(fault.sentence, _set_up_anew()), fault.details
        )  # fmt: skip
    return Check(tr("Start"), Mark.FAULT, str(fault))


def _set_up_anew() -> str:
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
