"""Rows of the base by the numbers that are claimed; what several checks ask is looked up once."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from gridloom_analytics.verification.conditions import Columns, Longs
from gridloom_layers.codes import citizen
from gridloom_layers.workspace import ROW_KEY, Store

LEGACY_LENGTH = 15


@dataclass(frozen=True)
class Search:
    """Pairs of a claim's place (``at``, rising) and the key of a row found in ``table``."""

    table: str
    at: Longs
    row_keys: Longs
    _columns: dict[str, pa.ChunkedArray] = field(default_factory=dict, repr=False)

    def rows(self, store: Store, columns: Sequence[str]) -> pa.Table:
        """Return ``row_key`` and columns of the rows found."""
        missing = [name for name in columns if name not in self._columns]
        if missing:
            fetched = store.rows(self.table, pa.array(self.row_keys), missing)
            self._columns.update({name: fetched.column(name) for name in missing})
        return pa.table({ROW_KEY: self.row_keys, **{name: self._columns[name] for name in columns}})


@dataclass(frozen=True)
class Base:
    """The city's base, asked about ``claims``."""

    store: Store
    claims: Columns
    _searches: dict[tuple[str, str, str], Search] = field(default_factory=dict, repr=False)

    def search(self, table: str, name: str, values: pa.Array) -> Search:
        """Look values up in a field."""
        found = self.store.find(table, name, values)
        return Search(table, found.column("at").to_numpy(), found.column(ROW_KEY).to_numpy())

    def found(self, table: str, name: str, column: str) -> Search:
        """Look the values of a claims' column up in a field, once."""
        key = (table, name, column)
        if key not in self._searches:
            self._searches[key] = self.search(table, name, self.claims[column])
        return self._searches[key]

    def other_forms(self, table: str, name: str, ids: pa.Array) -> pa.StringArray:
        """Return the other form of citizen IDs in which the field may hold them, else null."""
        longer = citizen.from_15(ids)
        if not self._holds_legacy(table, name):
            return longer
        return pc.coalesce(longer, citizen.to_15(ids))

    def _holds_legacy(self, table: str, name: str) -> bool:
        """Tell whether a field holds IDs of 15 digits; the store keeps the answer."""
        column = exp.column(exp.to_identifier(name, quoted=True))
        old = exp.EQ(this=exp.Length(this=column), expression=exp.Literal.number(LEGACY_LENGTH))
        counted = exp.alias_(exp.Count(this=exp.Star()), "legacy", quoted=True)
        query = exp.select(counted).from_(exp.table_(table, quoted=True)).where(old)
        kept = exp.select(exp.Star()).from_(self.store.materialised(query))
        return self.store.select(kept).column(0)[0].as_py() > 0
