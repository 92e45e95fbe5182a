"""Two columns of the same areas, or one measure in two cities, held against each other."""

from gridloom_analytics.answers.compare.compare import compare

__all__ = ["compare"]
