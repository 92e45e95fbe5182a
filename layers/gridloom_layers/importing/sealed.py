"""Temporary files of an import into an encrypted workspace: sealed, so that a crash leaves no data.

Rows on their way into a plain workspace are staged in Arrow files that are mapped into memory.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.lookup import RowLookup
from gridloom_layers.workspace.parts import (
    read_parts,
    schema_of_parts,
    stored_columns,
    write_parts,
)
from gridloom_layers.workspace.sealing import Seal

Longs = npt.NDArray[np.int64]


class SealedRows:
    """Rows in sealed Parquet, as they came: any of them can be taken.

    Taking is quick where the rows come in about the order of the table; where they do not, each
    batch decodes what the memory has not kept (a million rows are kept).
    """

    def __init__(self, batches: Iterable[pa.RecordBatch], folder: Path, seal: Seal) -> None:
        names = (f"rows-{number}.parquet" for number in range(1 << 30))
        self._parts = write_parts(lambda: _at(folder, next(names)), batches, seal)
        self._locate = Locate(folder, None, seal)
        self._lookup = RowLookup(self._locate, self._parts)
        columns = stored_columns(self._locate, self._parts)
        self.schema = schema_of_parts(self._locate, self._parts, columns)

    def __len__(self) -> int:
        return sum(part.rows for part in self._parts)

    def column(self, name: str) -> Iterator[pa.Array]:
        """Yield a column piece by piece."""
        return (batch.column(0) for batch in read_parts(self._locate, self._parts, [name]))

    def take(self, rows: Longs) -> pa.RecordBatch:
        """Return rows in the order asked for."""
        if not len(rows):
            return pa.RecordBatch.from_pylist([], schema=self.schema)
        table = self._lookup.take(rows, self.schema.names)
        return table.combine_chunks().to_batches()[0]


def _at(folder: Path, name: str) -> tuple[Path, str]:
    return folder / name, name
