"""What a reader gives: the headers of a source, what is known of it, and its rows as batches."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from gridloom_layers.scratch import ScratchFolder

SOURCE_ROW, GEOMETRY, ROUNDED = "source_row", "geometry", "rounded_cells"
RESERVED = (SOURCE_ROW, GEOMETRY, ROUNDED)
BATCH_ROWS = 65_536
BLANK = "blank"
"""The reason of a fault that is no fault: a row without any value."""


@dataclass(frozen=True)
class Fault:
    """A row that could not be read at all: its number, the reason, its text."""

    row: int
    reason: str
    text: str


@dataclass
class Source:
    """One table or layer of a file, ready to be read, as often as needed.

    ``batches()`` yields record batches of the raw columns (``headers``, unique) and, reserved:
    ``source_row`` (int64: the row that the user sees, the header included; features of a vector
    file count from 1), ``geometry`` (WKB in ``crs``) where the source has one, and for
    spreadsheets ``rounded_cells`` (the headers of the cells of the row that hold a number of 16
    digits or more, of which a spreadsheet keeps 15). Columns of text files and spreadsheets are
    text; those of typed sources keep their type.

    ``crs`` is None where the source names none. ``geometry`` is ``area``, ``line``, ``point``,
    ``any`` (mixed or not known) or None. ``faults`` and ``repaired`` grow while batches are read
    and begin anew with each ``batches()``. ``rows`` is 0 where their number is not known; ``name``
    is that of the file the user named (an archive, where the source is in one). The source file
    itself is never written to.
    """

    path: Path
    driver: str
    headers: tuple[str, ...]
    read: Callable[["Source"], Iterable[pa.RecordBatch]]
    layer: str | None = None
    layers: tuple[str, ...] = ()
    encoding: str | None = None
    crs: str | None = None
    geometry: str | None = None
    rows: int = 0
    name: str = ""
    faults: list[Fault] = field(default_factory=list)
    repaired: Counter[str] = field(default_factory=Counter)
    _copies: list[ScratchFolder] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = self.name or self.path.name

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Read the source from its beginning."""
        self.faults.clear()
        self.repaired.clear()
        yield from self.read(self)

    @property
    def is_spreadsheet(self) -> bool:
        """Whether rows and columns have cell addresses."""
        return self.driver in ("XLSX", "XLS")

    def cell(self, header: str, row: int) -> str | None:
        """Return the address of a spreadsheet cell such as ``C7``; None for other sources."""
        if not self.is_spreadsheet or header not in self.headers:
            return None
        from openpyxl.utils import get_column_letter  # late: all of openpyxl comes with it

        return f"{get_column_letter(self.headers.index(header) + 1)}{row}"

    def keep_copies(self, folders: Iterable[ScratchFolder]) -> None:
        """Hold on to temporary copies until the source is closed."""
        self._copies.extend(folders)

    def close(self) -> None:
        """Remove temporary copies."""
        while self._copies:
            self._copies.pop().cleanup()

    def __enter__(self) -> "Source":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def unique_headers(names: Iterable[object]) -> tuple[str, ...]:
    """Return headers that are neither empty nor repeated nor reserved, in their order.

    >>> unique_headers(["a", None, "a", "geometry"])
    ('a', 'column 2', 'a (2)', 'geometry (2)')
    """
    taken: set[str] = set(RESERVED)
    copies: Counter[str] = Counter()
    found: list[str] = []
    for number, name in enumerate(names, 1):
        text = " ".join(str(name).split()) if name is not None else ""
        text = text or f"column {number}"
        unique = text
        while unique in taken:
            copies[text] += 1
            unique = f"{text} ({copies[text] + 1})"
        taken.add(unique)
        found.append(unique)
    return tuple(found)
