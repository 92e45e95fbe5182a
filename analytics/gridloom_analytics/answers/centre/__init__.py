"""Centre: where the middle of places is, how far they spread, and where it moves over time."""

from gridloom_analytics.answers.centre.centre import centre

__all__ = ["centre"]
