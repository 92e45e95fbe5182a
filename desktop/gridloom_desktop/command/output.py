"""Writing an outcome: one JSON envelope for programs, lines and tables for people."""

import json
import sys
from typing import TextIO

from gridloom_desktop.command.answer import Answer, Failure, Line, envelope
from gridloom_desktop.faults import place_of
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

PIPE_WIDTH = 160
"""Columns of a table that goes to a pipe or file, where no terminal gives a width."""


def write_outcome(outcome: Answer | Failure, *, as_json: bool, out: TextIO, err: TextIO) -> None:
    """Write an outcome: JSON goes to ``out``, a sentence about a failure to ``err``."""
    if as_json:
        out.write(json.dumps(envelope(outcome), ensure_ascii=False, allow_nan=False) + "\n")
    elif isinstance(outcome, Failure):
        err.write(f"{sentence(outcome.error)}\n")
    else:
        for line in outcome.lines:
            _write_line(line, out)
    out.flush()


def sentence(error: BadInput) -> str:
    """Return an error as one line: where, what, what to do."""
    place = place_of(error)
    return str(tr("{place}: {sentence}", place=place, sentence=error)) if place else str(error)


def _write_line(line: Line, out: TextIO) -> None:
    if isinstance(line, Message | str):
        out.write(f"{line}\n")
        return
    # rich is imported late: JSON and plain sentences do not need it
    from rich.console import Console

    width = None if out.isatty() else PIPE_WIDTH
    line.draw(Console(file=out, width=width, markup=False, highlight=False, emoji=False))


def speak_utf8(stream: TextIO, *, as_json: bool) -> None:
    """Make a standard stream safe for Chinese text: JSON is UTF-8, else no character may fail."""
    if stream in (sys.stdout, sys.stderr) and hasattr(stream, "reconfigure"):
        if as_json:
            stream.reconfigure(encoding="utf-8")  # pyright: ignore[reportAttributeAccessIssue]
        else:
            stream.reconfigure(errors="replace")  # pyright: ignore[reportAttributeAccessIssue]
