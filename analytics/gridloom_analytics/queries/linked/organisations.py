"""Rows by the organisation codes inside their credit codes: these are looked up, not computed."""

from collections.abc import Iterable

import pyarrow as pa
from sqlglot import exp

from gridloom_layers.codes import check
from gridloom_layers.workspace import ROW_KEY, Reading

AT, LENGTH = 9, 9
"""Where in a credit code its organisation code begins, counted from 1, and how long it is."""


def organisation_codes(texts: Iterable[str]) -> list[str]:
    """Return those of some texts that are organisation codes, folded, hyphens left out.

    >>> organisation_codes(["M000100Y-4", "91350100M000100Y43"])
    ['M000100Y4']
    """
    checked = check("organisation", pa.array(texts, pa.string()))
    other = checked.findings["bad-form"] | checked.findings["credit-code"]
    return [code for code, bad in zip(checked.normal.to_pylist(), other, strict=True)
            if code is not None and not bad]  # fmt: skip


def holding(store: Reading, table: str, field: str, codes: list[str]) -> pa.ChunkedArray:
    """Return the keys of the rows whose credit code in ``field`` holds one of some organisation
    codes, in row order. All rows are looked at, as no index holds a part of a code."""
    inside = exp.Substring(
        this=exp.column(exp.to_identifier(field, quoted=True)),
        start=exp.Literal.number(AT),
        length=exp.Literal.number(LENGTH),
    )
    wanted = exp.In(this=inside, expressions=[exp.Literal.string(code) for code in codes])
    key = exp.column(ROW_KEY, quoted=True)
    query = exp.select(key).from_(exp.table_(table, quoted=True)).where(wanted)
    return store.select(query.order_by(key.copy())).column(ROW_KEY)
