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
from gridloom_layers.workspace import ROW_KEY, Store

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

    def rows(self, store: Store, columns: Sequence[str]) -> pa.Table:
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

    store: Store
    claims: Columns
    count: int
    doubts: Mapping[tuple[str, str], npt.NDArray[np.bool_]]
    _searches: dict[tuple[str, ...], Search] = field(default_factory=dict, repr=False)
    _forms: dict[str, pa.StringArray] = field(default_factory=dict, repr=False)

    def found(self, table: str, name: str, column: str) -> Search:
        """Look the values of a claims' column up in a field."""
        return self._search((table, name, column), self.claims[column])

    def found_by_other_form(self, table: str, name: str, column: str) -> Search:
        """Look the other form of each citizen ID up in a field: of 15 digits that of 18
        characters; the other way round only where the field holds any of 15 digits."""
        old = self._holds_legacy(table, name)
        return self._search((table, name, column, str(old)), self._other_form(column, old=old))

    def _search(self, key: tuple[str, ...], values: pa.Array) -> Search:
        if key not in self._searches:
            pairs = self.store.find(key[0], key[1], values)
            at, keys = pairs.column("at").to_numpy(), pairs.column(ROW_KEY).to_numpy()
            self._searches[key] = Search(key[0], at, keys)
        return self._searches[key]

    def _other_form(self, column: str, *, old: bool) -> pa.StringArray:
        key = f"{column} {old}"
        if key not in self._forms:
            ids = self.claims[column]
            longer = citizen.from_15(ids)
            self._forms[key] = pc.coalesce(longer, citizen.to_15(ids)) if old else longer
        return self._forms[key]

    def _holds_legacy(self, table: str, name: str) -> bool:
        """Tell whether a field holds IDs of 15 digits; the store keeps the answer."""
        column = exp.column(exp.to_identifier(name, quoted=True))
        old = exp.EQ(this=exp.Length(this=column), expression=exp.Literal.number(LEGACY_LENGTH))
        counted = exp.alias_(exp.Count(this=exp.Star()), "legacy", quoted=True)
        query = exp.select(counted).from_(exp.table_(table, quoted=True)).where(old)
        return self.store.answer(query).column(0)[0].as_py() > 0
