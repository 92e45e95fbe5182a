"""The figures of a chart that a window shows, as a table that may be asked to leave."""

from dataclasses import dataclass
from typing import Any

from gridloom_analytics.bilingual import Bilingual


@dataclass(frozen=True)
class Figures:
    """Rows of a table with titles of its columns; the columns ``counts`` count rows of a table.

    These rows are ``persons`` or not. A cell is a number, a text, a truth value or a text in both
    languages.
    """

    title: Bilingual
    columns: tuple[Bilingual, ...]
    rows: tuple[tuple[Any, ...], ...]
    counts: tuple[int, ...] = ()
    persons: bool = False
