"""What is true of the made-up city, so that tests know what must be found."""

from collections import defaultdict
from typing import Any

import numpy as np

from gridloom_sample.city import City
from gridloom_sample.faults import Record
from gridloom_sample.happenings.occurrence import Occurrences, event_kinds
from gridloom_sample.planted import OUTLIER_KIND, REPEAT_KIND, TREND_KIND
from gridloom_sample.territory.coverage import Integers

LISTED = 2_000
"""Rows listed for one kind of fault in one file; ``count`` is exact beyond it."""


def faults(records: list[Record]) -> list[dict[str, Any]]:
    """Return the planted faults by file, kind and column: exact counts and rows."""
    rows: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for record in records:
        rows[record.file, record.fault, record.column].append(record.row)
    return [
        {"file": file, "fault": fault, "column": column, "count": len(at), "rows": at[:LISTED]}
        for (file, fault, column), at in rows.items()
    ]


def planted_clusters(city: City, occurrences: Occurrences) -> dict[str, Any]:
    """Return where events and people were planted, by code and name, with numbers."""
    ground, planted = city.ground, city.planted
    kind_names = event_kinds().set_index("kind_code")["kind"]
    streets, grids = ground.streets.table, ground.grids.table
    return {
        "hot_clusters": [
            {
                "kind": kind_names[kind],
                "events_planted": _planted(occurrences, f"hot-{kind}"),
                "communities": _communities(city, communities),
            }
            for kind, communities in planted.hot.items()
        ],
        "ageing": {
            "share_aged_65_and_over_about": 0.55,
            "communities": _communities(city, planted.ageing),
        },
        "trend": {
            "kind": kind_names[TREND_KIND],
            "street_code": streets["code"].iloc[planted.trend_street],
            "street": streets["name"].iloc[planted.trend_street],
            "events_planted": _planted(occurrences, "trend"),
            "shape": "the rate grows in a straight line from 0 on 2024-01-01 to 2025-12-31",
        },
        "near_repeats": {
            "kind": kind_names[REPEAT_KIND],
            "origins": _planted(occurrences, "repeat-origin"),
            "repeats": _planted(occurrences, "repeat"),
            "within_metres": 200,
            "within_days": 14,
        },
        "outlier_grid": {
            "kind": kind_names[OUTLIER_KIND],
            "grid_code": grids["code"].iloc[planted.outlier_grid],
            "events_planted": _planted(occurrences, "outlier-grid"),
        },
    }


def _planted(occurrences: Occurrences, name: str) -> int:
    return int(np.count_nonzero(occurrences.planted == name))


def _communities(city: City, positions: Integers) -> list[dict[str, str]]:
    table = city.ground.communities.table.iloc[positions]
    return [
        {"code": code, "name": name}
        for code, name in table[["code", "name"]].itertuples(index=False)
    ]
