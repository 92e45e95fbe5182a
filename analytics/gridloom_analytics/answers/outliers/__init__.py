"""Clusters of like places and outliers among unlike ones, by a local statistic."""

from gridloom_analytics.answers.outliers.answer import outliers

__all__ = ["outliers"]
