"""Measures: subject, filter, aggregate and denominator, at any area level."""

from gridloom_analytics.disclosure.persons import counts_persons
from gridloom_analytics.measures.evaluating import evaluate
from gridloom_analytics.measures.parsing import parse_measure
from gridloom_analytics.measures.paths import find_way
from gridloom_analytics.measures.terms import Measure
from gridloom_analytics.measures.values import MeasureValues

__all__ = [
    "Measure",
    "MeasureValues",
    "counts_persons",
    "evaluate",
    "find_way",
    "parse_measure",
]
