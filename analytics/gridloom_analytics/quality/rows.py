"""A batch of a table as the checks look at it: each column read once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers import codes
from gridloom_layers.codes.check import CodeCheck
from gridloom_layers.workspace.own_columns import SOURCE_NUMBER

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int32]


@dataclass
class Rows:
    """Rows of a table; ``as_of`` is the day on which dates are judged.

    ``updates`` holds the data date of each source by its number (NaT where it is not known).
    """

    batch: pa.RecordBatch
    as_of: dt.date
    updates: npt.NDArray[np.datetime64]
    _filled: dict[str, Mask] = field(default_factory=dict)
    _codes: dict[str, CodeCheck] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.batch.num_rows

    def array(self, name: str) -> pa.Array:
        """Return a column."""
        return self.batch.column(name)

    def filled(self, name: str) -> Mask:
        """Return where a column has a value."""
        if name not in self._filled:
            self._filled[name] = flags(self.array(name).is_valid())
        return self._filled[name]

    def code(self, name: str, kind: str) -> CodeCheck:
        """Return the check of a column of codes."""
        if name not in self._codes:
            self._codes[name] = codes.check(kind, self.array(name), self.as_of)
        return self._codes[name]

    def sources(self) -> npt.NDArray[np.int64]:
        """Return the number of the source of each row."""
        return self.array(SOURCE_NUMBER).to_numpy(zero_copy_only=False)

    def source_dates(self) -> npt.NDArray[np.datetime64]:
        """Return the data date of the source of each row."""
        numbers = self.sources()
        known = (numbers >= 0) & (numbers < len(self.updates))
        return np.where(known, self.updates[np.where(known, numbers, 0)], np.datetime64("NaT"))


def flags(array: pa.Array) -> Mask:
    """Return booleans as a mask, nulls as False."""
    if array.null_count:
        array = pc.fill_null(array, fill_value=False)
    return array.to_numpy(zero_copy_only=False)


def days(array: pa.Array) -> npt.NDArray[np.datetime64]:
    """Return dates or times as days, NaT for null."""
    return array.to_numpy(zero_copy_only=False).astype("datetime64[D]")


def source_dates(as_of: Mapping[int, dt.date | None]) -> npt.NDArray[np.datetime64]:
    """Return the data dates of sources as an array by their number."""
    dates = np.full(max(as_of, default=0) + 1, np.datetime64("NaT"), "datetime64[D]")
    for number, date in as_of.items():
        if date is not None:
            dates[number] = np.datetime64(date)
    return dates
