"""What a command answers: data for programs, lines for people, an exit code."""

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel

from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, current_language

if TYPE_CHECKING:
    from rich.console import Console

VERSION = 1
DONE, OURS, BAD_INPUT, QUARANTINED, CANCELLED = 0, 1, 2, 3, 130
"""The exit codes of the contract."""


@dataclass(frozen=True)
class Table:
    """A table for people: a title, headings and cells that are text, numbers or messages."""

    title: Message
    headings: Sequence[Message | str]
    rows: Sequence[Sequence[object]]

    def draw(self, console: "Console") -> None:
        """Print the table, numbers with thousands marks."""
        # rich is imported late: JSON and plain sentences do not need it
        from rich.box import SIMPLE_HEAD
        from rich.table import Table as Drawing

        drawing = Drawing(box=SIMPLE_HEAD, show_edge=False)
        for number, heading in enumerate(self.headings):
            cells = [row[number] for row in self.rows]
            drawing.add_column(str(heading), justify="right" if _numbers(cells) else "left")
        for row in self.rows:
            drawing.add_row(*(_cell(value) for value in row))
        console.print(f"\n{self.title}", style="bold")
        console.print(drawing)


def _numbers(cells: Sequence[object]) -> bool:
    """Tell whether a column has numbers, and nothing else."""
    some = [cell for cell in cells if cell is not None]
    return bool(some) and all(isinstance(cell, int | float) for cell in some)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.4g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


class Drawn(Protocol):
    """A line that draws itself on a rich console."""

    def draw(self, console: "Console") -> None: ...


Line = Message | str | Drawn


@dataclass(frozen=True)
class Answer:
    """The answer of a command: ``data`` fits JSON after :func:`plain`, ``lines`` are for people."""

    data: Any
    lines: Sequence[Line] = ()
    exit_code: int = DONE


@dataclass(frozen=True)
class Failure:
    """A command that gave no answer: the sentence to tell, and the exit code."""

    error: BadInput
    exit_code: int = BAD_INPUT


AS_THEY_ARE = (str, int, bool, type(None))
"""Types of JSON of which every value is one of JSON's."""


def envelope(outcome: Answer | Failure) -> dict[str, Any]:
    """Return the JSON object that programs get."""
    if isinstance(outcome, Failure):
        error = outcome.error.to_json(current_language())
        return {"version": VERSION, "ok": False, "error": error}
    return {"version": VERSION, "ok": True, "data": plain(outcome.data)}


def plain(value: Any) -> Any:
    """Return ``value`` in types that JSON has; what is not finite becomes null.

    >>> plain({"day": dt.date(2026, 1, 1), "rate": float("nan"), "path": PurePath("a/b")})
    {'day': '2026-01-01', 'rate': None, 'path': 'a/b'}
    """
    if type(value) in AS_THEY_ARE:  # most of what is answered: looked at before all else
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Sequence | Set) and not isinstance(value, str | bytes):
        return [plain(one) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Message):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, BaseModel):
        return plain(value.model_dump())
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, PurePath | Message):
        return str(value)
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
