"""Emerging hot spots of events: from points and moments to the pattern of each area."""

from gridloom_analytics.answers.emerging.answer import emerging

__all__ = ["emerging"]
