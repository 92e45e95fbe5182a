"""Questions about rows, asked of whatever holds the answer with the least to read."""

from collections.abc import Mapping

import pyarrow as pa
from sqlglot import exp

from gridloom_analytics.measures.placing import Rows
from gridloom_analytics.measures.projecting import is_large
from gridloom_analytics.measures.summarising import summarised
from gridloom_layers.workspace import Reading


def answered(
    store: Reading, rows: Rows, query: exp.Select, given: Mapping[str, pa.Table] | None = None
) -> pa.Table:
    """Return the answer of a query over rows that counts them or sums up whole numbers.

    About a large table it is asked of a summary; where there can be none, the store keeps the
    answer. ``given`` are tables beside those of the store; answers about them are not kept.
    """
    simpler = rows.simplified(query)
    if given or not is_large(store, rows.subject):
        return store.select(simpler, given)
    summary = summarised(store, rows, simpler)
    return store.select(summary) if summary is not None else store.answer(simpler)
