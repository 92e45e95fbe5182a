"""Blocks for people that fit the width of the terminal: no code is cut in two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridloom_desktop.command.answer import Table
from gridloom_layers.language import Message

if TYPE_CHECKING:
    from rich.console import Console

BETWEEN = 3
"""The spaces that a column takes beside its widest cell."""


@dataclass(frozen=True)
class Fitting:
    """A table of as many of its first columns as fit whole, two at least; cells are texts."""

    title: Message
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]

    def draw(self, console: "Console") -> None:
        """Print the columns that fit."""
        # rich is imported late: JSON and plain sentences do not need it
        from rich.cells import cell_len

        wide = shown = 0
        for position, heading in enumerate(self.headings):
            cells = [heading, *(row[position] for row in self.rows)]
            wide += max(map(cell_len, cells)) + BETWEEN
            if wide > console.width and position > 1:
                break
            shown += 1
        Table(self.title, self.headings[:shown], [row[:shown] for row in self.rows]).draw(console)


@dataclass(frozen=True)
class Facts:
    """Names and values under each other; a long value goes on in the next line."""

    title: Message
    facts: Mapping[str, str]

    def draw(self, console: "Console") -> None:
        """Print the title and a line for each fact."""
        # rich is imported late: JSON and plain sentences do not need it
        from rich.table import Table as Drawing

        grid = Drawing.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in self.facts.items():
            grid.add_row(f" {name}", value)
        console.print(f"\n{self.title}", style="bold")
        console.print(grid)
