"""One case: isolated, or one of many alike near by and at that time?"""

from gridloom_analytics.answers.isolated_or_general.answer import isolated_or_general

__all__ = ["isolated_or_general"]
