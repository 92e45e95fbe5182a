"""Expressions: filters that planners write, parsed and checked before they reach a store."""

from gridloom_analytics.expressions.absent import absent_value
from gridloom_analytics.expressions.fields import Field, Fields
from gridloom_analytics.expressions.filter import (
    Filter,
    Value,
    parse_condition,
    parse_filter,
    parse_value,
    qualified,
)
from gridloom_analytics.expressions.identifying import (
    identifying_fields,
    refuse_identifying,
    refuse_listing,
)
from gridloom_analytics.expressions.tables import find_level, find_table

__all__ = [
    "Field",
    "Fields",
    "Filter",
    "Value",
    "absent_value",
    "find_level",
    "find_table",
    "identifying_fields",
    "parse_condition",
    "parse_filter",
    "parse_value",
    "qualified",
    "refuse_identifying",
    "refuse_listing",
]
