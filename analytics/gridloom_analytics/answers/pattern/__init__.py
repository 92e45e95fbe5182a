"""Pattern: are points clustered, scattered at random or regular, and at which distances?"""

from gridloom_analytics.answers.pattern.pattern import pattern

__all__ = ["pattern"]
