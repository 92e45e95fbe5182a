"""Selections as an algebra: conditions on rows that combine, go to JSON and carry over links."""

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
from gridloom_analytics.selecting.lying import extent_of
from gridloom_analytics.selecting.rows import count_of, rows_of
from gridloom_analytics.selecting.telling import told
from gridloom_analytics.selecting.ways import carried

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
    "carried",
    "combined",
    "count_of",
    "extent_of",
    "leaves",
    "read_condition",
    "rows_of",
    "simplified",
    "told",
]
