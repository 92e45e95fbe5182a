"""Rows by their row keys, read a group of some thousand rows at a time."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.manifest import Part
from gridloom_layers.workspace.own_columns import ROW_KEY
from gridloom_layers.workspace.parts import open_part

Longs = npt.NDArray[np.int64]
SCATTERED = 16
"""So many groups of a part and more are read by all cores at once."""
BYTES_KEPT = 128 << 20
"""What stays decoded of a table: whoever asks for a building asks for its people next."""


class RowLookup:
    """Random access to the rows of a table. Its files stay open and mapped into memory."""

    def __init__(self, locate: Locate, parts: Sequence[Part]) -> None:
        self._locate, self._parts = locate, parts
        self._starts = np.cumsum([0, *(part.rows for part in parts)])
        self._files: dict[int, _OpenPart] = {}
        self._groups: OrderedDict[tuple[int, int], dict[str, pa.ChunkedArray]] = OrderedDict()
        self._bytes = 0
        self._types: dict[str, pa.DataType] = {}
        self._first = _first_of_gapless(parts)

    def positions(self, row_keys: Longs) -> Longs:
        """Return at which position of the table each row is, −1 where there is none."""
        if self._first is not None:
            offsets = row_keys - self._first
            return np.where((offsets >= 0) & (offsets < self._starts[-1]), offsets, -1)
        found = np.full(len(row_keys), -1, np.int64)
        parts = [part for part in self._parts if part.rows]
        owner = np.searchsorted([part.last for part in parts], row_keys)
        for number in _different(owner[owner < len(parts)]):
            mine = np.flatnonzero(owner == number)
            at = self._parts.index(parts[number])
            found[mine] = self._within(at, row_keys[mine])
        return found

    def _within(self, number: int, row_keys: Longs) -> Longs:
        part, start = self._parts[number], self._starts[number]
        if part.last - part.first + 1 == part.rows:
            offsets = row_keys - part.first
            return np.where(offsets >= 0, start + offsets, -1)
        keys = self._open(number).row_keys()
        offsets = np.minimum(np.searchsorted(keys, row_keys), len(keys) - 1)
        return np.where(keys[offsets] == row_keys, start + offsets, -1)

    def keys_at(self, positions: Longs) -> Longs:
        """Return the row keys at positions of the table."""
        if self._first is not None:
            return positions + self._first
        found = np.empty(len(positions), np.int64)
        owner = np.searchsorted(self._starts, positions, side="right") - 1
        for number in _different(owner):
            mine = np.flatnonzero(owner == number)
            part, offsets = self._parts[number], positions[mine] - self._starts[number]
            if part.last - part.first + 1 == part.rows:
                found[mine] = part.first + offsets
            else:
                found[mine] = self._open(number).row_keys()[offsets]
        return found

    def take(self, positions: Longs, columns: Sequence[str]) -> pa.Table:
        """Return columns of the rows at positions, in the order of the positions."""
        part_of = np.searchsorted(self._starts, positions, side="right") - 1
        parts = _different(part_of)
        schema = self._schema_of(columns, parts)
        offsets = positions - self._starts[part_of]
        pieces, order = [], []
        for number in parts:
            mine = np.flatnonzero(part_of == number)
            group_of, within = self._open(number).groups(offsets[mine])
            groups = _different(group_of)
            if len(groups) >= SCATTERED:
                pieces.append(self._scattered(number, group_of, within, schema))
                order.append(mine)
                continue
            for group in groups:
                some = group_of == group
                pieces.append(self._taken(number, group, within[some], schema))
                order.append(mine[some])
        if len(pieces) == 1:  # as one row has it: all are there, in their order
            return pieces[0]
        if not pieces:
            return schema.empty_table()
        table = pa.concat_tables(pieces)
        return table.take(pa.array(np.argsort(np.concatenate(order), kind="stable")))

    def _scattered(
        self, number: int, group_of: Longs, within: Longs, schema: pa.Schema
    ) -> pa.Table:
        """Return rows of many groups, which all cores read at once; none of it is kept."""
        groups, nth = np.unique(group_of, return_inverse=True)
        part = self._open(number)
        starts = np.cumsum([0, *(part.rows_in(group) for group in groups.tolist())])
        read = part.read_many(groups.tolist(), self._there(number, schema))
        columns = dict(zip(read.column_names, read.columns, strict=True))
        return _rows_of(columns, starts[nth] + within, schema)

    def _taken(self, number: int, group: int, offsets: Longs, schema: pa.Schema) -> pa.Table:
        columns = self._columns(number, group, self._there(number, schema))
        return _rows_of(columns, offsets, schema)

    def _there(self, number: int, schema: pa.Schema) -> list[str]:
        """Return the columns that a part has."""
        lacks = self._parts[number].lacks
        return [name for name in schema.names if name not in lacks]

    def _columns(
        self, number: int, group: int, names: Sequence[str]
    ) -> Mapping[str, pa.ChunkedArray]:
        """Return columns of a group; those that are not decoded yet are read in one go."""
        kept = self._groups.setdefault((number, group), {})
        self._groups.move_to_end((number, group))
        missing = [name for name in names if name not in kept]
        if missing:
            read = self._open(number).read(group, missing)
            kept |= dict(zip(read.column_names, read.columns, strict=True))
            self._bytes += read.nbytes
        while self._bytes > BYTES_KEPT and len(self._groups) > 1:
            _, oldest = self._groups.popitem(last=False)
            self._bytes -= sum(column.nbytes for column in oldest.values())
        return kept

    def _schema_of(self, columns: Sequence[str], first: Sequence[int]) -> pa.Schema:
        """Return the schema of columns; parts that are read anyway are asked ``first``."""
        missing = [name for name in columns if name not in self._types]
        for number in (*first, *range(len(self._parts))) if missing else ():
            for name in missing:
                if name not in self._types and name not in self._parts[number].lacks:
                    self._types[name] = self._open(number).schema.field(name).type
        return pa.schema([(name, self._types[name]) for name in columns])

    def _open(self, number: int) -> "_OpenPart":
        if number not in self._files:
            self._files[number] = _OpenPart(open_part(self._locate, self._parts[number]))
        return self._files[number]


def _rows_of(columns: Mapping[str, pa.ChunkedArray], places: Longs, schema: pa.Schema) -> pa.Table:
    """Return rows of columns; a column that is not there is empty."""
    at = pa.array(places)
    arrays = [
        columns[field.name].take(at) if field.name in columns else pa.nulls(len(at), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _different(numbers: Longs) -> list[int]:
    """Return the different numbers, rising; of a few quicker than NumPy's ``unique``."""
    return sorted(set(numbers.tolist()))


def _first_of_gapless(parts: Sequence[Part]) -> int | None:
    """Return the first row key of a table whose row keys have no gap; None for any other."""
    filled = [part for part in parts if part.rows]
    if not filled or filled[-1].last - filled[0].first + 1 != sum(part.rows for part in filled):
        return None
    return filled[0].first


class _OpenPart:
    """An open part: which group of rows each row is in."""

    def __init__(self, file: pq.ParquetFile) -> None:
        self._file = file
        self.schema: pa.Schema = file.schema_arrow
        about = file.metadata
        rows = [about.row_group(group).num_rows for group in range(about.num_row_groups)]
        self._starts = np.cumsum([0, *rows])
        self._keys: Longs | None = None

    def groups(self, offsets: Longs) -> tuple[Longs, Longs]:
        """Return the group of each row, and its place in the group."""
        group = np.searchsorted(self._starts, offsets, side="right") - 1
        return group, offsets - self._starts[group]

    def read(self, group: int, columns: list[str]) -> pa.Table:
        """Return columns of a group."""
        return self._file.read_row_group(group, columns=columns, use_threads=False)

    def rows_in(self, group: int) -> int:
        """Return how many rows a group has."""
        return int(self._starts[group + 1] - self._starts[group])

    def read_many(self, groups: list[int], columns: list[str]) -> pa.Table:
        """Return columns of several groups, one after the other."""
        return self._file.read_row_groups(groups, columns=columns)

    def row_keys(self) -> Longs:
        """Return the row keys of the part."""
        keys = self._keys
        if keys is None:
            keys = self._keys = self._file.read(columns=[ROW_KEY]).column(0).to_numpy()
        return keys
