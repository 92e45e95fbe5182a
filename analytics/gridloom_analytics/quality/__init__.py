"""How good the city's data are: completeness, validity, uniqueness, timeliness, consistency."""

from gridloom_analytics.quality.assessing import assess
from gridloom_analytics.quality.checks import DIMENSIONS, Dimension
from gridloom_analytics.quality.report import QualityReport, TableQuality

__all__ = ["DIMENSIONS", "Dimension", "QualityReport", "TableQuality", "assess"]
