"""Apportion: counts and rates of the areas of one layer, on the areas of another one."""

from gridloom_analytics.answers.apportion.apportion import apportion

__all__ = ["apportion"]
