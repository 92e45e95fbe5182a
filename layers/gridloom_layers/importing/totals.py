"""Rows below or between the records of a table: totals of them, and footnotes."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.importing.texts import as_text
from gridloom_layers.importing.verdict import Mask, mask_of

TOTAL = r"(?i)^([合总總小共]\s*[计計]|[总總][数數]|(grand |sub-?)?total)\s*[:：]?$"
FOOTNOTE = (
    r"(?i)^([备附備]?[注註]|[说說]明|[数數][据據][来來]源|[资資]料[来來]源|"
    r"(制表|填表|填报|填報|审核|審核)(人|单位|單位|日期|时间|時間)?|note|source)\s*\d*\s*[:：]"
)


def total_rows(batch: pa.RecordBatch, headers: Iterable[str]) -> Mask:
    """Return which rows are totals of others: one of the columns ``headers`` says so.

    >>> total_rows(pa.RecordBatch.from_pydict({"name": ["A", "合 计", "Total"]}), ["name"]).tolist()
    [False, True, True]
    """
    found = np.zeros(batch.num_rows, np.bool_)
    for header in headers:
        found |= _matching(batch.column(header), TOTAL)
    return found


def footnotes(batch: pa.RecordBatch, headers: tuple[str, ...]) -> Mask:
    """Return which rows are notes: whatever is written in them begins like one.

    >>> batch = pa.RecordBatch.from_pydict({"a": ["注：x", "注：y"], "b": [None, "1"]})
    >>> footnotes(batch, ("a", "b")).tolist()
    [True, False]
    """
    found = _matching(batch.column(headers[0]), FOOTNOTE)
    for row in np.flatnonzero(found):
        cells = [as_text(batch.column(header).slice(row, 1)) for header in headers]
        found[row] = all(not cell.is_valid()[0].as_py() or _matching(cell, FOOTNOTE)[0]
                         for cell in cells)  # fmt: skip
    return found


def _matching(array: pa.Array, pattern: str) -> Mask:
    if not pa.types.is_string(array.type):
        return np.zeros(len(array), np.bool_)
    return mask_of(pc.match_substring_regex(pc.utf8_trim_whitespace(array), pattern)).copy()
