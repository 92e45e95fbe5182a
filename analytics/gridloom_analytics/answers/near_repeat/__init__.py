"""Near repeats of events: is another one near by and soon after more likely than usual?"""

from gridloom_analytics.answers.near_repeat.answer import near_repeat

__all__ = ["near_repeat"]
