"""How the imports of a table compare with each other, from the reports that are kept of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gridloom_layers.codes import FAULTS
from gridloom_layers.importing.findings import DUPLICATE_KEY, KEY_TAKEN, NO_KEY, UNKNOWN_VALUE
from gridloom_layers.workspace import ImportEntry, Store, TableInfo

DUPLICATES = (DUPLICATE_KEY, KEY_TAKEN)
DOUBTFUL = (*FAULTS, NO_KEY, UNKNOWN_VALUE)
"""Notes of an import on rows that it loaded all the same."""
TREND = ("accepted", "sound", "unique")


def imports(store: Store, info: TableInfo) -> pd.DataFrame:
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


def entries(store: Store, info: TableInfo) -> list[ImportEntry]:
    """Return the imports into a table, the oldest first."""
    return [entry for entry in store.imports if entry.table == info.name]


def duplicates_by_source(store: Store, info: TableInfo) -> dict[int, int]:
    """Return how many rows the import of each source of a table set aside as duplicates.

    The sources of a table are those of its last imports: a replacement begins them anew.
    """
    last = entries(store, info)[-len(info.sources) :] if info.sources else []
    sources = info.sources[-len(last) :] if last else ()
    return {
        source.number: _sum(entry.report.get("quarantined", {}), DUPLICATES)
        for source, entry in zip(sources, last, strict=True)
    }


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
