"""Rows below or between the records of a table: totals of them, and footnotes."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.importing.texts import as_text
from gridloom_layers.importing.verdict import Mask, mask_of

GAPS = ("", " ", "  ", "　", "　　")
TOTALS = pa.array(
    [
        f"{word}{mark}"
        for mark in ("", ":", "：")
        for word in (
            *(
                f"{a}{gap}{b}"
                for a in "合总總小共"
                for b in "计計"
                for gap in ("", " ", "  ", "　", "　　")
            ),
            *("总数", "總數", "total", "Total", "TOTAL", "Subtotal", "Grand total", "Grand Total"),
        )
    ]
)
"""The words for a total, as they stand alone in a cell."""
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
    for array in map(batch.column, headers):
        if pa.types.is_string(array.type):
            found |= mask_of(pc.is_in(pc.utf8_trim_whitespace(array), value_set=TOTALS))
    return found


def footnotes(batch: pa.RecordBatch, headers: tuple[str, ...]) -> Mask:
    """Return which rows are notes: whatever is written in them begins like one.

    >>> batch = pa.RecordBatch.from_pydict({"a": ["注：x", "注：y"], "b": [None, "1"]})
    >>> footnotes(batch, ("a", "b")).tolist()
    [True, False]
    """
    found = _like_footnotes(batch.column(headers[0]))
    for row in np.flatnonzero(found):
        cells = [as_text(batch.column(header).slice(row, 1)) for header in headers]
        found[row] = all(not cell.is_valid()[0].as_py() or _like_footnotes(cell)[0]
                         for cell in cells)  # fmt: skip
    return found


def _like_footnotes(array: pa.Array) -> Mask:
    if not pa.types.is_string(array.type):
        return np.zeros(len(array), np.bool_)
    # looking for the colon is much faster than the pattern, and mostly there is none
    marked = pc.or_(pc.match_substring(array, ":"), pc.match_substring(array, "："))
    found = mask_of(marked).copy()
    if found.any():
        found[found] = mask_of(
            pc.match_substring_regex(pc.utf8_trim_whitespace(array.filter(marked)), FOOTNOTE)
        )
    return found
