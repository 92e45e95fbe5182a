"""How unequally a total is spread, within and between wider areas, and two groups over areas."""

from gridloom_analytics.answers.concentration.concentration import concentration

__all__ = ["concentration"]
