"""A made-up city on the real map of Shenzhen, for trying and for testing."""

from gridloom_sample.making import SampleReport, make_city

__all__ = ["SampleReport", "make_city"]
