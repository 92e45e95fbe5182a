"""The analyses: declarations only, each in a module that imports no kernel."""

from gridloom_analytics.analyses.catalogue import catalogue, named, unusable

__all__ = ["catalogue", "named", "unusable"]
