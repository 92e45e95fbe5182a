"""Following ways from rows: which rows are at their ends."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.queries.linked.forms import forms, kind_of
from gridloom_analytics.queries.linked.organisations import holding, organisation_codes
from gridloom_analytics.queries.linked.references import Reference
from gridloom_analytics.queries.linked.ways import Way
from gridloom_layers.codes.room import whole_building
from gridloom_layers.workspace import ROW_KEY, Reading

Keys = npt.NDArray[np.int64]
NONE = np.empty(0, np.int64)
FEW = 16
"""So many rows are read whole when a way comes to them: further ways and the answer need them."""


class Walk:
    """The ways from rows of ``table``; what several have in common is walked once."""

    def __init__(self, store: Reading, table: str, start: Keys) -> None:
        self._store = store
        self._ends: dict[Way, Keys] = {(): start}
        self._read: dict[tuple[str, bytes], pa.Table] = {}
        self._written: dict[tuple[str, str | None], list[str]] = {}
        self.table = table

    def end(self, way: Way) -> Keys:
        """Return the keys of the rows at the end of a way, each once."""
        if way not in self._ends:
            start = self.end(way[:-1])
            step = self._forwards if way[-1].forwards else self._backwards
            self._ends[way] = step(way[-1].reference, start) if len(start) else NONE
        return self._ends[way]

    def sharing(self, field: str) -> Keys:
        """Return the other rows of the table that have a room code of the rows in ``field``.

        The code of a whole building is no room, so nobody shares it.
        """
        own = self._ends[()]
        codes = [c for c in self._values(self.table, own, field) if not whole_building(c)]
        return np.setdiff1d(self._with(self.table, field, codes), own)

    def rows(self, table: str, keys: Keys, columns: Sequence[str]) -> pa.Table:
        """Return ``row_key`` and columns of rows; of few rows all columns are read once."""
        if len(keys) > FEW:
            return self._store.rows(table, pa.array(keys), columns)
        known = (table, keys.tobytes())
        if known not in self._read:
            self._read[known] = self._store.rows(table, pa.array(keys))
        return self._read[known].select([ROW_KEY, *columns])

    def _forwards(self, reference: Reference, start: Keys) -> Keys:
        right = reference.right
        if reference.link is not None:
            column = self.rows(reference.left, start, [reference.column]).column(reference.column)
            found = np.unique(column.drop_null().to_numpy())
            # a link may still hold the key of a row that is gone
            return self.rows(right, found, []).column(ROW_KEY).to_numpy()
        key = reference.key or ""
        values = self._values(reference.left, start, reference.column)
        if kind_of(self._store.table(right), key) != "credit":
            return self._with(right, key, values)
        found = [self._entity(right, key, value) for value in values]
        return np.unique(np.concatenate([NONE, *found]))

    def _entity(self, table: str, key: str, value: str) -> Keys:
        """Return the row that has a code as its credit code, else the one whose code holds it."""
        found = self._with(table, key, [value])
        if len(found):
            return found
        held = self._holding(table, key, [value])
        return held if len(held) == 1 else NONE  # of several nobody knows which is meant

    def _backwards(self, reference: Reference, start: Keys) -> Keys:
        if reference.link is not None:  # a row has one key there: none comes twice
            found = self._store.referring(reference.link, pa.array(start))
            return found.column(ROW_KEY).to_numpy()
        values = self._values(reference.right, start, reference.key or "")
        found = self._with(reference.left, reference.column, values)
        if kind_of(self._store.table(reference.left), reference.column) == "credit":
            found = np.union1d(found, self._holding(reference.left, reference.column, values))
        return found

    def _holding(self, table: str, field: str, values: Sequence[str]) -> Keys:
        """Return the rows whose credit code holds an organisation code that is among ``values``."""
        codes = organisation_codes(values)
        if not codes:
            return NONE
        return holding(self._store, table, field, codes).to_numpy()

    def _with(self, table: str, field: str, values: Sequence[str]) -> Keys:
        """Return the rows that have one of ``values`` in a field, in any exact form."""
        written = pa.array(self._forms(values, kind_of(self._store.table(table), field)))
        if not len(written):
            return NONE
        return np.unique(self._store.find(table, field, written).column(ROW_KEY).to_numpy())

    def _forms(self, values: Sequence[str], kind: str | None) -> list[str]:
        """Return the forms of values; those of a single one, asked of many tables, are kept."""
        if len(values) != 1:
            return forms(values, kind)
        if (values[0], kind) not in self._written:
            self._written[values[0], kind] = forms(values, kind)
        return self._written[values[0], kind]

    def _values(self, table: str, keys: Keys, field: str) -> list[str]:
        column = self.rows(table, keys, [field]).column(field).drop_null()
        return pc.unique(column.cast(pa.string())).to_pylist()


def first(keys: Keys, limit: int | None) -> Keys:
    """Return the ``limit`` lowest keys in rising order (None: all), without sorting the rest."""
    if limit is None or limit >= len(keys):
        return np.sort(keys)
    return np.sort(np.partition(keys, limit)[:limit])
