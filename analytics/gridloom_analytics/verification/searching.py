"""Rows of the base by the numbers that are claimed; what several checks ask is looked up once."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from gridloom_analytics.verification.conditions import Columns, Longs
from gridloom_layers.codes import citizen
from gridloom_layers.codes.characters import present
from gridloom_layers.workspace import ROW_KEY, Reading

LEGACY_LENGTH = 15


@dataclass(frozen=True)
class Search:
    """Pairs of a claim's place (``at``, rising) and the key of a row found in ``table``."""

    table: str
    at: Longs
    row_keys: Longs
    _columns: dict[str, pa.ChunkedArray] = field(default_factory=dict, repr=False)

    def among(self, places: npt.NDArray[np.bool_]) -> "Search":
        """Return the pairs of some claims only."""
        keep = places[self.at]
        return Search(self.table, self.at[keep], self.row_keys[keep])

    def rows(self, store: Reading, columns: Sequence[str]) -> pa.Table:
        """Return ``row_key`` and columns of the rows found."""
        missing = [name for name in columns if name not in self._columns]
        if missing:
            fetched = store.rows(self.table, pa.array(self.row_keys), missing)
            self._columns.update({name: fetched.column(name) for name in missing})
        return pa.table({ROW_KEY: self.row_keys, **{name: self._columns[name] for name in columns}})


@dataclass(frozen=True)
class Base:
    """The city's base, asked about the columns of ``count`` claims; each question once.

    ``doubts`` are the claims whose number has a fault, by column and finding (``DOUBTS``).
    """

    store: Reading
    claims: Columns
    count: int
    doubts: Mapping[tuple[str, str], npt.NDArray[np.bool_]]
    _searches: dict[tuple[str, ...], Search] = field(default_factory=dict, repr=False)
    _forms: dict[str, pa.StringArray] = field(default_factory=dict, repr=False)

    def found(self, table: str, name: str, column: str) -> Search:
        """Look the values of a claims' column up in a field."""
        key = (table, name, column)
        if key not in self._searches:
            self._searches[key] = self._pairs(table, name, self.claims[column])
        return self._searches[key]

    def found_by_other_form(self, table: str, name: str, column: str) -> Search:
        """Look citizen IDs up in a field in their other form: those of 15 digits in that of 18
        characters, and those of 18 where the field holds the 15 digits that stand for them."""
        key = (table, name, column, "other form")
        if key not in self._searches:
            ids, longer = self.claims[column], self._longer(column)
            written = present(longer)
            held = self._held_as_15(table, name)
            if len(held):
                written |= pc.is_in(ids, value_set=held).to_numpy(zero_copy_only=False)
            at = np.flatnonzero(written)
            some = pa.array(at)
            others = pc.coalesce(longer.take(some), citizen.to_15(ids.take(some)))
            found = self._pairs(table, name, others)
            self._searches[key] = Search(table, at[found.at], found.row_keys)
        return self._searches[key]

    def _pairs(self, table: str, name: str, values: pa.Array) -> Search:
        pairs = self.store.find(table, name, values)
        return Search(table, pairs.column("at").to_numpy(), pairs.column(ROW_KEY).to_numpy())

    def _longer(self, column: str) -> pa.StringArray:
        """Return the 18 characters of what is claimed in 15 digits, null elsewhere."""
        if column not in self._forms:
            self._forms[column] = citizen.from_15(self.claims[column])
        return self._forms[column]

    def _held_as_15(self, table: str, name: str) -> pa.StringArray:
        """Return the 18 characters of the IDs that a field holds in 15 digits; the store keeps
        which these are."""
        column = exp.column(exp.to_identifier(name, quoted=True))
        old = exp.EQ(this=exp.Length(this=column), expression=exp.Literal.number(LEGACY_LENGTH))
        query = exp.select(column.copy()).from_(exp.table_(table, quoted=True)).where(old)
        return citizen.from_15(self.store.answer(query.distinct()).column(0)).drop_null()
