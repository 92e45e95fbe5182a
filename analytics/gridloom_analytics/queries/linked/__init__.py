"""The linked query: from a row to all rows that are linked to it."""

from gridloom_analytics.queries.linked.linked import LinkedAnswer, Relation, linked

__all__ = ["LinkedAnswer", "Relation", "linked"]
