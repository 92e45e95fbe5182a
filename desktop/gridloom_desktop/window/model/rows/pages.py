"""Rows read a page at a time, on a thread of their own, the newest wish first."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_desktop.window.model.rows.arranging import Arrangement
from gridloom_desktop.window.model.rows.columns import Column
from gridloom_layers.language import Language
from gridloom_layers.workspace import ROW_KEY
from gridloom_layers.workspace.reading import FolderReading

ROWS_A_PAGE = 32
"""About what a window shows: each row that lies apart in the table takes a millisecond or two."""
PAGES_KEPT = 512
AHEAD = 2
"""Pages that are read beyond those in sight, in the direction of the scroll."""


@dataclass(frozen=True)
class Page:
    """Rows that lie one below the other: their row keys, and the texts of each column.

    A text is None where there is no value; ``rows`` are the values themselves.
    """

    keys: npt.NDArray[np.int64]
    texts: tuple[list[str | None], ...]
    rows: pa.Table


@dataclass(frozen=True)
class Spread:
    """What pages are made of: rows in an order, columns, the language, whether all is open.

    ``reading`` is the city at one commit, for the reader's thread alone.
    """

    reading: FolderReading
    table: str
    arrangement: Arrangement
    columns: tuple[Column, ...]
    language: Language
    unmasked: bool = False

    def read(self, number: int) -> Page:
        """Read one page."""
        at = self.arrangement.at(number * ROWS_A_PAGE, (number + 1) * ROWS_A_PAGE)
        names = [column.name for column in self.columns]
        rows = self.reading.rows_at(self.table, at, names)
        texts = tuple(
            column.texts(rows.column(column.name), self.language, unmasked=self.unmasked)
            for column in self.columns
        )
        return Page(rows.column(ROW_KEY).to_numpy(), texts, rows)


class PageReader:
    """Reads the pages that were wished for last; what is no longer wished for is never read.

    ``delivered`` and ``failed`` are called on the reader's thread: whoever shows pages takes them
    to its own.
    """

    def __init__(
        self,
        delivered: Callable[[Spread, int, Page], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        self._delivered, self._failed = delivered, failed
        self._executor = ThreadPoolExecutor(1, "rows")
        self._lock = Lock()
        self._wishes: list[tuple[Spread, int]] = []
        self._working = self._over = False

    def wish(self, spread: Spread, numbers: Sequence[int]) -> None:
        """Read these pages, the first one first, in place of all that was wished for before.

        Nothing once it is closed: a table may scroll until it is deleted.
        """
        with self._lock:
            self._wishes = [(spread, number) for number in numbers]
            begin = bool(self._wishes) and not self._working and not self._over
            self._working = self._working or begin
        if begin:
            self._executor.submit(self._work).add_done_callback(self._ended)

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            spread, number = wish
            self._delivered(spread, number, spread.read(number))

    def _next(self) -> tuple[Spread, int] | None:
        with self._lock:
            if self._wishes:
                return self._wishes.pop(0)
            self._working = False
            return None

    def _ended(self, work: "Future[None]") -> None:
        """Tell what went wrong, where something did; a new wish begins anew."""
        if work.cancelled() or (error := work.exception()) is None:
            return
        with self._lock:
            self._wishes, self._working = [], False
        self._failed(error)

    @property
    def busy(self) -> bool:
        """Whether pages are still to come."""
        return self._working

    def wish_nothing(self) -> None:
        """Leave all pages that are not read yet."""
        with self._lock:
            self._wishes = []

    def release(self, reading: FolderReading) -> None:
        """Let go of the files of a reading that no spread is made of any more."""
        self._executor.submit(reading.close)

    def close(self, reading: FolderReading) -> None:
        """Stop reading and let go of the files."""
        self.wish_nothing()
        self._over = True
        self.release(reading)
        self._executor.shutdown(wait=True)


@dataclass
class Pages:
    """The pages of a spread that are here, those used last; which of them are still to be read."""

    spread: Spread
    _here: OrderedDict[int, Page] = field(default_factory=OrderedDict)
    _first: int = 0

    def page_of(self, row: int) -> tuple[Page | None, int]:
        """Return the page of a row, if it is here, and the place of the row in it."""
        number, within = divmod(row, ROWS_A_PAGE)
        return self._here.get(number), within

    def keep(self, number: int, page: Page) -> None:
        """Take a page in; those that nobody saw for longest go."""
        self._here[number] = page
        self._here.move_to_end(number)
        while len(self._here) > PAGES_KEPT:
            self._here.popitem(last=False)

    def missing(self, first: int, last: int) -> list[int]:
        """Return the pages to read while the rows ``first`` to ``last`` are in sight.

        Those in sight come first, then the next ones in the direction of the scroll.
        """
        pages = -(-self.spread.arrangement.count // ROWS_A_PAGE)
        seen = range(first // ROWS_A_PAGE, min(last // ROWS_A_PAGE + 1, pages))
        down, self._first = first >= self._first, first
        ahead = (
            range(seen.stop, min(seen.stop + AHEAD, pages))
            if down
            else range(seen.start - 1, max(seen.start - AHEAD, 0) - 1, -1)
        )
        for number in seen:
            if number in self._here:
                self._here.move_to_end(number)
        return [number for number in (*seen, *ahead) if number not in self._here]
