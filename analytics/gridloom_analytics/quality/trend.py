"""How the imports of a table compare with each other, from the reports that are kept of them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gridloom_layers.codes import FAULTS
from gridloom_layers.importing.findings import DUPLICATE_KEY, KEY_TAKEN, NO_KEY, UNKNOWN_VALUE
from gridloom_layers.workspace import ImportEntry, Reading, SourceInfo, TableInfo

DUPLICATES = (DUPLICATE_KEY, KEY_TAKEN)
DOUBTFUL = (*FAULTS, NO_KEY, UNKNOWN_VALUE)
"""Notes of an import on rows that it loaded all the same."""
TREND = ("accepted", "sound", "unique")


def imports(store: Reading, info: TableInfo) -> pd.DataFrame:
    """Return a row for each import into a table, the oldest first, by its number.

    ``source, read`` (blank rows left out), ``loaded``, ``duplicates``, and shares: ``accepted`` of
    the rows read were not set aside, ``unique`` were not set aside for a key that was there
    before; ``sound`` is 1 − doubtful findings / rows loaded, not under 0. ``…_change`` is the
    difference to the import before. Imports whose rows were replaced are told too: their reports
    stay.
    """
    told = [_told(entry.number, entry.report) for entry in entries(store, info)]
    frame = pd.DataFrame(
        told, columns=["number", "source", "read", "loaded", "duplicates", *TREND]
    ).set_index("number")
    for name in TREND:
        frame[f"{name}_change"] = frame[name].diff()
    return frame


def entries(store: Reading, info: TableInfo) -> list[ImportEntry]:
    """Return the imports into a table, the oldest first."""
    return [entry for entry in store.imports if entry.table == info.name]


def duplicates_by_source(store: Reading, info: TableInfo) -> dict[int, int]:
    """Return how many rows the import of each source of a table set aside as duplicates."""
    left = entries(store, info)
    found = {}
    for source in reversed(info.sources):
        of_it = [one for one in left if _is_of(one, source)]
        if of_it:
            left = left[: left.index(of_it[-1])]
            found[source.number] = _sum(of_it[-1].report["quarantined"], DUPLICATES)
    return found


def _is_of(entry: ImportEntry, source: SourceInfo) -> bool:
    return (entry.report["source"], entry.report["layer"]) == (source.file, source.layer)


def told_dates(store: Reading, info: TableInfo) -> dict[int, dt.date | None]:
    """Return of which day the rows of each source are.

    It is the data date of the source, or of the last import where that told of every row of the
    table: what it says of a row may be what was known, and the row stays with its source.
    """
    dates = {source.number: source.as_of or info.as_of for source in info.sources}
    last = next(reversed(entries(store, info)), None)
    latest = next(reversed(dates.values()), None)
    if last is None or latest is None or last.report["loaded"] != info.rows:
        return dates
    return {number: max(date or latest, latest) for number, date in dates.items()}


def _told(number: int, report: Mapping[str, Any]) -> tuple[Any, ...]:
    read, loaded = report["read"] - report["blank"], report["loaded"]
    duplicates = _sum(report["quarantined"], DUPLICATES)
    doubtful = _sum(report["notes"], DOUBTFUL)
    return (
        number,
        report["source"],
        read,
        loaded,
        duplicates,
        loaded / read if read else np.nan,
        max(0.0, 1 - doubtful / loaded) if loaded else np.nan,
        1 - duplicates / read if read else np.nan,
    )


def _sum(counts: Mapping[str, int], names: tuple[str, ...]) -> int:
    return sum(counts.get(name, 0) for name in names)
