"""Faults that real files have, planted on purpose, each row of them on record."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.codes.citizen import check_digits
from gridloom_sample.text import letters, rows_of

FEWEST_DUPLICATES = 5
CANDIDATES = 60
"""Rows looked at for one that the fault can be planted in."""
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


@dataclass(frozen=True)
class Fault:
    """One kind of fault in one column.

    ``rate``: share of all rows, ``least``: rows in the first chunk at least; ``change`` makes the
    faulty value from the right one, ``fits`` tells which values it can be made from. With
    ``number`` the cell is written as a number (spreadsheets only). ``also`` are further columns
    of the row that get the same change.
    """

    name: str
    column: str
    change: Callable[[str], str | None]
    rate: float = 0.0005
    least: int = 6
    fits: Callable[[str], bool] = bool
    number: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """What was planted: the row is counted from 1 below the header, blank rows counted too."""

    file: str
    fault: str
    column: str
    row: int


@dataclass(frozen=True)
class Spoilt:
    """A table with its faults; ``numbers`` are the cells (column, row) to write as numbers."""

    table: pa.Table
    numbers: frozenset[tuple[str, int]]


@dataclass
class FaultPlanter:
    """Plants faults in the chunks of one file and keeps the record of them."""

    file: str
    faults: tuple[Fault, ...]
    rng: np.random.Generator
    duplicate_rate: float = 0.0004
    blank_rows: int = 0
    records: list[Record] = field(default_factory=list)
    _done: int = 0
    _written: int = 0

    def spoil(self, table: pa.Table) -> Spoilt:
        """Return the chunk with blank rows and its share of the faults, duplicates at its end."""
        rows_read = table.num_rows
        table, filled = self._with_blanks(table)
        free = self.rng.permutation(filled)
        used = 0
        numbers: set[tuple[str, int]] = set()
        for fault in self.faults:
            count = self._due(fault.rate, fault.least, rows_read)
            rows, looked_at = _fitting(table, fault, free[used : used + count * CANDIDATES], count)
            used += looked_at
            for column in (fault.column, *fault.also):
                table = _changed(table, column, rows, fault)
            self._note(fault.name, fault.column, rows)
            if fault.number:
                numbers.update((fault.column, int(row)) for row in rows)
        table = self._duplicated(table, free[used:], rows_read)
        self._done += rows_read
        self._written += table.num_rows
        return Spoilt(table, frozenset(numbers))

    def _due(self, rate: float, least: int, rows: int) -> int:
        due = round((self._done + rows) * rate) - round(self._done * rate)
        return max(due, least) if self._done == 0 else due

    def _note(self, fault: str, column: str, rows: np.ndarray) -> None:
        start = self._written + 1
        self.records += [Record(self.file, fault, column, start + int(row)) for row in rows]

    def _with_blanks(self, table: pa.Table) -> tuple[pa.Table, np.ndarray]:
        """Return the table with blank rows put in, and the rows that are not blank."""
        count = self.blank_rows if self._done == 0 else 0
        places = self.rng.integers(1, table.num_rows, count)
        order = np.insert(np.arange(table.num_rows), places, -1)
        self._note("blank-row", "", np.flatnonzero(order < 0))
        blank = order < 0
        return table.take(pa.array(order, mask=blank)), np.flatnonzero(~blank)

    def _duplicated(self, table: pa.Table, free: np.ndarray, rows_read: int) -> pa.Table:
        rows = np.sort(free[: self._due(self.duplicate_rate, FEWEST_DUPLICATES, rows_read)])
        self._note("duplicate-row", table.column_names[0], table.num_rows + np.arange(len(rows)))
        return pa.concat_tables([table, table.take(pa.array(rows, pa.int64()))])


def _values(table: pa.Table, column: str, rows: np.ndarray) -> list[Any]:
    """Return the values of a column in some rows."""
    return rows_of(table.column(column).combine_chunks(), rows).to_pylist()


def _changed(table: pa.Table, name: str, rows: np.ndarray, fault: Fault) -> pa.Table:
    """Return the table with the fault's change made to a column in ``rows`` (in order)."""
    column = table.column(name).combine_chunks()
    new = [fault.change(str(value)) for value in _values(table, name, rows)]
    mask = np.zeros(table.num_rows, np.bool_)
    mask[rows] = True
    values = pa.array(new, pa.string()).cast(column.type)
    spoilt = pc.call_function("replace_with_mask", [column, pa.array(mask), values])
    return table.set_column(table.column_names.index(name), name, spoilt)


def _fitting(table: pa.Table, fault: Fault, rows: np.ndarray, count: int) -> tuple[np.ndarray, int]:
    """Return ``count`` rows with a fitting value, in order, and how many rows were looked at."""
    values = _values(table, fault.column, rows)
    fits = np.flatnonzero([value is not None and fault.fits(str(value)) for value in values])
    chosen = fits[:count]
    return np.sort(rows[chosen]), int(chosen[-1]) + 1 if len(chosen) else 0


def wrong_check_digit(code: str) -> str:
    """Return the code with another digit in the last place.

    >>> wrong_check_digit("34052419800101001X")
    '340524198001010010'
    """
    last = "0" if code[-1] == "X" else str((int(code[-1]) + 1) % 10)
    return code[:-1] + last


def old_15_digits(code: str) -> str:
    """Return the form of before 1999: no century, no check digit.

    >>> old_15_digits("34052419800101001X")
    '340524800101001'
    """
    return code[:6] + code[8:17]


def full_width(code: str) -> str:
    """Return the code in full-width characters.

    >>> full_width("12X")
    '１２Ｘ'
    """
    return code.translate(FULL_WIDTH)


def impossible_birth(code: str) -> str:
    """Return an ID with a right check digit and a birth date in a 13th month."""
    body = letters([code[:10] + "13" + code[12:17]])
    return body.tobytes().decode() + chr(check_digits(body)[0])


def without_value(_: str) -> None:
    """Return no value."""


def lost_digits(code: str) -> str:
    """Return the ID as a spreadsheet keeps it: 15 digits, then zeros.

    >>> lost_digits("110105194912310021")
    '110105194912310000'
    """
    return code[:15] + "000"


def unknown_building(code: str) -> str:
    """Return a building code that no building has."""
    return code[:14] + "T9999"
