"""Queries: which rows, how many, where."""

from gridloom_analytics.queries.answer import QueryAnswer
from gridloom_analytics.queries.area import Area, AreaOfLevel, read_area
from gridloom_analytics.queries.querying import query
from gridloom_analytics.queries.tabulating import crosstab, cube

__all__ = ["Area", "AreaOfLevel", "QueryAnswer", "crosstab", "cube", "query", "read_area"]
