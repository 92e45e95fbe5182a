"""A block of cells in a table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """Cells from a corner to the one across: rows and places of columns as seen, all included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def between(cls, one: tuple[int, int], other: tuple[int, int]) -> "Block":
        """Return the block of which two cells are corners, each a row and a place."""
        (row, column), (to_row, to_column) = one, other
        return cls(min(row, to_row), min(column, to_column),
                   max(row, to_row), max(column, to_column))  # fmt: skip
