"""Queries: which rows, how many, where."""

from gridloom_analytics.queries.answer import QueryAnswer
from gridloom_analytics.queries.area import Area, read_area
from gridloom_analytics.queries.querying import query
from gridloom_analytics.queries.tabulating import crosstab

__all__ = ["Area", "QueryAnswer", "crosstab", "query", "read_area"]
