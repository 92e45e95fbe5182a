"""The command ``gridloom``: from arguments to an outcome, and the process around it.

Heavy parts (geopandas, DuckDB, numba, matplotlib, Qt) are imported inside the commands that need
them, so that the rest starts in a fraction of a second.
"""

import logging
import os
import sys
import threading
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import TextIO

import typer
from typer import TyperException

from gridloom_desktop.command import (
    analysing,
    asking,
    city,
    demo,
    doctoring,
    editing,
    encryption,
    importing,
    linking,
    owning,
    publishing,
    quality,
    quarantining,
    resolving,
    sample,
    serving,
    verifying,
    window,
)
from gridloom_desktop.command.answer import CANCELLED, DONE, Answer, Failure
from gridloom_desktop.command.failing import failure
from gridloom_desktop.command.manual import ManualAsked, ManualGroup, Page
from gridloom_desktop.command.output import speak_utf8, write_outcome
from gridloom_desktop.command.session import Session
from gridloom_desktop.command.steps import shown_on
from gridloom_desktop.command.stopping import stopped_by_signals
from gridloom_desktop.command.switches import read_switches, without_switches
from gridloom_desktop.command.versions import VERSION_SWITCH, Version, versions
from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.language import current_language, tr, use_language
from gridloom_layers.notices import heard
from gridloom_layers.progress import Progress

GROUPS = (
    sample,
    city,
    encryption,
    importing,
    doctoring,
    quarantining,
    owning,
    resolving,
    editing,
    asking,
    linking,
    quality,
    verifying,
    analysing,
    publishing,
    serving,
    window,
    demo,
)


def main() -> None:
    """Run the command of this process and exit with its code."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.lastResort = None
    code = run(sys.argv[1:], sys.stdout, sys.stderr)
    if "PyQt6.QtWidgets" in sys.modules or (
        threading.active_count() > 1 and (code == CANCELLED or _any_abandoned())
    ):
        _leave(code)
    sys.exit(code)


def _any_abandoned() -> bool:
    from gridloom_analytics.statistics.significance.jobs import ABANDONABLE

    return any(thread.name.startswith(ABANDONABLE) for thread in threading.enumerate())


def run(arguments: Sequence[str], out: TextIO, err: TextIO) -> int:
    """Run one command, write what it answers, and return its exit code."""
    switches = read_switches(arguments)
    use_language(switches.language)
    speak_utf8(out, as_json=switches.json)
    speak_utf8(err, as_json=switches.progress)
    try:
        with shown_on(err, as_json=switches.progress) as progress, stopped_by_signals(progress):
            outcome = perform(arguments, progress)
        write_outcome(outcome, as_json=switches.json, out=out, err=err)
    except BrokenPipeError:  # the reader has had enough: not a fault
        _leave_pipe()
        return DONE
    return outcome.exit_code


def perform(arguments: Sequence[str], progress: Progress) -> Answer | Failure:
    """Run one command and return its outcome; never raises but for a closed pipe.

    It speaks the current language where its arguments ask for none.
    """
    use_language(read_switches(arguments, current_language()).language)
    try:
        asked = without_switches(arguments) or ["--help"]
        return versions() if asked == [VERSION_SWITCH] else _answer(asked, progress)
    except (BadInput, Cancelled, KeyboardInterrupt, TyperException) as error:
        return failure(error, arguments)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last line: logged with its traceback
        return failure(error, arguments)


def _answer(arguments: Sequence[str], progress: Progress) -> Answer:
    try:
        with heard() as notices:
            answer = COMMAND.main(
                list(arguments),
                prog_name="gridloom",
                standalone_mode=False,
                obj=Session(progress, perform),
            )
    except ManualAsked as asked:
        page = Page(asked.context)
        return Answer(page.to_json(), (page,))
    except typer.Abort as error:
        raise Cancelled from error
    if not isinstance(answer, Answer):
        raise TypeError(f"a command answered {type(answer).__name__}")
    return replace(answer, lines=(*answer.lines, *notices)) if notices else answer


def _leave(code: int) -> None:
    """Exit at once, with everything written.

    Neither wait for what threads compute that nobody wants any more, nor let the interpreter take
    them and Qt apart: in what order it does that is not defined, and libraries whose memory goes
    while a thread is in them end a process that has done all its work with a fault.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    logging.shutdown()
    os._exit(code)


def _leave_pipe() -> None:
    """Point standard output away from the closed pipe, so that its last flush is quiet too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _application() -> typer.Typer:
    application = typer.Typer(
        cls=ManualGroup,
        add_completion=False,
        help=tr("Gridloom: the city's layers, people and events, joined, asked and mapped.").msgid,
    )
    application.callback()(_nothing)
    for group in GROUPS:
        application.add_typer(group.app)
    return application


def _nothing(version: Version = False) -> None:
    """Stand before every command: the switches are read before typer starts."""


COMMAND = typer.main.get_command(_application())
