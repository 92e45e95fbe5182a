"""Hot spots of a value, or of points that are counted, by Getis and Ord's Gi* or Gi."""

from gridloom_analytics.answers.hotspots.answer import hotspots

__all__ = ["hotspots"]
