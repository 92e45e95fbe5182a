"""Selections as an algebra: conditions on rows that combine, go to JSON and carry over links.

What asks the store is not imported here, so that a map is there before the engine is loaded:
``rows.rows_of``, ``rows.count_of``, ``lying.extent_of``, ``ways.carried``, ``telling.told``.
"""

from gridloom_analytics.selecting.algebra import HOWS, How, combined, leaves, simplified
from gridloom_analytics.selecting.conditions import (
    NOTHING,
    AllOf,
    AnyOf,
    Condition,
    Everything,
    Found,
    Keys,
    Linked,
    Not,
    Relation,
    Rows,
    Where,
    Within,
    read_condition,
)

__all__ = [
    "HOWS",
    "NOTHING",
    "AllOf",
    "AnyOf",
    "Condition",
    "Everything",
    "Found",
    "How",
    "Keys",
    "Linked",
    "Not",
    "Relation",
    "Rows",
    "Where",
    "Within",
    "combined",
    "leaves",
    "read_condition",
    "simplified",
]
