"""Where the header of a table is: below title rows, above the data."""

from collections.abc import Iterable, Sequence

from gridloom_layers.roles.aliases import fold_header

SEARCHED = 20
"""The header is looked for in the first rows of this number."""


def header_index(rows: Sequence[Sequence[object]], known: Iterable[str]) -> int:
    """Return the index of the header row among the first rows of a table.

    It is the row with the most cells that are known headers (``known``, folded), where there are
    two or more; else the first row with the most distinct cells of text.

    >>> header_index([["Buildings 2026", ""], ["code", "name"], ["A1", "Town hall"]], {"code"})
    1
    """
    names = frozenset(known)
    head = rows[:SEARCHED]
    matches = [sum(fold_header(text) in names for text in _texts(row)) for row in head]
    if matches and max(matches) >= 2:
        return matches.index(max(matches))
    filled = [len(_texts(row)) for row in head]
    return filled.index(max(filled)) if filled else 0


def _texts(row: Sequence[object]) -> set[str]:
    """Return the distinct cells of a row that hold text, numbers left out."""
    cells = {cell.strip() for cell in row if isinstance(cell, str)}
    return {cell for cell in cells if cell and not _is_number(cell)}


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
