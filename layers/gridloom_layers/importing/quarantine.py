"""The rows that were set aside: whole, as text, with the reason and the place."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.importing.texts import as_text
from gridloom_layers.importing.verdict import Mask, Verdict
from gridloom_layers.readers import SOURCE_ROW, Fault, Source
from gridloom_layers.scratch import ScratchFolder
from gridloom_layers.workspace import Store
from gridloom_layers.workspace.sealing import Seal

ABOUT = ("source", "sheet", "source_row", "cell", "reason", "column", "value")


class Quarantine:
    """Collects set-aside rows in a temporary file, however many there are."""

    def __init__(self, source: Source, seal: Seal) -> None:
        self._source, self._seal = source, seal
        self._headers = {
            header: f"{header} (source)" if header in ABOUT else header for header in source.headers
        }
        types = {name: pa.int64() if name == SOURCE_ROW else pa.string() for name in ABOUT}
        self._schema = pa.schema({**types, **dict.fromkeys(self._headers.values(), pa.string())})
        self._folder = ScratchFolder()
        self._path = Path(self._folder.name) / "quarantine"
        self._writer = (
            pq.ParquetWriter(self._path, self._schema, **seal.writing())
            if seal.encrypted
            else pa.ipc.new_file(str(self._path), self._schema)
        )

    def add(self, batch: pa.RecordBatch, verdict: Verdict, blank: Mask) -> None:
        """Set the flagged rows of a batch aside."""
        rows = np.flatnonzero(~verdict.good & ~blank)
        if not len(rows):
            return
        taken = batch.take(pa.array(rows))
        texts = {header: as_text(taken.column(header)) for header in self._source.headers}
        columns = [verdict.columns[number] for number in verdict.column[rows]]
        numbers = taken.column(SOURCE_ROW).to_pylist()
        about: dict[str, list[Any]] = {
            "source": [self._source.name] * len(rows),
            "sheet": [self._source.layer] * len(rows),
            "source_row": numbers,
            "cell": [
                self._source.cell(column, row) if column else None
                for column, row in zip(columns, numbers, strict=True)
            ],
            "reason": [verdict.reasons[number] for number in verdict.reason[rows]],
            "column": columns,
            "value": [
                texts[column][row].as_py() if column in texts else None
                for row, column in enumerate(columns)
            ],
        }
        self._write({**about, **{self._headers[name]: text for name, text in texts.items()}})

    def add_faults(self, faults: list[Fault]) -> None:
        """Set rows aside that could not be read at all."""
        if faults:
            nothing = pa.nulls(len(faults), pa.string())
            about = {
                **dict.fromkeys(self._schema.names, nothing),
                "source": [self._source.name] * len(faults),
                "sheet": [self._source.layer] * len(faults),
                "source_row": [fault.row for fault in faults],
                "reason": [fault.reason for fault in faults],
                "value": [fault.text for fault in faults],
            }
            self._write(about)

    def _write(self, columns: dict[str, Any]) -> None:
        self._writer.write_batch(pa.RecordBatch.from_pydict(columns, schema=self._schema))

    def table(self) -> pa.Table:
        """Return all rows that were set aside; more cannot be added."""
        self._writer.close()
        if self._seal.encrypted:
            return pq.read_table(self._path, **self._seal.reading())
        with pa.memory_map(str(self._path)) as file:
            return pa.ipc.open_file(file).read_all()

    def close(self) -> None:
        """Remove the temporary file."""
        self._writer.close()
        self._folder.cleanup()


def quarantine_table(store: Store) -> pa.Table:
    """Return the quarantined rows of all imports, with the number of the ``import`` of each.

    Columns that an import does not have are null in its rows.
    """
    tables = []
    for entry in store.imports:
        rows = store.quarantined(entry.number)
        if rows.num_rows:
            numbers = pa.array([entry.number] * rows.num_rows, pa.int64())
            tables.append(rows.add_column(0, "import", numbers))
    return pa.concat_tables(tables, promote_options="default") if tables else pa.table({})
